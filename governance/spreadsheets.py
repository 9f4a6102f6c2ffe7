"""Lists as a file for a spreadsheet: an Excel file with a sheet for each, or CSV; written row by row, however long."""

import csv
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
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

# What a sheet may not have in its name.
NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

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


@dataclass(frozen=True)
class Sheet:
    """One list of a file: lines of words `above`, the headings, and the rows. `name` is at most 31 characters."""

    name: str
    above: Sequence[str]
    headings: Sequence[Any]
    rows: Iterable[Sequence[Any]]


def workbook(
    name: str, above: Sequence[str], headings: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> IO[bytes]:
    """A file of one sheet, to be read from its beginning."""
    return book([Sheet(name, above, headings, rows)])


def book(sheets: Iterable[Sheet]) -> IO[bytes]:
    """A file of several, each under another name.

    A cell is text, a number, a day or None; of a text Excel holds 32,767 signs. The headings are bold, stay in sight
    and have filters; the first rows say how wide a column is.
    """
    made = Workbook(write_only=True)
    taken: set[str] = set()
    for each in sheets:
        name = sheet_name(each.name, taken)
        taken.add(name.lower())
        _fill(made.create_sheet(name), each)
    file = TemporaryFile()  # noqa: SIM115 - handed on, and gone when it is closed
    made.save(file)
    file.seek(0)
    return file


LONGEST_NAME = 31


def sheet_name(name: str, taken: Container[str] = ()) -> str:
    """What Excel takes for the name of a sheet: 31 signs, none that divides an address, and no name twice.

    A longer name ends with a whole word and an ellipsis.
    """
    plain = NO_NAME.sub(" ", name).strip(" '") or "1"
    if len(plain) > LONGEST_NAME:
        plain = plain[: LONGEST_NAME - 1].rpartition(" ")[0].rstrip(" ,") or plain[: LONGEST_NAME - 1]
        plain += "…"
    tried, number = plain, 2
    while tried.lower() in taken:
        tried, number = f"{plain[:28].rstrip()} {number}", number + 1
    return tried


def _fill(sheet: Any, listed: Sheet) -> None:
    rows = iter(listed.rows)
    begun = list(islice(rows, LOOKED_AT))
    sheet.freeze_panes = f"A{len(listed.above) + 2}"
    for number, heading in enumerate(listed.headings):
        longest = max(map(len, [str(heading), *(_shown(row[number]) for row in begun)]))
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(
            max(NARROWEST, longest + 2), WIDEST
        )
    for line in listed.above:
        sheet.append([_cell(sheet, line)])
    sheet.append([_cell(sheet, str(heading), bold=True) for heading in listed.headings])
    last = len(listed.above) + 1
    for row in chain(begun, rows):
        sheet.append([_cell(sheet, value) for value in row])
        last += 1
    head = len(listed.above) + 1
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(listed.headings))}{last}"


def _shown(value: Any) -> str:
    """What a column needs room for. Numbers and days fit the narrowest."""
    return value if isinstance(value, str) else ""


def _cell(sheet: Any, value: Any, bold: bool = False) -> Cell | None:
    if value is None or value == "":
        return None
    if not isinstance(value, date | Decimal | int | float):
        value = NO_XML.sub("", str(value))
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # whatever it begins with, it is no formula
    cell.number_format = FORMATS.get(type(value), cell.number_format)
    if bold:
        cell.font = Font(bold=True)
    return cell
