"""The review that comes every fourth year: opened in time, opened once, whoever runs it and however often."""

import json
import threading
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Matter, MatterSeries, Notice, OutboxEntry, SecrecyGrant, Strategy
from memberships import actions, schedule, tasks
from memberships.models import Membership, MembershipReview

from .conftest import joined, make_proposal

pytestmark = pytest.mark.django_db


def sweep(day: date) -> actions.Opened:
    """The sweep as it is done on a day."""
    return actions.flag_due_reviews(today=day)


def test_a_review_opens_six_months_before_four_years_have_passed(member):
    joined(member, date(2022, 6, 1))
    assert sweep(date(2025, 11, 30)).count == 0
    opened = list(sweep(date(2025, 12, 1)))
    assert [review.due_on for review in opened] == [date(2026, 6, 1)]
    review = opened[0]
    assert review.membership_id == member.pk
    assert review.is_open
    assert review.matter.status == "review_due"
    assert review.matter.opened_on == date(2025, 12, 1)
    assert review.matter.due_on == date(2026, 6, 1)
    assert review.matter.title == "Omprövning: Nordic Streets (exempel)"
    assert review.matter.facts == {
        "act": "join_membership",
        "scope": "own_operation",
        "counterpart": "network",
        "renewal": True,
    }


@pytest.mark.parametrize(
    ("joined_on", "interval", "due"),
    [
        (date(2020, 2, 29), 48, date(2024, 2, 29)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2019, 10, 31), 1, date(2019, 11, 30)),
        (date(2019, 12, 31), 2, date(2020, 2, 29)),
        (date(2018, 12, 31), 2, date(2019, 2, 28)),
        (date(2016, 11, 14), 48, date(2020, 11, 14)),
    ],
)
def test_leap_days_and_month_ends_count_as_the_calendar_does(member, joined_on, interval, due):
    joined(member, joined_on, review_interval_months=interval, review_lead_months=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s::date + make_interval(months => %s))::date", [joined_on, interval])
        assert cursor.fetchone()[0] == due == schedule.months_after(joined_on, interval)
    assert [review.due_on for review in sweep(due)] == [due]


def test_running_it_twice_opens_nothing_twice(member):
    joined(member, date(2022, 6, 1))
    assert sweep(date(2026, 1, 1)).count == 1
    assert sweep(date(2026, 1, 1)).count == 0
    assert sweep(date(2026, 7, 1)).count == 0
    assert MembershipReview.objects.count() == 1
    assert Notice.objects.filter(key__startswith="review-opened:").count() == 1


def test_a_sweep_that_comes_years_late_opens_one_review_not_one_for_each_missed(member):
    joined(member, date(2005, 1, 1))
    assert [review.due_on for review in sweep(date(2026, 1, 1))] == [date(2009, 1, 1)]


def test_the_interval_counts_from_the_last_review(member):
    joined(member, date(2010, 1, 1), last_reviewed_on=date(2024, 5, 2))
    assert sweep(date(2027, 11, 1)).count == 0
    assert [review.due_on for review in sweep(date(2027, 11, 2))] == [date(2028, 5, 2)]


def test_a_membership_may_have_its_own_interval_and_lead(member):
    joined(member, date(2024, 1, 15), review_interval_months=24, review_lead_months=1)
    assert sweep(date(2025, 12, 14)).count == 0
    assert sweep(date(2025, 12, 15)).count == 1


def test_a_new_strategy_changes_the_terms_from_its_first_day(member):
    joined(member, date(2025, 1, 1))
    Strategy.objects.filter(key="2016").update(until=date(2026, 12, 31))
    old = Strategy.objects.get(key="2016")
    Strategy.objects.create(
        key="2027",
        title_sv="Ny",
        title_en="New",
        short_title_sv="ny",
        short_title_en="new",
        since=date(2027, 1, 1),
        adopted_by_sv="-",
        adopted_by_en="-",
        review_interval_months=24,
        review_lead_months=3,
        checksum="0" * 64,
    )
    assert old.review_interval_months == 48
    assert sweep(date(2026, 12, 31)).count == 0
    assert [review.due_on for review in sweep(date(2027, 1, 1))] == [date(2027, 1, 1)]
    member.refresh_from_db()
    assert member.matter.due_on == member.next_review_on == date(2027, 1, 1)


def test_numbers_are_drawn_as_a_block_without_gaps(contact, city, member):
    body = city("trafiknamnden")
    for place in range(5):
        other = make_proposal(contact, body, name=f"Network {place} (exempel)")
        Matter.objects.filter(pk=other.pk).update(status="member")
        joined(other, date(2022, 1, 1 + place))
    last = MatterSeries.objects.filter(year=2026).values_list("last", flat=True).first() or 0
    opened = list(sweep(date(2026, 1, 1)))
    assert [review.matter.number for review in opened] == [f"2026-{last + n:05d}" for n in range(1, 6)]
    assert MatterSeries.objects.get(year=2026).last == last + 5


def test_numbers_beyond_99999_keep_all_their_figures(member):
    joined(member, date(2022, 1, 1))
    MatterSeries.objects.update_or_create(year=2026, defaults={"last": 123456})
    assert [review.matter.number for review in sweep(date(2026, 1, 1))] == ["2026-123457"]


def test_many_batches_are_one_sweep(contact, city, monkeypatch):
    monkeypatch.setattr("memberships.actions.sweeping.BATCH", 2)
    for place in range(5):
        other = make_proposal(contact, city("trafiknamnden"), name=f"Network {place} (exempel)")
        Matter.objects.filter(pk=other.pk).update(status="member")
        joined(other, date(2022, 1, 1))
    opened = sweep(date(2026, 1, 1))
    assert opened.count == len(list(opened)) == 5


def test_the_case_officer_is_told_and_mailed_in_the_same_transaction(member, contact):
    joined(member, date(2022, 6, 1))
    review = next(iter(sweep(date(2026, 1, 1))))
    notice = Notice.objects.get(matter=review.matter)
    assert notice.person == contact
    assert "2026-06-01" in notice.subject_sv
    assert OutboxEntry.objects.get(key=f"mail:{notice.key}").subject == notice.pk


def test_without_a_case_officer_the_contact_persons_are_told(member, contact):
    joined(member, date(2022, 6, 1))
    Matter.objects.filter(pk=member.pk).update(responsible=None)
    review = next(iter(sweep(date(2026, 1, 1))))
    assert list(Notice.objects.filter(matter=review.matter).values_list("person", flat=True)) == [contact.pk]


def test_history_shows_the_birth_of_the_review(member):
    joined(member, date(2022, 6, 1))
    review = next(iter(sweep(date(2026, 1, 1))))
    born = review.matter.history.get()
    assert (born.history_type, born.title, born.history_user_id) == ("+", review.matter.title, None)
    assert review.history.get().due_on == review.due_on


def test_the_review_of_a_secret_membership_is_as_secret(member, contact):
    joined(member, date(2022, 6, 1))
    Matter.objects.filter(pk=member.pk).update(secrecy_ground="15:1", secrecy_marked_on=date(2026, 1, 1))
    SecrecyGrant.objects.create(matter_id=member.pk, person=contact, granted_by=contact)
    review = next(iter(sweep(date(2026, 1, 1))))
    assert review.matter.secrecy_ground == "15:1"
    assert list(review.matter.grants.values_list("person", flat=True)) == [contact.pk]


@pytest.mark.parametrize(
    "status", ["proposed", "prepared", "before_body", "leaving", "left", "rejected", "withdrawn"]
)
def test_only_what_the_city_is_in_is_reviewed(member, status):
    joined(member, date(2022, 6, 1))
    Matter.objects.filter(pk=member.pk).update(status=status)
    assert sweep(date(2026, 6, 1)).count == 0


def test_a_review_opened_by_hand_is_not_opened_again(member, contact):
    joined(member, date(2022, 6, 1))
    actions.open_review(member, by=contact)
    assert sweep(date(2026, 6, 1)).count == 0


def test_the_sweep_costs_the_same_statements_whatever_it_opens(member, contact, city):
    joined(member, date(2022, 6, 1))
    with CaptureQueriesContext(
        connection,
    ) as one:
        sweep(date(2026, 1, 1))
    for place in range(4):
        other = make_proposal(contact, city("trafiknamnden"), name=f"Network {place} (exempel)")
        Matter.objects.filter(pk=other.pk).update(status="member")
        joined(other, date(2022, 6, 1))
    with CaptureQueriesContext(connection) as many:
        sweep(date(2026, 1, 1))
    assert len(many) == len(one)


def test_a_quiet_day_reads_the_partial_index(member):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT matter_id FROM memberships_membership WHERE review_opens_on <= '2026-01-01'"
        )
        assert "membership_review_opens" in "\n".join(row[0] for row in cursor.fetchall())


def test_the_task_and_the_command_do_the_same(member):
    joined(member, date(2022, 1, 1))
    assert tasks.flag_due_reviews() == 1
    out = StringIO()
    call_command("flag_due_reviews", stdout=out)
    assert "Ingen omprövning" in out.getvalue() or "No review" in out.getvalue()


def test_the_command_prints_what_it_opened_as_json(member):
    joined(member, date(2022, 6, 1))
    out = StringIO()
    call_command("flag_due_reviews", "--on", "2026-01-01", "--json", stdout=out)
    printed = json.loads(out.getvalue())
    review = MembershipReview.objects.select_related("matter").get()
    assert (printed["on"], printed["opened"]) == ("2026-01-01", 1)
    assert printed["reviews"] == [
        {
            "number": review.matter.number,
            "membership": member.matter.number,
            "organisation": "Nordic Streets (exempel)",
            "body": "Trafiknämnden",
            "due_on": "2026-06-01",
        }
    ]


def test_a_look_ahead_opens_early_and_writes_nothing_in_the_future(member):
    """The day says which reviews; they are opened, numbered and counted today."""
    with time_machine.travel("2026-11-20 09:00"):
        joined(member, date(2024, 5, 2))
        assert actions.flag_due_reviews(date(2027, 11, 1)).count == 0
        (review,) = actions.flag_due_reviews(date(2028, 1, 1))
    assert review.due_on == date(2028, 5, 2)
    assert review.matter.opened_on == date(2026, 11, 20)
    assert review.matter.number.startswith("2026-")
    assert not MatterSeries.objects.filter(year=2028).exists()


def test_a_look_back_opens_fewer_and_never_applies_the_terms_of_an_older_strategy(member):
    joined(member, date(2022, 6, 1))
    member.refresh_from_db()
    due = member.next_review_on
    for day in (date(2010, 1, 1), date(2025, 11, 30)):
        assert actions.flag_due_reviews(day).count == 0
        assert actions.flag_due_reviews(today=day).count == 0
        member.refresh_from_db()
        assert (member.terms.key, member.next_review_on) == ("2016", due)


def test_the_command_speaks_the_language_one_asks_for(member):
    out = StringIO()
    call_command("flag_due_reviews", "--on", "2020-01-01", "--lang", "en", stdout=out)
    assert out.getvalue() == "No review is due to open by 2020-01-01.\n"


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30"])
def test_the_command_says_what_is_wrong_with_a_date(member, day):
    with pytest.raises(CommandError) as refusal:
        call_command("flag_due_reviews", "--on", day)
    assert refusal.value.returncode == 2


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_open_each_review_once(contact, city):
    for place in range(20):
        other = make_proposal(contact, city("trafiknamnden"), name=f"Network {place} (exempel)")
        Matter.objects.filter(pk=other.pk).update(status="member")
        joined(other, date(2022, 1, 1))
    barrier, counts = threading.Barrier(4), []

    def worker():
        barrier.wait()
        counts.append(sweep(date(2026, 1, 1)).count)
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 0, 0, 20]
    assert MembershipReview.objects.count() == 20
    assert Membership.objects.filter(review_opens_on__isnull=False).count() == 0
    numbers = list(Matter.objects.filter(kind="membership_review").values_list("number", flat=True))
    assert len(set(numbers)) == 20
