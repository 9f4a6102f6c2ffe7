"""What the journeys of a year cost the taxpayers: by body, country and payer, what is behind each, and all as CSV."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from engagements import accounts, emissions
from engagements.models import EventCost
from governance.language import choice_label, country_name
from governance.lists import all_bodies, say_who_may_open, with_bodies
from governance.models import Person
from governance.spreadsheets import harmless

FIRST_YEAR = 2003
MOST_SHOWN = 100
HEADINGS = (
    gettext_lazy("Matter"),
    gettext_lazy("Event"),
    gettext_lazy("Body"),
    gettext_lazy("City"),
    gettext_lazy("Country"),
    gettext_lazy("First day"),
    gettext_lazy("Last day"),
    gettext_lazy("Status"),
    gettext_lazy("Travellers"),
    gettext_lazy("Cost, kronor"),
    gettext_lazy("Of which the city, kronor"),
    gettext_lazy("CO2, kg"),
)
TABLES = (
    ("body", gettext_lazy("By body"), gettext_lazy("Body")),
    ("country", gettext_lazy("By country"), gettext_lazy("Country")),
    ("payer", gettext_lazy("By payer"), gettext_lazy("Paid by")),
)


@require_safe
def event_costs(request: HttpRequest) -> HttpResponse:
    """The year in three tables; with `?body=`, `?country=` or `?payer=` the events behind one line."""
    person: Person = request.user
    year = _year(request)
    by, key = _asked(request)
    shown = list(accounts.events(year, by, key)[: MOST_SHOWN + 1]) if person.offices else []
    events = shown[:MOST_SHOWN]
    with_bodies(events, person)
    say_who_may_open(events, person)
    tables = [] if by or not person.offices else [_table(person, year, *table) for table in TABLES]
    context = {
        "year": year,
        "years": range(timezone.localdate().year, timezone.localdate().year - 5, -1),
        "tables": tables,
        "total": accounts.total(year) if person.offices else None,
        "events": events,
        "more": len(shown) > MOST_SHOWN,
        "chosen": _words(person, by, key) if by else "",
        "factors": emissions.factors(),
        "crumbs": [(_("Journeys and conferences"), reverse("engagements:events"))],
    }
    return render(request, "engagements/event_costs.html", context)


@require_safe
def event_costs_csv(request: HttpRequest) -> HttpResponse:
    """Every event of the year that cost something, one in each row."""
    person: Person = request.user
    year = _year(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="resor-{year}.csv"'
    answer.write("\ufeff")  # so that a spreadsheet reads å ä ö
    rows = csv.writer(answer, delimiter=";")
    rows.writerow([str(heading) for heading in HEADINGS])
    events = list(accounts.events(year)) if person.offices else []
    with_bodies(events, person)
    for event in events:
        words = [
            event.number,
            event.title,
            event.body.name,
            event.city,
            country_name(str(event.country or "")),
        ]
        days = [event.starts_on, event.ends_on, event.status_label]
        numbers = [event.travellers or 0, event.cost or 0, event.own_cost or 0, event.co2_kg or 0]
        rows.writerow([harmless(word) for word in words] + days + numbers)
    return answer


def _year(request: HttpRequest) -> int:
    """The year in the address; without one this year. 404 for what is none."""
    text = request.GET.get("year", "") or str(timezone.localdate().year)
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Http404
    if not FIRST_YEAR <= int(text) <= timezone.localdate().year + 1:
        raise Http404
    return int(text)


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Which line is opened, if one is."""
    for by, _title, _heading in TABLES:
        if key := request.GET.get(by, "").replace("\0", "")[:100]:
            return by, key
    return "", ""


def _table(person: Person, year: int, by: str, title: Any, heading: Any) -> dict[str, Any]:
    """One table: its lines with their words and the address of what is behind each."""
    here = reverse("engagements:event_costs")
    rows = [
        (_words(person, by, line.key), f"{here}?year={year}&{by}={line.key}", line)
        for line in accounts.lines(year, by)
    ]
    return {"by": by, "title": title, "heading": heading, "rows": rows, "has_co2": by != "payer"}


def _words(person: Person, by: str, key: str) -> str:
    if by == "country":
        return country_name(key) or key
    if by == "payer":
        return capfirst(choice_label(EventCost.Payer, key)) if key in EventCost.Payer.values else key
    return next((body.name for body in all_bodies(person).values() if body.slug == key), key)
