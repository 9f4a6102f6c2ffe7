"""Recording a decision: once, by the right body, never changed."""

import json
import threading
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from governance import decisions, matters
from governance.decisions import Record
from governance.errors import AlreadyDecided, RefusedByRule, WrongState
from governance.models import Decision, DecisionEvent, Matter, Person

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)
OWN = {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}
CITY_NETWORK = {"act": "join_membership", "scope": "city_wide", "counterpart": "network"}
CITY_ORGANISATION = {"act": "join_membership", "scope": "city_wide", "counterpart": "organisation"}
DECLARATION = {"act": "join_declaration", "adds_resource_burden": False}


@pytest.fixture
def open_matter(city, contact):
    def make(
        facts: dict[str, Any], body: str = "trafiknamnden", opened_on: date = date(2026, 1, 15)
    ) -> Matter:
        return matters.open_matter(
            "membership",
            by=contact,
            body=city(body),
            title="Medlemskap i Polis",
            status="prepared",
            opened_on=opened_on,
            facts=facts,
        )

    return make


def entry(body, **values: Any) -> Record:
    given = {
        "outcome": "approved",
        "decided_on": DAY,
        "wording": "Nämnden går med i Polis.",
        "paragraph": "14",
    }
    return Record(body=body, **(given | values))


def test_the_secretary_records_what_the_own_committee_decided(open_matter, city, secretary):
    decision = decisions.record(open_matter(OWN), entry(city("trafiknamnden")), by=secretary)
    assert decision.body_name == "Trafiknämnden"
    assert decision.strategy.key == "2016"
    assert decision.section.number == "5"
    assert decision.recorded_by == secretary


def test_the_record_itself_is_canonical_json_with_the_ruling(open_matter, city, secretary):
    decision = decisions.record(open_matter(OWN), entry(city("trafiknamnden")), by=secretary)
    payload = json.loads(bytes(decision.payload))
    assert payload["ruling"]["decides"] == "own_body"
    assert payload["body"]["name"] == "Trafiknämnden"
    assert decisions.canonical(payload) == bytes(decision.payload)
    assert len(decisions.checksum(decision)) == 64


@pytest.mark.parametrize(
    ("facts", "decider", "recorder"),
    [
        (CITY_ORGANISATION, "kommunfullmaktige", "council_secretary"),
        (CITY_NETWORK, "kommunstyrelsen", "board_secretary"),
    ],
)
def test_a_city_wide_membership_is_decided_above(open_matter, city, person, facts, decider, recorder):
    decision = decisions.record(open_matter(facts), entry(city(decider)), by=person(recorder))
    assert decision.body == city(decider)


@pytest.mark.parametrize("facts", [CITY_ORGANISATION, CITY_NETWORK])
def test_a_decision_by_another_body_than_the_rulings_is_refused_with_the_section(
    open_matter, city, secretary, facts
):
    with pytest.raises(RefusedByRule) as refused:
        decisions.record(open_matter(facts), entry(city("trafiknamnden")), by=secretary)
    assert refused.value.ruling.section == "5"
    assert not Decision.objects.exists()


def test_nobody_records_for_a_body_that_is_not_theirs(open_matter, city, other_secretary, contact):
    for somebody in (other_secretary, contact):
        with pytest.raises(PermissionDenied):
            decisions.record(open_matter(OWN), entry(city("trafiknamnden")), by=somebody)


def test_the_mayors_delegated_decision_names_the_mayor_of_that_day(
    open_matter, city, board_secretary, mayor, contact
):
    matter = open_matter(DECLARATION)
    delegated = {
        "form": "delegated",
        "paragraph": "",
        "power_source": "Internationella strategin 2016, avsnitt 5",
    }
    with pytest.raises(RefusedByRule, match=r"Mayor|finansborgarrådet"):
        decisions.record(
            matter, entry(city("kommunstyrelsen"), delegate=contact, **delegated), by=board_secretary
        )
    decision = decisions.record(
        matter, entry(city("kommunstyrelsen"), delegate=mayor, **delegated), by=board_secretary
    )
    assert decision.delegate_name == mayor.name
    assert list(Decision.objects.to_notify()) == [decision]
    decisions.add_event(decision, "notified", by=board_secretary, day=date(2026, 3, 20), paragraph="9")
    assert not Decision.objects.to_notify().exists()


def test_what_the_strategy_gives_the_executive_board_no_one_decides_by_delegation(
    open_matter, city, board_secretary, mayor
):
    with pytest.raises(RefusedByRule):
        decisions.record(
            open_matter(CITY_NETWORK),
            entry(city("kommunstyrelsen"), form="delegated", paragraph="", delegate=mayor, power_source="x"),
            by=board_secretary,
        )


def test_a_second_decision_on_the_same_question_is_refused_and_says_who_was_first(
    open_matter, city, secretary
):
    matter = open_matter(OWN)
    decisions.record(matter, entry(city("trafiknamnden")), by=secretary)
    with pytest.raises(AlreadyDecided, match=secretary.name):
        decisions.record(matter, entry(city("trafiknamnden"), outcome="rejected"), by=secretary)


@pytest.mark.parametrize("outcome", ["referred_back", "tabled"])
def test_a_matter_that_comes_back_is_asked_anew(open_matter, city, secretary, outcome):
    matter = open_matter(OWN)
    decisions.record(matter, entry(city("trafiknamnden"), outcome=outcome), by=secretary)
    decisions.record(matter, entry(city("trafiknamnden"), decided_on=date(2026, 4, 14)), by=secretary)
    assert list(matter.decisions.order_by("round").values_list("round", "outcome")) == [
        (1, outcome),
        (2, "approved"),
    ]


def test_a_closed_matter_is_not_decided(open_matter, city, secretary):
    matter = open_matter(OWN)
    with transaction.atomic():
        matters.close(matters.lock(matter), by=secretary, status="withdrawn")
    with pytest.raises(WrongState):
        decisions.record(matter, entry(city("trafiknamnden")), by=secretary)


def test_a_correction_supersedes_and_both_remain(open_matter, city, secretary):
    wrong = decisions.record(open_matter(OWN), entry(city("trafiknamnden")), by=secretary)
    right = decisions.correct(wrong, entry(city("trafiknamnden"), paragraph="15"), by=secretary)
    assert list(Decision.objects.standing()) == [right]
    assert Decision.objects.count() == 2
    with pytest.raises(AlreadyDecided):
        decisions.correct(wrong, entry(city("trafiknamnden"), paragraph="16"), by=secretary)


@pytest.mark.parametrize(
    ("posted", "legal_force"),
    [
        (date(2026, 3, 23), date(2026, 4, 14)),
        # The third week ends on a Saturday, on Good Friday.
        (date(2026, 3, 21), date(2026, 4, 14)),
        (date(2026, 3, 13), date(2026, 4, 8)),
    ],
)
def test_legal_force_comes_the_day_after_the_three_weeks_of_appeal(
    posted, legal_force, open_matter, city, secretary
):
    decision = decisions.record(
        open_matter(OWN),
        entry(city("trafiknamnden"), minutes_approved_on=date(2026, 3, 13), posted_on=posted),
        by=secretary,
    )
    assert decision.legal_force_on == legal_force


def test_the_strategy_in_force_on_the_day_of_the_decision_rules(open_matter, city, secretary):
    matter = open_matter(OWN, opened_on=date(2015, 4, 1))
    decision = decisions.record(
        matter, entry(city("trafiknamnden"), decided_on=date(2015, 5, 5)), by=secretary
    )
    assert decision.strategy.key == "2008"


CHANGES = {
    "save": lambda decision: (setattr(decision, "wording", "Något annat."), decision.save()),
    "update": lambda decision: Decision.objects.filter(pk=decision.pk).update(wording="Något annat."),
    "bulk_update": lambda decision: (
        setattr(decision, "wording", "Något annat."),
        Decision.objects.bulk_update([decision], ["wording"]),
    ),
    "delete": lambda decision: decision.delete(),
    "queryset delete": lambda decision: Decision.objects.all().delete(),
    "raw update": lambda decision: connection.cursor().execute(
        "UPDATE governance_decision SET outcome = 'noted'"
    ),
    "raw delete": lambda decision: connection.cursor().execute("DELETE FROM governance_decision"),
    "event update": lambda decision: DecisionEvent.objects.update(happened_on=date(2000, 1, 1)),
    "event delete": lambda decision: DecisionEvent.objects.all().delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_nobody_changes_a_decision(open_matter, city, secretary, change):
    decision = decisions.record(
        open_matter(OWN), entry(city("trafiknamnden"), posted_on=date(2026, 3, 21)), by=secretary
    )
    with pytest.raises(DatabaseError, match=r"append-only|protected"), transaction.atomic():
        change(decision)
    assert Decision.objects.get().wording == "Nämnden går med i Polis."


def test_a_decision_follows_its_matter_to_another_body_and_to_no_other(open_matter, city, secretary):
    """Who reads it is told by the matter's body, which stands beside the record; nobody can say otherwise."""
    matter = open_matter(OWN)
    decision = decisions.record(matter, entry(city("trafiknamnden")), by=secretary)
    kept = Decision.objects.filter(pk=decision.pk)
    assert kept.get().owner == matter.body
    kept.update(owner=city("jarva"))
    assert kept.get().owner == matter.body
    Matter.objects.filter(pk=matter.pk).update(body=city("jarva"))
    assert kept.get().owner == city("jarva")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        kept.update(owner=city("jarva"), wording="Någon annan text.")


def test_the_database_keeps_one_living_decision_even_if_the_code_did_not(open_matter, city, secretary):
    matter = open_matter(OWN)
    first = decisions.record(matter, entry(city("trafiknamnden")), by=secretary)
    first.pk = None
    first._state.adding = True
    with pytest.raises(DatabaseError, match="one_decision_per_question"), transaction.atomic():
        first.save(force_insert=True)


def test_a_record_refuses_floats():
    with pytest.raises(TypeError):
        decisions.canonical({"cost": 0.1})


@pytest.mark.django_db(transaction=True)
def test_of_two_secretaries_at_once_exactly_one_decides(open_matter, city, secretary):
    for _ in range(10):
        matter = open_matter(OWN)
        barrier, answers = threading.Barrier(2), []

        def decide(outcome: str, matter: Matter = matter, barrier=barrier, answers=answers) -> None:
            somebody = Person.objects.get(pk=secretary.pk)
            body = matter.body
            barrier.wait()
            try:
                decisions.record(matter, entry(body, outcome=outcome), by=somebody)
                answers.append("recorded")
            except AlreadyDecided as refusal:
                answers.append(str(refusal))
            finally:
                connection.close()

        threads = [threading.Thread(target=decide, args=[outcome]) for outcome in ("approved", "rejected")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers.count("recorded") == 1
        assert any(secretary.name in answer for answer in answers if answer != "recorded")
        assert matter.decisions.count() == 1


def test_numbers_run_without_gaps(open_matter):
    year = timezone.localdate().year
    numbers = [matters.next_number(year) for _ in range(3)]
    last = [int(number.split("-")[1]) for number in numbers]
    assert last == [last[0], last[0] + 1, last[0] + 2]


def test_a_corrected_decision_by_delegated_power_is_told_of_once_as_it_stands(
    open_matter, city, board_secretary, mayor
):
    matter = open_matter(DECLARATION)
    delegated = {"form": "delegated", "paragraph": "", "power_source": "Strategin", "delegate": mayor}
    first = decisions.record(matter, entry(city("kommunstyrelsen"), **delegated), by=board_secretary)
    second = decisions.correct(first, entry(city("kommunstyrelsen"), **delegated), by=board_secretary)
    assert list(Decision.objects.to_notify()) == [second]
