"""What the tests of meetings begin with: a meeting of the Transport Committee, and matters that lie before it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from governance import meetings
from governance.meetings.attending import Seat
from governance.models import AgendaItem, Attendance, Body, Meeting, Person
from memberships.models import Membership
from tests.memberships.conftest import make_proposal, send

DAY = date(2026, 3, 12)
Role = Attendance.Role
SEATS = (
    Seat("Anna Ek", Role.CHAIR, approves=True),
    Seat("Bo Alm", Role.MEMBER, is_present=False),
    Seat("Cia Lind", Role.SUBSTITUTE, serves_for="Bo Alm"),
)


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def committee() -> Body:
    return Body.objects.get(slug="trafiknamnden")


def before_it(name: str = "Nordic Streets (exempel)", **facts: Any) -> Membership:
    """A membership that lies before the Transport Committee."""
    return send(make_proposal(person("contact"), committee(), name=name, **facts), person("contact"))


def planned(body: Body | None = None, on: date = DAY, by: str = "secretary") -> Meeting:
    return meetings.plan(by=person(by), body=body or committee(), held_on=on)


def in_session(*memberships: Membership, on: date = DAY, seats: Sequence[Seat] = SEATS) -> Meeting:
    """A meeting that has begun, with these on its agenda and somebody there."""
    by, meeting = person("secretary"), planned(on=on)
    meetings.add_matters(meeting, [each.matter for each in memberships], by=by)
    meetings.begin(meeting, by=by)
    meetings.note_attendance(fresh(meeting), fresh(meeting).version, seats, by=by)
    return fresh(meeting)


def seat(meeting: Meeting, by: Person) -> None:
    """Somebody sat there, and approves what was written."""
    meetings.note_attendance(fresh(meeting), fresh(meeting).version, SEATS, by=by)


def note(item: AgendaItem, outcome: str = "approved", by: str = "secretary", **said: Any) -> AgendaItem:
    """The outcome of an item, as it stands now."""
    item = AgendaItem.objects.get(pk=item.pk)
    reasons = {"reasons": "Underlaget räcker inte."} if outcome in ("rejected", "referred_back") else {}
    return meetings.note_outcome(item, item.version, by=person(by), outcome=outcome, **{**reasons, **said})


def note_all(meeting: Meeting, outcome: str = "approved") -> None:
    for item in meeting.items.all():
        note(item, outcome if item.kind == "matter" else "noted")


def close(meeting: Meeting, by: str = "secretary") -> Meeting:
    return meetings.close(meeting, fresh(meeting).version, by=person(by))


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("body").get(pk=meeting.pk)
