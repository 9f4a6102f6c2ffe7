"""The agenda is put together, put in order, and late items are marked; outcomes are noted by one at a time."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from governance import meetings
from governance.errors import RefusedByRule, StaleVersion, WrongState
from governance.matters import open_matter
from governance.meetings import papers
from governance.meetings.attending import Seat
from governance.meetings.forms import seats_of
from governance.models import AgendaItem, Attendance, Body, Kind, Matter

from .sittings import SEATS, before_it, close, committee, fresh, in_session, note, note_all, person, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_city(city):
    return city


def titles(meeting) -> list[str]:
    return [item.heading for item in meeting.items.all()]


def test_what_lies_before_the_body_waits_and_then_stands_on_the_agenda():
    membership, meeting, by = before_it(), planned(), person("secretary")
    assert [matter.pk for matter in meetings.agenda.waiting_for(meeting, by)] == [membership.pk]
    meetings.add_matters(meeting, [membership.matter], by=by)
    assert not meetings.agenda.waiting_for(meeting, by).exists()
    with pytest.raises(WrongState):
        meetings.add_matters(planned(on=date(2026, 4, 9)), [Matter.objects.get(pk=membership.pk)], by=by)


def test_a_matter_that_another_body_decides_is_refused_with_the_section():
    facts = {"act": "join_membership", "scope": "city_wide", "counterpart": "organisation"}
    matter = open_matter(
        Kind.MEMBERSHIP, by=person("contact"), body=committee(), title="x", status="before_body", facts=facts,
        before=committee(),
    )  # fmt: skip
    with pytest.raises(RefusedByRule) as refused:
        meetings.add_matters(planned(), [matter], by=person("secretary"))
    assert refused.value.ruling.section == "5"
    assert refused.value.whose == Body.objects.get(slug="kommunfullmaktige")


def test_a_matter_that_lies_elsewhere_is_not_put_on_the_agenda():
    matter = before_it().matter
    board = Body.objects.get(slug="kommunstyrelsen")
    with pytest.raises(WrongState, match=matter.number):
        meetings.add_matters(planned(board, by="board_secretary"), [matter], by=person("board_secretary"))


def test_items_change_places_and_stay_where_there_is_none():
    meeting, by = planned(), person("secretary")
    first, second, third = (meetings.add_other(meeting, by=by, title=title) for title in "abc")
    meetings.move(third, by=by, up=True)
    assert titles(meeting) == ["a", "c", "b"]
    meetings.move(first, by=by, up=True)
    meetings.move(second, by=by, up=False)
    assert titles(meeting) == ["a", "c", "b"]
    meetings.move(first, by=by, up=False)
    assert titles(meeting) == ["c", "a", "b"]


def test_what_comes_after_the_call_is_late():
    meeting, by = planned(), person("secretary")
    meetings.add_other(meeting, by=by, title="a")
    meetings.call(meeting, fresh(meeting).version, by=by)
    meetings.add_other(meeting, by=by, title="b")
    assert [item.is_late for item in meeting.items.all()] == [False, True]


def test_an_item_with_an_outcome_is_not_taken_off():
    meeting = in_session(before_it())
    note(meeting.items.get())
    with pytest.raises(WrongState):
        meetings.remove(meeting.items.get(), by=person("secretary"))
    note(meeting.items.get(), "")
    meetings.remove(meeting.items.get(), by=person("secretary"))
    assert not meeting.items.exists()


def test_no_meeting_begins_before_its_day():
    meeting = planned(on=timezone.localdate().replace(year=timezone.localdate().year + 1))
    with pytest.raises(ValidationError):
        meetings.begin(meeting, by=person("secretary"))


def test_an_approved_proposal_is_its_own_wording_and_the_rest_is_the_usual_sentence():
    meeting = in_session(before_it())
    item = meeting.items.get()
    of_what = f"{item.matter.number}, {item.matter.title}"
    assert note(item).wording == f"Trafiknämnden beslutar enligt förslaget i ärende {of_what}."
    assert note(item, "tabled").wording == "Trafiknämnden bordlägger ärendet."
    AgendaItem.objects.filter(pk=item.pk).update(proposal="Nämnden går med.")
    assert note(item).wording == "Nämnden går med."


def test_a_refusal_is_not_noted_without_reasons():
    meeting = in_session(before_it())
    with pytest.raises(ValidationError):
        note(meeting.items.get(), "rejected", reasons="")


def test_only_what_such_an_item_can_become_is_noted():
    meeting = in_session(before_it())
    with pytest.raises(ValidationError):
        note(meeting.items.get(), "endorsed")


def test_of_two_who_note_the_same_item_the_second_is_told():
    meeting = in_session(before_it())
    item = meeting.items.get()
    note(item)
    with pytest.raises(StaleVersion):
        meetings.note_outcome(item, item.version, by=person("secretary"), outcome="tabled")


def test_a_conflict_of_interest_is_of_somebody_who_is_there():
    meeting = in_session(before_it())
    there, absent = meeting.attendance.get(name="Anna Ek"), meeting.attendance.get(name="Bo Alm")
    with pytest.raises(ValidationError):
        note(meeting.items.get(), conflicts=[absent])
    note(meeting.items.get(), conflicts=[there])
    with pytest.raises(ValidationError, match="Anna Ek"):
        meetings.note_attendance(fresh(meeting), fresh(meeting).version, SEATS[1:], by=person("secretary"))
    note(meeting.items.get(), conflicts=[])
    assert not meeting.items.get().conflicts.exists()


Role = Attendance.Role


@pytest.mark.parametrize(
    "seats",
    [
        (Seat("A", Role.MEMBER), Seat("B", Role.SUBSTITUTE, serves_for="A")),
        (Seat("A", Role.MEMBER, is_present=False), Seat("B", Role.MEMBER, serves_for="A")),
        (Seat("A", Role.MEMBER), Seat("A", Role.SUBSTITUTE)),
        (
            Seat("A", Role.MEMBER, is_present=False),
            Seat("B", Role.SUBSTITUTE, serves_for="A"),
            Seat("C", Role.SUBSTITUTE, serves_for="A"),
        ),
        (Seat("A", Role.MEMBER, is_present=False, approves=True),),
        (Seat("A", Role.MEMBER), Seat("B", Role.SUBSTITUTE, approves=True)),
    ],
)
def test_a_list_that_does_not_add_up_is_refused(seats):
    meeting = in_session()
    with pytest.raises(ValidationError):
        meetings.note_attendance(meeting, fresh(meeting).version, seats, by=person("secretary"))
    assert meeting.attendance.count() == len(SEATS)


def test_who_serves_is_there_and_who_is_served_for_is_not():
    meeting = in_session()
    seats = [
        Seat("A", Role.MEMBER, is_present=None),
        Seat("B", Role.SUBSTITUTE, is_present=None, serves_for="A"),
        Seat("C", Role.MEMBER, is_present=None),
    ]
    meetings.note_attendance(meeting, fresh(meeting).version, seats, by=person("secretary"))
    marks = {row.name: row.is_present for row in meeting.attendance.all()}
    assert marks == {"A": False, "B": True, "C": None}


def test_those_who_sat_there_are_expected_at_the_next():
    meeting = in_session(before_it())
    note_all(meeting)
    close(meeting)
    later = planned(on=date(2026, 4, 9))
    assert [row.name for row in later.attendance.all()] == [seat.name for seat in SEATS]
    assert not any(row.approves or row.serves_for for row in later.attendance.all())
    assert {row.is_present for row in later.attendance.all()} == {None}


def test_minutes_are_approved_and_posted_in_order_and_legal_force_follows():
    meeting, by = in_session(before_it("A (exempel)"), before_it("B (exempel)")), person("secretary")
    at_once, later = meeting.items.all()
    note(at_once, immediate_approval=True)
    note(later)
    close(meeting)
    with pytest.raises(WrongState):
        meetings.post(meeting, fresh(meeting).version, by=by, posted_on=date(2026, 3, 20))
    meetings.post_immediate(meeting, fresh(meeting).version, by=by, posted_on=date(2026, 3, 13))
    with pytest.raises(ValidationError):
        meetings.approve(
            meeting, fresh(meeting).version, by=by, approved_on=date(2026, 3, 11), approved_by="Ek"
        )
    meetings.approve(meeting, fresh(meeting).version, by=by, approved_on=date(2026, 3, 20), approved_by="Ek")
    meetings.post(meeting, fresh(meeting).version, by=by, posted_on=date(2026, 3, 21))
    first, second = (AgendaItem.objects.get(pk=item.pk).decision for item in (at_once, later))
    assert first.event("minutes_approved").happened_on == date(2026, 3, 12)
    assert (first.legal_force_on, second.legal_force_on) == (date(2026, 4, 8), date(2026, 4, 14))


def test_the_chair_stands_first_whoever_was_written_first():
    seats = [Seat(role.value, role) for role in reversed(Role)]
    meeting = in_session(before_it(), seats=seats)
    assert [row.name for row in meeting.attendance.all()] == list(Role.values)
    assert [role for _name, role in papers.minutes(meeting).people][:3] == [
        "ordförande",
        "vice ordförande",
        "ledamot",
    ]
    page = client_names(meeting)
    assert page == list(Role.values)


def client_names(meeting) -> list[str]:
    """As the form of the attendance lists them."""
    return [seat["name"] for seat in seats_of(meeting)]
