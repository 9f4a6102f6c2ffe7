"""A list as a file: what its page lists, all of it, with the filters above. One too long is refused and never cut."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ..lists import Filters, batches, without
from ..spreadsheets import MEDIA_TYPE, csv_lines, workbook
from ..working_days import this_day

# Written while one waits: some seconds for so many.
MOST = 10_000
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
    above = [listing.title, *(listing.said or [_("All that you may read")]), _taken()]
    headings = [str(column.heading) for column in listing.columns]
    name = f"{slugify(listing.title)}-{this_day().isoformat()}"
    if request.GET[FILE] == "csv":
        lines = [*([line] for line in above), headings, *listing.lines()]
        answer = HttpResponse("".join(csv_lines(lines)), content_type="text/csv; charset=utf-8")
    else:
        with workbook(listing.title, above, headings, listing.lines()) as file:
            answer = HttpResponse(file.read(), content_type=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{request.GET[FILE]}")
    return answer


def too_long(rows: QuerySet[Any]) -> bool:
    """Whether there are more rows than a file holds. Counted no further than that."""
    return rows.order_by().values("pk")[: MOST + 1].count() > MOST


def refusal() -> str:
    """Why there is no file, and what to do."""
    return _("A file holds at most %(most)s rows, and the list has more. Narrow it with the filters.") % {
        "most": f"{MOST:,}".replace(",", "\u00a0")
    }


def _taken() -> str:
    return _("Taken from the register on %(day)s") % {"day": this_day().isoformat()}
