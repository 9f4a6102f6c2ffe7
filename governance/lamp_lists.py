"""What the auditor asks of all commitments: owner, decision, cost, own share, days, last activity, lamps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from . import lamps
from .language import choice_label
from .lists import all_bodies, batches, picked, with_bodies
from .models import Decision, Lamp, LampCount, Matter, Person
from .models.lamps import COLUMNS, OUT
from .prepared import Asked, Asker, rows_of

ROW = (
    "number diary_number kind title status opened_on closed_on starts_on ends_on counterpart city"
    " country secrecy_ground changed_at body_id is_invented"
).split()


def listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """The matters of the own bodies, narrowed to a kind, a body, what is in force or what lacks one lamp."""
    rows = Matter.objects.visible_to(asker).filter(**picked(asked, "kind", "body"))
    if "in_force" in asked:
        rows = rows.filter(lamps.bound())
    for lamp in Lamp:
        if lamp.column in asked:
            rows = rows.filter(**{lamp.column: OUT})
    return rows.only(*ROW, *COLUMNS)


@dataclass(frozen=True)
class Money:
    """In kronor; None is not known."""

    cost: Decimal | None = None
    own: Decimal | None = None


def complete(rows: Iterable[Matter], person: Person) -> None:
    """Give the rows their bodies, the decision that stands and what they cost: two statements, however many rows."""
    found: list[Any] = list(rows)
    with_bodies(found, person)
    asked = {"ids": [matter.pk for matter in found]}
    decisions = {row.matter_id: row for row in rows_of(_decisions, person, asked, keep_plan=True)}
    with_bodies(decisions.values(), person)
    money = {pk: Money(cost, own) for pk, cost, own in rows_of(_money, person, asked, keep_plan=True)}
    for matter in found:
        matter.decision = decisions.get(matter.pk)
        matter.money = money.get(matter.pk, Money())


def _decisions(_asker: Asker, asked: Asked) -> QuerySet[Decision]:
    """Of each matter the one taken last."""
    rows = Decision.objects.filter(matter__among=asked["ids"], superseded_by__isnull=True)
    rows = rows.exclude(outcome__in=Decision.RETURNING)
    columns = ("matter_id", "body_id", "body_name", "decided_on", "paragraph", "outcome")
    return rows.order_by("matter_id", "-decided_on", "-pk").distinct("matter_id").only(*columns)


def _money(_asker: Asker, asked: Asked) -> QuerySet[Any, Any]:
    parts = [found.money(asked["ids"]) for found in lamps.kinds() if found.money]
    return reduce(lambda rows, part: rows.union(part, all=True), parts)


def out(matter: Matter) -> list[Lamp]:
    """The lamps of the card that are out."""
    return [lamp for lamp in Lamp if getattr(matter, lamp.column) == OUT]


HEADINGS = (
    _("Matter"),
    _("Title"),
    _("Kind"),
    _("Status"),
    _("Owner"),
    _("Decided by"),
    _("Decided on"),
    _("Section of the minutes"),
    _("Cost, kronor"),
    _("Own share, kronor"),
    _("First day"),
    _("Last day"),
    _("Last activity"),
    _("Lamps that are out"),
)


def lines(person: Person, asked: Asked, most: int) -> Iterator[tuple[Any, ...]]:
    """The rows of an export, newest first and at most so many, read a batch at a time."""
    for batch in batches(listed(person, asked).order_by("-opened_on", "-pk")[:most]):
        yield from _cells(batch, person)


def _cells(batch: list[Any], person: Person) -> Iterator[tuple[Any, ...]]:
    complete(batch, person)
    for matter in batch:
        decision, money = matter.decision, matter.money
        yield (
            matter.number,
            matter.heading,
            capfirst(matter.kind_label),
            capfirst(matter.status_label),
            matter.body.name,
            decision.body_then if decision else None,
            decision.decided_on if decision else None,
            f"§ {decision.paragraph}" if decision and decision.paragraph else None,
            money.cost,
            money.own,
            matter.starts_on,
            matter.ends_on,
            timezone.localtime(matter.changed_at).date(),
            ", ".join(choice_label(Lamp, lamp) for lamp in out(matter)),
        )


@dataclass(frozen=True)
class Cell:
    """One lamp of one body: how many are lit of those it is asked for."""

    lamp: Lamp
    lit: int = 0
    out: int = 0

    @property
    def asked(self) -> int:
        return self.lit + self.out

    @property
    def share(self) -> int | None:
        """Per cent lit, rounded down: a hundred is all of them."""
        return 100 * self.lit // self.asked if self.asked else None


@dataclass(frozen=True)
class Line:
    """The five lamps of a body, or of a day."""

    what: Any
    cells: tuple[Cell, ...]


def by_body(person: Person, day: date, *, in_force: bool) -> list[Line]:
    """A line for each body one may read and that has matters, by name."""
    counted = rows_of(_by_body, person, {"day": day}, in_force)
    bodies = all_bodies(person)
    found = _lines_of(counted, lambda key: bodies[key])
    return sorted(found, key=lambda line: line.what.name)


def _by_body(asker: Asker, asked: Asked, in_force: bool) -> QuerySet[Any, Any]:
    return _counted(asker, in_force).filter(day=asked["day"]).values_list("body", "lamp", *_SUMS)


def by_day(person: Person, *, in_force: bool) -> list[Line]:
    """A line for each day that is kept, the latest first: how the lamps of the bodies one may read have gone."""
    return _lines_of(rows_of(_by_day, person, {}, in_force), lambda day: day)[:SERIES]


SERIES = 24


def _by_day(asker: Asker, _asked: Asked, in_force: bool) -> QuerySet[Any, Any]:
    return _counted(asker, in_force).order_by("-day").values_list("day", "lamp", *_SUMS)


_SUMS = ("sum_lit", "sum_out")


def _counted(asker: Asker, in_force: bool) -> QuerySet[Any]:
    rows = LampCount.objects.filter(body__among=asker.bodies_with("view_matters")).order_by()
    if in_force:
        rows = rows.filter(is_bound=True)
    return rows.annotate(sum_lit=Sum("lit"), sum_out=Sum("out"))


# By its value, which a dictionary finds some times faster than an enumeration does.
_LAMPS = {lamp.value: lamp for lamp in Lamp}


def _lines_of(counted: Iterable[Any], what: Any) -> list[Line]:
    found: dict[Any, dict[str, Cell]] = {}
    for key, lamp, lit, unlit in counted:
        found.setdefault(key, {})[lamp] = Cell(_LAMPS[lamp], lit, unlit)
    return [
        Line(what(key), tuple(cells.get(lamp, Cell(lamp)) for lamp in Lamp)) for key, cells in found.items()
    ]


def total(found: Iterable[Line]) -> Line:
    """All bodies together."""
    rows = list(found)
    return Line(
        None,
        tuple(
            Cell(lamp, sum(row.cells[i].lit for row in rows), sum(row.cells[i].out for row in rows))
            for i, lamp in enumerate(Lamp)
        ),
    )
