"""Requests for receptions in the City Hall: logged by a body, listed for the preparatory committee."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import access, acting, meetings, notices
from .errors import WrongState
from .lists import all_bodies
from .models import AgendaItem, Body, Meeting, Office, Person, Reception


@transaction.atomic
def log(*, by: Person, body: Body, logged_on: date | None = None, **said: Any) -> Reception:
    """Write down a request; the committee's secretary is told. Raises PermissionDenied, ValidationError."""
    access.require(by, access.EDIT, body)
    _require_sense(said)
    reception = Reception(body=body, logged_by=by, logged_on=logged_on or timezone.localdate(), **said)
    reception._history_user = by  # type: ignore[attr-defined]
    reception.save()
    notices.notify(
        access.holders(Office.Role.IB_SECRETARY),
        matter=None,
        key=f"reception:{reception.pk}",
        subject_sv="En förfrågan om mottagning i Stadshuset har kommit in",
        subject_en="A request for a reception in the City Hall has come in",
        sent_to=acting.SentTo((Office.Role.IB_SECRETARY,)),
    )
    return reception


def _require_sense(said: dict[str, Any]) -> None:
    if said["ends_on"] < said["begins_on"]:
        raise ValidationError({"ends_on": _("The last day is before the first.")})
    # The evening before is a matter of judgement, told among the criteria; a day further off is of another event.
    if not said["begins_on"] - timedelta(days=1) <= said["wished_on"] <= said["ends_on"]:
        raise ValidationError({"wished_on": _("The reception is held while the event lasts.")})
    if said["foreign_guests"] > said["guests"]:
        raise ValidationError({"foreign_guests": _("There are not so many guests.")})


@transaction.atomic
def list_for(meeting: Meeting, reception: Reception, *, by: Person) -> AgendaItem:
    """Put the request on the committee's list of hospitality, once."""
    if meeting.decides:
        raise WrongState(_("Receptions are handled by the preparatory committee."))
    reception = Reception.objects.select_for_update().get(pk=reception.pk)
    if reception.item_id is not None:
        raise WrongState(_("The request is on an agenda already."))
    reception.item = meetings.add_other(
        meeting, by=by, title=f"Mottagning: {reception.event}"[:200], stream=AgendaItem.Stream.HOSPITALITY
    )
    reception._history_user = by  # type: ignore[attr-defined]
    reception.save()
    return reception.item


def require_some_editing(person: Person) -> None:
    """Raise PermissionDenied for who prepares no body's matters."""
    if not person.bodies_with(access.EDIT):
        raise PermissionDenied(_("Only those who prepare the matters of a body log a request."))


def reads_all(person: Person) -> bool:
    """Whether the person reads what the committee has before it; others read what their own bodies passed on."""
    committees = {
        pk for pk, body in all_bodies(person).items() if body.kind == Body.Kind.PREPARATORY_COMMITTEE
    }
    return bool(committees & set(person.bodies_with(access.VIEW)))
