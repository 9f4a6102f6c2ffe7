"""Reads what a spreadsheet program would read of an Excel file."""

from io import BytesIO
from typing import IO, Any

from django.http import HttpResponse, StreamingHttpResponse
from openpyxl import load_workbook


def cells(file: IO[bytes]) -> list[list[tuple[str, Any]]]:
    """The rows of the one sheet, each cell with its kind ("s" text, "n" number, "d" day, "f" formula) and value."""
    (sheet,) = load_workbook(file).worksheets
    return [[(cell.data_type, cell.value) for cell in row] for row in sheet.rows]


def words(file: IO[bytes] | HttpResponse | StreamingHttpResponse) -> str:
    """All that stands in the cells, one a line."""
    if isinstance(file, StreamingHttpResponse):
        file = BytesIO(b"".join(file.streaming_content))
    elif isinstance(file, HttpResponse):
        file = BytesIO(file.content)
    return "\n".join(str(value) for row in cells(file) for _kind, value in row if value is not None)
