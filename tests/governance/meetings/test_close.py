"""A meeting closes whole or not at all: paragraphs without gaps, each decision recorded by its own kind's verb."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from governance import decisions, meetings
from governance.decisions import Record
from governance.errors import RefusedByRule, StaleVersion, WrongState
from governance.meetings import papers
from governance.meetings.attending import Seat
from governance.models import AgendaItem, Body, Decision, Matter, Meeting
from memberships import actions
from memberships.models import Membership

from .sittings import (
    SEATS,
    Role,
    before_it,
    close,
    committee,
    fresh,
    in_session,
    note,
    note_all,
    person,
    planned,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_city(city):
    return city


def test_each_matter_moves_as_if_it_had_been_decided_on_its_own_page():
    joined, returned, refused = (before_it(f"Streets {n} (exempel)") for n in (1, 2, 3))
    meeting = in_session(joined, returned, refused)
    for item, outcome in zip(meeting.items.all(), ("approved", "referred_back", "rejected"), strict=True):
        note(item, outcome)
    close(meeting)
    stands = [Matter.objects.get(pk=each.pk).status for each in (joined, returned, refused)]
    assert stands == ["member", "referred_back", "rejected"]
    assert Membership.objects.get(pk=joined.pk).joined_on == meeting.held_on


def test_the_decision_says_paragraph_minutes_reservation_and_statement():
    meeting = in_session(before_it())
    item = meeting.items.get()
    note(
        item, wording="Vi går med.", reservations="Ek (S) reserverar sig.", statements="Alm (M) menar annat."
    )
    close(meeting)
    decision = Decision.objects.get()
    assert (decision.paragraph, decision.minutes) == ("1", "Protokoll 1/2026")
    assert decision.wording == "Vi går med."
    assert (
        decision.reservations
        == "Reservation: Ek (S) reserverar sig.\n\nSärskilt uttalande: Alm (M) menar annat."
    )
    assert AgendaItem.objects.get(pk=item.pk).decision == decision


def test_paragraphs_run_on_through_the_year_without_gaps_and_begin_anew_with_the_next():
    first = in_session(*(before_it(f"Streets {n} (exempel)") for n in (1, 2, 3)), on=date(2025, 11, 6))
    note_all(first)
    withdrawn = first.items.all()[1]
    note(withdrawn, "withdrawn")
    close(first)
    second = in_session(before_it("Streets 4 (exempel)"), on=date(2025, 12, 4))
    note_all(second)
    close(second)
    third = in_session(Membership.objects.get(pk=withdrawn.matter_id), on=date(2026, 1, 15))
    note_all(third)
    close(third)
    assert [item.paragraph for item in first.items.all()] == [1, None, 2]
    assert [item.paragraph for item in second.items.all()] == [3]
    assert [item.paragraph for item in third.items.all()] == [1]
    assert [fresh(each).minutes for each in (first, second, third)] == ["1/2025", "2/2025", "1/2026"]


def test_with_open_items_it_does_not_close_and_says_which():
    done, still = before_it("Streets 1 (exempel)"), before_it("Streets 2 (exempel)")
    meeting = in_session(done, still)
    note(meeting.items.all()[0])
    with pytest.raises(WrongState, match=r"2\. .*Streets 2"):
        close(meeting)
    assert not Decision.objects.exists()
    assert fresh(meeting).status == Meeting.Status.IN_SESSION


def test_what_was_withdrawn_lies_before_the_body_still():
    membership = before_it()
    meeting = in_session(membership)
    note(meeting.items.get(), "withdrawn")
    close(meeting)
    assert not Decision.objects.exists()
    assert Matter.objects.get(pk=membership.pk).before == committee()
    assert (
        meetings.agenda.waiting_for(planned(on=date(2026, 4, 9)), person("secretary")).get().pk
        == membership.pk
    )


def test_what_was_tabled_comes_back_on_the_next_agenda():
    membership = before_it()
    meeting = in_session(membership)
    note(meeting.items.get(), "tabled")
    close(meeting)
    later = in_session(membership, on=date(2026, 4, 9))
    note(later.items.get())
    close(later)
    assert Matter.objects.get(pk=membership.pk).status == "member"
    assert list(Decision.objects.order_by("round").values_list("paragraph", flat=True)) == ["1", "2"]


def test_one_refused_item_undoes_them_all_and_says_why():
    """The facts were changed between agenda and closing: the strategy now gives the matter to another body."""
    ours, theirs = before_it("Streets 1 (exempel)"), before_it("Streets 2 (exempel)")
    meeting = in_session(ours, theirs)
    note_all(meeting)
    facts = {"act": "join_membership", "scope": "city_wide", "counterpart": "organisation"}
    Matter.objects.filter(pk=theirs.pk).update(facts=facts)
    with pytest.raises(meetings.ItemRefused) as refused:
        close(meeting)
    assert isinstance(refused.value.refusal, RefusedByRule)
    assert refused.value.refusal.ruling.section == "5"
    assert refused.value.refusal.whose == Body.objects.get(slug="kommunfullmaktige")
    assert refused.value.item.matter_id == theirs.pk
    assert not Decision.objects.exists()
    assert fresh(meeting).number is None
    assert Matter.objects.get(pk=ours.pk).status == "before_body"


def test_a_matter_that_was_decided_on_its_own_page_meanwhile_stops_the_meeting():
    membership = before_it()
    meeting = in_session(membership)
    note_all(meeting)
    record = Record(committee(), "approved", date(2026, 3, 2), "Vi går med.", paragraph="7")
    actions.decide(membership, record, by=person("secretary"))
    with pytest.raises(meetings.ItemRefused, match="Sam Sekreterare"):
        close(meeting)
    note(meeting.items.get(), "withdrawn")
    assert close(meeting).status == Meeting.Status.CLOSED


def test_an_earlier_meeting_of_the_year_is_closed_first():
    planned(on=date(2026, 2, 12))
    meeting = in_session(before_it())
    note_all(meeting)
    with pytest.raises(WrongState, match="2026-02-12"):
        close(meeting)


def test_with_nobody_to_approve_the_minutes_it_does_not_close():
    meeting = in_session(before_it(), seats=[replace(each, approves=False) for each in SEATS])
    note_all(meeting)
    with pytest.raises(WrongState, match="justera"):
        close(meeting)
    absent, there = meeting.attendance.get(name="Bo Alm"), meeting.attendance.get(name="Cia Lind")
    with pytest.raises(WrongState, match="justera"):
        meetings.close(meeting, fresh(meeting).version, by=person("secretary"), approvers=[absent.pk])
    assert not Decision.objects.exists()
    meetings.close(meeting, fresh(meeting).version, by=person("secretary"), approvers=[there.pk])
    assert [row.name for row in meeting.attendance.filter(approves=True)] == ["Cia Lind"]
    assert "Justerare: Cia Lind" in papers.minutes(fresh(meeting)).signatures


def test_with_somebody_who_is_not_marked_it_does_not_close():
    meeting = in_session(before_it(), seats=(*SEATS, Seat("Dag Dahl", Role.MEMBER, is_present=None)))
    note_all(meeting)
    with pytest.raises(WrongState, match="Dag Dahl"):
        close(meeting)


def test_a_closed_meeting_keeps_somebody_who_approves_its_minutes():
    meeting, by = in_session(before_it()), person("secretary")
    note_all(meeting)
    close(meeting)
    nobody = [replace(each, approves=False) for each in SEATS]
    with pytest.raises(ValidationError, match="justera"):
        meetings.note_attendance(meeting, fresh(meeting).version, nobody, by=by)
    with pytest.raises(ValidationError):
        meetings.approve(meeting, fresh(meeting).version, by=by, approved_on=meeting.held_on, approved_by=" ")


def test_whoever_looked_at_an_older_version_does_not_close():
    meeting = in_session(before_it())
    version = fresh(meeting).version
    note_all(meeting)
    with pytest.raises(StaleVersion):
        meetings.close(meeting, version, by=person("secretary"))


def test_a_correction_moves_what_the_meeting_decided():
    membership = before_it()
    meeting = in_session(membership)
    note_all(meeting)
    close(meeting)
    first = Decision.objects.get()
    right = Record(
        committee(),
        "rejected",
        first.decided_on,
        "Nämnden avslår.",
        paragraph=first.paragraph,
        reasons="Nej.",
    )
    decisions.correct(first, right, by=person("secretary"))
    assert Matter.objects.get(pk=membership.pk).status == "rejected"
    note_posted = meetings.approve(
        fresh(meeting),
        fresh(meeting).version,
        by=person("secretary"),
        approved_on=date(2026, 3, 20),
        approved_by="Ek",
    )
    assert note_posted.status == Meeting.Status.APPROVED
    assert Decision.objects.get(supersedes=first).event("minutes_approved").happened_on == date(2026, 3, 20)
    assert first.event("minutes_approved") is None


def test_the_notification_marks_what_is_on_the_list():
    matter = before_it().matter
    delegated = decisions.record(
        Matter.objects.get(pk=matter.pk),
        Record(
            committee(), "approved", date(2026, 3, 2), "Jag går med.", form="delegated", delegate=person("head"),
            power_source="Delegationsordningen 1.3",
        ),
        by=person("secretary"),
    )  # fmt: skip
    meeting = in_session()
    meetings.add_notification(meeting, by=person("secretary"))
    note_all(meeting)
    close(meeting)
    notified = delegated.event("notified")
    assert (notified.happened_on, notified.paragraph) == (meeting.held_on, "1")
    assert not Decision.objects.to_notify().exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_once_one_does(city):
    meeting = in_session(before_it())
    note_all(meeting)
    version, gate, outcomes = fresh(meeting).version, Barrier(2), []

    def try_to_close() -> None:
        try:
            gate.wait()
            meetings.close(meeting, version, by=person("secretary"))
            outcomes.append("closed")
        except StaleVersion:
            outcomes.append("stale")
        finally:
            connections.close_all()

    rivals = [Thread(target=try_to_close) for _n in range(2)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert sorted(outcomes) == ["closed", "stale"]
    assert Decision.objects.count() == 1


def test_the_words_of_the_register_follow_the_outcome_and_ones_own_stay() -> None:
    item = in_session(before_it("Policy ett (exempel)")).items.get()
    tabled = note(item, "tabled")
    assert "bordlägger" in tabled.wording
    approved = note(item, "approved", wording=tabled.wording.replace(" ", "\r\n", 1))
    assert "bordlägger" not in approved.wording
    own = note(item, "tabled", wording="Nämnden bordlägger ärendet till april.")
    assert note(item, "approved", wording=own.wording).wording == own.wording
