"""The calendar: a month, or a list of days, of what one may read."""

from calendar import Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from .. import days
from ..choices import Choice
from ..days import Entry, Group
from ..lists import BodyFilters, is_refused, or_all, readable_bodies
from ..working_days import is_working_day, months_after, this_day

# So many stand on a day of the month, and of the list; the rest is told by its number and stands on the day's own page.
MOST_OF_MONTH, MOST_OF_LIST, MOST_OF_DAY = 3, 12, 200
WEEKS = Calendar(firstweekday=0)
# What the calendar can show: a register begins in 2003, and nothing is planned for longer than this.
FIRST_YEAR, LAST_YEAR = 2000, 2100


class CalendarFilters(BodyFilters):
    """What the calendar can be narrowed by. Which month or day it shows goes along."""

    kind = Choice(label=gettext_lazy("Kind of day"))
    mine = forms.BooleanField(label=gettext_lazy("Mine"), required=False)
    view = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    month = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    day = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, readable_bodies(request.user))
        self.fields["kind"].choices = lambda: or_all(
            (group.value, days.group_label(group.value)) for group in Group
        )

    def chips(self) -> list[tuple[str, str]]:
        """Of what narrows; where one stands in time is no filter."""
        kept = [words for words in self.in_words() if words.name in ("body", "kind", "mine")]
        return [(str(words), _address(self.request, **{words.name: None})) for words in kept]


@dataclass(frozen=True)
class Day:
    """One day of the calendar: what is shown of it, how many more there are, and where they stand."""

    date: date
    entries: Sequence[Entry]
    more: int
    url: str
    in_month: bool = True

    @property
    def is_today(self) -> bool:
        return self.date == this_day()

    @property
    def is_free(self) -> bool:
        return not is_working_day(self.date)

    @property
    def words(self) -> str:
        """Thursday 12 November."""
        return date_format(self.date, "l j F")


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month, a month as a list, or one day of the list. On a phone the month is a list as well."""
    filters = CalendarFilters(request)
    chosen, today = filters.chosen, this_day()
    day = _day(chosen.get("day", ""))
    month = (day or _month(chosen.get("month", "")) or today).replace(day=1)
    as_list = day is not None or chosen.get("view") == "agenda"
    if day is not None:
        first = last = day
    else:
        first, last = _span(month, whole_weeks=not as_list)
    most = MOST_OF_DAY if day else MOST_OF_LIST if as_list else MOST_OF_MONTH
    asked = days.asked_of(
        request.user, first, last, filters.bodies.ids.get(chosen.get("body", "")), bool(chosen.get("mine"))
    )
    refused = is_refused(request)
    found = [] if refused else days.entries(request.user, asked, most=most, group=chosen.get("kind", ""))
    lasting = {} if refused else days.lasting(request.user, asked, found, most)
    shown = _days(request, found, lasting, first, last, most, month)
    context = {
        "filters": filters,
        "list_url": reverse("calendar"),
        "as_list": as_list,
        "day": day,
        "month": month,
        "title": capfirst(date_format(day, "l j F Y") if day else date_format(month, "F Y")),
        "days": [each for each in shown if each.entries] if as_list else shown,
        "weekdays": [each.date for each in shown[:7]],
        "is_empty": not found,
        "tabs": _tabs(request, as_list, month),
        **_ways(request, day, month, today),
    }
    return render(request, "governance/calendar.html", context)


def _days(
    request: HttpRequest,
    found: Iterable[Entry],
    lasting: days.Lasting,
    first: date,
    last: date,
    most: int,
    month: date,
) -> list[Day]:
    listed = days.by_day(found, first, last)
    shown, day = [], first
    while day <= last:
        here = listed.get(day, [])
        total = days.count_of(here, first, day, lasting)
        shown.append(
            Day(
                day,
                here[:most],
                total - min(len(here), most),
                _address(request, day=day.isoformat(), month=None, view=None),
                day.month == month.month,
            )
        )
        day += timedelta(days=1)
    return shown


def _span(month: date, whole_weeks: bool) -> tuple[date, date]:
    if whole_weeks:
        weeks = WEEKS.monthdatescalendar(month.year, month.month)
        return weeks[0][0], weeks[-1][-1]
    return month, months_after(month, 1) - timedelta(days=1)


def _ways(request: HttpRequest, day: date | None, month: date, today: date) -> dict[str, Any]:
    """Where one gets to from here: what comes before and after, and today; in words where they lead."""
    if day is not None:
        around = day - timedelta(days=1), day + timedelta(days=1)
        urls = [_address(request, day=each.isoformat(), month=None) for each in around]
        words = [date_format(each, "j F") for each in around]
        home = _address(request, day=today.isoformat(), month=None)
    else:
        around = months_after(month, -1), months_after(month, 1)
        urls = [_address(request, month=f"{each:%Y-%m}", day=None) for each in around]
        words = [capfirst(date_format(each, "F")) for each in around]
        home = _address(request, month=None, day=None)
    return {
        "previous_url": urls[0],
        "previous_words": words[0],
        "next_url": urls[1],
        "next_words": words[1],
        "today_url": home,
        "is_now": today == day if day else (today.year, today.month) == (month.year, month.month),
    }


def _tabs(request: HttpRequest, as_list: bool, month: date) -> list[tuple[str, str, bool, None]]:
    asked = f"{month:%Y-%m}"
    return [
        (_("Month"), _address(request, view=None, day=None, month=asked), not as_list, None),
        (_("List"), _address(request, view="agenda", day=None, month=asked), as_list, None),
    ]


def _address(request: HttpRequest, **changed: str | None) -> str:
    """This page with other parameters; None takes one away."""
    kept = request.GET.copy()
    for name, value in changed.items():
        kept.pop(name, None)
        if value is not None:
            kept[name] = value
    query = kept.urlencode()
    return f"{request.path}?{query}" if query else request.path


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year < LAST_YEAR else None


def _month(text: str) -> date | None:
    """The first day of 2026-11."""
    return _day(f"{text}-01")
