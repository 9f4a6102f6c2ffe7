"""What a body has asked for comes back to it: late assignments and reports stand on its next agenda by themselves."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance import assignments, meetings
from governance.errors import WrongState
from governance.matters import change, lock
from governance.meetings import papers
from governance.models import AgendaItem, Assignment, Matter, Meeting, Notice
from tests.governance.meetings.sittings import (
    before_it,
    close,
    fresh,
    in_session,
    note_all,
    person,
    planned,
    seat,
)

pytestmark = pytest.mark.django_db
LATER = date(2026, 9, 10)


@pytest.fixture
def given(city) -> Assignment:
    """Due 2026-06-30, given by the Transport Committee to another one."""
    meeting = in_session(before_it())
    note_all(meeting)
    close(meeting)
    owner = city("miljo-och-halsoskyddsnamnden")
    by, due = person("secretary"), date(2026, 6, 30)
    return assignments.give(meeting.items.get(), by=by, text="Redovisa nyttan.", owner=owner, due_on=due)


def called(on: date = LATER) -> Meeting:
    meeting = planned(on=on)
    return meetings.call(meeting, meeting.version, by=person("secretary"))


def listed(meeting: Meeting) -> AgendaItem | None:
    return meeting.items.filter(kind="follow_up").first()


def hold(meeting: Meeting, outcome: str = "noted") -> None:
    """From the first item to closed minutes."""
    by = person("secretary")
    meetings.begin(meeting, by=by)
    seat(meeting, by)
    for item in meeting.items.all():
        meetings.note_outcome(item, item.version, by=by, outcome=outcome)
    close(fresh(meeting))


def report(given: Assignment, on: date = date(2026, 6, 1)) -> Assignment:
    given = assignments.report(
        given, given.version, by=person("other_contact"), report="Nyttan är redovisad."
    )
    Assignment.objects.filter(pk=given.pk).update(closed_on=on)
    return Assignment.objects.get(pk=given.pk)


def test_what_is_late_comes_onto_the_agenda_when_the_meeting_is_called(given):
    item = listed(called())
    assert [each.pk for each in item.followed.all()] == [given.pk]
    assert not item.is_late


def test_a_meeting_that_begins_without_being_called_takes_it_in_too(given):
    meeting = planned(on=LATER)
    meetings.begin(meeting, by=person("secretary"))
    assert listed(meeting)


def test_what_the_secretary_takes_off_stays_off_and_comes_to_the_next(given, client_of):
    meeting = called()
    meetings.remove(listed(meeting), by=person("secretary"))
    page = client_of("secretary").get(fresh(meeting).get_absolute_url())
    assert page.context["to_follow"] == 0
    meetings.begin(fresh(meeting), by=person("secretary"))
    assert listed(meeting) is None
    seat(meeting, person("secretary"))
    close(fresh(meeting))
    item = listed(called(on=date(2026, 10, 8)))
    assert [each.pk for each in item.followed.all()] == [given.pk]


def test_what_is_not_due_yet_does_not(given):
    assert listed(called(on=date(2026, 6, 30))) is None


def test_another_body_does_not_follow_it(given, city):
    other = planned(city("miljo-och-halsoskyddsnamnden"), LATER, by="other_secretary")
    meetings.call(other, other.version, by=person("other_secretary"))
    assert listed(other) is None


def test_what_is_late_stays_to_be_done_and_comes_back(given):
    hold(called())
    given.refresh_from_db()
    assert (given.status, given.received_on) == ("open", None)
    assert listed(called(LATER + timedelta(days=30)))


def test_a_report_is_received_when_the_meeting_closes_and_comes_back_no_more(given):
    report(given)
    hold(called())
    given.refresh_from_db()
    assert (given.status, given.received_on) == ("received", LATER)
    assert listed(called(LATER + timedelta(days=30))) is None
    with pytest.raises(WrongState):
        assignments.move(given, given.version, by=person("secretary"), due_on=LATER, reason="x")


def test_a_report_is_not_received_by_a_list_that_was_withdrawn(given):
    report(given)
    hold(called(), "withdrawn")
    given.refresh_from_db()
    assert given.status == "done"


def test_a_report_that_came_while_the_minutes_were_written_waits_for_the_next(given):
    meeting = called()
    assert listed(meeting).followed.get() == given
    report(given, on=LATER + timedelta(days=1))
    hold(meeting)
    given.refresh_from_db()
    assert (given.status, given.received_on) == ("done", None)
    (part,) = papers.minutes(fresh(meeting)).parts
    assert dict(part.texts)["Uppdrag"].endswith("inte redovisat")
    assert listed(called(LATER + timedelta(days=30))).followed.get() == given


def test_a_report_of_after_the_meeting_waits_for_the_next(given):
    report(given, on=LATER + timedelta(days=1))
    assert listed(called()) is None


def test_a_report_that_says_too_little_is_sent_back_with_a_new_day(given):
    given = report(given)
    given = assignments.move(
        given, given.version, by=person("secretary"), due_on=LATER, reason="Kostnaden saknas."
    )
    assert (given.status, given.closed_on, given.report) == ("open", None, "Nyttan är redovisad.")
    assert Notice.objects.filter(
        key__startswith=f"assignment:{given.pk}:again", person=person("other_contact")
    ).exists()
    again = assignments.report(given, given.version, by=person("other_contact"), report="Nu med kostnad.")
    assert again.status == "done"
    told = Notice.objects.filter(key__startswith=f"assignment:{given.pk}:done", person=person("secretary"))
    assert told.count() == 2, "the second report is told as the first was"


def test_the_papers_tell_what_each_was_and_whether_it_was_reported(given):
    meeting = called()
    (part,) = papers.agenda(fresh(meeting)).parts
    assert (
        "Uppdrag",
        "Redovisa nyttan., Miljö- och hälsoskyddsnämnden, senast 2026-06-30, inte redovisat",
    ) in (part.texts)
    report(given)
    hold(meeting)
    (part,) = papers.minutes(fresh(meeting)).parts
    assert "redovisat 2026-06-01" in dict(part.texts)["Uppdrag"]


def test_the_papers_keep_silent_about_a_secret_matter(given):
    matter = lock(Matter.objects.get(pk=given.item.matter_id))
    change(matter, by=person("contact"), secrecy_ground="OSL 15:1", secrecy_marked_on=LATER)
    assert "Redovisa nyttan" not in str(papers.agenda(fresh(called())))


def test_the_pages_show_what_comes_and_what_is_followed(given, client_of):
    meeting, client = planned(on=LATER), client_of("secretary")
    assert "1 uppdrag" in client.get(meeting.get_absolute_url()).content.decode()
    meetings.call(meeting, meeting.version, by=person("secretary"))
    page = client.get(listed(meeting).get_absolute_url()).content.decode()
    assert given.get_absolute_url() in page
    report(given)
    hold(fresh(meeting))
    page = client.get(given.get_absolute_url()).content.decode()
    assert listed(meeting).get_absolute_url() in page


def test_who_comes_second_is_led_to_how_it_stands_now(city, client_of):
    meeting = planned(on=LATER)
    answer = client_of("secretary").post(reverse("call_meeting", args=[meeting.pk]), {"version": "9"})
    assert answer.status_code == 409
    assert f'href="{meeting.get_absolute_url()}"' in answer.content.decode()


def test_who_moves_the_day_second_keeps_the_words(given, client_of):
    sent = {"version": "9", "due_on": "2026-12-24", "reason": "Upphandlingen dröjer."}
    answer = client_of("secretary").post(reverse("move_assignment", args=[given.pk]), sent)
    assert answer.status_code == 422
    assert "Upphandlingen dröjer." in answer.content.decode()


def test_the_assignment_names_the_item_at_which_its_report_was_received(given, client_of):
    first = planned(on=LATER)
    meetings.add_other(first, by=person("secretary"), title="Ordföranden informerar")
    first = meetings.call(fresh(first), fresh(first).version, by=person("secretary"))
    hold(first)
    report(given)
    second = called(LATER + timedelta(days=30))
    hold(second)
    assert listed(first).position > listed(second).position
    page = client_of("secretary").get(given.get_absolute_url())
    assert page.context["received"] == listed(second)


@pytest.mark.parametrize(
    ("state", "found"), [("late", 1), ("old", 0), ("reported", 0), ("open", 1), ("x", 0)]
)
def test_the_list_is_narrowed_by_state(state, found, given, client_of):
    client = client_of("secretary")
    assert timezone.localdate() > given.due_on
    page = client.get(reverse("assignments"), {"state": state}).content.decode()
    assert page.count(given.get_absolute_url()) == found
