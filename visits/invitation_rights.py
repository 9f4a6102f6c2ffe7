"""Who may sign an invitation letter: the body the strategy names, and at that body whoever can bind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from governance import authority, decisions, delegations
from governance.authority import Question, Ruling
from governance.models import Act, Appointment, Body, DelegatedPower, Matter, Office, Person

from .letters import in_place_of

# A letter costs nothing: a limit in the register is no hindrance.
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Signature:
    """Whether a person may sign, in which office and by which row of the register; else why not, and who may.

    `absent` is in whose place a substitute signs.
    """

    ruling: Ruling
    office: Office | None = None
    absent: Person | None = None
    source: str = ""
    reason: str = ""
    body: Body | None = None

    def __bool__(self) -> bool:
        return self.office is not None

    def title(self, language: str) -> str:
        """What stands under the name: the office, of a substitute with "for" and whose it is."""
        if self.office is None:
            return ""
        title = self.office.title_en if language == "en" else self.office.title_sv
        return in_place_of(self.absent.name, title, language) if self.absent else title


def ruling_on(day: date) -> Ruling:
    """What the strategy in force says of issuing invitation letters."""
    return authority.rule(Question(Act.ISSUE_INVITATION_LETTER.value), on=day)


def signature(matter: Matter, person: Person, day: date) -> Signature:
    """Whether the person may sign the letters of the visit on the day."""
    ruling = ruling_on(day)
    body = decisions.deciding_body(ruling, matter.body)
    answer = authority.may_decide(ruling, body.kind if body else "", body == matter.body)
    if body is None or not answer:
        return Signature(ruling, reason=answer.explanation(), body=body)
    if delegations.keeps_register(body, day):
        return _by_register(matter, body, person, day, ruling)
    held = _held(body, day).filter(person=person).first()
    if held is not None:
        return Signature(ruling, held.office, body=body)
    return Signature(ruling, reason=_only(body, day), body=body)


def _by_register(matter: Matter, body: Body, person: Person, day: date, ruling: Ruling) -> Signature:
    try:
        row = delegations.power_for(matter, body, person, day, NOTHING)
    except ValidationError as refusal:
        return Signature(ruling, reason=" ".join(refusal.messages), body=body)
    if row is None:
        raise AssertionError("a body that keeps a register gives a row or refuses")
    holds = Appointment.objects.in_force(day).filter(person=person, office=row.office).exists()
    lent = [] if holds else delegations.stood_in(person, body, day)
    absent = next((each.absent for each in lent if each.appointment.office_id == row.office_id), None)
    return Signature(ruling, row.office, absent, source=row.source, body=body)


def signers(matter: Matter, day: date) -> list[Person]:
    """Those who may sign the letters of the visit, by name; none where the strategy gives it to nobody."""
    body = decisions.deciding_body(ruling_on(day), matter.body)
    if body is None:
        return []
    held = _held(body, day)
    if delegations.keeps_register(body, day):
        rows = DelegatedPower.objects.in_force(day).filter(body=body, kind=matter.kind)
        held = Appointment.objects.in_force(day).filter(office__in=rows.values("office"))
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("name"))


def _held(body: Body, day: date) -> QuerySet[Appointment]:
    """A contact person represents the body and cannot bind it (governance/delegations.py)."""
    rows = Appointment.objects.in_force(day).filter(office__body=body, office__role__in=delegations.DELEGATES)
    return rows.select_related("office").order_by("pk")


def _only(body: Body, day: date) -> str:
    names = ", ".join(sorted({each.person.name for each in _held(body, day).select_related("person")}))
    words = _(
        "The letter binds %(body)s, so it is signed by the head, a coordinator or the secretary there."
    ) % {"body": body.in_a_sentence}
    today = _("Today: %(names)s.") % {"names": names} if names else _("Nobody is appointed today.")
    return f"{words} {today}"
