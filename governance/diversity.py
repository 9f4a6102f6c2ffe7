"""The diversity perspective: residents, visits, journeys, agreements and memberships, country by country in a period.

Information to look at side by side; nothing is decided by it. Matters of every body are counted, those under secrecy
left out; from the card alone.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Q

from . import residents
from .models import Kind, Matter, ResidentTable
from .prepared import NOBODY, Given, Statement

# What is counted: by the key of its column, the kind of matter and the states. A visit turned down is told too.
VISITS = "visits"
COUNTED: dict[str, Q] = {
    VISITS: Q(
        kind=Kind.VISIT,
        status__in=("accepted", "accepted_changed", "planned", "carried_out", "followed_up", "closed"),
    ),
    "declined": Q(kind=Kind.VISIT, status="declined"),
    "journeys": Q(kind=Kind.EVENT_ABROAD, status__in=("approved", "carried_out", "reported")),
    "agreements": Q(
        kind=Kind.AGREEMENT,
        status__in=("approved", "signed", "in_force", "under_review", "amending", "ended", "evaluated"),
    ),
    "memberships": Q(kind=Kind.MEMBERSHIP, status__in=("member", "leaving", "left")),
}


@dataclass(frozen=True)
class Line:
    """One country: its residents and what was done with it. Shares are per mille of the whole column."""

    country: str
    residents: int | None
    resident_share: int | None
    counts: dict[str, int]
    visit_share: int | None

    def __getitem__(self, key: str) -> int:
        return self.counts[key]


@dataclass(frozen=True)
class View:
    """The lines, the most residents first and then the most visits, and what they were made of."""

    lines: list[Line]
    table: ResidentTable | None
    totals: dict[str, int]


def view(first: date, last: date) -> View:
    """The matters opened in the period, beside the table in use."""
    table = residents.latest()
    people = residents.of_table(table)
    population = table.population if table else 0
    found = {row[0]: dict(zip(COUNTED, row[1:], strict=True)) for row in _counted(first, last)}
    nothing = dict.fromkeys(COUNTED, 0)
    totals = {key: sum(counts[key] for counts in found.values()) for key in COUNTED}
    lines = [
        Line(
            country=country,
            residents=people.get(country),
            resident_share=_share(people.get(country), population),
            counts=found.get(country, nothing),
            visit_share=_share(found.get(country, nothing)[VISITS], totals[VISITS]),
        )
        for country in people.keys() | found.keys()
        if country != "SE"
    ]
    lines.sort(key=lambda line: (-(line.residents or 0), -line.counts[VISITS], line.country))
    return View(lines, table, totals)


def _share(part: int | None, whole: int) -> int | None:
    return None if part is None or not whole else round(1000 * part / whole)


def _counted(first: date, last: date) -> list[Any]:
    return _statement().run(NOBODY, {"first": first, "last": last})


@cache
def _statement() -> Statement[Any]:
    wanted = Q()
    for condition in COUNTED.values():
        wanted |= condition
    rows: Any = Matter.objects.filter(
        wanted, secrecy_ground="", opened_on__gte=Given("first"), opened_on__lte=Given("last")
    )
    rows = rows.exclude(country="").order_by().values("country")
    counts = {key: Count("pk", filter=condition) for key, condition in COUNTED.items()}
    return Statement(rows.annotate(**counts).values_list("country", *counts))
