"""What waits too long with somebody, and goes on to somebody who can see to it.

The features say what can wait (`Source`, named in settings.LATE), in the words of their own worklists; how long, and to
which offices it goes on, stands in policy/late.toml. Once a day `look_after` notes each step in `Climb`. A step gives
no right to anything, and of a secret matter it reaches nobody but those let in.
"""

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from . import access, acting, notices, substitutes, working_days
from .errors import WrongState
from .lists import all_bodies, first_of, with_bodies
from .models import (
    Appointment,
    Body,
    Climb,
    Kind,
    Matter,
    Office,
    Person,
    SecrecyGrant,
    Substitution,
    the_body,
)
from .models.standing import HeldOffice
from .policy_files import FOLDER
from .prepared import NOBODY, Asked, Asker, Build, Given, Statement
from .working_days import this_day

Role = Office.Role
# So many stand on a page, what has waited longest first.
SHOWN = 10
# So many numbers stand in the subject of a notice.
NAMED = 5


@dataclass(frozen=True)
class Rules:
    """What policy/late.toml says. `patience_of_kind` is of matters past their day alone."""

    tell_before: int
    ladder: tuple[str, ...]
    patience: Mapping[str, int]
    patience_of_kind: Mapping[str, int]

    def of(self, source: str, kind: str) -> int:
        """How many working days it may wait."""
        own = self.patience_of_kind.get(kind) if source == PAST_ITS_DAY else None
        return self.patience[source] if own is None else own


@cache
def rules() -> Rules:
    read = tomllib.loads((FOLDER / "late.toml").read_text(encoding="utf-8"))
    read["ladder"] = tuple(Role(role).value for role in read["ladder"])
    read["patience_of_kind"] = {Kind(kind).value: days for kind, days in read["patience_of_kind"].items()}
    return Rules(**read)


PAST_ITS_DAY = "past_its_day"


@dataclass(frozen=True)
class Source:
    """Something that can wait, as a worklist asks for it.

    `rows` is the list's own question; here it is asked for the whole city. `roles`: whose work it is at the body where
    it waits, if it is not that of one person; that body is the Executive Board where `body` is empty.
    """

    key: str
    words: Any
    rows: Build
    roles: tuple[str, ...]
    # The columns that say from when on it waits, where, of which matter, and for whom if that is one person.
    since: Any = "due_on"
    body: str = "body_id"
    matter: str = "pk"
    person: str = ""
    kind: str = "kind"
    page: Callable[[Any], str] = field(default=lambda row: row.matter.get_absolute_url())


@cache
def sources() -> dict[str, Source]:
    """By their keys, in the order of settings.LATE: of a matter that two of them find, the first one counts."""
    return {each.key: each for path in settings.LATE for each in import_string(path)}


def roles_with(right: str) -> tuple[str, ...]:
    """The offices that have the right at their own body."""
    return tuple(role for role, rights in access.ON_OWN_BODY.items() if right in rights)


def or_changed(moment: Any) -> Any:
    """The moment of a matter, or its last change where nothing tells it."""
    return Coalesce(moment, F("changed_at"))


def came_to(column: str) -> Any:
    """From when on a matter has had what it has in the column, by its history: when it came before the body."""
    history: Any = Matter.history.model.objects.order_by()
    there = {"id": OuterRef("pk"), column: OuterRef(column)}
    after = history.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    elsewhere = after.filter(Q(**{f"{column}__isnull": True}) | ~Q(**{column: OuterRef(column)}))
    first = history.filter(~Exists(elsewhere), **there).order_by("history_id").values("history_date")[:1]
    return or_changed(Subquery(first))


class _Everybody:
    """Asks for all bodies at once, and for the secret matters that are told."""

    pk = 0
    offices = (None,)
    is_active = True

    def __init__(self) -> None:
        self.secret_matters: Any = Given("secrets")

    def bodies_with(self, _right: str) -> Any:
        return Given("bodies")


@dataclass(frozen=True)
class Thing:
    """Something that waits: which, of which matter, at which body, for which person if it is one, from when on."""

    source: str
    pk: int
    matter: int | None
    body: int
    person: int | None
    since: date
    kind: str


@cache
def _statement(key: str) -> Statement[Any]:
    source, asked = sources()[key], {"day": Given("day"), "bodies": Given("bodies")}
    rows = source.rows(_Everybody(), asked).order_by()
    columns = {
        "late_matter": F(source.matter),
        "late_body": F(source.body) if source.body else Value(0),
        "late_person": F(source.person) if source.person else Value(0),
        "late_since": F(source.since) if isinstance(source.since, str) else source.since,
        "late_kind": F(source.kind) if source.kind else Value(""),
    }
    return Statement(rows.annotate(**columns).values_list("pk", *columns))


@cache
def _still(key: str) -> Statement[Any]:
    asked = {"day": Given("day"), "bodies": Given("bodies")}
    rows = sources()[key].rows(_Everybody(), asked).order_by()
    return Statement(rows.filter(pk__among=Given("things")).values_list("pk"))


class City:
    """Who holds which office on a day, and who is let into which secret matter: read once for all that waits."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.bodies = list(Body.objects.values_list("pk", flat=True))
        rows = Appointment.objects.in_force(day).select_related("person", "office").order_by("since", "pk")
        self.holding: dict[tuple[int, str], list[Person]] = {}
        for row in rows:
            self.holding.setdefault((row.office.body_id, row.office.role), []).append(row.person)
        secret = Matter.objects.exclude(secrecy_ground="").order_by().values_list("pk", flat=True)
        self.let_in: dict[int, set[int]] = {pk: set() for pk in secret}
        for matter, person in SecrecyGrant.objects.standing(day).values_list("matter_id", "person_id"):
            self.let_in.setdefault(matter, set()).add(person)

    @cached_property
    def board(self) -> int:
        """Where the coordinators sit."""
        return the_body(Body.Kind.EXECUTIVE_BOARD, self.day).pk

    def waits_for(self, thing: Thing, persons: Mapping[int, Person]) -> list[Person]:
        """The case officer, or else whoever holds an office that does it."""
        if (one := persons.get(thing.person or 0)) is not None:
            return [one]
        roles = sources()[thing.source].roles
        return _once(each for role in roles for each in self.holding.get((thing.body, role), ()))

    def next_after(self, thing: Thing, role: str, waited: Collection[Person]) -> tuple[str, int] | None:
        """The next office of the ladder with somebody it does not wait for and who may know of it."""
        ladder = rules().ladder
        everywhere = not sources()[thing.source].body
        for each in ladder[ladder.index(role) + 1 if role in ladder else 0 :]:
            # What waits at the Executive Office may be of any body: it goes to who may read those.
            if everywhere and access.VIEW not in access.on_every_body(each, Body.Kind.EXECUTIVE_BOARD):
                continue
            at = self.board if each == Role.COORDINATOR else thing.body
            if set(self.may_know(thing.matter, self.holding.get((at, each), ()))) - set(waited):
                return each, at
        return None

    def may_know(self, matter: int | None, persons: Iterable[Person]) -> list[Person]:
        """As `access.who_may_know`."""
        granted = self.let_in.get(matter or 0)
        return [each for each in persons if granted is None or each.pk in granted]


def waiting(city: City) -> list[Thing]:
    """All that waits in the city, each matter once. One statement for each source."""
    asked = {"day": city.day, "bodies": city.bodies, "secrets": list(city.let_in)}
    found: list[Thing] = []
    matters: set[int] = set()
    for source in sources().values():
        here = []
        for pk, matter, body, person, since, kind in _statement(source.key).run(NOBODY, asked):
            if source.matter != "pk" or pk not in matters:
                at, on = body or city.board, _day_of(since)
                here.append(Thing(source.key, pk, matter, at, person or None, on, kind))
        found += here
        matters |= {each.pk for each in here if source.matter == "pk"}
    return found


def _day_of(since: date | datetime) -> date:
    return timezone.localdate(since) if isinstance(since, datetime) else since


@transaction.atomic
def look_after(day: date | None = None) -> int:
    """Tell and let climb what waits too long: how many have climbed today. Safe to run any number of times a day.

    Nothing climbs that its own were not told of on a working day before.
    """
    day = day or timezone.localdate()
    if not working_days.is_working_day(day):
        return 0
    city = City(day)
    things = {(each.source, each.pk): each for each in waiting(city)}
    last: dict[tuple[str, int], Climb] = {}
    gone = []
    for row in Climb.objects.order_by("step"):
        thing = things.get((row.source, row.thing))
        if thing is None or thing.since != row.since:
            gone.append(row.pk)
        else:
            last[row.source, row.thing] = row
    Climb.objects.filter(pk__in=gone).delete()
    persons = Person.objects.filter(is_active=True).in_bulk({t.person for t in things.values() if t.person})
    steps = [_step(each, last.get(key), city, persons) for key, each in things.items()]
    # Two that run at once write each step once: the later one finds it written.
    Climb.objects.bulk_create([row for row in steps if row], ignore_conflicts=True)
    return _tell(city, things, persons)


def _step(thing: Thing, last: Climb | None, city: City, persons: Mapping[int, Person]) -> Climb | None:
    """The next step that is due today, if any."""
    patience, day = rules().of(thing.source, thing.kind), city.day
    row = Climb(
        source=thing.source,
        thing=thing.pk,
        matter_id=thing.matter,
        body_id=thing.body,
        since=thing.since,
        day=day,
        step=last.step + 1 if last else Climb.TOLD,
    )
    if last is None:
        return row if working_days.between(thing.since, day) >= patience - rules().tell_before else None
    if last.step == Climb.TOLD:
        is_due = last.day < day and working_days.between(thing.since, day) >= patience
    else:
        is_due = working_days.between(last.day, day) >= patience
    reached = city.next_after(thing, last.role, city.waits_for(thing, persons)) if is_due else None
    if reached is None:
        return None
    row.role, row.at_id = reached
    return row


def _tell(city: City, things: Mapping[tuple[str, int], Thing], persons: Mapping[int, Person]) -> int:
    """One notice a day and kind for each, with all it is of."""
    today = Climb.objects.filter(day=city.day).select_related("matter").order_by("since", "matter_id", "pk")
    soon, gone_on, reached = _Told(), _Told(), _Told()
    climbed = 0
    for row in today:
        waited = city.waits_for(things[row.source, row.thing], persons)
        its_own = sources()[row.source].roles
        if row.step == Climb.TOLD:
            soon.add(waited, row, row.body_id, its_own)
            continue
        climbed += 1
        gone_on.add(waited, row, row.body_id, its_own)
        at = row.at_id or 0
        reached.add(set(city.holding.get((at, row.role), ())) - set(waited), row, at, (row.role,))
    soon.send("late-soon", city.day, "Går vidare på nästa arbetsdag", "Goes on the next working day")
    gone_on.send(
        "late-gone-on", city.day, "Har väntat för länge och gått vidare", "Has waited too long and gone on"
    )
    reached.send(
        "late-reached", city.day, "Väntar för länge hos andra", "Waits too long with others", "#too-long"
    )
    return climbed


class _Told:
    """What persons are to be told of: the open things at one body in one notice, each secret matter in its own."""

    def __init__(self) -> None:
        self._open: dict[tuple[Person, int], list[Climb]] = {}
        # In which offices: whoever stands in for one of them is told of that office alone.
        self._roles: dict[tuple[Person, int], set[str]] = {}
        self._secret: list[tuple[Collection[Person], Matter]] = []

    def add(self, persons: Iterable[Person], row: Climb, at: int, roles: Iterable[str]) -> None:
        told = _once(persons)
        if row.matter is not None and row.matter.is_secret:
            self._secret.append((told, row.matter))
            return
        for person in told:
            self._open.setdefault((person, at), []).append(row)
            self._roles.setdefault((person, at), set()).update(roles)

    def send(self, key: str, day: date, words_sv: str, words_en: str, at: str = "") -> None:
        path = reverse("my_work") + at
        for (person, body), rows in self._open.items():
            notices.notify(
                [person],
                matter=None,
                key=f"{key}:{day}:{body}",
                subject_sv=f"{words_sv}: {_listed(rows, 'uppdrag', 'och %d till')}",
                subject_en=f"{words_en}: {_listed(rows, 'assignment', 'and %d more')}",
                path=path,
                sent_to=acting.SentTo(frozenset(self._roles[person, body]), body),
            )
        for told, matter in self._secret:
            # Of a secret one `notify` tells those let in, whoever stands in for them.
            notices.notify(
                told,
                matter=matter,
                key=f"{key}:{day}:{matter.number}",
                subject_sv=f"{words_sv}: {matter.number}",
                subject_en=f"{words_en}: {matter.number}",
            )


def _listed(rows: Sequence[Climb], other: str, more: str) -> str:
    """The numbers, the oldest first: a title may be more than a mail should say."""
    named = list(dict.fromkeys(row.matter.number if row.matter else other for row in rows))
    words = ", ".join(named[:NAMED])
    return f"{words} {more % (len(named) - NAMED)}" if len(named) > NAMED else words


def _once(persons: Iterable[Person]) -> list[Person]:
    return list({each.pk: each for each in persons if each.is_active}.values())


@dataclass(frozen=True)
class TooLong:
    """What waits too long with others and has reached a person: the first of it, and how many there are."""

    rows: Sequence[Climb] = ()
    total: int = 0
    capped: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows)


def of_person(person: Any) -> TooLong:
    """What has reached the offices the person holds and still waits, with whom and what can be done about it.

    One statement where nothing has; else a few more, however much there is.
    """
    pairs = _offices(person)
    if not pairs:
        return TooLong()
    asked = {
        f"{name}_{n}": value
        for n, pair in enumerate(pairs)
        for name, value in zip(("at", "role"), pair, strict=True)
    }
    rows, total, capped = first_of(person, _reached, asked, len(pairs), most=SHOWN, keep_plan=True)
    living = _living(rows, person)
    with_bodies(living, person)
    _say(living, person)
    return TooLong(living, total - len(rows) + len(living), capped)


def _offices(person: Any) -> list[tuple[int, str]]:
    ladder = rules().ladder
    return sorted({(held.body_id, held.role) for held in person.offices if held.role in ladder})


def _reached(asker: Asker, asked: Asked, count: int) -> QuerySet[Climb]:
    """The latest step of each thing among those that reached the offices, of what the person may know of."""
    mine = Q()
    for n in range(count):
        mine |= Q(at=asked[f"at_{n}"], role=asked[f"role_{n}"])
    known = Q(matter__isnull=True) | Q(matter__secrecy_ground="") | Q(matter__among=asker.secret_matters)
    rows = Climb.objects.filter(mine, known, body__among=asker.bodies_with(access.VIEW))
    other = Climb.objects.filter(
        mine,
        source=OuterRef("source"),
        thing=OuterRef("thing"),
        since=OuterRef("since"),
        step__gt=OuterRef("step"),
    )
    return (
        rows.filter(~Exists(other)).select_related("matter__responsible").order_by("since", "matter_id", "pk")
    )


def _living(rows: Sequence[Climb], person: Any) -> list[Climb]:
    """Without what has been done since the morning: each list is asked whether it has it still."""
    asked: dict[str, Any] = {"day": this_day(), "secrets": list(person.secret_matters)}
    asked["bodies"] = list(all_bodies(person))
    waits: set[tuple[str, int]] = set()
    for key in {row.source for row in rows}:
        asked["things"] = [row.thing for row in rows if row.source == key]
        waits |= {(key, pk) for (pk,) in _still(key).run(NOBODY, asked)}
    return [row for row in rows if (row.source, row.thing) in waits]


@dataclass(frozen=True)
class Waited:
    """Somebody it waits for: the name, who stands in, and where a substitute can be named by whoever looks."""

    name: str
    stood_in_by: str = ""
    url: str = ""


def _say(rows: Sequence[Climb], person: Any) -> None:
    """Put with each row what it is, whom it waits for and what the person can do."""
    if not rows:
        return
    bodies = {row.body_id for row in rows}
    held = list(
        Appointment.objects.in_force(this_day())
        .filter(office__body__in=bodies)
        .select_related("person", "office__body")
        .order_by("since", "pk")
    )
    lent = {
        row.appointment_id: row.substitute.name
        for row in Substitution.objects.in_force(this_day()).filter(appointment__in=held).with_names()
    }
    for row in rows:
        source = sources()[row.source]
        row.words, row.url = str(source.words), source.page(row)
        row.days = working_days.between(row.since, this_day())
        row.waits_for = _waited(
            row, source, [each for each in held if each.office.body_id == row.body_id], lent, person
        )
        row.is_reminded = row.reminded_on == this_day()
        own = [each for each in person.offices if each.body_id == row.body_id and each.role in source.roles]
        row.may_do = any(not each.for_name for each in own)
        row.acting_for = _for_whom(row, person.offices)


def _waited(
    row: Climb, source: Source, held: Iterable[Appointment], lent: Mapping[int, str], person: Any
) -> list[Waited]:
    one = row.matter.responsible if source.person and row.matter is not None else None
    if one is not None and one.is_active:
        there = [each for each in held if each.person_id == one.pk]
        if not there:
            return [Waited(one.name)]
    else:
        there = [each for each in held if each.office.role in source.roles]
    return [
        Waited(
            each.person.name,
            lent.get(each.pk, ""),
            reverse("name_substitute", args=[each.pk])
            if each.pk not in lent and each.person_id != person.pk and substitutes.may_name(person, each)
            else "",
        )
        for each in there
    ]


def _for_whom(row: Climb, offices: Iterable[HeldOffice]) -> str:
    """In whose place it has reached the person; empty where it is in the own."""
    here = [each for each in offices if (each.body_id, each.role) == (row.at_id, row.role)]
    return "" if any(not each.for_name for each in here) else next((each.for_name for each in here), "")


def reached_by(person: Person, pk: int) -> Climb | None:
    """One of what has reached the person and still waits; None for anything else."""
    row = Climb.objects.reached().select_related("matter__responsible").filter(pk=pk).first()
    if row is None or (row.at_id, row.role) not in _offices(person):
        return None
    if row.body_id not in person.bodies_with(access.VIEW):
        return None
    if row.matter is not None and row.matter.is_secret and row.matter_id not in person.secret_matters:
        return None
    return next(iter(_living([row], person)), None)


@transaction.atomic
def remind(row: Climb, *, by: Person) -> list[Person]:
    """Tell those it waits for that it waits, at most once a day: who was told. Raises PermissionDenied, WrongState."""
    Climb.objects.select_for_update().filter(pk=row.pk).first()
    found = reached_by(by, row.pk)
    if found is None:
        raise PermissionDenied(_("It has not reached any office of yours, or does not wait any more."))
    day = timezone.localdate()
    if found.reminded_on == day:
        raise WrongState(_("They have been reminded today."))
    city = City(day)
    source = sources()[found.source]
    one = found.matter.responsible if source.person and found.matter is not None else None
    thing = Thing(
        found.source, found.thing, found.matter_id, found.body_id, one.pk if one else None, found.since, ""
    )
    told = [
        each for each in city.waits_for(thing, {one.pk: one} if one and one.is_active else {}) if each != by
    ]
    number = found.matter.number if found.matter else ""
    sent = notices.notify(
        told,
        matter=found.matter,
        key=f"late-reminded:{found.pk}:{day}",
        subject_sv=f"Påminnelse: {number or 'ett uppdrag'} väntar på dig",
        subject_en=f"Reminder: {number or 'an assignment'} waits for you",
        path=source.page(found),
        sent_to=acting.SentTo(source.roles, found.body_id),
    )
    Climb.objects.filter(pk=found.pk).update(reminded_on=day)
    return [each.person for each in sent]
