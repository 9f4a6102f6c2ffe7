"""The answer clock: Swedish working days, the eves nobody works on, standing still while the guest has the word."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from governance.models import Matter
from visits import actions, clock
from visits.models import Visit


@pytest.mark.parametrize(
    "day",
    [
        "2026-06-19",
        "2026-12-24",
        "2026-12-31",
        "2026-12-25",
        "2026-06-06",
        "2026-04-03",
        "2026-11-21",
        "2027-01-06",
    ],
)
def test_nobody_answers_on(day: str) -> None:
    assert not clock.is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-06-18", "2026-12-23", "2026-05-15", "2026-11-20"])
def test_somebody_answers_on(day: str) -> None:
    assert clock.is_working_day(date.fromisoformat(day))


def test_ten_working_days_over_christmas() -> None:
    assert clock.answer_due(date(2026, 12, 17)) == date(2027, 1, 7)


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(day=DAYS, days=st.integers(0, 60))
def test_the_days_counted_are_the_days_given(day: date, days: int) -> None:
    start = clock.after(day, 0)
    assert clock.between(start, clock.after(start, days)) == days
    assert clock.before(clock.after(start, days), days) == start


@given(day=DAYS, days=st.integers(0, 60))
def test_what_begins_on_a_weekend_is_counted_alike_there_and_back(day: date, days: int) -> None:
    assert clock.between(day, clock.after(day, days)) == days
    assert clock.between(clock.before(day, days), day) == days


@given(received=DAYS, asked=st.integers(0, 40))
def test_asked_and_answered_the_same_day_changes_nothing(received: date, asked: int) -> None:
    due, day = clock.answer_due(received), received + timedelta(days=asked)
    visit = Visit(days_left=clock.stopped(Matter(due_on=due), day))
    # Due on a Friday and asked on the Saturday no working day has gone by: the next one is as good.
    no_day_has_gone_by = due < day and visit.days_left == 0
    assert clock.restarted(visit, day) == (clock.after(day, 0) if no_day_has_gone_by else due)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["accept", "decline"])
def test_to_let_a_late_request_rest_does_not_make_it_answered_in_time(verb, log, answers, contact) -> None:
    with time_machine.travel("2026-11-09 09:00"):
        visit = log(contact, received_on=date(2026, 11, 9))
        visit = actions.assess(visit, by=contact, answers=answers("yes"))
    with time_machine.travel("2026-11-25 09:00"):  # two working days late
        visit = actions.let_rest(visit, by=contact, until=date(2027, 1, 11), reasons="Efter jul.")
    assert visit.days_left == -2
    with time_machine.travel("2027-01-11 09:00"):
        if verb == "accept":
            visit = actions.begin_assessment(visit, by=contact)
            assert visit.days_left is None
            visit.matter.refresh_from_db()
            assert clock.between(visit.matter.due_on, date(2027, 1, 11)) == 2
        getattr(actions, verb)(visit, by=contact, reasons="Därför.")
    assert visit.replies.get().working_days == clock.between(date(2026, 11, 9), date(2027, 1, 11)) > 30


@pytest.mark.django_db
def test_who_rests_with_days_left_has_them_left_afterwards(log, answers, contact) -> None:
    with time_machine.travel("2026-11-09 09:00"):
        visit = log(contact, received_on=date(2026, 11, 9))
        visit = actions.assess(visit, by=contact, answers=answers("yes"))
    with time_machine.travel("2026-11-12 09:00"):
        visit = actions.let_rest(
            visit, by=contact, until=date(2026, 12, 1), reasons="Först en fråga till nämnden."
        )
    visit.matter.refresh_from_db()
    assert (visit.days_left, visit.matter.due_on) == (7, date(2026, 12, 1))
    with time_machine.travel("2026-12-01 09:00"):
        visit = actions.begin_assessment(visit, by=contact)
    visit.matter.refresh_from_db()
    assert (visit.days_left, visit.matter.due_on) == (None, date(2026, 12, 10))


@pytest.mark.django_db
def test_the_figure_counts_from_the_day_it_came_less_the_waits_on_the_guest(log, answers, contact) -> None:
    with time_machine.travel("2026-11-09 09:00"):
        visit = log(contact, received_on=date(2026, 11, 6))
        visit = actions.assess(visit, by=contact, answers=answers("yes"))
    for asked, answered in (("2026-11-10", "2026-11-12"), ("2026-11-13", "2026-11-20")):
        with time_machine.travel(f"{asked} 09:00"):
            visit = actions.ask_guest(visit, by=contact, question="När?")
        with time_machine.travel(f"{answered} 09:00"):
            visit = actions.guest_answered(visit, by=contact)
    with time_machine.travel("2026-11-25 09:00"):
        actions.accept(visit, by=contact, reasons="Ja.")
    # Thirteen working days since the 6th, of which two and five were the guest's.
    assert visit.replies.get().working_days == 13 - 2 - 5


@pytest.mark.django_db
def test_a_no_while_the_guest_has_the_word_counts_until_the_guest_was_asked(log, contact) -> None:
    with time_machine.travel("2026-11-09 09:00"):
        visit = log(contact, received_on=date(2026, 11, 9))
    with time_machine.travel("2026-11-12 09:00"):
        visit = actions.ask_guest(visit, by=contact, question="När?")
    with time_machine.travel("2026-12-17 09:00"):
        actions.decline(visit, by=contact, reasons="Inget svar.")
    assert visit.replies.get().working_days == 3


@given(one=DAYS, other=DAYS)
def test_backwards_is_the_negative_of_forwards(one: date, other: date) -> None:
    assert clock.between(one, other) == -clock.between(other, one)


@pytest.mark.django_db
def test_the_clock_stands_still_while_the_guest_has_the_word(log, contact) -> None:
    with time_machine.travel("2026-11-09 09:00"):
        visit = log(contact, received_on=date(2026, 11, 9))
    with time_machine.travel("2026-11-12 09:00"):
        visit = actions.ask_guest(visit, by=contact, question="När?")
    visit.matter.refresh_from_db()
    assert (visit.days_left, visit.matter.due_on) == (7, None)
    with time_machine.travel("2026-12-01 09:00"):
        visit = actions.guest_answered(visit, by=contact, answer="I januari.")
    visit.matter.refresh_from_db()
    assert visit.days_left is None
    assert visit.matter.due_on == date(2026, 12, 10)
    assert visit.matter.status == "being_assessed"


@pytest.mark.django_db
def test_what_was_late_when_the_guest_was_asked_is_as_late_afterwards(log, contact) -> None:
    with time_machine.travel("2026-11-09 09:00"):
        visit = log(contact, received_on=date(2026, 11, 9))
    with time_machine.travel("2026-11-25 09:00"):
        visit = actions.ask_guest(visit, by=contact, question="När?")
    assert visit.days_left == -2
    with time_machine.travel("2026-12-01 09:00"):
        visit = actions.guest_answered(visit, by=contact)
    visit.matter.refresh_from_db()
    assert clock.between(visit.matter.due_on, date(2026, 12, 1)) == 2
    assert visit.matter.due_on < date(2026, 12, 1) - timedelta(days=1)
