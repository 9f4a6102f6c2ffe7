"""The directory: every body with its contact persons on a day, and where one is missing."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from governance.authority import Question, Ruling, rule
from governance.models import Appointment, Body
from governance.models.authority import Act
from governance.prepared import NOBODY, Given, Statement

from . import members
from .models import Mandate

# A body without a contact person breaks the rule, or could well have one: it is only hinted at.
REQUIRED, HINTED = Body.WITH_CONTACT_PERSON, (Body.Kind.DISTRICT_COUNCIL,)


def ruling(day: date) -> Ruling:
    """Who appoints contact persons, and by which section, in the strategy in force on the day."""
    return rule(Question(act=Act.APPOINT_CONTACT_PERSON), on=day)


def covered(day: date) -> dict[int, bool]:
    """The bodies (ids) that have a contact person, each with whether somebody there has not accepted yet."""
    found: dict[int, bool] = {}
    for body, accepted_at in _covering().run(NOBODY, {"day": day}):
        found[body] = found.get(body, False) or accepted_at is None
    return found


# Both are written once (governance/prepared.py): the directory is read more often than it changes.
@cache
def _covering() -> Statement[Any]:
    held = members.contact_appointments(Given("day"))
    return Statement(held.values_list("office__body", "mandate__accepted_at"))


@cache
def _serving() -> Statement[Any]:
    held = members.contact_appointments(Given("day")).filter(office__body__among=Given("bodies"))
    chosen = held.select_related("office", "person", "mandate__substitute")
    return Statement(chosen.order_by("since", "pk"))


def vacant(day: date) -> list[Body]:
    """Those that must have a contact person and have none."""
    rows = Body.objects.in_force(day).filter(kind__in=REQUIRED)
    return list(rows.exclude(pk__in=covered(day)).order_by("name_sv"))


def seriousness(body: Body, has_contact: bool) -> str:
    """ "defect" or "hint" where a contact person is missing, else empty."""
    if has_contact:
        return ""
    return "defect" if body.kind in REQUIRED else "hint" if body.kind in HINTED else ""


def with_contacts(rows: Iterable[Any], day: date) -> None:
    """Give each body its `contacts`: the appointments in force, with person and mandate. One query for all."""
    found: dict[int, list[Appointment]] = {body.pk: [] for body in rows}
    for appointment in _serving().run(NOBODY, {"day": day, "bodies": list(found)}):
        found[appointment.office.body_id].append(appointment)
    for body in rows:
        body.contacts = found[body.pk]
        body.vacancy = seriousness(body, bool(body.contacts))


def mandate_of(appointment: Appointment) -> Mandate | None:
    """The mandate that was fetched along; None when nobody has said anything of it."""
    return getattr(appointment, "mandate", None)
