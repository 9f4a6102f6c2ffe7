"""Lists: pages by key instead of by number, counts that stop in time, filters that forgive bad values."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    F,
    Func,
    IntegerField,
    Model,
    QuerySet,
    Subquery,
    Value,
)
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.language import active_language, countries_in_order

from . import search, statuses
from .choices import Choice
from .models import Body, Decision, Kind, Matter, Person
from .models.matter import MatterQuerySet

PAGE_SIZE = 25
# Beyond this nobody counts; "more than 1,000" is answer enough and costs the same at any size.
COUNT_LIMIT = 1000
AFTER, BEFORE = "efter", "fore"

Row = TypeVar("Row", bound=Model)
# Where a page begins: the key and id of the row it follows or precedes.
Place = tuple[date | datetime | str, int]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list and the ways on from them. The urls are empty where there is no way."""

    rows: Sequence[Row]
    next_url: str
    previous_url: str
    first_url: str
    total: int
    capped: bool

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page(
    request: HttpRequest,
    rows: QuerySet[Row],
    *,
    key: str = "opened_on",
    size: int = PAGE_SIZE,
    ascending: bool = False,
) -> Page[Row]:
    """The rows newest first by (`key`, id), from where the address says. One statement, however many rows.

    `key` is a date, a moment or a text of the row that is never null; `ascending` turns the order. A place that
    cannot be read is the first page.
    """
    forwards, backwards = (
        ([key, "pk"], [f"-{key}", "-pk"]) if ascending else ([f"-{key}", "-pk"], [key, "pk"])
    )
    on, back = (">", "<") if ascending else ("<", ">")
    total = Bounded.of(rows)
    after, before = (_place(request.GET.get(name), rows, key) for name in (AFTER, BEFORE))
    if before and not after:
        place = _beyond(rows, key, before, back).annotate(counted=total)
        found = list(place.order_by(*backwards)[: size + 1])
        shown, has_previous, has_next = found[:size][::-1], len(found) > size, True
        if len(shown) < size:  # too near the beginning to fill a page: it is the first page
            after, before = None, None
    if not before or after:
        place = (_beyond(rows, key, after, on) if after else rows).annotate(counted=total)
        found = list(place.order_by(*forwards)[: size + 1])
        shown, has_previous, has_next = found[:size], after is not None, len(found) > size
    counted = _counted(shown, rows, beyond=after is not None)
    return Page(
        rows=shown,
        next_url=_url(request, AFTER, shown[-1], key) if shown and has_next else "",
        previous_url=_url(request, BEFORE, shown[0], key) if shown and has_previous else "",
        first_url=without(request, AFTER, BEFORE) if has_previous else "",
        total=min(counted, COUNT_LIMIT),
        capped=counted > COUNT_LIMIT,
    )


class Bounded(Subquery):
    """How many rows a query has; the query says where the counting stops."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    @classmethod
    def of(cls, rows: QuerySet[Any], limit: int = COUNT_LIMIT) -> "Bounded":
        """One more than the limit says that there are more."""
        return cls(_countable(rows, limit))


def _countable(rows: QuerySet[Any], limit: int) -> QuerySet[Any]:
    """Only the key: what the rows show beside it need not be worked out to be counted."""
    return rows.order_by().values("pk")[: limit + 1]


def _counted(shown: Sequence[Any], rows: QuerySet[Any], beyond: bool) -> int:
    """The count that came with the rows. Without rows there is none to bring it: past the last, or none at all."""
    if shown:
        return shown[0].counted
    return _countable(rows, COUNT_LIMIT).count() if beyond else 0


def first_of(rows: QuerySet[Row], most: int, limit: int = COUNT_LIMIT) -> tuple[list[Row], int, bool]:
    """The first rows in their order, how many there are, and whether there are more than `limit`. One statement."""
    found = list(rows.annotate(counted=Bounded.of(rows, limit))[:most])
    counted = _counted(found, rows, beyond=False)
    return found, min(counted, limit), counted > limit


def bounded_count(rows: QuerySet[Any], limit: int = COUNT_LIMIT) -> tuple[int, bool]:
    """How many rows, and whether there are more than `limit` (then the number is the limit)."""
    counted = _countable(rows, limit).count()
    return min(counted, limit), counted > limit


def without(request: HttpRequest, *names: str) -> str:
    """The address of this page without some of its parameters."""
    kept = request.GET.copy()
    for name in names:
        kept.pop(name, None)
    return _address(request, kept)


def _beyond(rows: QuerySet[Row], key: str, place: Place, sign: str) -> QuerySet[Row]:
    """The rows past a place. Compared as a pair, which the index on (key, id) answers directly."""
    here = Func(F(key), F("pk"), function="ROW")
    kind = _field(rows, key).__class__()
    there = Func(Value(place[0], kind), Value(place[1], BigIntegerField()), function="ROW")
    past = Func(here, there, template="%(expressions)s", arg_joiner=f" {sign} ", output_field=BooleanField())
    return rows.filter(past)


def _place(text: str | None, rows: QuerySet[Any], key: str) -> Place | None:
    """2026-03-01.123 from the address: a date (or moment, or text) and an id."""
    day, _point, pk = (text or "").rpartition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    if isinstance(_field(rows, key), CharField):
        return (day, int(pk)) if "\x00" not in day else None
    try:
        if not isinstance(_field(rows, key), DateTimeField):
            return date.fromisoformat(day), int(pk)
    except ValueError:
        return None
    found = moment(day)
    return (found, int(pk)) if found else None


def moment(text: str) -> datetime | None:
    """A moment from the address, in UTC; None when it cannot be read or lies beyond the calendar."""
    try:
        found = parse_datetime(text)
        return found.astimezone(UTC) if found and timezone.is_aware(found) else None
    except (ValueError, OverflowError):
        return None


def _field(rows: QuerySet[Any], key: str) -> Any:
    """The key's field: a column of the row, or something the query computes for it."""
    computed = rows.query.annotations.get(key)
    return computed.output_field if computed is not None else rows.model._meta.get_field(key)


def _url(request: HttpRequest, name: str, row: Row, key: str) -> str:
    kept = request.GET.copy()
    kept.pop(AFTER, None)
    kept.pop(BEFORE, None)
    value = getattr(row, key)
    kept[name] = f"{value if isinstance(value, str) else value.isoformat()}.{row.pk}"
    return _address(request, kept)


def _address(request: HttpRequest, parameters: QueryDict) -> str:
    query = parameters.urlencode()
    return f"{request.path}?{query}" if query else request.path


class Filters(forms.Form):
    """A small GET form above a list. A value that cannot be used is told at its field and otherwise ignored."""

    def __init__(self, request: HttpRequest, **kw: Any) -> None:
        self.request = request
        # Without a filter there is nothing to check, and most pages have none.
        given = request.GET if any(name in request.GET for name in self.base_fields) else None
        super().__init__(given, **kw)

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The good values that were given."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {name: value for name, value in given.items() if value not in (None, "", [], False)}

    def chips(self) -> list[tuple[str, str]]:
        """Each filter in use in words, with the address without it."""
        return [
            (self._words(name, value), without(self.request, name, AFTER, BEFORE))
            for name, value in self.chosen.items()
        ]

    def _words(self, name: str, value: Any) -> str:
        label = str(self.fields[name].label)
        if value is True:
            return label
        choices = dict(getattr(self.fields[name], "choices", ()))
        return f"{label}: {choices.get(str(value), value)}"


@dataclass(frozen=True)
class Bodies:
    """The bodies a list can be narrowed to: ids by slug, and slug and name in order of name."""

    ids: dict[str, int]
    choices: tuple[tuple[str, str], ...]


class MatterFilters(Filters):
    """What a list of matters can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("open", pgettext_lazy("matters", "open")),
        ("late", pgettext_lazy("matters", "late")),
        ("closed", pgettext_lazy("matters", "closed")),
        # What other bodies own stands beside what one's own have: to ask for both at once would cost every list.
        ("taking_part", pgettext_lazy("matters", "we take part")),
    ]

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    kind = Choice(label=_("Kind"))
    body = Choice(label=_("Body"))
    state = Choice(label=_("State"), choices=STATES)
    status = Choice(label=_("Status"))
    year = Choice(label=_("Opened in"))
    country = Choice(label=_("Country"))
    mine = forms.BooleanField(label=_("Mine"), required=False)

    def __init__(self, request: HttpRequest, bodies: Bodies, **kw: Any) -> None:
        super().__init__(request, **kw)
        everything = [("", _("all"))]
        self.bodies = bodies
        self.fields["kind"].choices = [*everything, *((k, capfirst(k.label)) for k in Kind)]
        self.fields["body"].choices = [*everything, *bodies.choices]
        self.fields["status"].choices = [*everything, *statuses.choices(request.GET.get("kind", ""))]
        self.fields["year"].choices = [*everything, *years()]
        self.fields["country"].choices = [*everything, *countries_in_order()]

    def readable(self, rows: MatterQuerySet) -> MatterQuerySet:
        """What the person may read of the rows: the own bodies' matters, or those that they take part in."""
        if self.chosen.get("state") == "taking_part":
            return rows.taking_part(self.request.user)
        return rows.visible_to(self.request.user)

    def narrow(self, rows: MatterQuerySet) -> QuerySet[Matter]:
        """The rows that every good filter lets through."""
        chosen = self.chosen
        rows = rows.filter(**{name: chosen[name] for name in ("kind", "status", "country") if name in chosen})
        if chosen.get("mine"):
            rows = rows.filter(responsible=self.request.user)
        if slug := chosen.get("body"):
            rows = rows.filter(body=self.bodies.ids[slug])
        if year := chosen.get("year"):
            rows = rows.filter(opened_on__range=whole_year(int(year)))
        if state := chosen.get("state"):
            rows = _in_state(rows, state)
        if text := chosen.get("q"):
            rows = search.matching(rows, text)
        return rows


def whole_year(year: int) -> tuple[date, date]:
    """The first and the last day of a year, for a range."""
    return date(year, 1, 1), date(year, 12, 31)


def years() -> list[tuple[str, str]]:
    """The years a register can have matters from, newest first."""
    return [(str(year), str(year)) for year in range(timezone.localdate().year, 2002, -1)]


def readable_bodies(person: Person) -> Bodies:
    """The bodies whose matters the person may read, by name."""
    readable = person.bodies_with("view_matters")
    return _offered(person, lambda body: body.pk in readable)


def operating_bodies(person: Person, among: Container[int] | None = None, day: date | None = None) -> Bodies:
    """The bodies with an operation of their own, by name: all, or those `among` some ids and in force on `day`."""
    return _offered(
        person,
        lambda body: (
            body.kind in Body.OPERATING
            and (among is None or body.pk in among)
            and (day is None or body.is_in_force(day))
        ),
    )


def with_bodies(rows: Iterable[Matter | Decision], person: Person) -> None:
    """Give the rows of a list their bodies, which are the same few for everybody, instead of joining them."""
    bodies = all_bodies(person)
    for row in rows:
        if body := bodies.get(row.body_id):
            row.body = body


def all_bodies(person: Person) -> dict[int, Body]:
    """Every body of the city by its id, kept in memory: to read, not to change."""
    return _bodies(person.standing.city)


def _offered(person: Person, bodies: Callable[[Body], bool]) -> Bodies:
    kept = [body for body in _by_name(person.standing.city, active_language()) if bodies(body)]
    return Bodies({body.slug: body.pk for body in kept}, tuple((body.slug, body.name) for body in kept))


# Kept until a body changes: `city` is then another.
@lru_cache(maxsize=2)
def _bodies(city: tuple[int, int]) -> dict[int, Body]:
    return Body.objects.in_bulk()


@lru_cache(maxsize=4)
def _by_name(city: tuple[int, int], language: str) -> list[Body]:
    return list(Body.objects.order_by(f"name_{language}"))


def _in_state(rows: QuerySet[Matter], state: str) -> QuerySet[Matter]:
    if state == "late":
        return rows.filter(closed_on__isnull=True, due_on__lt=timezone.localdate())
    if state in ("open", "closed"):
        return rows.filter(closed_on__isnull=state == "open")
    return rows
