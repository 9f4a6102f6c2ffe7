"""The notes of the preparatory committee in the open register: when, what of them, and what of a secret matter."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from governance import decisions, matters, meetings, publishing
from governance.decisions import Record
from governance.errors import WrongState
from governance.meetings import in_the_open as notes
from governance.models import AgendaItem, Body, Matter, Meeting, Publication
from tests.governance.meetings.meeting_rows import fresh, person, planned, seat
from tests.governance.published import mark

pytestmark = pytest.mark.django_db
TITLE, OTHER = "Konferens i Bergen", "Besök av en delegation"


@pytest.fixture
def meeting(city, contact) -> Meeting:
    """A meeting with a matter and another item, whose notes are not approved yet."""
    by, body = person("ib_secretary"), Body.objects.get(slug="internationella-beredningen")
    meeting = planned(body, on=date(2026, 2, 5), by="ib_secretary")
    matter = matters.open_matter(
        "event_abroad", by=contact, body=city("trafiknamnden"), title=TITLE, status="before_body"
    )
    meetings.add_other(meeting, by=by, title=OTHER, stream="hospitality")
    meetings.begin(meeting, by=by)
    seat(meeting, by)
    for item in meeting.items.all():
        meetings.note_outcome(item, item.version, by=by, outcome="endorsed")
    meetings.close(meeting, fresh(meeting).version, by=by)
    # As it stands when its kind has laid it before the committee.
    AgendaItem.objects.create(
        meeting=meeting, matter=matter, position=9, paragraph=9, outcome="endorsed", kind="matter"
    )
    return fresh(meeting)


@pytest.fixture
def approved(meeting) -> Meeting:
    by = person("ib_secretary")
    return meetings.approve(
        meeting, meeting.version, by=by, approved_on=date(2026, 2, 6), approved_by="Ada Just"
    )


def publish(meeting: Meeting, by) -> Publication:
    seen = publishing.digest(notes.of_meeting(meeting), publishing.latest_of(meeting))
    return notes.publish(meeting, by=by, seen=seen)


def read(meeting: Meeting, language: str = "en") -> tuple[int, str]:
    answer = Client().get(f"/oppet/{language}/register/anteckningar/{meeting.pk}/")
    return answer.status_code, answer.content.decode()


def matter_of(meeting: Meeting) -> Matter:
    return Matter.objects.get(agenda_items__meeting=meeting)


def test_notes_that_are_not_approved_are_not_published(meeting, coordinator) -> None:
    with pytest.raises(WrongState):
        publish(meeting, coordinator)


def test_minutes_of_a_body_that_decides_are_not_published_here(approved, coordinator, city) -> None:
    Meeting.objects.filter(pk=approved.pk).update(body=city("trafiknamnden"))
    with pytest.raises(WrongState):
        publish(fresh(approved), coordinator)


def test_the_secretary_of_the_committee_does_not_publish(approved) -> None:
    with pytest.raises(PermissionDenied):
        publish(approved, person("ib_secretary"))


def test_they_tell_the_items_and_their_outcome_and_nobodys_name(approved, coordinator) -> None:
    publish(approved, coordinator)
    status, page = read(approved)
    assert status == 200
    for text in (TITLE, OTHER, "Endorsed", "2026-02-05", "2026-02-06"):
        assert text in page
    names = list(approved.attendance.values_list("name", flat=True))
    assert names
    assert [name for name in [*names, "Ada Just"] if name in page] == []


def test_a_secret_item_stands_with_its_number_alone(approved, coordinator, contact) -> None:
    matter = mark(matter_of(approved), contact)
    row = publish(approved, coordinator)
    _status, page = read(approved)
    assert "Matter under secrecy" in page
    assert OTHER in page
    for text in (TITLE, matter.number):
        assert text not in page
        assert text not in f"{row.shown}{row.words}"


def test_another_title_is_a_change_since(approved, coordinator, contact) -> None:
    publish(approved, coordinator)
    matter = matter_of(approved)
    matters.change(matters.lock(matter), by=contact, city="Oslo")
    assert not publishing.touched().exists()
    matters.change(matters.lock(matter), by=contact, title="Konferens i Tromsø")
    assert publishing.touched().exists()
    publish(approved, coordinator)
    assert not publishing.touched().exists()


def test_a_corrected_decision_is_told_as_it_is_now_and_is_a_change_since(
    approved, coordinator, contact, city
) -> None:
    matter = matter_of(approved)
    body = city("trafiknamnden")
    facts = {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}
    Matter.objects.filter(pk=matter.pk).update(facts=facts, kind="visit")
    matter.refresh_from_db()
    entry = Record(body, "approved", date(2026, 2, 9), "Ja.", paragraph="7")
    decision = decisions.record(matter, entry, by=person("secretary"))
    approved.items.filter(matter=matter).update(decision=decision)
    row = publish(approved, coordinator)
    assert "2026-02-09" in f"{row.shown}"
    right = Record(body, "approved", date(2026, 2, 10), "Ja.", paragraph="7")
    decisions.correct(decision, right, by=person("secretary"))
    assert publishing.touched().exists()
    (changed,) = publishing.differences(row, notes.of_meeting(approved))
    assert ("2026-02-09" in changed.then, "2026-02-10" in changed.now) == (True, True)
    publish(approved, coordinator)
    assert not publishing.touched().exists()


def test_a_marking_takes_the_notes_away_until_they_are_published_anew(approved, coordinator, contact) -> None:
    row = publish(approved, coordinator)
    mark(matter_of(approved), contact)
    row.refresh_from_db()
    assert row.ending == Publication.Ending.SECRET
    status, page = read(approved)
    assert status == 410
    assert TITLE not in page
    assert OTHER not in page
    publish(approved, coordinator)
    assert read(approved)[0] == 200
    assert TITLE not in read(approved)[1]


def test_a_marking_past_the_verb_hides_them_too(approved, coordinator) -> None:
    publish(approved, coordinator)
    marked = {"secrecy_ground": "OSL 15:1", "secrecy_marked_on": "2026-01-01"}
    Matter.objects.filter(pk=matter_of(approved).pk).update(**marked)
    assert Publication.objects.standing().exists()
    assert read(approved)[0] == 410
    for path in ("", "anteckningar/", "register.json", "register.csv", "?q=Bergen"):
        answer = Client().get(f"/oppet/en/register/{path}")
        told = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert TITLE not in told.decode()
