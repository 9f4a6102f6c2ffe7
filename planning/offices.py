"""Who writes for a body and who submits, by the offices that are held today; and where nobody holds them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access
from governance.models import Appointment, Body, Office, Person, Substitution
from governance.prepared import Asker

from .models import Handed

Role = Office.Role


def _roles(*rights: str) -> list[str]:
    return [role for role, given in access.ON_OWN_BODY.items() if not set(given).isdisjoint(rights)]


WRITING, SUBMITTING = _roles(access.EDIT), _roles(access.RECORD, access.APPOINT)


def reads(person: Person) -> bool:
    """Whether the person holds an office that reads the matters of some body."""
    return bool(person.bodies_with(access.VIEW))


@dataclass
class Held:
    """The persons of a body who write, who submit, and who appoint its contact person."""

    writing: list[Person] = field(default_factory=list)
    submitting: list[Person] = field(default_factory=list)
    heads: list[Person] = field(default_factory=list)


def of_bodies(bodies: Iterable[int]) -> dict[int, Held]:
    """Of each body (id). One query."""
    found = {body: Held() for body in bodies}
    rows = Appointment.objects.in_force(timezone.localdate()).filter(
        office__body__in=list(found), office__role__in={*WRITING, *SUBMITTING}
    )
    for each in rows.select_related("person", "office").order_by("since", "pk"):
        held = found[each.office.body_id]
        for persons, roles in (
            (held.writing, WRITING),
            (held.submitting, SUBMITTING),
            (held.heads, (Role.HEAD,)),
        ):
            if each.office.role in roles and each.person not in persons:
                persons.append(each.person)
    return found


def of_body(body: Body) -> Held:
    return of_bodies([body.pk])[body.pk]


def vacancy(held: Held) -> str:
    """What cannot be done because nobody holds the office for it, in a few words; empty where all is well."""
    if not held.writing:
        return _("Nobody can write it.")
    return "" if held.submitting else _("There is neither head nor secretary.")


def way_on(body: Body, held: Held) -> str:
    """Who can fill the office that is vacant, and what may be done until then."""
    if held.writing:
        return _(
            "%(body)s has neither head nor secretary in the register. %(names)s can enter one. Until then whoever"
            " writes it may submit it too, and the City Executive Office sees that no head has."
        ) % {"body": body.name, "names": _administrators()}
    if held.heads:
        return _(
            "%(body)s has neither contact person nor secretary in the register. Its head appoints a contact"
            " person: %(names)s."
        ) % {"body": body.name, "names": _names(held.heads)}
    return _(
        "%(body)s has neither contact person, secretary nor head in the register. %(names)s can enter one."
    ) % {"body": body.name, "names": _administrators()}


def _administrators() -> str:
    """Who enters heads and secretaries, by name and as what."""
    names = _names(access.holders(Role.ADMINISTRATOR).order_by("name"))
    return _("The administrator of the register (%(names)s)") % {"names": names or _("nobody")}


def _names(persons: Iterable[Person]) -> str:
    return ", ".join(person.name for person in persons)


def may_submit(person: Person, body: Body, held: Held | None = None) -> bool:
    """The head, or the body's secretary; while it has neither, who writes for it: somebody must be able to."""
    if access.may(person, access.RECORD, body) or access.may(person, access.APPOINT, body):
        return True
    return access.may(person, access.EDIT, body) and not (held or of_body(body)).submitting


def to_submit_by(asker: Asker, day: Any) -> Q:
    """The same of cards, for a statement that is written once."""
    filled = Appointment.objects.in_force(day).filter(
        office__body=OuterRef("body"), office__role__in=SUBMITTING
    )
    return (
        Q(body__among=asker.bodies_with(access.RECORD))
        | Q(body__among=asker.bodies_with(access.APPOINT))
        | Q(~Exists(filled), body__among=asker.bodies_with(access.EDIT))
    )


def is_without_head(handed: Handed) -> bool:
    """Whether it was submitted by somebody who was neither head nor secretary of the body on that day."""
    if handed.submitted_on is None or handed.submitted_by_id is None:
        return False
    held = Appointment.objects.in_force(handed.submitted_on).filter(
        person=handed.submitted_by_id, office__body=handed.matter.body_id
    )
    lent = Substitution.objects.of_dates(handed.submitted_on).filter(
        substitute=handed.submitted_by_id,
        appointment__office__body=handed.matter.body_id,
        appointment__office__role__in=SUBMITTING,
    )
    return not (held.filter(office__role__in=SUBMITTING).exists() or lent.exists())
