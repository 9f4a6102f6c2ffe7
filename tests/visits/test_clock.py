"""The answer clock: Swedish working days, the eves nobody works on, standing still while the guest has the word."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from visits import actions, clock


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
