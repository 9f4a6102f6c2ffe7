"""A list as a file, with the filters above. One that is too long is refused; a print says that there is more."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .. import pdf
from ..errors import Conflict
from ..language import active_language
from ..lists import Filters, batches, is_refused, without
from ..spreadsheets import MEDIA_TYPE, csv_lines, workbook
from ..working_days import this_day

logger = logging.getLogger(__name__)

# Written while one waits: some seconds for so many.
MOST = 10_000
# The pages of a PDF are drawn while one waits: a few seconds for so many rows.
MOST_PRINTED = 300
# That takes a few seconds; somebody waits for it.
MOST_SECONDS = 60
SHEETS = ("report.css", "report_list.css")
PDF = "application/pdf"
# What the address of a list says when the list is wanted as a file, and as which.
FILE = "fil"
FORMATS = {"xlsx": "Excel", "csv": "CSV"}


@dataclass(frozen=True)
class Column:
    """A heading, and what stands under it for one row: text, number, day or None."""

    heading: Any
    cell: Callable[[Any], Any]


@dataclass(frozen=True)
class Listing:
    """What becomes a file. `said` are the filters in words; `complete` adds to the rows what the columns read."""

    title: str
    said: Sequence[str]
    columns: Sequence[Column]
    rows: QuerySet[Any]
    complete: Callable[[Sequence[Any]], None] | None = None

    def lines(self) -> Iterator[list[Any]]:
        """The cells of each row."""
        for batch in batches(self.rows):
            if self.complete is not None:
                self.complete(batch)
            for row in batch:
                yield [column.cell(row) for column in self.columns]


def is_asked(request: HttpRequest) -> bool:
    """Whether the list is wanted as a file."""
    return request.GET.get(FILE) in FORMATS


def said(filters: Filters) -> list[str]:
    """The filters in words, each on a line of its own."""
    return [words for words, _without in filters.chips()]


def as_file(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The file in the format that the address asks for. Of a list that is too long its page comes back, and says so."""
    if too_long(listing.rows):
        messages.error(request, refusal())
        return redirect(without(request, FILE))
    if is_refused(request):
        listing = replace(listing, rows=listing.rows.none())
    headings = [str(column.heading) for column in listing.columns]
    return file_of(request, listing.title, listing.said, headings, listing.lines())


def file_of(
    request: HttpRequest, title: str, said: Sequence[str], headings: Sequence[str], lines: Iterable[list[Any]]
) -> HttpResponse:
    """The same of lines that are at hand."""
    above = [title, *(said or [_("All that you may read")]), taken()]
    if request.GET[FILE] == "csv":
        all_lines = [*([line] for line in above), headings, *lines]
        return attached("".join(csv_lines(all_lines)).encode(), title, "csv", "text/csv; charset=utf-8")
    with workbook(title, above, headings, lines) as file:
        return attached(file.read(), title, "xlsx", MEDIA_TYPE)


@dataclass(frozen=True)
class Printed:
    """A table to print: `more` when there are further rows than these."""

    title: str
    headings: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    more: bool = False

    @classmethod
    def of(cls, title: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> "Printed":
        """The first rows, as many as are printed."""
        begun = list(islice(rows, MOST_PRINTED + 1))
        return cls(title, headings, begun[:MOST_PRINTED], len(begun) > MOST_PRINTED)


def as_pdf(title: str, said: Sequence[str], tables: Sequence[Printed], file: str = "") -> HttpResponse:
    """The tables on paper, tagged, with `said` above them; `file` is what it is called, without the day.

    Raises Conflict, with words for whoever asked, when the pages cannot be drawn.
    """
    language = active_language()
    context = {"lang": language, "title": title, "said": said, "tables": tables, "most": MOST_PRINTED}
    try:
        drawn = pdf.render_apart(
            lambda: render_to_string("print/list.html", context),
            SHEETS,
            language,
            title,
            seconds=MOST_SECONDS,
        )
    except pdf.CannotDraw as error:
        logger.exception("No PDF of a list")
        raise Conflict(
            _("The pages could not be drawn. Try again, narrow the list, or take the Excel file instead.")
        ) from error
    return attached(drawn, file or title, "pdf", PDF)


def attached(content: bytes, name: str, extension: str, media_type: str) -> HttpResponse:
    """A file to keep, named by what it is of and the day."""
    answer = HttpResponse(content, content_type=media_type)
    called = f"{slugify(name)}-{this_day().isoformat()}.{extension}"
    answer.headers["Content-Disposition"] = content_disposition_header(True, called)
    return answer


def too_long(rows: QuerySet[Any]) -> bool:
    """Whether there are more rows than a file holds. Counted no further than that."""
    return rows.order_by().values("pk")[: MOST + 1].count() > MOST


def refusal() -> str:
    """Why there is no file, and what to do."""
    return _("A file holds at most %(most)s rows, and the list has more. Narrow it with the filters.") % {
        "most": f"{MOST:,}".replace(",", "\u00a0")
    }


def taken() -> str:
    """On which day it was taken."""
    return _("Taken from the register on %(day)s") % {"day": this_day().isoformat()}
