"""What every verb has in common: lock, check, change the card, note the event, tell those concerned."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from governance import access, matters, notices
from governance.authority import Ruling
from governance.models import Body, Matter, Office, Person
from visits import rules
from visits.lifecycle import STEPS
from visits.models import Event, Visit

# What those concerned are told. No names of guests: the notice leaves the house as mail.
NEWS = {
    "log": ("Betydande besök har kommit in: {title}", "A significant visit has been requested: {title}"),
    "edit": ("Besöket har blivit betydande: {title}", "The visit has become significant: {title}"),
    "guest_answered": ("Gästen har svarat: {title}", "The guest has answered: {title}"),
    "accept": ("Besöket är accepterat: {title}", "The visit has been accepted: {title}"),
    "accept_changed": (
        "Besöket är accepterat med ändring: {title}",
        "The visit has been accepted with changes: {title}",
    ),
    "decline": ("Besöket är avböjt: {title}", "The visit has been declined: {title}"),
    "forward": ("Vidarebefordrad till er: {title}", "Forwarded to you: {title}"),
    "take_forwarded": ("Förfrågan är mottagen: {title}", "The request has been taken: {title}"),
    "return_forwarded": ("Förfrågan har kommit tillbaka: {title}", "The request has come back: {title}"),
    "hand_over_to_ks": (
        "Överlämnat till kommunstyrelsen: {title}",
        "Handed over to the Executive Board: {title}",
    ),
    "take_over": (
        "Stadsledningskontoret koordinerar besöket: {title}",
        "The Executive Office coordinates the visit: {title}",
    ),
    "plan": ("Besöket är planerat: {title}", "The visit has been planned: {title}"),
    "carry_out": ("Besöket är genomfört: {title}", "The visit has been carried out: {title}"),
    "withdraw": ("Gästen har återtagit sin förfrågan: {title}", "The guest has withdrawn: {title}"),
    "cancel": ("Besöket är inställt: {title}", "The visit has been cancelled: {title}"),
}


def begin(verb: str, visit: Visit, *, by: Person) -> tuple[Matter, Visit, Ruling]:
    """The card and the visit, locked, in a state where the person may do this. Raises what stands in the way."""
    matter = matters.lock(visit.matter_id)
    current = Visit.objects.select_for_update().get(pk=visit.pk)
    current.matter = matter
    return matter, current, rules.require(verb, current, matter, by)


def finish(
    verb: str,
    visit: Visit,
    matter: Matter,
    *,
    by: Person,
    on: date | None,
    note: str = "",
    closes: bool = False,
    **card: Any,
) -> Visit:
    """Save the visit and its card in the step's new state, note the event, tell those concerned."""
    target = STEPS[verb].target if verb in STEPS else None
    card.setdefault("status", target or matter.status)
    if closes:
        matter.due_on = None
        matters.close(matter, by=by, day=on, **card)
    else:
        matters.change(matter, by=by, **card)
    save(visit, by=by)
    record(verb, visit, matter, by=by, on=on, note=note)
    tell(verb, matter, concerned(matter), by=by)
    return visit


def save(visit: Visit, *, by: Person) -> None:
    visit._history_user = by
    visit.save()


def record(verb: str, visit: Visit, matter: Matter, *, by: Person, on: date | None, note: str = "") -> None:
    Event.objects.create(
        visit=visit, verb=verb, status=matter.status, note=note, by=by, body=matter.body, at=moment(on)
    )


def moment(on: date | None) -> datetime:
    """Now, or noon of an earlier day."""
    if on is None or on == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(on, time(12)))


def concerned(matter: Matter) -> set[Person]:
    """The case officer, and the contact persons of the bodies that take part or passed it on."""
    persons = {matter.responsible} if matter.responsible else set()
    for body in matter.participants.all():
        persons |= contact_persons(body)
    return persons


def contact_persons(body: Body) -> set[Person]:
    """Those who handle visits at a body: its contact persons, at the Executive Board the coordinators."""
    role = Office.Role.COORDINATOR if body.kind == Body.Kind.EXECUTIVE_BOARD else Office.Role.CONTACT_PERSON
    return set(access.holders(role, body))


def tell(verb: str, matter: Matter, persons: Iterable[Person], *, by: Person) -> None:
    """One notice each, never to the one who did it; the version of the card makes the key of this step."""
    if verb not in NEWS:
        return
    subject_sv, subject_en = NEWS[verb]
    notices.notify(
        sorted({person for person in persons if person != by}, key=lambda person: person.pk),
        matter=matter,
        key=f"visit:{matter.pk}:{verb}:{matter.version}",
        subject_sv=subject_sv.format(title=matter.title),
        subject_en=subject_en.format(title=matter.title),
    )
