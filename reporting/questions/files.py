"""An answer as a file: a sheet or a printed table for each of its tables, with the filters above."""

from collections.abc import Sequence

from django.http import HttpResponse

from governance.spreadsheets import MEDIA_TYPE, Sheet, book
from governance.views import list_files

from .answers import Table


def as_excel(words: str, short: str, said: Sequence[str], tables: Sequence[Table]) -> HttpResponse | None:
    """A sheet for each table; None when one of them is longer than a file holds, for nothing is cut in silence."""
    sheets = []
    for table in tables:
        lines = list(table.lines(list_files.MOST + 1))
        if len(lines) > list_files.MOST:
            return None
        title = [] if len(tables) == 1 else [str(table.title)]
        headings = [str(column.heading) for column in table.of("file")]
        sheets.append(Sheet(str(table.title), [words, *title, *said], headings, lines))
    with book(sheets) as file:
        return list_files.attached(file.read(), short, "xlsx", MEDIA_TYPE)


def as_pdf(words: str, short: str, said: Sequence[str], tables: Sequence[Table]) -> HttpResponse:
    """The first rows of each table, and a line that says where there are more."""
    printed = [
        list_files.Printed.of(
            str(table.title),
            [column.heading for column in table.of("file")],
            table.lines(list_files.MOST_PRINTED + 1),
        )
        for table in tables
    ]
    return list_files.as_pdf(words, said, printed, short)
