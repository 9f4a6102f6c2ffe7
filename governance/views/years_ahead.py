"""Four years ahead: when what binds the city is reviewed, when it can be left, and when it ends, by quarter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from .. import days
from ..choices import Choice
from ..days import Entry
from ..lists import BodyFilters, operating_bodies, or_all
from ..working_days import months_after, this_day
from . import list_files

YEARS = 4
# Of each sort so many are shown; a file has as many as any other list's.
MOST = 200
COLUMNS = tuple(
    gettext_lazy(heading) for heading in ("Day", "Quarter", "What", "Membership or agreement", "Body")
)


class AheadFilters(BodyFilters):
    """What the page can be narrowed by."""

    what = Choice(label=gettext_lazy("What"))

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, operating_bodies(request.user))
        self.fields["what"].choices = lambda: or_all(
            (source.key, source.sort) for source in days.sources() if source.ahead
        )


@dataclass
class Quarter:
    """Three months of a year, and what falls in them."""

    year: int
    number: int
    entries: list[Entry] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number}"


@require_safe
def years_ahead(request: HttpRequest) -> HttpResponse:
    """What is late already, and what comes, quarter by quarter for four years."""
    filters, today = AheadFilters(request), this_day()
    horizon = months_after(today, 12 * YEARS)
    is_file = list_files.is_asked(request)
    most = list_files.MOST if is_file else MOST
    asked = days.asked_of(
        request.user,
        months_after(today, -12 * YEARS),
        horizon,
        filters.bodies.ids.get(filters.chosen.get("body", "")),
    )
    found = days.entries(request.user, asked, most=most, ahead=True, by_day=False)
    if what := filters.chosen.get("what"):
        found = [entry for entry in found if entry.source.key == what]
    late = [entry for entry in found if entry.is_late]
    coming = [entry for entry in found if entry.day >= today]
    if is_file:
        title, lines = _("Four years ahead"), _lines([*late, *coming])
        return list_files.file_of(
            request, title, list_files.said(filters), [str(each) for each in COLUMNS], lines
        )
    quarters = _quarters(coming, today, horizon)
    context = {
        "filters": filters,
        "list_url": reverse("years_ahead"),
        "late": late,
        "quarters": quarters,
        "is_cut": any(entry.among > most for entry in found),
        "most": most,
        "horizon": horizon,
        "has_appointment": bool(request.user.offices),
        "chips": filters.chips(),
        "crumbs": [(_("Calendar"), reverse("calendar"))],
    }
    return render(request, "governance/years_ahead.html", context)


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _quarters(coming: Iterable[Entry], first: date, last: date) -> list[Quarter]:
    """Every quarter between the days, also those in which nothing falls."""
    (year, number), end = quarter_of(first), quarter_of(last)
    quarters = {}
    while (year, number) <= end:
        quarters[year, number] = Quarter(year, number)
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)
    for entry in coming:
        quarters[quarter_of(entry.day)].entries.append(entry)
    return list(quarters.values())


def _lines(entries: Iterable[Entry]) -> Iterable[list[Any]]:
    for entry in entries:
        year, number = quarter_of(entry.day)
        yield [
            entry.day,
            _("%(year)s quarter %(number)s") % {"year": year, "number": number},
            str(entry.source.sort),
            entry.title,
            entry.body.name if entry.body else "",
        ]
