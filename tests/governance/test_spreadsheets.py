"""A list as a file: what a spreadsheet program reads is what was written, and no text becomes a formula."""

from datetime import date
from decimal import Decimal
from typing import IO, Any
from xml.etree import ElementTree
from zipfile import ZipFile

from governance import spreadsheets

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read(file: IO[bytes]) -> list[list[Any]]:
    """The cells of the one sheet: their kind, their style and what they hold."""
    with ZipFile(file) as package:
        assert package.testzip() is None
        parts = {name: ElementTree.fromstring(package.read(name)) for name in package.namelist()}
    return [
        [(cell.get("t"), cell.get("s"), "".join(cell.itertext())) for cell in row]
        for row in parts["xl/worksheets/sheet1.xml"].iter(f"{MAIN}row")
    ]


def test_days_and_numbers_stay_what_they_are() -> None:
    rows = [["Åbo & co <1>", date(2026, 11, 20), 12, Decimal("3.50"), None]]
    above, head, row = read(spreadsheets.workbook("Möten", ["Urval: alla"], ["A", "B"], rows))
    assert above == [("inlineStr", "0", "Urval: alla")]
    assert head == [("inlineStr", "1", "A"), ("inlineStr", "1", "B")]
    assert row == [
        ("inlineStr", "0", "Åbo & co <1>"),
        (None, "2", "46346"),
        (None, "0", "12"),
        (None, "3", "3.50"),
        (None, None, ""),
    ]


def test_a_text_is_a_text_whatever_it_begins_with() -> None:
    (_head, row) = read(spreadsheets.workbook("x", [], ["A"], [["=1+1"]]))
    assert row == [("inlineStr", "0", "=1+1")]
    assert list(spreadsheets.csv_lines([["=1+1"]])) == [spreadsheets.BOM, "'=1+1\r\n"]


def test_what_xml_has_no_place_for_is_left_out() -> None:
    (_head, row) = read(spreadsheets.workbook("x", [], ["A"], [["a\x00b\x1fc"]]))
    assert row == [("inlineStr", "0", "abc")]
