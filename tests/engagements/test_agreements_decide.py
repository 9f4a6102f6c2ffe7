"""The right body decides on an agreement, its secretary records it, and a correction moves what rests on it."""

from datetime import date

import pytest

from engagements.actions import agreements
from engagements.models import Agreement
from governance import decisions
from governance.errors import AlreadyDecided, RefusedByRule, WrongState
from governance.models import Notice

from .agreements import decision_of, fresh, make_agreement

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(contact, city) -> Agreement:
    return agreements.send_for_decision(make_agreement(contact, city("trafiknamnden")), by=contact)


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ("approved", "approved"),
        ("rejected", "rejected"),
        ("tabled", "tabled"),
        ("referred_back", "referred_back"),
    ],
)
def test_each_outcome_brings_it_where_it_belongs(outcome, status, sent, secretary, contact, city):
    decision = agreements.decide(sent, decision_of(city("trafiknamnden"), outcome), by=secretary)
    matter = fresh(sent).matter
    assert matter.status == status
    assert matter.is_open is (outcome != "rejected")
    assert (matter.before is not None) is (outcome == "tabled")
    assert decision.section.number == "5"
    assert Notice.objects.filter(person=contact, matter=matter).count() == 1


def test_the_secretary_of_another_body_is_refused_with_the_ruling(sent, board_secretary, city):
    with pytest.raises(RefusedByRule) as refusal:
        agreements.decide(sent, decision_of(city("kommunstyrelsen")), by=board_secretary)
    assert refusal.value.ruling.section == "5"
    assert fresh(sent).matter.status == "before_body"


def test_it_is_decided_once(sent, secretary, city):
    agreements.decide(sent, decision_of(city("trafiknamnden")), by=secretary)
    with pytest.raises(AlreadyDecided):
        agreements.decide(sent, decision_of(city("trafiknamnden"), "rejected"), by=secretary)


def test_what_nobody_sent_is_not_decided(contact, secretary, city):
    draft = make_agreement(contact, city("trafiknamnden"))
    with pytest.raises(WrongState):
        agreements.decide(draft, decision_of(city("trafiknamnden")), by=secretary)


def test_what_was_referred_back_is_sent_again_and_decided(sent, contact, secretary, city):
    agreements.decide(sent, decision_of(city("trafiknamnden"), "referred_back"), by=secretary)
    agreements.send_for_decision(fresh(sent), by=contact)
    agreements.decide(sent, decision_of(city("trafiknamnden"), on=date(2026, 4, 9)), by=secretary)
    assert fresh(sent).matter.status == "approved"
    assert sent.matter.decisions.count() == 2


@pytest.mark.parametrize(
    ("wrong", "right", "status"),
    [
        ("approved", "rejected", "rejected"),
        ("rejected", "approved", "approved"),
        ("approved", "referred_back", "referred_back"),
        ("tabled", "approved", "approved"),
    ],
)
def test_a_corrected_outcome_moves_the_agreement(wrong, right, status, sent, secretary, city):
    body = city("trafiknamnden")
    decision = agreements.decide(sent, decision_of(body, wrong), by=secretary)
    decisions.correct(decision, decision_of(body, right), by=secretary)
    matter = fresh(sent).matter
    assert matter.status == status
    assert matter.is_open is (right != "rejected")


def test_a_corrected_day_moves_the_day_a_rejected_one_closed(sent, secretary, city):
    body = city("trafiknamnden")
    decision = agreements.decide(sent, decision_of(body, "rejected"), by=secretary)
    decisions.correct(decision, decision_of(body, "rejected", on=date(2026, 3, 13)), by=secretary)
    matter = fresh(sent).matter
    assert matter.closed_on == max(date(2026, 3, 13), matter.opened_on)
