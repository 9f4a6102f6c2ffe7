"""The demonstration's meetings, all invented: one with posted minutes, one that is called, one that is planned."""

from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone

from governance import access, working_days
from governance.models import Attendance, Body, Meeting, Office, Person

from . import agenda, attending, closing, minutes, planning, running

Role = Attendance.Role
SEATS = (
    ("Karin Exempelberg", Role.CHAIR, True, ""),
    ("Olof Påhittad", Role.VICE_CHAIR, True, ""),
    ("Maj Exempelsson", Role.MEMBER, False, ""),
    ("Per Påhitt", Role.SUBSTITUTE, True, "Maj Exempelsson"),
    ("Eva Exempel", Role.SECRETARY, True, ""),
)
OPENING = ("Val av protokollsjusterare", "Anmälan av protokollsjustering")
COMMITTEE = "trafiknamnden"


@transaction.atomic
def load() -> int:
    """Meetings of the Transport Committee. Doing it again changes nothing. Returns how many were created."""
    body = Body.objects.filter(slug=COMMITTEE).first()
    by = access.holders(Office.Role.SECRETARY, body).order_by("pk").first() if body else None
    if body is None or by is None or Meeting.objects.exists():
        return 0
    today = timezone.localdate()
    held = _planned(body, working_days.before(today - timedelta(days=35), 0), by)
    _hold(held, by)
    called = _planned(body, working_days.after(today, 8), by)
    agenda.add_matters(called, list(agenda.waiting_for(called, by)), by=by)
    called = Meeting.objects.get(pk=called.pk)
    planning.call(called, called.version, by=by)
    agenda.add_other(called, by=by, title="Information om vinterväghållning i nordiska huvudstäder")
    _planned(body, working_days.after(today, 30), by)
    return Meeting.objects.count()


def _planned(body: Body, day: date, by: Person) -> Meeting:
    meeting = planning.plan(
        by=by, body=body, held_on=day, begins_at=time(13), place="Tekniska nämndhuset", is_invented=True
    )
    for title in OPENING:
        agenda.add_other(meeting, by=by, title=title)
    return meeting


def _hold(meeting: Meeting, by: Person) -> None:
    """From the call to the notice board, as it went five weeks ago."""
    agenda.add_other(meeting, by=by, title="Information om höstens studiebesök")
    planning.begin(meeting, by=by)
    seats = [attending.Seat(*seat) for seat in SEATS]
    attending.note_attendance(meeting, _version(meeting), seats, by=by)
    for item in meeting.items.all():
        running.note_outcome(item, item.version, by=by, outcome="noted")
    closing.close(meeting, _version(meeting), by=by)
    approved_on = meeting.held_on + timedelta(days=8)
    minutes.approve(
        meeting,
        _version(meeting),
        by=by,
        approved_on=approved_on,
        approved_by="Karin Exempelberg, Olof Påhittad",
    )
    minutes.post(meeting, _version(meeting), by=by, posted_on=approved_on + timedelta(days=1))


def _version(meeting: Meeting) -> int:
    return Meeting.objects.get(pk=meeting.pk).version
