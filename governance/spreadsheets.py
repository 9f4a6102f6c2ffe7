"""A list as a file for a spreadsheet: an Excel file of one sheet, or CSV; written row by row, however long it is."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Numbers of the styles below: plain, bold, a day, an amount.
PLAIN, BOLD, DAY, AMOUNT = range(4)
FIRST_DAY = date(1899, 12, 30)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>'
    '<xf fontId="1" applyFont="1"/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>',
}

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

    A cell is text, a number, a day or None. `name` is the sheet's, at most 31 characters.
    """
    file = TemporaryFile()  # noqa: SIM115 - handed on, and gone when it is closed
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for path, content in {**PARTS, "xl/workbook.xml": _book(name)}.items():
            package.writestr(path, HEAD + content)
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'{HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for line in above:
                sheet.write(_row([line], PLAIN))
            sheet.write(_row(list(map(str, headings)), BOLD))
            for row in rows:
                sheet.write(_row(row, PLAIN))
            sheet.write(b"</sheetData></worksheet>")
    file.seek(0)
    return file


def _book(name: str) -> str:
    title = escape(name[:31], {'"': "&quot;"})
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f'<sheets><sheet name="{title}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _row(cells: Sequence[Any], style: int) -> bytes:
    return f"<row>{''.join(_cell(value, style) for value in cells)}</row>".encode()


def _cell(value: Any, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, date):
        return f'<c s="{DAY}"><v>{(value - FIRST_DAY).days}</v></c>'
    if isinstance(value, Decimal):
        return f'<c s="{AMOUNT}"><v>{value:f}</v></c>'
    if isinstance(value, int):
        return f'<c s="{style}"><v>{value}</v></c>'
    # As a text of its own, which no spreadsheet takes for a formula. Signs that XML does not know are left out.
    said = "".join(sign for sign in str(value) if sign >= " " or sign in "\t\n")
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(said)}</t></is></c>'
