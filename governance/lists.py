"""Lists: pages by key instead of by number, counts that stop in time, filters that forgive bad values."""

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    Expression,
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

from . import access, finding, priorities, search, statuses
from .authority import strategy_in_force
from .choices import Choice
from .models import Body, Kind, Matter, Person, Strategy
from .models.matter import MatterQuerySet
from .prepared import NOTHING, Asked, Asker, Build, Given, rows_of
from .texts import TextField

PAGE_SIZE = 25
# Beyond this nobody counts; "more than 200" is answer enough and costs the same at any size.
COUNT_LIMIT = 200
# Of a value that cannot be used so many characters are told back.
LONGEST_SAID = 60
# A file reads so many rows at a time.
BATCH = 500
AFTER, BEFORE = "efter", "fore"
# Before the key of a prioritised place, among what a list is asked with.
PLACE = "place:"

Row = TypeVar("Row", bound=Model)
# Where a page begins: the key and id of the row it follows or precedes.
Place = tuple[date | datetime | str, int]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list and the ways on from them. The urls are empty where there is no way.

    How many rows there are is counted where the list begins; `total` is None on the pages after.
    """

    rows: Sequence[Row]
    next_url: str
    previous_url: str
    first_url: str
    total: int | None
    capped: bool

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Bounded(Subquery):
    """How many rows a query has; the query says where the counting stops."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    @classmethod
    def of(cls, rows: QuerySet[Any], limit: int = COUNT_LIMIT) -> "Bounded":
        """One more than the limit says that there are more."""
        return cls(_countable(rows, limit))


class Gathered(Exception):
    """What `gather` asked for: it stops the view where its list begins."""

    def __init__(self, keys: list[int]) -> None:
        super().__init__()
        self.keys = keys


_gathering: ContextVar[int] = ContextVar("gathering", default=0)


def gather(view: Callable[..., Any], request: HttpRequest, most: int) -> list[int]:
    """The keys of the rows that the list on a page has, the newest first, at most so many; nothing else is read.

    The view itself is asked, so they are those that it would show to the person of the request and no others. Raises
    what the view raises, and ValueError for a page without a list.
    """
    token = _gathering.set(most)
    try:
        view(request)
    except Gathered as gathered:
        return gathered.keys
    finally:
        _gathering.reset(token)
    raise ValueError(f"{request.path} has no list.")


def stop_if_gathering(rows: Callable[[], QuerySet[Any]], key: str, keyed_by: type) -> None:
    """For a view whose rows come in no order that a page turns in: what it lists is gathered here all the same."""
    if most := _gathering.get():
        # What is listed by name is newest by when it was entered.
        order = ("-pk",) if keyed_by is str else _order(key, upwards=False)
        raise Gathered(list(rows().order_by(*order).values_list("pk", flat=True)[:most]))


# One way through a list: the rows from a place on (or from the beginning), in the order of the list or against it.
Find = Callable[[Place | None, bool], list[Any]]
# The names that a place, and the keys of a page, have among what a statement is asked with.
AT, AT_ID, KEYS = "at", "at_id", "keys"
# What is asked for that widens whose matters are read (`readable`) instead of narrowing which are found.
REACH = ("taking_part", "to_decide")
# A visit that lies before a body is offered to it; anything else that does waits for its decision.
OFFERED = (Kind.VISIT,)


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

    if is_refused(request):
        return _nothing()
    stop_if_gathering(lambda: rows, key, type_of(rows, key))

    def find(place: Place | None, forwards: bool) -> list[Any]:
        return list(_cut(rows, key, place, forwards == ascending, size))

    return _page(request, find, lambda: rows, key, size, type_of(rows, key))


def refuse(request: HttpRequest) -> None:
    """The address asks for what nobody, or not this person, can choose: its list has no rows."""
    request.list_refused = True


def is_refused(request: HttpRequest) -> bool:
    """Whether a filter of the address could not be used."""
    return getattr(request, "list_refused", False)


def _nothing() -> Page[Any]:
    if _gathering.get():
        raise Gathered([])
    return Page([], "", "", "", 0, capped=False)


def page_of(
    request: HttpRequest,
    build: Build,
    asked: Asked = NOTHING,
    *constants: Hashable,
    key: str = "opened_on",
    keyed_by: type = date,
    size: int = PAGE_SIZE,
    ascending: bool = False,
    keys: Build | None = None,
) -> Page[Any]:
    """As `page`, for a list whose statement is written once (`prepared.rows_of`). `keyed_by`: date, datetime or str.

    What is found through another table is dear to count and dear to put in order. Then `keys` finds the same rows,
    perhaps in a way that suits the planner better, and the list begins with their keys alone, up to the limit: the
    count is how many they are, and only the rows of the page are read. `keys` may come in the order of the list
    already, by another column that says the same.
    """
    if is_refused(request):
        return _nothing()
    person: Person = request.user

    def rows() -> QuerySet[Any]:
        return build(person, asked, *constants)

    stop_if_gathering(rows, key, keyed_by)
    if any(isinstance(value, Expression) for value in asked.values()):
        return page(request, rows(), key=key, size=size, ascending=ascending)

    def find(place: Place | None, forwards: bool) -> list[Any]:
        way = (build, constants, key, forwards == ascending, size)
        if place is not None:
            return rows_of(_page_rows, person, {**asked, AT: place[0], AT_ID: place[1]}, *way)
        if keys is None:
            return rows_of(_page_rows, person, asked, *way)
        found = rows_of(_keys, person, asked, keys, constants, key, ascending)
        at = {**picked(asked, *REACH), KEYS: found[: size + 1]}
        begun = rows_of(_page_rows, person, at, *way, keep_plan=True) if found else []
        for row in begun:
            row.counted = len(found)
        return begun

    return _page(request, find, rows, key, size, keyed_by)


def _page_rows(
    asker: Asker,
    asked: Asked,
    build: Build,
    constants: tuple[Any, ...],
    key: str,
    upwards: bool,
    size: int,
) -> QuerySet[Any]:
    place = (asked[AT], asked[AT_ID]) if AT in asked else None
    filters = {name: value for name, value in asked.items() if name not in (AT, AT_ID, KEYS)}
    rows = build(asker, filters, *constants)
    if (
        KEYS in asked
    ):  # whose rows the filters have let through already: asked again, they only mislead the planner
        return rows.filter(pk__among=asked[KEYS]).order_by(*_order(key, upwards))
    return _cut(rows, key, place, upwards, size)


def _keys(
    asker: Asker, asked: Asked, build: Build, constants: tuple[Any, ...], key: str, upwards: bool
) -> QuerySet[Any]:
    rows = build(asker, asked, *constants)
    if not rows.query.order_by:
        rows = rows.order_by(*_order(key, upwards))
    return rows.values_list("pk", flat=True)[: COUNT_LIMIT + 1]


def _cut(
    rows: QuerySet[Any], key: str, place: tuple[Any, Any] | None, upwards: bool, size: int
) -> QuerySet[Any]:
    """One row more than a page: from a place on, or from the beginning, and then each with the count of all."""
    cut = (
        _beyond(rows, key, place, ">" if upwards else "<")
        if place
        else rows.annotate(counted=Bounded.of(rows))
    )
    return cut.order_by(*_order(key, upwards))[: size + 1]


def _order(key: str, upwards: bool) -> tuple[str, str]:
    return (key, "pk") if upwards else (f"-{key}", "-pk")


def in_order(key: str = "opened_on", ascending: bool = False, **_rest: Any) -> tuple[str, str]:
    """By what `page_of`, given the same, has the rows in order: for all of them at once."""
    return _order(key, ascending)


def _page(
    request: HttpRequest,
    find: Find,
    rows: Callable[[], QuerySet[Any]],
    key: str,
    size: int,
    keyed_by: type,
) -> Page[Any]:
    after, before = (_place(request.GET.get(name), keyed_by) for name in (AFTER, BEFORE))
    if before and not after:
        found = find(before, False)
        shown, has_previous, has_next = found[:size][::-1], True, True
        if len(found) <= size:  # nothing before these: it is the first page
            after, before = None, None
    if not before or after:
        found = find(after, True)
        shown, has_previous, has_next = found[:size], after is not None, len(found) > size
    counted = None if shown and (after or before) else _counted(shown, rows, beyond=after is not None)
    return Page(
        rows=shown,
        next_url=_url(request, AFTER, shown[-1], key) if shown and has_next else "",
        previous_url=_url(request, BEFORE, shown[0], key) if shown and has_previous else "",
        first_url=without(request, AFTER, BEFORE) if has_previous else "",
        total=None if counted is None else min(counted, COUNT_LIMIT),
        capped=counted is not None and counted > COUNT_LIMIT,
    )


def _countable(rows: QuerySet[Any], limit: int) -> QuerySet[Any]:
    """Only the key: what the rows show beside it need not be worked out to be counted."""
    return rows.order_by().values("pk")[: limit + 1]


def _counted(shown: Sequence[Any], rows: Callable[[], QuerySet[Any]], beyond: bool) -> int:
    """The count that came with the rows. Without rows there is none to bring it: past the last, or none at all."""
    if shown:
        return shown[0].counted
    return _countable(rows(), COUNT_LIMIT).count() if beyond else 0


def first_of(
    person: Person,
    build: Build,
    asked: Asked,
    *constants: Hashable,
    most: int,
    limit: int = COUNT_LIMIT,
    keep_plan: bool = False,
) -> tuple[list[Any], int, bool]:
    """The first rows of `build` in their order, how many there are, and whether there are more than `limit`."""
    found = rows_of(_first_rows, person, asked, build, constants, most, limit, keep_plan=keep_plan)
    counted = found[0].counted if found else 0
    return found, min(counted, limit), counted > limit


def _first_rows(
    asker: Asker, asked: Asked, build: Build, constants: tuple[Any, ...], most: int, limit: int
) -> QuerySet[Any]:
    rows = build(asker, asked, *constants)
    return rows.annotate(counted=Bounded.of(rows, limit))[:most]


def batches(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    """All rows, some at a time: for a file, which is written while they are read."""
    read = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(read, BATCH)):
        yield batch


def without(request: HttpRequest, *names: str) -> str:
    """The address of this page without some of its parameters."""
    kept = request.GET.copy()
    for name in names:
        kept.pop(name, None)
    return _address(request, kept)


def _beyond(rows: QuerySet[Row], key: str, place: tuple[Any, Any], sign: str) -> QuerySet[Row]:
    """The rows past a place. Compared as a pair, which the index on (key, id) answers directly."""
    here = Func(F(key), F("pk"), function="ROW")
    kinds = (_field(rows, key).__class__(), BigIntegerField())
    there = Func(
        *(
            part if isinstance(part, Given) else Value(part, kind)
            for part, kind in zip(place, kinds, strict=True)
        ),
        function="ROW",
    )
    past = Func(here, there, template="%(expressions)s", arg_joiner=f" {sign} ", output_field=BooleanField())
    return rows.filter(past)


def _place(text: str | None, keyed_by: type) -> Place | None:
    """2026-03-01.123 from the address: a date (or moment, or text) and an id."""
    day, _point, pk = (text or "").rpartition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    if keyed_by is str:
        return (day, int(pk)) if "\x00" not in day else None
    try:
        if keyed_by is date:
            return date.fromisoformat(day), int(pk)
    except ValueError:
        return None
    found = moment(day)
    return (found, int(pk)) if found else None


def type_of(rows: QuerySet[Any], key: str) -> type:
    """What the rows are ordered by: str, datetime or date."""
    field = _field(rows, key)
    return str if isinstance(field, CharField) else datetime if isinstance(field, DateTimeField) else date


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
    """A small GET form above a list. Where a value cannot be used, it is told at its field, and the list is empty:
    whoever follows an address must not take another list for the one that was meant."""

    def __init__(self, request: HttpRequest, **kw: Any) -> None:
        self.request = request
        # Without a filter there is nothing to check, and most pages have none.
        given = request.GET if any(name in request.GET for name in self.base_fields) else None
        super().__init__(given, **kw)

    @property
    def offers(self) -> Hashable:
        """What the choices depend on but for the language: bars that offer the same are drawn once."""
        return timezone.localdate().year

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The good values that were given."""
        if self.is_bound and not self.is_valid():
            refuse(self.request)
        given = getattr(self, "cleaned_data", {})
        return {name: value for name, value in given.items() if value not in (None, "", [], False)}

    def chips(self) -> list[tuple[str, str]]:
        """Each filter in use in words, with the address without it."""
        return [(str(words), without(self.request, words.name, AFTER, BEFORE)) for words in self.in_words()]

    def in_words(self) -> list["InWords"]:
        """Each filter in use as the page says it."""
        chosen = [self._words(name, value) for name, value in self.chosen.items()]
        return chosen + [self._not_used(name) for name in self.errors if name in self.fields]

    def _not_used(self, name: str) -> "InWords":
        value = self.data.get(name, "")[:LONGEST_SAID]
        said = _("%(value)s (cannot be chosen here)") % {"value": value}
        return InWords(name, str(self.fields[name].label), str(said))

    def _words(self, name: str, value: Any) -> "InWords":
        label = str(self.fields[name].label)
        if value is True:
            return InWords(name, "", label)
        choices = dict(getattr(self.fields[name], "choices", ()))
        return InWords(name, label, str(choices.get(str(value), value)))


@dataclass(frozen=True)
class InWords:
    """A filter in use: its name, what it is called (empty for one that is only on), and what it lets through."""

    name: str
    label: str
    value: str

    def __str__(self) -> str:
        return f"{self.label}: {self.value}" if self.label else self.value


@dataclass(frozen=True)
class Bodies:
    """The bodies a list can be narrowed to: ids by slug, and slug and name in order of name."""

    ids: dict[str, int]
    choices: tuple[tuple[str, str], ...]


class BodyFilters(Filters):
    """Filters of which one is the body, among those that the reader is offered."""

    body = Choice(label=_("Body"))

    def __init__(self, request: HttpRequest, bodies: Bodies, **kw: Any) -> None:
        super().__init__(request, **kw)
        self.bodies = bodies
        self.fields["body"].choices = lambda: or_all(bodies.choices)

    @property
    def offers(self) -> Hashable:
        return super().offers, self.bodies.choices


class MatterFilters(BodyFilters):
    """What a list of matters can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("open", pgettext_lazy("matters", "open")),
        ("late", pgettext_lazy("matters", "late")),
        # The figure of the start page: whoever reads every body works for some of them.
        ("late_here", pgettext_lazy("matters", "late at my bodies")),
        ("closed", pgettext_lazy("matters", "closed")),
        # What other bodies own stands beside what one's own have: to ask for both at once would cost every list.
        ("taking_part", pgettext_lazy("matters", "we take part")),
        ("to_decide", pgettext_lazy("matters", "wait for a decision of my body")),
    ]

    q = TextField(label=_("Words"), max_length=200, required=False)
    kind = Choice(label=_("Kind"))
    state = Choice(label=_("State"), choices=STATES)
    status = Choice(label=_("Status"))
    year = Choice(label=_("Opened in"))
    country = Choice(label=_("Country"))
    place = Choice(label=_("Prioritised place"))
    mine = forms.BooleanField(label=_("Mine"), required=False)

    def __init__(self, request: HttpRequest, bodies: Bodies, **kw: Any) -> None:
        super().__init__(request, bodies, **kw)
        self.fields["kind"].choices = lambda: or_all((kind, capfirst(kind.label)) for kind in Kind)
        self.fields["status"].choices = lambda: or_all(statuses.choices(self.kind_asked))
        self.fields["year"].choices = lambda: or_all(years())
        self.fields["country"].choices = lambda: or_all(countries_in_order())
        self.fields["place"].choices = lambda: or_all(
            (row.key, row.name) for row in priorities.places(self.strategy)
        )

    @cached_property
    def strategy(self) -> Strategy:
        """Whose priorities are offered and asked for."""
        return strategy_in_force(timezone.localdate())

    @property
    def offers(self) -> Hashable:
        return super().offers, self.kind_asked

    @property
    def kind_asked(self) -> str:
        """The kind that is asked for, which says what statuses there are; empty when none is, or none that exists."""
        given = self.request.GET.get("kind", "")
        return given if given in Kind.values else ""

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `readable` and `narrow` read it."""
        chosen = self.chosen
        asked = picked(chosen, "kind", "status", "country")
        if chosen.get("mine"):
            asked["mine"] = True
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if year := chosen.get("year"):
            asked["first"], asked["last"] = whole_year(int(year))
        if place := chosen.get("place"):
            asked |= within_place(self.strategy, place)
        if state := chosen.get("state"):
            asked[state] = self._of_state(state)
        return asked

    def _of_state(self, state: str) -> Any:
        if state in ("late", "late_here"):
            return timezone.localdate()
        return self.request.user.own_bodies if state == "taking_part" else True

    def found(self, build: Build) -> dict[str, Any]:
        """What is asked for, and where words are searched for, what they lead to among the rows that `build` finds."""
        asked = self.asked
        if text := self.chosen.get("q"):
            asked |= finding.asked(self.request.user, build(self.request.user, asked), text)
        return asked


def readable(rows: MatterQuerySet, asker: Asker, asked: Asked) -> MatterQuerySet:
    """What the person may read of the rows: the own bodies' matters, those that they take part in, or those that lie
    before them.

    What is asked for here and not in `narrow` stands in REACH.
    """
    if "taking_part" in asked:
        return rows.shared_with(asked["taking_part"]).unmarked_for(asker)
    if "to_decide" in asked:
        return rows.awaiting(asker, access.RECORD).exclude(kind__in=OFFERED)
    return rows.visible_to(asker)


def narrow(rows: MatterQuerySet, asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """The rows that every filter asked for lets through."""
    rows = rows.filter(**picked(asked, "kind", "status", "country", "body"))
    if "mine" in asked:
        rows = rows.filter(responsible=asker.pk)
    if "first" in asked:
        rows = rows.filter(opened_on__range=(asked["first"], asked["last"]))
    if "late" in asked:
        rows = rows.late(asked["late"])
    if "late_here" in asked:
        rows = rows.late(asked["late_here"]).filter(body__among=asker.bodies_with(access.EDIT))
    if "open" in asked or "closed" in asked:
        rows = rows.filter(closed_on__isnull="open" in asked)
    if keys := [name.removeprefix(PLACE) for name in asked if name.startswith(PLACE)]:
        rows = rows.filter(priority_place__in=keys)
    return search.within(rows, asked)


def within_place(strategy: Strategy, key: str) -> dict[str, bool]:
    """What `narrow` finds a prioritised place by. The keys belong to the statement: there are few."""
    found = priorities.keys_within(strategy, key)
    return {PLACE + each: True for each in found}


def picked(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Those of the values that have one of the names."""
    return {name: values[name] for name in names if name in values}


def or_all(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """The choices after that of choosing none."""
    return [("", _("all")), *choices]


def whole_year(year: int) -> tuple[date, date]:
    """The first and the last day of a year, for a range."""
    return date(year, 1, 1), date(year, 12, 31)


def years() -> list[tuple[str, str]]:
    """The years a register can have matters from, newest first."""
    return [(str(year), str(year)) for year in range(timezone.localdate().year, 2002, -1)]


def readable_bodies(person: Person) -> Bodies:
    """The bodies whose matters the person may read, by name."""
    return _offered(person.standing.city, active_language(), frozenset(person.bodies_with("view_matters")))


def operating_bodies(person: Person, among: Container[int] | None = None, day: date | None = None) -> Bodies:
    """The bodies with an operation of their own, by name: all, or those `among` some ids and in force on `day`."""
    operating = frozenset(
        body.pk
        for body in all_bodies(person).values()
        if body.kind in Body.OPERATING
        and (among is None or body.pk in among)
        and (day is None or body.is_in_force(day))
    )
    return _offered(person.standing.city, active_language(), operating)


def with_bodies(rows: Iterable[Any], person: Person) -> None:
    """Give the rows of a list their bodies, which are the same few for everybody, instead of joining them."""
    bodies = all_bodies(person)
    for row in rows:
        if body := bodies.get(row.body_id):
            row.body = body


def say_who_may_open(rows: Iterable[Any], person: Person) -> None:
    """A line leads on only where the file does. Read from the rights at hand, without a query a row."""
    readable = person.bodies_with("view_matters")
    for matter in rows:
        matter.may_open = matter.body_id in readable or matter.before_id in readable


def all_bodies(person: Person) -> dict[int, Body]:
    """Every body of the city by its id, kept in memory: to read, not to change."""
    return _bodies(person.standing.city)


def bodies_by_name(person: Person) -> list[Body]:
    """The same by name, in the language of the page."""
    return _by_name(person.standing.city, active_language())


# Kept until a body changes: `city` is then another.
@lru_cache(maxsize=2)
def _bodies(city: tuple[int, int]) -> dict[int, Body]:
    return Body.objects.in_bulk()


@lru_cache(maxsize=4)
def _by_name(city: tuple[int, int], language: str) -> list[Body]:
    return list(Body.objects.order_by(f"name_{language}"))


@lru_cache(maxsize=64)
def _offered(city: tuple[int, int], language: str, among: frozenset[int]) -> Bodies:
    kept = [body for body in _by_name(city, language) if body.pk in among]
    return Bodies({body.slug: body.pk for body in kept}, tuple((body.slug, body.name) for body in kept))
