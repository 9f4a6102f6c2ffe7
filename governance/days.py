"""The days of the register: when something happens, and when something is to be done.

A feature declares what days it has as sources (settings.DAYS): the rows that a person may read, the column that has
the day, what is shown and where it leads. All of them are asked in one statement, which is written once. The calendar,
the feeds and the four years ahead read them, and nothing else does.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Expression,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    TextChoices,
    TextField,
    TimeField,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Greatest, RowNumber
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy

from . import headings
from .addresses import address_of
from .language import choice_label
from .lists import all_bodies
from .models import Body, Kind, Person
from .models.matter import PAGE_OF_KIND
from .prepared import Asked, Asker, rows_of
from .working_days import this_day

VIEW = "view_matters"
# What lasts longer has begun so long before the first day asked for that it is not looked for.
LONGEST = timedelta(days=62)


class Group(TextChoices):
    """What the calendar can be narrowed to."""

    VISITS = "visits", pgettext_lazy("calendar", "visits")
    JOURNEYS = "journeys", pgettext_lazy("calendar", "journeys and conferences")
    MEETINGS = "meetings", pgettext_lazy("calendar", "meetings")
    RECEPTIONS = "receptions", pgettext_lazy("calendar", "receptions")
    DEADLINES = "deadlines", pgettext_lazy("calendar", "last days")
    REVIEWS = "reviews", pgettext_lazy("calendar", "reviews and last days of what binds us")
    PROMISES = "promises", pgettext_lazy("calendar", "promises and assignments")


ICONS = {
    Group.VISITS: "visit",
    Group.JOURNEYS: "suitcase",
    Group.MEETINGS: "person",
    Group.RECEPTIONS: "star",
    Group.DEADLINES: "waiting",
    Group.REVIEWS: "history",
    Group.PROMISES: "flag",
}


@dataclass(frozen=True)
class Source:
    """One sort of day.

    `rows`: those that a person may read. `may`: who reads any at all. `day`, `until` and `title` are columns or
    expressions; `begins` and `ends` are moments, or `at` the hour of the day. Where rows have no title they go by the
    name of their body; `named` puts a title in the reader's words.

    `card` leads from the row to its matter ("" is the matter itself), which then says whose it is, where it leads and
    whether it is secret; without one `page` and `body` do. One's own is what one is the case officer of, or where
    there is no matter what belongs to the bodies one holds an office at. `for_all`: whoever reads the line may open it.

    `due`: by that day something is to be done, so it can be late. `ahead`: it is what binds the city years from now.
    """

    key: str
    group: Group
    sort: Any
    rows: Callable[[Asker], QuerySet[Any]]
    day: str | Expression
    title: str | Expression | None = "title"
    about: str | Expression | None = None
    until: str | Expression | None = None
    begins: str = ""
    ends: str = ""
    at: str = ""
    card: str | None = None
    page: str = ""
    anchor: str = ""
    body: str = ""
    version: str = ""
    may: Callable[[Person], bool] = lambda _person: True
    due: bool = False
    ahead: bool = False
    for_all: bool = False
    named: Callable[[str], str] = str

    @property
    def whose(self) -> str:
        """The column of the body it belongs to; empty when it is nobody's."""
        return f"{self.card}body" if self.card is not None else self.body


@dataclass(frozen=True)
class Entry:
    """Something on a day. `url` is empty where the file does not open for who reads the line."""

    source: Source
    key: str
    title: str
    about: str
    url: str
    day: date
    until: date | None
    begins: datetime | None
    ends: datetime | None
    at: time | None
    body: Body | None
    is_secret: bool
    version: int | None
    # How many of its sort there are on its day.
    among: int
    may_open: bool

    @property
    def last(self) -> date:
        return self.until or self.day

    @property
    def is_late(self) -> bool:
        return self.source.due and self.day < this_day()

    @property
    def hour(self) -> time | None:
        """When it begins, by the city's clock."""
        return timezone.localtime(self.begins).time() if self.begins else self.at

    @property
    def icon(self) -> str:
        return ICONS[self.source.group]

    @property
    def order(self) -> tuple[Any, ...]:
        """Within a day: what has an hour by the hour, then the rest by sort and name."""
        hour = self.hour
        return hour is None, hour or time.min, list(Group).index(self.source.group), self.title


@dataclass(frozen=True)
class WithoutSecrets:
    """A person as somebody who has been let into no secret matter: for what leaves the register."""

    person: Person

    @property
    def secret_matters(self) -> list[int]:
        return []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.person, name)


@cache
def sources() -> tuple[Source, ...]:
    return tuple(source for path in settings.DAYS for source in import_string(path))


def entries(
    person: Person | WithoutSecrets,
    asked: Asked,
    *,
    most: int,
    group: str = "",
    ahead: bool = False,
    by_day: bool = True,
) -> list[Entry]:
    """What there is from `asked["first"]` through `asked["last"]`, in order. One statement, however many sorts.

    `most` are read of each sort, on each day or (`by_day` False) in all; `Entry.among` tells how many there are.
    """
    places = tuple(
        place
        for place, source in enumerate(sources())
        if source.may(person)  # type: ignore[arg-type]
        and group in ("", source.group.value)
        and (source.ahead or not ahead)
        and (source.whose or "body" not in asked)
    )
    if not places:
        return []
    bodies, readable = all_bodies(person), person.bodies_with(VIEW)  # type: ignore[arg-type]
    found = [
        _entry(row, bodies, readable) for row in rows_of(_union, person, _span(asked), places, most, by_day)
    ]
    return sorted(found, key=lambda entry: (entry.day, *entry.order))


def asked_of(person: Person, first: date, last: date, body: int | None = None, mine: bool = False) -> Asked:
    """What `entries` is asked with."""
    asked: dict[str, Any] = {"first": first, "last": last}
    if body is not None:
        asked["body"] = body
    if mine:
        asked["own"] = person.own_bodies
    return asked


def by_day(found: Iterable[Entry], first: date, last: date) -> dict[date, list[Entry]]:
    """The entries on every day that they cover between two days; days without any are not there."""
    days: dict[date, list[Entry]] = defaultdict(list)
    for entry in found:
        day, end = max(entry.day, first), min(entry.last, last)
        while day <= end:
            days[day].append(entry)
            day += timedelta(days=1)
    for listed in days.values():
        listed.sort(key=lambda entry: entry.order)
    return days


def count_of(listed: Sequence[Entry], first: date, day: date, lasting: "Lasting") -> int:
    """How many there are on a day, counting those that were not read. `lasting` is what `lasting` found."""
    counted: dict[str, int] = {}
    total = sum(count for spans in lasting.values() for begins, ends, count in spans if begins <= day <= ends)
    for entry in listed:
        if entry.source.key in lasting:
            continue
        if max(entry.day, first) == day:
            counted[entry.source.key] = entry.among
        else:
            total += 1
    return total + sum(counted.values())


# By the key of a source: from which day to which, and how many.
Lasting = dict[str, list[tuple[date, date, int]]]


def lasting(person: Person, asked: Asked, found: Iterable[Entry], most: int) -> Lasting:
    """How many there are from which day to which, of the sorts that last for days and were not all read.

    On a day in the middle of many long visits those that were not read are seen nowhere else. One statement, and only
    where there are so many.
    """
    cut = {entry.source.key for entry in found if entry.source.until is not None and entry.among > most}
    places = tuple(place for place, source in enumerate(sources()) if source.key in cut)
    if not places:
        return {}
    counted: Lasting = {sources()[place].key: [] for place in places}
    for place, begins, ends, count in rows_of(_spans, person, _span(asked), places):
        counted[sources()[place].key].append((begins, ends, count))
    return counted


def _spans(asker: Asker, asked: Asked, places: Collection[int]) -> QuerySet[Any, tuple[Any, ...]]:
    parts = [
        _asked_of(asker, asked, place)
        .annotate(shown_on=_shown_on(asked))
        .annotate(ends_on_day=Coalesce("its_last", "its_day"))
        .values_list(Value(place), "shown_on", "ends_on_day")
        .annotate(many=Count("pk"))
        for place in places
    ]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _span(asked: Asked) -> Asked:
    return {**asked, "early": asked["first"] - LONGEST}


def _union(
    asker: Asker, asked: Asked, places: Collection[int], most: int, by_day: bool
) -> QuerySet[Any, tuple[Any, ...]]:
    parts = [_part(asker, asked, place, most, by_day) for place in places]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _part(asker: Asker, asked: Asked, place: int, most: int, by_day: bool) -> QuerySet[Any, tuple[Any, ...]]:
    rows = _asked_of(asker, asked, place)
    over: dict[str, Any] = {"partition_by": [_shown_on(asked)]} if by_day else {}
    first = F("pk").asc() if by_day else F("its_day").asc()
    rows = rows.annotate(
        rank=Window(RowNumber(), order_by=[first, F("pk").asc()], **over), among=Window(Count("*"), **over)
    ).filter(rank__lte=most)
    return rows.values_list(Value(place), *_columns(sources()[place]))


def _shown_on(asked: Asked) -> Greatest:
    """The first of the days asked for that it stands on."""
    return Greatest(F("its_day"), Cast(asked["first"], DateField()))


def _asked_of(asker: Asker, asked: Asked, place: int) -> Any:
    """The rows of a source that are asked for, with `its_day` and what lasts with `its_last`."""
    source = sources()[place]
    rows: Any = source.rows(asker).order_by()
    rows = rows.annotate(its_day=_As(source.day, DateField()))
    if source.until is None:
        rows = rows.filter(its_day__range=(asked["first"], asked["last"]))
    else:
        rows = rows.annotate(its_last=_As(source.until, DateField()))
        begun_before = Q(its_day__gte=asked["early"], its_last__gte=asked["first"])
        rows = rows.filter(begun_before | Q(its_day__gte=asked["first"]), its_day__lte=asked["last"])
    if "body" in asked:
        rows = rows.filter(**{source.whose: asked["body"]})
    if "own" in asked:
        rows = rows.filter(_own(source, asker, asked))
    return rows


def _own(source: Source, asker: Asker, asked: Asked) -> Q:
    if source.card is not None:
        return Q(**{f"{source.card}responsible": asker.pk})
    return Q() if not source.body else Q(**{f"{source.body}__among": asked["own"]})


def _columns(source: Source) -> list[Any]:
    """What `_entry` reads, in its order, and of the same types for every source."""
    card = source.card
    has_card = card is not None
    is_secret = ExpressionWrapper(~Q(**{f"{card}secrecy_ground": ""}), BooleanField()) if has_card else False
    told: list[tuple[Any, Any]] = [
        ("pk", CharField()),
        (f"{card}number" if has_card else "pk", CharField()),
        (f"{card}kind" if has_card and not source.page else None, CharField()),
        (source.title, TextField()),
        # Of what hangs on a matter, which one.
        (f"{card}title" if card else source.about, TextField()),
        ("its_day", DateField()),
        ("its_last" if source.until is not None else None, DateField()),
        (source.begins or None, DateTimeField()),
        (source.ends or None, DateTimeField()),
        (source.at or None, TimeField()),
        (source.whose or None, IntegerField()),
        (f"{card}before" if has_card else None, IntegerField()),
        (is_secret, BooleanField()),
        (source.version or (f"{card}version" if has_card else None), IntegerField()),
        ("among", IntegerField()),
    ]
    return [_As(what, field, number) for number, (what, field) in enumerate(told)]


class _As(Cast):
    """A column, an expression or a value as one type: a union asks for the same in every part.

    `number` tells it apart: of two columns that are written alike Django would ask for one.
    """

    def __init__(self, what: Any, output_field: Any, number: int = 0) -> None:
        super().__init__(Value(what) if what is None or what is False else what, output_field)


def _entry(row: tuple[Any, ...], bodies: dict[int, Body], readable: Collection[int]) -> Entry:
    (
        place,
        key,
        number,
        kind,
        title,
        about,
        day,
        until,
        begins,
        ends,
        at,
        body,
        before,
        secret,
        version,
        among,
    ) = row
    source = sources()[place]
    page = source.page or PAGE_OF_KIND[Kind(kind)]
    # A line of a register is for all who hold an office; the file opens where the list has it open.
    opens = source.card is None or source.for_all or body in readable or before in readable
    owner = bodies.get(body)
    if title is None:
        title = owner.name if owner else ""
    return Entry(
        source=source,
        key=f"{source.key}-{key}",
        title=headings.heading(kind or "", title) if source.card == "" else source.named(title),
        about=about or "",
        url=address_of(page, number) + source.anchor if opens else "",
        day=day,
        until=until,
        begins=begins,
        ends=ends,
        at=at,
        body=owner,
        is_secret=secret,
        version=version,
        among=among,
        may_open=opens,
    )


def group_label(group: str) -> str:
    return str(capfirst(choice_label(Group, group)))
