"""A meeting is planned, called and begun, or cancelled."""

from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, placing
from governance.models import AgendaItem, Attendance, Body, Meeting, MeetingFile, Person

from . import drawing, following
from .lifecycle import after
from .locking import lock, lock_to_come, write


@transaction.atomic
def plan(
    *,
    by: Person,
    body: Body,
    held_on: date,
    begins_at: time | None = None,
    place: str = "",
    is_invented: bool = False,
) -> Meeting:
    """Plan a meeting of a body whose decisions one records. Those who sat at the last one are expected again."""
    access.require(by, access.RECORD, body)
    _require_in_force(body, held_on)
    meeting = Meeting(body=body, held_on=held_on, begins_at=begins_at, place=place, is_invented=is_invented)
    meeting._history_user = by
    meeting.save()
    _expect_the_same(meeting)
    return meeting


@transaction.atomic
def edit(
    meeting: Meeting,
    version: int,
    *,
    by: Person,
    held_on: date,
    begins_at: time | None,
    place: str,
    note: str = "",
) -> Meeting:
    """Change when and where. Raises StaleVersion when somebody was faster."""
    meeting = lock_to_come(meeting, by, version)
    _require_in_force(meeting.body, held_on)
    return write(meeting, by=by, held_on=held_on, begins_at=begins_at, place=place, note=note)


@transaction.atomic
def call(meeting: Meeting, version: int, *, by: Person) -> Meeting:
    """The agenda goes out. What is added from now on is a late item."""
    meeting = lock(meeting, by, version)
    status = after("call", meeting)
    following.follow_up(meeting, by=by)
    write(meeting, by=by, status=status, called_on=timezone.localdate())
    drawing.ask(meeting, MeetingFile.Kind.AGENDA)
    return meeting


@transaction.atomic
def begin(meeting: Meeting, *, by: Person) -> Meeting:
    """The body meets: from now on outcomes are noted. No meeting begins before its day."""
    meeting = lock(meeting, by)
    status = after("begin", meeting)
    if meeting.held_on > timezone.localdate():
        raise ValidationError(
            _("The meeting is on %(day)s and cannot begin before that.")
            % {"day": meeting.held_on.isoformat()}
        )
    following.follow_up(meeting, by=by)
    return write(meeting, by=by, status=status)


@transaction.atomic
def cancel(meeting: Meeting, version: int, *, by: Person, reason: str) -> Meeting:
    """The meeting is not held. Its matters still lie before the body, for the next one, or before who decides now."""
    meeting = lock(meeting, by, version)
    note = "\n\n".join(part for part in (meeting.note, reason) if part)
    write(meeting, by=by, status=after("cancel", meeting), note=note)
    matters = meeting.items.filter(kind=AgendaItem.Kind.MATTER).values_list("matter", flat=True)
    placing.follow(list(matters), by=by)
    return meeting


def _require_in_force(body: Body, day: date) -> None:
    if not body.is_in_force(day):
        raise ValidationError({"held_on": _("The body does not exist on that day.")})


def _expect_the_same(meeting: Meeting) -> None:
    last = Meeting.objects.filter(body=meeting.body, closed_on__isnull=False).first()
    if last is None:
        return
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, name=name, role=role, is_present=True)
        for name, role in last.attendance.values_list("name", "role")
    )
