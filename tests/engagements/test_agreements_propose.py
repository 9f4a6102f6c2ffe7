"""An agreement is proposed, held against the principles, and sent to the body that the strategy names."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from engagements import gates
from engagements.actions import agreements
from engagements.models import Agreement
from governance import decisions
from governance.errors import RefusedByRule, StaleVersion, WrongState
from governance.models import Decision, Notice

from .agreements import decision_of, fresh, make_agreement

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def draft(contact, city) -> Agreement:
    return make_agreement(contact, city("trafiknamnden"))


def test_a_complete_agreement_goes_to_the_body_of_the_ruling_and_tells_its_secretary(
    draft, contact, secretary
):
    sent = agreements.send_for_decision(draft, by=contact)
    assert sent.matter.status == "before_body"
    assert sent.matter.before.slug == "trafiknamnden"
    assert Notice.objects.filter(person=secretary, matter=sent.matter).count() == 1


@pytest.mark.parametrize("scope", ["city_wide", "several_bodies"])
def test_a_wider_agreement_goes_to_the_executive_board(scope, contact, city):
    draft = make_agreement(contact, city("trafiknamnden"), scope=scope)
    assert agreements.send_for_decision(draft, by=contact).matter.before.slug == "kommunstyrelsen"


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"theme": ""}, "theme"),
        ({"exchange": " "}, "exchange"),
        ({"benefit_to_city": ""}, "benefit_to_city"),
        ({"benefit_to_counterpart": ""}, "benefit_to_counterpart"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": None}, "ends_on"),
        ({"touches_foreign_relations": True}, "touches_foreign_relations"),
    ],
)
def test_a_shut_gate_stops_it_and_cites_its_section(missing, field, contact, city):
    draft = make_agreement(contact, city("trafiknamnden"), **missing)
    with pytest.raises(ValidationError) as refusal:
        agreements.send_for_decision(draft, by=contact)
    assert list(refusal.value.message_dict) == [field]
    (gate,) = gates.shut(draft, TODAY)
    assert (gate.section, gate.strategy) == ("4", "2016")
    assert fresh(draft).matter.status == "draft"


def test_forums_that_the_register_finds_ask_for_reasons(draft, contact, city):
    again = make_agreement(contact, city("trafiknamnden"), not_enough="")
    assert [found["number"] for found in again.findings["found"]] == [draft.matter.number]
    (gate,) = gates.shut(again, TODAY)
    assert (gate.field, gate.section) == ("not_enough", "3.3")
    assert not gates.shut(draft, TODAY)


@pytest.mark.parametrize(
    ("kind", "initiative", "is_open"),
    [
        ("city", "", False),
        ("company", "", False),
        ("network", "", True),
        ("organisation", "", True),
        ("city", "Covenant of Mayors", True),
    ],
)
def test_a_letter_of_intent_needs_an_international_counterpart(kind, initiative, is_open, contact, city):
    draft = make_agreement(
        contact,
        city("trafiknamnden"),
        type="letter_of_intent",
        counterpart_kind=kind,
        initiative=initiative,
        ends_on=None,
    )
    assert [gate.field for gate in gates.shut(draft, TODAY)] == ([] if is_open else ["initiative"])
    assert bool(decisions.ruling_for(draft.matter)) is is_open


@pytest.mark.parametrize("word", ["Vänort", "vänortsavtal", "twin-town", "Sister city", "tvillingstad"])
def test_words_of_twin_towns_warn_and_do_not_stop(word, contact, city):
    draft = make_agreement(contact, city("trafiknamnden"), title=f"Om {word} i norr")
    (warning,) = [gate for gate in gates.of(draft, TODAY) if not gate.is_open]
    assert not warning.stops
    assert warning.section == "4"
    agreements.send_for_decision(draft, by=contact)


def test_a_twin_town_agreement_stops_and_says_who_may_decide_an_exception(contact, city):
    draft = make_agreement(contact, city("trafiknamnden"), type="twin_town")
    (gate,) = gates.shut(draft, TODAY)
    assert gate.field == "exception_reasons"
    assert gate.who_may in ("kommunfullmäktige", "the City Council")
    assert not decisions.ruling_for(draft.matter)
    with pytest.raises(ValidationError):
        agreements.send_for_decision(draft, by=contact)


def test_an_exception_is_decided_by_the_city_council_alone(contact, city, board_secretary, council_secretary):
    draft = make_agreement(contact, city("trafiknamnden"), type="twin_town")
    agreements.ask_for_exception(draft, by=contact, reasons="Återuppbyggnad efter kriget.")
    sent = agreements.send_for_decision(draft, by=contact)
    assert sent.matter.before.slug == "kommunfullmaktige"
    with pytest.raises(RefusedByRule):
        agreements.decide(sent, decision_of(city("kommunstyrelsen")), by=board_secretary)
    decision = agreements.decide(sent, decision_of(city("kommunfullmaktige")), by=council_secretary)
    assert decision.section.number == "4"
    assert b'"exception":"no-twin-towns"' in bytes(decision.payload)
    assert fresh(draft).matter.status == "approved"


def test_only_a_twin_town_agreement_can_ask_for_an_exception(draft, contact):
    with pytest.raises(WrongState):
        agreements.ask_for_exception(draft, by=contact, reasons="x")


def test_an_exception_goes_when_it_becomes_another_sort_of_agreement(contact, city):
    draft = make_agreement(contact, city("trafiknamnden"), type="twin_town")
    agreements.ask_for_exception(draft, by=contact, reasons="x")
    changed = agreements.edit(draft, fresh(draft).matter.version, by=contact, type="cooperation")
    assert "exception" not in changed.matter.facts
    assert decisions.ruling_for(changed.matter).decides == "own_body"


def test_a_question_of_foreign_relations_is_told_to_the_executive_office(contact, coordinator, city):
    draft = make_agreement(contact, city("trafiknamnden"), touches_foreign_relations=True)
    agreements.refer_to_executive_office(draft, by=contact, question="Rör punkt 4 handelspolitiken?")
    assert Notice.objects.filter(person=coordinator, matter=draft.matter).count() == 1
    assert "punkt 4" in fresh(draft).note


def test_who_writes_second_is_told(draft, contact):
    agreements.edit(draft, 1, by=contact, exchange="Ett annat utbyte.")
    with pytest.raises(StaleVersion):
        agreements.edit(draft, 1, by=contact, exchange="Ett tredje.")


def test_the_last_day_comes_after_the_first(contact, city, draft):
    with pytest.raises(ValidationError):
        make_agreement(contact, city("trafiknamnden"), starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 1))
    with pytest.raises(ValidationError):
        agreements.edit(draft, 1, by=contact, ends_on=date(2020, 1, 1))


def test_the_database_refuses_a_cost_below_zero(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=draft.pk).update(cost_per_year=-1)


def test_what_lies_before_a_body_is_not_written_in(draft, contact):
    sent = agreements.send_for_decision(draft, by=contact)
    with pytest.raises(WrongState):
        agreements.edit(sent, sent.matter.version, by=contact, exchange="x")


def test_a_withdrawn_agreement_is_closed_with_its_reason(draft, contact):
    closed = agreements.withdraw(draft, by=contact, reason="Motparten drog sig ur.")
    assert (closed.matter.status, closed.matter.is_open) == ("withdrawn", False)
    assert "drog sig ur" in closed.note
    assert not Decision.objects.filter(matter=closed.matter).exists()
