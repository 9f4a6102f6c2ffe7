"""Appointments: the head names the body's contact person; the former one ends the day before."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from . import access, acting
from .errors import WrongState
from .models import Appointment, Body, Office, Person
from .notices import notify

TITLE_SV, TITLE_EN = "Internationell kontaktperson", "International contact person"


@transaction.atomic
def appoint_contact(
    body: Body, person: Person, *, by: Person, since: date, until: date | None = None
) -> Appointment:
    """Appoint the body's contact person from a day on. Rights follow at once, or when the day comes.

    Raises PermissionDenied (not the head), WrongState when a later appointment is in the way.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    access.require(by, access.APPOINT, body)
    if person.pk == by.pk and acting.chosen_office(by, (body.pk,), access.APPOINT) is not None:
        raise WrongState(_("Whoever stands in for the head appoints somebody else, never themselves."))
    office, _created = Office.objects.get_or_create(
        body=body,
        role=Office.Role.CONTACT_PERSON,
        defaults={"title_sv": TITLE_SV, "title_en": TITLE_EN},
    )
    former = _end_former(office, since, by)
    appointment = Appointment(office=office, person=person, since=since, until=until, appointed_by=by)
    appointment._history_user = by  # type: ignore[attr-defined]
    appointment.save()
    for each in {person, *former}:
        access.sync_rights(each)
    notify(
        [person],
        matter=None,
        key=f"appointed:{appointment.pk}",
        subject_sv=f"Du är utsedd till internationell kontaktperson för {body.name_sv}",
        subject_en=f"You are appointed international contact person of {body.name_en}",
    )
    return appointment


def _end_former(office: Office, since: date, by: Person) -> list[Person]:
    """Let those who hold the office end the day before; refuse if somebody begins on that day or later."""
    rows = Appointment.objects.select_for_update().filter(office=office).select_related("person")
    later = rows.filter(since__gte=since).order_by("since").first()
    if later is not None:
        raise WrongState(
            _("%(name)s is already appointed from %(day)s. Choose a later day.")
            % {"name": later.person.name, "day": later.since.isoformat()}
        )
    eve = since - timedelta(days=1)
    ended = [row for row in rows if row.until is None or row.until > eve]
    for row in ended:
        row.until = eve
        row._history_user = by  # type: ignore[attr-defined]
        row.save()
    return [row.person for row in ended]
