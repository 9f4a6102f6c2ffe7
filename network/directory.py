"""The directory: every body with its contact persons on a day, and where one is missing."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.db.models import OuterRef, Subquery

from governance.authority import Question, Ruling, rule
from governance.models import Appointment, Body, Person, Substitution
from governance.models.authority import Act
from governance.prepared import NOBODY, Given, Statement

from . import members
from .models import Mandate

# A body without a contact person breaks the rule, or could well have one: it is only hinted at.
REQUIRED, HINTED = Body.WITH_CONTACT_PERSON, (Body.Kind.DISTRICT_COUNCIL,)


def ruling(day: date) -> Ruling:
    """Who appoints contact persons, and by which section, in the strategy in force on the day."""
    return rule(Question(act=Act.APPOINT_CONTACT_PERSON), on=day)


def serving(day: date) -> dict[int, list[Appointment]]:
    """The contact persons in force on the day by body (id), with person, mandate and who stands in. One query."""
    found: dict[int, list[Appointment]] = {}
    for appointment in _serving().run(NOBODY, {"day": day}):
        found.setdefault(appointment.office.body_id, []).append(appointment)
    return found


# Written once (governance/prepared.py): the directory is read more often than it changes. Of all bodies at once,
# since the city has some fifty: who is missing, who has not accepted and who is shown are then one question.
@cache
def _serving() -> Statement[Any]:
    day: Any = Given("day")
    stands_in = (
        Substitution.objects.in_force(day)
        .filter(appointment=OuterRef("pk"))
        .order_by()
        .values("substitute__name")
    )
    held = members.contact_appointments(Given("day")).annotate(stood_in_by=Subquery(stands_in[:1]))
    shown = ("since", "until", "office__body", "mandate__kind", "mandate__themes", "mandate__accepted_at")
    named = ("person__name", "person__email", "mandate__substitute__name")
    chosen = held.select_related("office", "person", "mandate__substitute").only(*shown, *named)
    return Statement(chosen.order_by("since", "pk"))


def vacant(day: date) -> list[Body]:
    """Those that must have a contact person and have none."""
    rows = Body.objects.in_force(day).filter(kind__in=REQUIRED)
    return list(rows.exclude(pk__in=serving(day)).order_by("name_sv"))


def seriousness(body: Body, has_contact: bool) -> str:
    """ "defect" or "hint" where a contact person is missing, else empty."""
    if has_contact:
        return ""
    return "defect" if body.kind in REQUIRED else "hint" if body.kind in HINTED else ""


def tell_contacts(bodies: Iterable[Any], held: Mapping[int, list[Appointment]]) -> None:
    """Give each body its `contacts`, of `serving`, and its `vacancy`: how serious it is that there are none."""
    for body in bodies:
        body.contacts = held.get(body.pk, [])
        body.vacancy = seriousness(body, bool(body.contacts))


def mandate_of(appointment: Appointment) -> Mandate | None:
    """The mandate that was fetched along; None when nobody has said anything of it."""
    return getattr(appointment, "mandate", None)


def substitute_of(appointment: Any) -> str:
    """Who stands in, of `serving`: who does so today, else whom the mandate names for whenever it is needed."""
    mandate = mandate_of(appointment)
    usual = mandate.substitute.name if mandate and mandate.substitute else ""
    return appointment.stood_in_by or usual


def usual_substitute(appointment: Appointment) -> Person | None:
    """Whom the head has named to stand in whenever it is needed: proposed, and nothing more, until somebody does."""
    mandate = Mandate.objects.filter(pk=appointment.pk).select_related("substitute").first()
    return mandate.substitute if mandate else None
