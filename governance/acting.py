"""Acting for somebody who is away: who may act for an office on a day, in whose name a person acts, and how it is said.

"X for Y (office)" is put together here and nowhere else.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, Func, JSONField, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import get_language

from . import access
from .models import ActedFor, Appointment, Body, Matter, Office, Person, Substitution
from .models.standing import HeldOffice, Standing, acting_for, in_the_name_of

Role = Office.Role
# Of one person alone: the City Council elects each auditor, who examines independently (kommunallagen 12 kap.).
PERSONAL = (Role.AUDITOR,)
# How the keys of notices begin that are to a person and not to an office.
TO_THE_PERSON = (
    "appointed",
    "mandate",
    "network-answer",
    "network-meeting",
    "network-message",
    "network-question",
    "saved",
    "substitute-named",
    "substitute-told",
    "substitute-ended",
)


@dataclass(frozen=True)
class SentTo:
    """The offices a notice of no matter is sent to: by role, at one body or wherever it is held."""

    roles: Collection[str]
    body_id: int | None = None

    def reaches(self, office: Office) -> bool:
        return office.role in self.roles and self.body_id in (None, office.body_id)


@dataclass(frozen=True)
class Signer:
    """Somebody who may act for an office on a day: who holds it, or who stands in for them until `until`."""

    person: Person
    office: Office
    absent: Person | None = None
    until: date | None = None

    @property
    def for_whom(self) -> str:
        """ "Y (office)"; empty for who holds the office."""
        return in_the_name_of(self.absent.name, self.office.title) if self.absent else ""

    @property
    def said(self) -> str:
        """The name as it stands under what is signed."""
        return acting_for(self.person.name, self.for_whom)

    def __str__(self) -> str:
        return self.said


def who_may_act(office: Office, day: date | None = None) -> list[Signer]:
    """Who may sign and act for the office on the day: substitutes first, then who holds it. Two statements.

    Decides nothing by delegated power: that follows the register of delegation (`delegations.power_for`).
    """
    day = day or timezone.localdate()
    rows = Substitution.objects.in_force(day).filter(appointment__office=office).with_names()
    found = [Signer(row.substitute, office, row.absent, row.until) for row in rows]
    held = Appointment.objects.in_force(day).filter(office=office).select_related("person")
    return found + [Signer(row.person, office) for row in held.order_by("since", "pk")]


def told_of(row: Any) -> str:
    """ "Y (office)" of what `in_whose_name` read beside an act; empty where it read nothing."""
    if not row:
        return ""
    name, title_sv, title_en = row
    return in_the_name_of(name, title_en if get_language() == "en" else title_sv)


def in_whose_name(table: str, key: str) -> Subquery:
    """Beside the rows of a table: in whose name each was written, as `told_of` takes it. A part of the statement."""
    office = "substitution__appointment__office__"
    columns = ("substitution__appointment__person__name", f"{office}title_sv", f"{office}title_en")
    words = Func(*map(F, columns), function="jsonb_build_array", output_field=JSONField())
    rows = ActedFor.objects.filter(table=table, row=OuterRef(key)).order_by()
    return Subquery(rows.annotate(words=words).values("words")[:1])


def offices_of(person: Person) -> list[HeldOffice]:
    """The offices the person holds today in another's name."""
    return [held for held in person.offices if held.for_name]


def chosen_office(person: Person, bodies: Collection[int | None], right: str) -> HeldOffice | None:
    """The office of somebody else in whose name the person uses the right at one of the bodies; None in the own.

    Whoever has the right by an own office acts in their own name. What is at no body is done in another's name only
    by who has no office of their own.
    """
    lent = offices_of(person)
    if not lent:
        return None
    own = [held for held in person.offices if not held.for_name]
    there = [held for held in lent if held.body_id in bodies]
    if any(held.body_id in bodies and right in access.ON_OWN_BODY[held.role] for held in own):
        return None
    giving = [held for held in there if right in access.ON_OWN_BODY[held.role]]
    if giving or (there and not own):
        return (giving or there)[0]
    return None if own else lent[0]


def note(row: Any, by: Person | None, bodies: Collection[int | None], right: str) -> HeldOffice | None:
    """Note with what was written in whose name it was; nothing for who acts in their own."""
    held = chosen_office(by, bodies, right) if by is not None else None
    note_all([row], held)
    return held


def note_all(rows: Sequence[Any], held: HeldOffice | None) -> None:
    """Note with each of the rows that it was written in the office held in another's name; one statement."""
    if held is not None and rows:
        ActedFor.objects.bulk_create(
            ActedFor(table=row._meta.db_table, row=row.pk, substitution_id=held.substitution_id)
            for row in rows
        )


def note_as(rows: Sequence[Any], former: Sequence[Any]) -> None:
    """Of rows that repeat others, in the same order: those stand in the name in which the others were written."""
    if not rows:
        return
    table = rows[0]._meta.db_table
    noted = ActedFor.objects.filter(table=table, row__in=[each.pk for each in former])
    loans = dict(noted.values_list("row", "substitution"))
    ActedFor.objects.bulk_create(
        ActedFor(table=table, row=row.pk, substitution_id=loans[old.pk])
        for row, old in zip(rows, former, strict=True)
        if old.pk in loans
    )


def note_change(sender: Any, instance: Any, history_instance: Any, history_user: Any, **_kw: Any) -> None:
    """Told by every history: a change was written. Asks the database nothing more for who acts in their own name."""
    if history_user is not None and history_user.pk and history_instance.history_user_id:
        note(history_instance, history_user, _bodies_of(instance, history_user), _right_over(instance))


def _right_over(thing: Any) -> str:
    if isinstance(thing, Office | Appointment | Substitution) or hasattr(thing, "appointment_id"):
        return access.APPOINT
    return access.EDIT


def _bodies_of(thing: Any, by: Person) -> set[int | None]:
    """Where a thing belongs; asked of who stands in for somebody alone."""
    if not offices_of(by):
        return set()
    if isinstance(thing, Body):
        return {thing.pk}
    if isinstance(thing, Matter):
        return {thing.body_id, thing.before_id}
    if isinstance(thing, Appointment):
        return {thing.office.body_id}
    for name in ("matter", "appointment"):
        if (hub := getattr(thing, name, None)) is not None:
            return _bodies_of(hub, by)
    return {getattr(thing, name) for name in ("body_id", "owner_id") if getattr(thing, name, None)}


def whose_work(by: Person, body: int) -> Person:
    """Who handles from then on what the person takes up at the body: of a substitute whoever is away and comes back."""
    held = chosen_office(by, (body,), access.EDIT)
    return Person.objects.get(pk=held.for_id) if held is not None else by


def at_body(person: Person, body: int | None, right: str = access.EDIT) -> str:
    """For whom the person would use the right at the body: the name; empty for their own."""
    held = chosen_office(person, (body,), right)
    return held.for_name if held is not None and held.body_id == body else ""


class SeenThrough:
    """A person with some of the offices held, for the lists of what waits: it asks as the person does and reaches no
    further. `pk` is whose open matters are "mine": of an office in another's name, that person's.
    """

    is_active = True

    def __init__(
        self, person: Person, offices: Iterable[HeldOffice], bodies: Mapping[int, Body], pk: int
    ) -> None:
        self.pk = pk
        self.offices = tuple(offices)
        held = person.standing
        given: dict[str, set[int]] = {}
        for office in self.offices:
            for right, body in _given_by(office, bodies):
                if body in held.bodies.get(right, ()):
                    given.setdefault(right, set()).add(body)
        self.standing: Standing = replace(held, offices=self.offices, bodies=given)
        self.secret_matters = held.secret_matters

    @property
    def is_another(self) -> bool:
        """Whether it is somebody else's work that is seen: what is that person's own stays there."""
        return any(held.for_name for held in self.offices)

    @property
    def roles(self) -> set[str]:
        return self.standing.roles

    @property
    def own_bodies(self) -> list[int]:
        return sorted({held.body_id for held in self.offices} & self.bodies_with(access.VIEW))

    def bodies_with(self, right: str) -> set[int]:
        return self.standing.bodies.get(right, set())


def _given_by(office: HeldOffice, bodies: Mapping[int, Body]) -> Iterator[tuple[str, int]]:
    for right in access.ON_OWN_BODY[office.role]:
        yield right, office.body_id
    for right in access.on_every_body(office.role, bodies[office.body_id].kind):
        for body in bodies:
            yield right, body


def standing_in(persons: Iterable[Person], day: date) -> list[Substitution]:
    """Those that run on the day for any of the persons. One statement."""
    rows = Substitution.objects.in_force(day).filter(appointment__person__in=list(persons))
    return list(rows.with_names().order_by("pk"))


def concerns(row: Substitution, matter: Matter | None, key: str, sent_to: SentTo | None = None) -> bool:
    """Whether a notice to the absent person is of the office in which somebody stands in.

    Of a matter that is asked of its bodies; one of no matter follows the office it was sent to, and no other.
    """
    if key.partition(":")[0] in TO_THE_PERSON:
        return False
    office = row.appointment.office
    if matter is None:
        return sent_to is not None and sent_to.reaches(office)
    if access.on_every_body(office.role, office.body.kind):
        return True
    taking_part = (each.body_id for each in matter.participations.all())
    return office.body_id in {matter.body_id, matter.before_id, *taking_part}
