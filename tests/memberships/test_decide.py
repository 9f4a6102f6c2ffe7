"""The secretary records what the body decided, and the membership moves there in the same transaction."""

import threading
from datetime import date

import pytest
from django.db import connection

from governance.errors import AlreadyDecided, WrongState
from governance.models import Decision, Matter, Notice, Person
from memberships import actions
from memberships.models import Membership

from .conftest import decision_of, make_proposal, send

pytestmark = pytest.mark.django_db


def test_approved_is_member_from_the_day_of_the_decision(before_body, secretary, city, contact):
    decision = actions.decide(before_body, decision_of(city("trafiknamnden")), by=secretary)
    membership = Membership.objects.select_related("matter").get(pk=before_body.pk)
    assert decision.section.number == "5"
    assert (membership.matter.status, membership.joined_on) == ("member", date(2026, 3, 12))
    assert membership.next_review_on == membership.matter.due_on == date(2030, 3, 12)
    assert membership.review_opens_on == date(2029, 9, 12)
    assert membership.matter.before is None
    assert membership.matter.is_open
    assert Notice.objects.filter(
        matter=membership.matter, person=contact, key__startswith="decided:"
    ).exists()


def test_approved_with_a_later_beginning_waits_for_it(contact, secretary, city):
    proposal = make_proposal(contact, city("trafiknamnden"), starts_on=date(2026, 9, 1))
    send(proposal, contact)
    actions.decide(proposal, decision_of(city("trafiknamnden")), by=secretary)
    assert Matter.objects.get(pk=proposal.pk).status == "approved"
    with pytest.raises(WrongState):
        actions.join(proposal, by=contact, joined_on=date(2026, 3, 11))
    membership = actions.join(proposal, by=contact, joined_on=date(2026, 9, 3))
    assert (membership.matter.status, membership.next_review_on) == ("member", date(2030, 9, 3))


def test_rejected_is_closed(before_body, secretary, city):
    actions.decide(before_body, decision_of(city("trafiknamnden"), "rejected"), by=secretary)
    matter = Matter.objects.get(pk=before_body.pk)
    assert (matter.status, matter.is_open) == ("rejected", False)


def test_referred_back_comes_home_and_a_second_round_gets_a_second_decision(
    before_body, secretary, contact, city
):
    body = city("trafiknamnden")
    actions.decide(before_body, decision_of(body, "referred_back", reasons="Count the hours."), by=secretary)
    matter = Matter.objects.get(pk=before_body.pk)
    assert (matter.status, matter.before, matter.round) == ("referred_back", None, 2)
    actions.edit(before_body, matter.version, by=contact, why="With the hours counted.")
    send(before_body, contact)
    actions.decide(before_body, decision_of(body, on=date(2026, 5, 7)), by=secretary)
    outcomes = Decision.objects.filter(matter=matter).order_by("round").values_list("round", "outcome")
    assert list(outcomes) == [(1, "referred_back"), (2, "approved")]


def test_tabled_stays_with_the_body(before_body, secretary, city):
    body = city("trafiknamnden")
    actions.decide(before_body, decision_of(body, "tabled"), by=secretary)
    matter = Matter.objects.get(pk=before_body.pk)
    assert (matter.status, matter.before) == ("tabled", body)
    actions.decide(before_body, decision_of(body, on=date(2026, 4, 2)), by=secretary)
    assert Matter.objects.get(pk=before_body.pk).status == "member"


def test_a_proposal_is_never_merely_noted(before_body, secretary, city):
    with pytest.raises(WrongState):
        actions.decide(before_body, decision_of(city("trafiknamnden"), "noted"), by=secretary)
    assert not Decision.objects.exists()


def test_what_was_not_sent_cannot_be_decided(proposal, secretary, city):
    with pytest.raises(WrongState):
        actions.decide(proposal, decision_of(city("trafiknamnden")), by=secretary)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("first", ["approved", "rejected"])
def test_who_comes_second_is_told_who_was_first(before_body, secretary, city, first):
    actions.decide(before_body, decision_of(city("trafiknamnden"), first), by=secretary)
    with pytest.raises(AlreadyDecided) as told:
        actions.decide(before_body, decision_of(city("trafiknamnden"), "rejected"), by=secretary)
    assert secretary.name in str(told.value)
    assert "2026-03-12" in str(told.value)


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_at_once_make_exactly_one_decision(contact, city):
    body = city("trafiknamnden")
    proposals = [send(make_proposal(contact, body, name=f"Race {n} (exempel)"), contact) for n in range(5)]
    for proposal in proposals:
        outcomes = _race(proposal, body)
        assert sorted(outcomes) == ["decided", "refused"]
        matter = Matter.objects.get(pk=proposal.pk)
        decision = Decision.objects.get(matter=matter)
        assert matter.status == {"approved": "member", "rejected": "rejected"}[decision.outcome]


def _race(proposal: Membership, body) -> list[str]:
    barrier, outcomes = threading.Barrier(2), []

    def record(outcome: str) -> None:
        by = Person.objects.get(username="secretary")
        barrier.wait()
        try:
            actions.decide(proposal, decision_of(body, outcome), by=by)
            outcomes.append("decided")
        except AlreadyDecided:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=record, args=[outcome]) for outcome in ("approved", "rejected")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
