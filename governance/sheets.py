"""Lists as files for a spreadsheet: CSV, and a workbook of one sheet (ECMA-376) written with the standard library."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Swedish Excel wants semicolons, and the mark that says the text is UTF-8.
BOM = "\ufeff"
# What begins a formula; some programs take the full-width forms of East Asian writing for the signs themselves.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# Day 0 of a workbook's calendar.
EPOCH = date(1899, 12, 30)
LONGEST_CELL = 32767
PLAIN, BOLD, DAY = 0, 1, 2
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PART = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{PART}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{PART}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{PART}.styles+xml"/></Types>'
)
RELATIONS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
WORKBOOK_RELATIONS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
# Plain, bold and a day as 2026-11-20, in this order.
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
Row = Sequence[Any]


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


def workbook(name: str, above: Iterable[str], head: Row, rows: Iterable[Row]) -> bytes:
    """A workbook of one sheet: lines of text above, the head in bold and held in view, then the rows.

    Dates and numbers stay dates and numbers; a text is a text, whatever it begins with.
    """
    lines: list[tuple[Row, int]] = [((line,), PLAIN) for line in above]
    lines.append((head, BOLD))
    top = len(lines)
    drawn = [_row(place, row, style) for place, (row, style) in enumerate(lines, start=1)]
    drawn += [_row(place, row, PLAIN) for place, row in enumerate(rows, start=top + 1)]
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS)
        package.writestr("xl/workbook.xml", _book(name))
        package.writestr("xl/styles.xml", STYLES)
        package.writestr("xl/worksheets/sheet1.xml", _sheet(drawn, top, len(head)))
    return file.getvalue()


def attachment(content: Any, media_type: str, name: str) -> HttpResponse:
    """The file as a download."""
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _book(name: str) -> str:
    # A sheet's name has at most 31 characters and none of these.
    title = "".join(" " if sign in r"[]:*?/\\" else sign for sign in name)[:31]
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{_text(title)}" sheetId="1" r:id="r1"/></sheets></workbook>'
    )


def _sheet(rows: list[str], top: int, columns: int) -> str:
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews>"
        f'<cols><col min="1" max="{columns}" width="24" customWidth="1"/></cols>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


def _row(place: int, row: Row, style: int) -> str:
    return f'<row r="{place}">{"".join(_cell(value, style) for value in row)}</row>'


def _cell(value: Any, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, date):
        return f'<c s="{DAY}"><v>{(value - EPOCH).days}</v></c>'
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f'<c s="{style}"><v>{value}</v></c>'
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{_text(str(value)[:LONGEST_CELL])}</t></is></c>'


def _text(text: str) -> str:
    """Escaped, without the control characters that XML has no place for."""
    return escape("".join(sign for sign in text if sign >= " " or sign in "\t\n"), {'"': "&quot;"})
