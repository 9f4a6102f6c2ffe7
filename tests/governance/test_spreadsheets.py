"""A list as a file: what a spreadsheet program reads is what was written, and no text becomes a formula."""

from datetime import date
from decimal import Decimal

from openpyxl import load_workbook

from governance import spreadsheets
from tests.workbooks import cells


def test_days_and_numbers_stay_what_they_are() -> None:
    rows = [["Åbo & co <1>", None, date(2026, 11, 20), 12, Decimal("3.50")]]
    above, head, row = cells(spreadsheets.workbook("Möten", ["Urval: alla"], ["A", "B"], rows))
    assert above[0] == ("s", "Urval: alla")
    assert head[:2] == [("s", "A"), ("s", "B")]
    assert [kind for kind, _value in row] == ["s", "n", "d", "n", "n"]
    (text, nothing, day, number, amount) = (value for _kind, value in row)
    assert (text, day.date(), number, amount, nothing) == ("Åbo & co <1>", date(2026, 11, 20), 12, 3.5, None)


def test_a_text_is_a_text_whatever_it_begins_with() -> None:
    (_head, row) = cells(spreadsheets.workbook("x", [], ["A"], [["=1+1"]]))
    assert row == [("s", "=1+1")]
    assert list(spreadsheets.csv_lines([["=1+1"]])) == [spreadsheets.BOM, "'=1+1\r\n"]


def test_what_xml_has_no_place_for_is_left_out() -> None:
    (_head, row) = cells(spreadsheets.workbook("x", [], ["A"], [["a\x00b\x1fc\uffff"]]))
    assert row == [("s", "abc")]


def test_the_headings_stay_in_sight() -> None:
    (sheet,) = load_workbook(spreadsheets.workbook("x", ["Urval"], ["A"], [["1"]])).worksheets
    assert sheet.freeze_panes == "A3"


def test_every_row_can_be_filtered_and_a_long_text_has_room() -> None:
    rows = [["1", "Samarbetsavtal med Skolstad", None]] * (spreadsheets.LOOKED_AT + 1)
    (sheet,) = load_workbook(spreadsheets.workbook("x", ["Urval"], ["A", "B", "C"], rows)).worksheets
    assert sheet.auto_filter.ref == f"A2:C{len(rows) + 2}"
    widths = [sheet.column_dimensions[name].width for name in "ABC"]
    assert widths == [spreadsheets.NARROWEST, len("Samarbetsavtal med Skolstad") + 2, spreadsheets.NARROWEST]


def test_a_list_without_rows_is_a_file_too() -> None:
    (sheet,) = load_workbook(spreadsheets.workbook("x", [], ["A"], [])).worksheets
    assert sheet.auto_filter.ref == "A1:A1"
