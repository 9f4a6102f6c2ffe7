"""A new version lets another body decide: what waits goes over to it, and both secretaries know."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from governance import decisions, meetings, outbox, placing, policy_data, policy_files, strategies
from governance.authority import AuthorityError
from governance.meetings import agenda
from governance.models import AgendaItem, Body, Matter, Meeting, Notice, OutboxEntry, Strategy
from tests.engagements.events import sent as sent_event
from tests.governance.meetings.sittings import before_it, committee, note, person, planned, seat
from tests.governance.rows import make_matters
from tests.memberships.conftest import make_proposal

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + timedelta(days=60)
BOARD, COUNCIL, IB = "kommunstyrelsen", "kommunfullmaktige", "internationella-beredningen"


def adopted(act: str, old: str, new: str, since: date = DAY, **instead: str) -> Strategy:
    """A version like the one in force, where one body decides what another did."""
    content = policy_data.content_of(Strategy.objects.order_by("since").last())
    for row in content["rules"][act]:
        if row["decides"] == old:
            row.update({"decides": new, "power": "own", **instead})
            for name in [name for name, value in row.items() if value == ""]:
                del row[name]
    key = str(since.year) + "x" * Strategy.objects.filter(since__gt=timezone.localdate()).count()
    names = {
        f"{name}_{language}": f"{words} {since.year}"
        for name, words in (("title", "Strategi"), ("short_title", "strategin"), ("adopted_by", "KF"))
        for language in ("sv", "en")
    }
    strategies.load(policy_files.prove(policy_data.named(content, key=key, since=since, **names)))
    return Strategy.objects.get(key=key)


def at(day: date, hour: int = 8) -> time_machine.travel:
    return time_machine.travel(timezone.make_aware(datetime.combine(day, time(hour))), tick=False)


def run_due() -> int:
    entries = OutboxEntry.objects.filter(kind="tell_strategy", done_at=None).order_by("not_before")
    return sum(outbox.run(entry.pk) for entry in entries)


def replay() -> None:
    OutboxEntry.objects.filter(kind="tell_strategy").update(done_at=None)
    assert run_due() == 1


def lies(thing: Any) -> str | None:
    before = Matter.objects.get(pk=thing.pk).before
    return before.slug if before else None


def told(sign: str) -> list[tuple[str, str | None]]:
    rows = Notice.objects.filter(key__startswith=f"{sign}:").order_by("person__username")
    return [(row.person.username, row.matter.number if row.matter else None) for row in rows]


def state() -> Any:
    """All that a replay could change."""
    return (
        list(Matter.objects.order_by("pk").values_list("pk", "before", "status", "version")),
        Matter.history.count(),
        set(Notice.objects.values_list("key", flat=True)),
        list(AgendaItem.objects.order_by("pk").values_list("pk", flat=True)),
        set(OutboxEntry.objects.values_list("key", flat=True)),
    )


def test_on_the_day_what_waits_goes_to_who_decides_now_with_history_and_both_are_told(city):
    matter = before_it().matter
    version = Matter.objects.get(pk=matter.pk).version
    new = adopted("join_membership", "own_body", "executive_board")
    with at(DAY - timedelta(days=1), 23):
        assert run_due() == 0
        assert lies(matter) == "trafiknamnden"
    with at(DAY):
        assert run_due() == 1
        now = Matter.objects.get(pk=matter.pk)
        assert (lies(now), now.status, now.version) == (BOARD, matter.status, version + 1)
        latest, earlier = now.history.all()[:2]
        assert (latest.before.slug, earlier.before.slug) == (BOARD, "trafiknamnden")
        assert (latest.history_user, latest.history_date.date()) == (None, DAY)
        assert told("loses") == [("secretary", now.number)]
        assert told("gains") == [("board_secretary", now.number)]
        loses, gains = (Notice.objects.get(key__startswith=f"{sign}:") for sign in ("loses", "gains"))
        assert loses.subject_sv == f"{now.number} ligger nu hos kommunstyrelsen ({new.short_title_sv})"
        assert gains.subject_sv == (
            f"{now.number} kommer från trafiknämnden till kommunstyrelsen ({new.short_title_sv})"
        )
        assert "lies before the City Executive Board now" in loses.subject_en
        assert "comes from" in gains.subject_en
        assert now.title not in loses.subject_sv + gains.subject_sv
        board = Body.objects.get(slug=BOARD)
        meeting = planned(board, DAY + timedelta(days=9), "board_secretary")
        assert now in agenda.waiting_for(meeting, person("board_secretary"))


def test_replayed_it_does_nothing_twice(city):
    before_it()
    on_agenda = before_it("Harbour Ring (exempel)").matter
    meeting = planned(on=DAY + timedelta(days=5))
    meetings.add_matters(meeting, [on_agenda], by=person("secretary"))
    meetings.call(meeting, Meeting.objects.get(pk=meeting.pk).version, by=person("secretary"))
    adopted("join_membership", "own_body", "executive_board")
    with at(DAY):
        run_due()
        done = state()
        replay()
        assert state() == done


def test_what_is_decided_or_laid_elsewhere_or_at_home_stays(city):
    decided, elsewhere = before_it().matter, before_it("Harbour Ring (exempel)").matter
    at_home = make_proposal(person("contact"), committee(), name="Quiet Quays (exempel)").matter
    Matter.objects.filter(pk=elsewhere.pk).update(before=city(IB))
    record = decisions.Record(committee(), "approved", timezone.localdate(), "Ja.", paragraph="7")
    decisions.record(decided, record, by=person("secretary"))
    adopted("join_membership", "own_body", "executive_board")
    with at(DAY):
        assert run_due() == 1
    assert [lies(each) for each in (decided, elsewhere, at_home)] == [None, IB, None]
    assert told("loses") == told("gains") == []


def test_only_the_kind_whose_decider_moved_moves(city):
    event = sent_event(person("contact"), committee()).matter
    stood = lies(event)
    membership = before_it().matter
    adopted("join_membership", "own_body", "executive_board")
    with at(DAY):
        run_due()
    assert (lies(membership), lies(event)) == (BOARD, stood)


def test_a_planned_agenda_lets_it_go_and_one_that_is_out_keeps_it(city):
    planned_for, called_for = before_it().matter, before_it("Harbour Ring (exempel)").matter
    secretary = person("secretary")
    later, sooner = planned(on=DAY + timedelta(days=30)), planned(on=DAY + timedelta(days=5))
    meetings.add_matters(later, [planned_for], by=secretary)
    meetings.add_matters(sooner, [called_for], by=secretary)
    meetings.call(sooner, Meeting.objects.get(pk=sooner.pk).version, by=secretary)
    adopted("join_membership", "own_body", "executive_board")
    with at(DAY):
        run_due()
        assert (lies(planned_for), lies(called_for)) == (BOARD, "trafiknamnden")
        assert not later.items.exists()
        assert AgendaItem.history.filter(meeting_id=later.pk, history_type="-").count() == 1
        assert "inte på föredragningslistan" in Notice.objects.get(key__startswith="loses:").subject_sv
        assert told("stays") == [("secretary", called_for.number)]
        assert told("awaited") == [("board_secretary", called_for.number)]
        stays = Notice.objects.get(key__startswith="stays:")
        assert stays.path == sooner.get_absolute_url()
        assert f"ta bort det från listan {sooner.held_on}" in stays.subject_sv
        assert "take it off the agenda" in stays.subject_en
        # Done as told, it goes where the notice said.
        meetings.remove(sooner.items.get(), by=secretary)
        assert lies(called_for) == BOARD
        assert Matter.objects.get(pk=called_for.pk).history.first().history_user == secretary
        assert ("board_secretary", called_for.number) in told("gains")


@pytest.mark.parametrize("way", ["withdrawn", "cancelled"])
def test_withdrawn_or_with_its_meeting_cancelled_it_goes_over(city, way):
    matter, secretary = before_it().matter, person("secretary")
    meeting = planned(on=DAY + timedelta(days=5))
    meetings.add_matters(meeting, [matter], by=secretary)
    meetings.call(meeting, Meeting.objects.get(pk=meeting.pk).version, by=secretary)
    adopted("join_membership", "own_body", "executive_board")
    with at(DAY):
        run_due()
    with at(meeting.held_on, 15):
        now = Meeting.objects.get(pk=meeting.pk)
        if way == "cancelled":
            meetings.cancel(now, now.version, by=secretary, reason="x")
        else:
            meetings.begin(now, by=secretary)
            note(now.items.get(), "withdrawn")
            assert lies(matter) == "trafiknamnden"
            seat(now, secretary)
            meetings.close(now, Meeting.objects.get(pk=now.pk).version, by=secretary)
        assert lies(matter) == BOARD


def test_a_meeting_before_the_day_decides_as_before_although_it_is_written_up_after(city):
    matter, secretary = before_it().matter, person("secretary")
    meeting = planned(on=DAY - timedelta(days=1))
    meetings.add_matters(meeting, [matter], by=secretary)
    adopted("join_membership", "own_body", "executive_board")
    with at(DAY):
        run_due()
        assert lies(matter) == "trafiknamnden"
        assert "som förut" in Notice.objects.get(key__startswith="stays:").subject_sv
        meetings.begin(Meeting.objects.get(pk=meeting.pk), by=secretary)
        note(meeting.items.get())
        seat(meeting, secretary)
        meetings.close(meeting, Meeting.objects.get(pk=meeting.pk).version, by=secretary)
    assert Matter.objects.get(pk=matter.pk).decisions.get().body == committee()


def test_off_an_agenda_in_ordinary_times_it_stays_before_its_body(city):
    matter, secretary = before_it().matter, person("secretary")
    meeting = planned(on=DAY)
    meetings.add_matters(meeting, [matter], by=secretary)
    meetings.remove(meeting.items.get(), by=secretary)
    assert lies(matter) == "trafiknamnden"


def test_a_journey_leaves_the_committee_and_stands_before_who_decides_at_once(city):
    event = sent_event(person("contact"), committee(), on_behalf_of_executive_board=True).matter
    event.refresh_from_db()
    assert (lies(event), event.status) == (IB, "in_committee")
    adopted("attend_event", "mayor", "council", handled_in="", prepared_by="executive_board")
    with at(DAY):
        run_due()
    event.refresh_from_db()
    assert (lies(event), event.status) == (COUNCIL, "before_body")
    assert told("loses") == [("ib_secretary", event.number)]
    assert told("gains") == [("council_secretary", event.number)]


def test_of_a_secret_one_only_who_is_let_in_is_told(city):
    open_one, secret = before_it().matter, before_it("Harbour Ring (exempel)").matter
    Matter.objects.filter(pk=secret.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=timezone.localdate()
    )
    secret.grants.create(person=person("secretary"), granted_by=person("secretary"))
    adopted("join_membership", "own_body", "executive_board")
    with at(DAY):
        run_due()
    assert (lies(open_one), lies(secret)) == (BOARD, BOARD)
    assert sorted(told("loses")) == sorted([("secretary", open_one.number), ("secretary", secret.number)])
    assert told("gains") == [("board_secretary", open_one.number)]


def test_many_are_moved_in_as_many_statements_as_few_and_told_of_in_one_notice(
    city, django_assert_max_num_queries
):
    facts = Matter.objects.get(pk=before_it().pk).facts
    make_matters(60, committee(), status="before_body", facts=facts, before=committee())
    old = Strategy.objects.order_by("since").last()
    new = adopted("join_membership", "own_body", "executive_board")
    with at(DAY), django_assert_max_num_queries(40):
        placing.bring_over(old, new, before_each=lambda: None)
    assert Matter.objects.filter(before__slug=BOARD, facts=facts).count() == 61
    assert told("loses") == [("secretary", None)]
    assert (
        "61 ärenden ligger nu hos kommunstyrelsen" in Notice.objects.get(key__startswith="loses:").subject_sv
    )
    assert Matter.history.filter(before__slug=BOARD, history_type="~").count() >= 61


def test_told_late_of_two_versions_it_lies_where_the_later_one_wants_it(city):
    matter = before_it().matter
    adopted("join_membership", "own_body", "executive_board")
    adopted("join_membership", "executive_board", "council", DAY + timedelta(days=40))
    with at(DAY + timedelta(days=41)):
        assert run_due() == 2
    assert lies(matter) == COUNCIL


def test_every_question_has_a_place_or_none_and_asks_nobody_for_the_rest(city):
    """What a card lacks for the question is no fault: it stays where it is."""
    with pytest.raises(AuthorityError):
        decisions.ruling_for(Matter(facts={"act": "join_membership"}))
    lacking = make_matters(
        1, committee(), status="before_body", facts={"act": "join_membership"}, before=committee()
    )[0]
    adopted("join_membership", "own_body", "executive_board")
    with at(DAY):
        assert run_due() == 1
    assert lies(lacking) == "trafiknamnden"
