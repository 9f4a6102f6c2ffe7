"""The demonstration's meetings, all invented: one with posted minutes, one that is called, one that is planned."""

from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone

from governance import access, working_days
from governance.models import AgendaItem, Attendance, Body, Kind, Matter, Meeting, Office, Person

from . import agenda, attending, closing, minutes, planning, running

Role, Stream = Attendance.Role, AgendaItem.Stream
SEATS = (
    ("Karin Exempelberg", Role.CHAIR, True, ""),
    ("Olof Påhittad", Role.VICE_CHAIR, True, "", "", True),
    ("Maj Exempelsson", Role.MEMBER, False, ""),
    ("Per Påhitt", Role.SUBSTITUTE, True, "Maj Exempelsson"),
)
OPENING = ("Val av protokollsjusterare", "Anmälan av protokollsjustering")
COMMITTEE, PREPARATORY = "trafiknamnden", "internationella-beredningen"


@transaction.atomic
def load() -> int:
    """Meetings of two committees. Doing it again changes nothing. Returns how many were created."""
    if Meeting.objects.exists():
        return 0
    for slug, role, fill in (
        (COMMITTEE, Office.Role.SECRETARY, _deciding),
        (PREPARATORY, Office.Role.IB_SECRETARY, _preparing),
    ):
        body = Body.objects.filter(slug=slug).first()
        by = access.holders(role, body).order_by("pk").first() if body else None
        if body is not None and by is not None:
            fill(body, by)
    return Meeting.objects.count()


def _deciding(body: Body, by: Person) -> None:
    """The Transport Committee: minutes of five weeks ago, a meeting that is called, one that is planned."""
    today = timezone.localdate()
    held = _planned(body, working_days.before(today - timedelta(days=35), 0), by)
    _hold(held, by)
    called = _planned(body, working_days.after(today, 8), by)
    agenda.add_matters(called, list(agenda.waiting_for(called, by)), by=by)
    called = Meeting.objects.get(pk=called.pk)
    planning.call(called, called.version, by=by)
    agenda.add_other(called, by=by, title="Information om vinterväghållning i nordiska huvudstäder")
    _planned(body, working_days.after(today, 30), by)


def _preparing(body: Body, by: Person) -> None:
    """The preparatory committee: published notes, and a meeting to come with a visit on its list of hospitality."""
    today = timezone.localdate()
    visit = Matter.objects.open().filter(kind=Kind.VISIT, secrecy_ground="").order_by("pk").first()
    held = _meeting_of(body, working_days.before(today - timedelta(days=40), 0), by)
    agenda.add_other(
        held, by=by, title="Konferens om klimatneutrala städer, Köpenhamn", stream=Stream.INTERNATIONAL
    )
    agenda.add_other(held, by=by, title="Mottagning för en nordisk läkarkongress", stream=Stream.HOSPITALITY)
    _run(held, by, "endorsed")
    coming = _meeting_of(body, working_days.after(today, 6), by)
    agenda.add_matters(coming, list(agenda.waiting_for(coming, by)), by=by)
    if visit is not None:
        agenda.add_visit(coming, visit, by=by)


def _meeting_of(body: Body, day: date, by: Person) -> Meeting:
    place = "Tekniska nämndhuset" if body.slug == COMMITTEE else "Stadshuset"
    return planning.plan(by=by, body=body, held_on=day, begins_at=time(13), place=place, is_invented=True)


def _planned(body: Body, day: date, by: Person) -> Meeting:
    meeting = _meeting_of(body, day, by)
    for title in OPENING:
        agenda.add_other(meeting, by=by, title=title)
    return meeting


def _hold(meeting: Meeting, by: Person) -> None:
    agenda.add_other(meeting, by=by, title="Information om höstens studiebesök")
    _run(meeting, by, "noted")


def _run(meeting: Meeting, by: Person, outcome: str) -> None:
    """From the first item to the notice board, as it went some weeks ago."""
    planning.begin(meeting, by=by)
    seats = [attending.Seat(*seat) for seat in (*SEATS, (by.name, Role.SECRETARY, True, ""))]
    attending.note_attendance(meeting, _version(meeting), seats, by=by)
    for item in meeting.items.all():
        running.note_outcome(item, item.version, by=by, outcome=outcome)
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
