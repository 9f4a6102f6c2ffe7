"""A list as a workbook: what a spreadsheet program reads is what was written, and no text becomes a formula."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from governance import sheets

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read(content: bytes) -> list[list[Any]]:
    """The cells of the one sheet, as their kind and what they hold."""
    with ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        parts = {name: ElementTree.fromstring(package.read(name)) for name in package.namelist()}
    return [
        [(cell.get("t"), cell.get("s"), "".join(cell.itertext())) for cell in row]
        for row in parts["xl/worksheets/sheet1.xml"].iter(f"{MAIN}row")
    ]


def test_days_and_numbers_stay_what_they_are() -> None:
    rows = [["Åbo & co <1>", date(2026, 11, 20), 12, Decimal("3.50"), None]]
    above, head, row = read(sheets.workbook("Möten", ["Urval: alla"], ["A", "B"], rows))
    assert above == [("inlineStr", "0", "Urval: alla")]
    assert head == [("inlineStr", "1", "A"), ("inlineStr", "1", "B")]
    assert row == [
        ("inlineStr", "0", "Åbo & co <1>"),
        (None, "2", "46346"),
        (None, "0", "12"),
        (None, "0", "3.50"),
        (None, None, ""),
    ]


def test_a_text_is_a_text_whatever_it_begins_with() -> None:
    (_head, row) = read(sheets.workbook("x", [], ["A"], [["=1+1"]]))
    assert row == [("inlineStr", "0", "=1+1")]
    assert list(sheets.csv_lines([["=1+1"]])) == [sheets.BOM, "'=1+1\r\n"]


def test_what_xml_has_no_place_for_is_left_out() -> None:
    content = sheets.workbook("[x]:*?/\\" + "y" * 60, [], ["A"], [["a\x00b\x1fc" + "z" * 40_000]])
    (_head, row) = read(content)
    assert row[0][2].startswith("abczz")
    assert len(row[0][2]) <= sheets.LONGEST_CELL
