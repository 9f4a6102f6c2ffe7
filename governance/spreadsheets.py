"""A list as a file for a spreadsheet: an Excel file of one sheet, or CSV; written row by row, however long it is."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {date: "yyyy-mm-dd", Decimal: "#,##0.00"}
NARROWEST, WIDEST = 14, 40
# So many rows say how wide the columns are.
LOOKED_AT = 50
# Signs that XML has no place for. openpyxl's own list lacks the last two, which stop the whole file from being written.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# Swedish Excel wants semicolons, and the mark that says the text is UTF-8.
BOM = "\ufeff"
# What begins a formula; some programs take the full-width forms of East Asian writing for the signs themselves.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class _Echo:
    """A file that gives back each line written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The rows as lines of CSV, one at a time, however many."""
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield BOM
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is made a text."""
    if isinstance(value, str) and value.lstrip(" \n\u3000\xa0")[:1] in FORMULA:
        return f"'{value}"
    return "" if value is None else value


def workbook(
    name: str, above: Sequence[str], headings: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> IO[bytes]:
    """A file to be read from its beginning: lines of words `above`, the headings in bold, and the rows.

    A cell is text, a number, a day or None; of a text Excel holds 32,767 signs. `name` is the sheet's, at most 31
    characters. The headings stay in sight and have filters; the first rows
    say how wide a column is.
    """
    rows = iter(rows)
    begun = list(islice(rows, LOOKED_AT))
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = f"A{len(above) + 2}"
    for number, heading in enumerate(headings):
        longest = max(map(len, [str(heading), *(_shown(row[number]) for row in begun)]))
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(
            max(NARROWEST, longest + 2), WIDEST
        )
    for line in above:
        sheet.append([_cell(sheet, line)])
    sheet.append([_cell(sheet, str(heading), bold=True) for heading in headings])
    last = len(above) + 1
    for row in chain(begun, rows):
        sheet.append([_cell(sheet, value) for value in row])
        last += 1
    sheet.auto_filter.ref = f"A{len(above) + 1}:{get_column_letter(len(headings))}{last}"
    file = TemporaryFile()  # noqa: SIM115 - handed on, and gone when it is closed
    book.save(file)
    file.seek(0)
    return file


def _shown(value: Any) -> str:
    """What a column needs room for. Numbers and days fit the narrowest."""
    return value if isinstance(value, str) else ""


def _cell(sheet: Any, value: Any, bold: bool = False) -> Cell | None:
    if value is None or value == "":
        return None
    if not isinstance(value, date | Decimal | int):
        value = NO_XML.sub("", str(value))
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # whatever it begins with, it is no formula
    cell.number_format = FORMATS.get(type(value), cell.number_format)
    if bold:
        cell.font = Font(bold=True)
    return cell
