"""The figures of a past year stay what they were, and all of one count are of one moment."""

import threading
from datetime import date

import pytest
from django.db import connection

from governance.models import Matter
from memberships import actions, schedule
from memberships.models import Membership, Post
from reporting.figures import Year, compute
from reporting.lifecycle import Step
from tests.reporting import small_year


def figure(key: str, year: int = 2025) -> int:
    return {each["key"]: each["value"] for each in compute(Year(year))["figures"]}[key]


@pytest.fixture
def overdue(city) -> Membership:
    """Due in 2025, not reviewed."""
    membership = small_year.membership("Försenat nätverk", joined_on=date(2021, 3, 1))
    schedule.set_next_review(membership, date(2025, 12, 31))
    membership.save()
    assert membership.next_review_on == date(2025, 3, 1)
    return membership


def test_what_was_overdue_at_year_end_stays_so_when_the_city_leaves_later(overdue, contact) -> None:
    assert figure("memberships_overdue") == 1
    Matter.objects.filter(pk=overdue.pk).update(status="leaving")
    actions.leave(overdue, by=contact, left_on=date(2026, 5, 1), reason="Nätverket läggs ned.")
    overdue.refresh_from_db()
    assert overdue.next_review_on is None
    assert figure("memberships_overdue") == 1
    assert figure("memberships_overdue", 2026) == 0


def test_under_notice_nothing_is_overdue(overdue, contact) -> None:
    schedule.clear(overdue)
    overdue.notice_given_on = date(2025, 11, 1)
    overdue.save()
    assert figure("memberships_overdue") == 0


def test_a_post_of_a_membership_that_is_only_proposed_is_not_counted(city) -> None:
    for name, status in (("Ett", "member"), ("Två", "proposal"), ("Tre", "before_body")):
        membership = small_year.membership(f"{name} nätverk", status=status)
        Post.objects.create(membership=membership, title="Ordförande", holder="Bo", since=date(2025, 1, 1))
    assert figure("posts_of_trust") == 1


@pytest.mark.django_db(transaction=True)
def test_a_count_is_of_the_moment_it_begins_while_others_go_on_registering(city) -> None:
    small_year.fill()
    before = compute(Year(2025))
    told: list[Step] = []

    def tell(step: Step) -> None:
        """Word of the step is out at once, and somebody registers something."""
        told.append(step)
        assert threading.current_thread() is not threading.main_thread()
        small_year.membership(f"Nätverk {step}", joined_on=date(2025, 5, 5))

    during = compute(Year(2025), tell)
    assert during == before
    assert len(told) > 3
    after = compute(Year(2025))
    assert after["register"]["matters"] == before["register"]["matters"] + len(told)
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_who_tells_may_stop_the_work(city) -> None:
    def tell(step: Step) -> None:
        raise RuntimeError("the lease is lost")

    with pytest.raises(RuntimeError, match="lease"):
        compute(Year(2025), tell)
    assert compute(Year(2025))["year"] == 2025
