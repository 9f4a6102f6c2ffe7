"""What every verb has in common: lock, check, change the card, note the event, tell those concerned."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, acting, matters, notices
from governance.authority import Ruling
from governance.errors import WrongState
from governance.models import Body, Matter, Office, Person
from governance.models.standing import HeldOffice
from visits import rules
from visits.lifecycle import STEPS
from visits.models import Event, Visit
from visits.open import mail

# The name no person of the city can have: it is none from the login service.
GUEST = "guest:open-pages"

# What those concerned are told: number and body, no title and no guest, for the notice leaves the house as mail.
NEWS = {
    "log": ("betydande besök har kommit in till {sv}", "a significant visit has been requested of {en}"),
    "receive": (
        "en förfrågan har kommit in på de öppna sidorna till {sv}",
        "a request has come by the open pages to {en}",
    ),
    "edit": ("besöket hos {sv} har blivit betydande", "the visit to {en} has become significant"),
    "guest_answered": ("gästen har svarat {sv}", "the guest has answered {en}"),
    "guest_added": ("gästen har skrivit till {sv}", "the guest has written to {en}"),
    "accept": ("{sv} har accepterat besöket", "{en} has accepted the visit"),
    "accept_changed": (
        "{sv} har accepterat besöket med ändring",
        "{en} has accepted the visit with changes",
    ),
    "decline": ("{sv} har avböjt besöket", "{en} has declined the visit"),
    "forward": ("{sv} har vidarebefordrat en förfrågan", "{en} has forwarded a request"),
    "take_forwarded": ("{sv} har tagit emot förfrågan", "{en} has taken the request"),
    "return_forwarded": ("förfrågan har kommit tillbaka till {sv}", "the request has come back to {en}"),
    "hand_over_to_ks": (
        "{sv} har lämnat över besöket till kommunstyrelsen",
        "{en} has handed the visit over to the Executive Board",
    ),
    "take_over": ("{sv} koordinerar besöket", "{en} coordinates the visit"),
    "plan": ("besöket hos {sv} är planerat", "the visit to {en} has been planned"),
    "carry_out": ("besöket hos {sv} är genomfört", "the visit to {en} has been carried out"),
    "withdraw": (
        "gästen har återtagit sin förfrågan till {sv}",
        "the guest has withdrawn the request to {en}",
    ),
    "cancel": ("besöket hos {sv} är inställt", "the visit to {en} has been cancelled"),
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
    if not closes and matter.responsible_id is None and access.may_edit(by, matter):
        # Whoever takes up what a guest has sent in handles it from then on.
        card.setdefault("responsible", acting.whose_work(by, matter.body_id))
    if closes:
        matter.due_on = None
        matters.close(matter, by=by, day=on, **card)
    else:
        matters.change(matter, by=by, **card)
    save(visit, by=by)
    record(verb, visit, matter, by=by, on=on, note=note)
    tell(verb, matter, concerned(matter), by=by)
    mail.tell(verb, visit, by=by)
    return visit


def save(visit: Visit, *, by: Person) -> None:
    visit._history_user = by
    visit.save()


def record(
    verb: str,
    visit: Visit,
    matter: Matter,
    *,
    by: Person,
    on: date | None,
    note: str = "",
    held: HeldOffice | None = None,
) -> None:
    """Write it on the visit's timeline. `held`: in whose office it was done, if not the visit's."""
    body = None if by.username == GUEST else matter.body  # a guest belongs to no body of the city
    event = Event.objects.create(
        visit=visit, verb=verb, status=matter.status, note=note, by=by, body=body, at=moment(on)
    )
    if held is not None:
        acting.note_all([event], held)
    else:
        acting.note(event, by, {matter.body_id}, access.EDIT)


def the_guest() -> Person:
    """Who the history names where a guest did it on the open pages: a row without offices, which cannot log in."""
    guest = Person.objects.filter(username=GUEST).first()
    if guest is None:
        guest = Person(username=GUEST, name="Gästen / The guest", is_active=False)
        guest.set_unusable_password()
        with transaction.atomic():
            guest.save()
    return guest


def moment(on: date | None) -> datetime:
    """Now, or noon of an earlier day."""
    if on is None or on == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(on, time(12)))


def concerned(matter: Matter) -> set[Person]:
    """The case officer, and the contact persons of the bodies that take part or passed it on.

    While nobody handles it, as after a guest has sent it in, those who handle visits at its body.
    """
    persons = {matter.responsible} if matter.responsible else contact_persons(matter.body)
    for body in matter.participants.all():
        persons |= contact_persons(body)
    return persons


def contact_persons(body: Body) -> set[Person]:
    """Those who handle visits at a body: its contact persons, at the Executive Board the coordinators."""
    role = Office.Role.COORDINATOR if body.kind == Body.Kind.EXECUTIVE_BOARD else Office.Role.CONTACT_PERSON
    return set(access.holders(role, body))


def tell(verb: str, matter: Matter, persons: Iterable[Person], *, by: Person) -> None:
    """One notice to each who may open the visit, but the one who did it; the card's version makes the step's key."""
    if verb not in NEWS:
        return
    told = {person for person in persons if person != by and access.may_view(person, matter)}
    sv, en = (f"{matter.number}: {words}" for words in NEWS[verb])
    notices.notify(
        sorted(told, key=lambda person: person.pk),
        matter=matter,
        key=f"visit:{matter.pk}:{verb}:{matter.version}",
        subject_sv=sv.format(sv=matter.body.in_a_sentence_sv),
        subject_en=en.format(en=matter.body.in_a_sentence_en),
    )


def require_order(since: date, until: date) -> None:
    """Raises WrongState where a last day comes before the first."""
    if until < since:
        raise WrongState(_("The last day is before the first."))
