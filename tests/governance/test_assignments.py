"""Assignments given in decisions: who gives, who reports, which day, and where they are seen when they are late."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from governance import access, assignments
from governance.errors import StaleVersion, WrongState
from governance.matters import change, lock
from governance.models import Assignment, Body, Matter, Notice
from tests.governance.meetings.sittings import before_it, close, in_session, note_all, person

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 30)


@pytest.fixture
def item(city):
    """A paragraph of closed minutes of the Transport Committee."""
    meeting = in_session(before_it())
    note_all(meeting)
    close(meeting)
    return meeting.items.get()


@pytest.fixture
def elsewhere(city) -> Body:
    return city("miljo-och-halsoskyddsnamnden")


@pytest.fixture
def given(item, elsewhere) -> Assignment:
    return assignments.give(
        item, by=person("secretary"), text="Redovisa nyttan.", owner=elsewhere, due_on=DUE
    )


def test_those_who_are_to_do_it_are_told_and_may_read_the_matter(given):
    matter = Matter.objects.get(pk=given.item.matter_id)
    assert access.may_view(person("other_contact"), matter)
    assert Notice.objects.filter(
        key__startswith=f"assignment:{given.pk}", person=person("other_contact")
    ).exists()


def test_nothing_is_given_before_the_meeting_is_closed(city):
    meeting = in_session(before_it())
    body = city("trafiknamnden")
    with pytest.raises(WrongState):
        assignments.give(meeting.items.get(), by=person("secretary"), text="x", owner=body, due_on=DUE)


def test_nothing_is_due_before_it_was_given(item, elsewhere):
    with pytest.raises(ValidationError):
        assignments.give(item, by=person("secretary"), text="x", owner=elsewhere, due_on=date(2026, 3, 1))


@pytest.mark.parametrize("who", "contact other_secretary board_secretary head auditor coordinator".split())
def test_only_the_secretary_of_the_body_that_gave_it_gives_moves_and_drops(who, item, given, elsewhere):
    by = person(who)
    for verb in (
        lambda: assignments.give(item, by=by, text="x", owner=elsewhere, due_on=DUE),
        lambda: assignments.move(given, 1, by=by, due_on=DUE, reason="x"),
        lambda: assignments.drop(given, 1, by=by, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_it_stands_in_the_work_of_those_who_are_to_do_it_before_it_is_late(given, client_of):
    Assignment.objects.update(due_on=date(2199, 6, 30))
    client = client_of("other_contact")
    assert given.get_absolute_url() in client.get(reverse("my_work")).content.decode()
    given.refresh_from_db()
    assignments.report(given, given.version, by=person("other_contact"), report="Gjort.")
    assert given.get_absolute_url() not in client.get(reverse("my_work")).content.decode()


@pytest.mark.parametrize("who", "secretary contact head auditor".split())
def test_only_those_who_are_to_do_it_report(who, given):
    with pytest.raises(PermissionDenied):
        assignments.report(given, 1, by=person(who), report="x")


def test_a_report_closes_it_and_the_secretary_who_asked_is_told(given):
    done = assignments.report(given, 1, by=person("other_contact"), report="Nyttan är redovisad.")
    assert (done.status, done.is_open) == ("done", False)
    assert Notice.objects.filter(
        key__startswith=f"assignment:{given.pk}:done", person=person("secretary")
    ).exists()
    with pytest.raises(WrongState):
        assignments.report(done, done.version, by=person("other_contact"), report="En gång till.")


def test_moved_days_stay_in_the_history_with_their_reasons(given):
    by = person("secretary")
    first = assignments.move(given, 1, by=by, due_on=date(2026, 9, 30), reason="Upphandlingen dröjer.")
    assignments.move(first, first.version, by=by, due_on=date(2026, 12, 31), reason="Den dröjer än.")
    kept = list(given.history.order_by("history_id").values_list("due_on", "moved_because"))
    assert kept == [
        (DUE, ""),
        (date(2026, 9, 30), "Upphandlingen dröjer."),
        (date(2026, 12, 31), "Den dröjer än."),
    ]


def test_whoever_saw_an_older_version_is_told(given):
    assignments.move(given, 1, by=person("secretary"), due_on=date(2026, 9, 30), reason="x")
    with pytest.raises(StaleVersion):
        assignments.report(given, 1, by=person("other_contact"), report="x")


def test_what_is_late_stands_in_my_work(given, client_of):
    page = client_of("other_contact").get(reverse("my_work")).content.decode()
    assert given.get_absolute_url() in page
    assignments.report(given, 1, by=person("other_contact"), report="x")
    assert 'id="assigned"' not in client_of("other_contact").get(reverse("my_work")).content.decode()


def test_an_assignment_in_a_secret_matter_is_shown_to_those_let_in_only(given, client_of):
    matter = lock(Matter.objects.get(pk=given.item.matter_id))
    change(matter, by=person("contact"), secrecy_ground="OSL 15:1", secrecy_marked_on=DUE)
    assert client_of("other_contact").get(given.get_absolute_url()).status_code == 404
    assert "Redovisa nyttan" not in client_of("other_contact").get(reverse("assignments")).content.decode()


def test_an_assignment_is_given_moved_reported_in_the_browser(item, elsewhere, client_of):
    giving = reverse("give_assignment", args=[item.meeting_id, item.pk])
    sent = {"text": "Redovisa.", "owner": elsewhere.pk, "due_on": "2026-03-01"}
    assert client_of("secretary").post(giving, sent).status_code == 422
    assert client_of("secretary").post(giving, {**sent, "due_on": "2026-06-30"}).status_code == 302
    given = Assignment.objects.get()
    moving = {"version": 1, "due_on": "2026-09-30", "reason": "Den dröjer."}
    assert client_of("secretary").post(reverse("move_assignment", args=[given.pk]), moving).status_code == 302
    report = {"version": 2, "report": "Klart."}
    assert (
        client_of("other_contact").post(reverse("report_assignment", args=[given.pk]), report).status_code
        == 302
    )
    assert "Klart." in client_of("secretary").get(given.get_absolute_url()).content.decode()


def test_who_reports_on_an_older_version_keeps_the_words_and_sees_how_it_stands(given, client_of):
    assignments.move(given, 1, by=person("secretary"), due_on=date(2026, 9, 30), reason="Den dröjer.")
    sent = {"version": 1, "report": "Nyttan är god."}
    answer = client_of("other_contact").post(reverse("report_assignment", args=[given.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Nyttan är god.", "Den dröjer.", 'name="version" value="2"'):
        assert words in page


def test_an_answer_is_told_without_a_day_to_be_done_by(given):
    assignments.report(given, 1, by=person("other_contact"), report="x")
    assert Notice.objects.latest("pk").subject_sv == "Trafiknämnden har fått redovisningen av ett uppdrag"
