"""Who may take which step: every verb times every persona, from the table of steps."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from governance import matters
from governance.errors import RefusedByRule
from governance.models import Body, MatterParticipant
from tests.factories import PERSONAS
from visits import actions, rules
from visits.lifecycle import STEPS
from visits.models import Visit

pytestmark = pytest.mark.django_db

OWNERS = {"contact", "secretary"}
RECEIVERS = {"other_contact", "other_secretary"}


def in_state(visit: Visit, verb: str) -> Visit:
    """The visit where the step can be taken, offered to the Environment Committee where one must take it."""
    step, matter = STEPS[verb], matters.lock(visit.matter_id)
    values: dict[str, Any] = {"status": step.sources[0]}
    if step.by_receiver:
        values["before"] = Body.objects.get(slug="miljo-och-halsoskyddsnamnden")
    if verb == "hand_over_to_ks":
        values["facts"] = rules.facts(2, "ordinary")
    visit.matter = matters.change(matter, by=matter.responsible, **values)
    visit.assessed_on = matter.opened_on
    visit.save()
    return visit


@pytest.mark.parametrize("verb", STEPS)
def test_only_the_body_whose_turn_it_is_takes_the_step(verb: str, log, contact, person) -> None:
    visit = in_state(log(contact), verb)
    allowed = set()
    for username in PERSONAS:
        try:
            rules.require(verb, visit, visit.matter, person(username))
        except PermissionDenied:
            continue
        allowed.add(username)
    assert allowed == (RECEIVERS if STEPS[verb].by_receiver else OWNERS)


@pytest.mark.parametrize("verb", rules.ANSWERS)
def test_a_significant_visit_is_not_answered_by_the_body_that_received_it(verb: str, log, contact) -> None:
    visit = in_state(log(contact, political_level="high"), verb)
    with pytest.raises(RefusedByRule) as refused:
        rules.require(verb, visit, visit.matter, contact)
    assert refused.value.ruling.section == "5"
    assert refused.value.ruling.decides == "executive_board"


@pytest.mark.parametrize("verb", rules.ANSWERS)
def test_what_the_executive_board_left_to_the_body_the_body_answers(verb: str, log, contact) -> None:
    visit = in_state(log(contact, political_level="high"), verb)
    visit.left_to_body = "Ni känner delegationen."
    assert rules.require(verb, visit, visit.matter, contact)


def test_who_may_not_assess_is_told_who_may_and_by_which_section(log, contact, client_of) -> None:
    visit = log(contact)
    page = client_of("coordinator").get(f"/besok/{visit.matter.number}/bedomning/")
    text = page.content.decode()
    assert page.status_code == 403
    assert "avsnitt 5" in text
    for word in ("Trafiknämnden", PERSONAS["contact"][0], PERSONAS["secretary"][0]):
        assert word in text


def test_who_answers_a_significant_visit_is_told_the_same_way_everywhere(log, contact, client_of) -> None:
    """Before the visit is handed over, to its owner and to the coordinator; and after, to its former owner."""
    visit = log(contact, political_level="high", political_level_reason="Borgmästare")
    number, there = visit.matter.number, {PERSONAS["coordinator"][0], PERSONAS["board_secretary"][0]}
    refused = [client_of(persona).get(f"/besok/{number}/avboj/") for persona in ("contact", "coordinator")]
    refused.append(client_of("coordinator").get(f"/besok/{number}/bedomning/"))
    actions.hand_over_to_ks(visit, by=contact)
    refused.append(client_of("contact").post(f"/besok/{number}/ta-over/"))
    assert client_of("coordinator").get(f"/besok/{number}/bedomning/").status_code == 409
    for page in refused:
        assert page.status_code == 403
        assert {person.name for person in page.context["instead"]} == there
        assert page.context["whose"] == "Kommunstyrelsen"
        assert "avsnitt 5" in page.content.decode()
        assert len(page.context["summary"]) > 20
    overview = client_of("contact").get(f"/besok/{number}/").content.decode()
    assert "Bara en koordinator eller sekreteraren för kommunstyrelsen" in overview


@pytest.mark.parametrize("persona", ["auditor", "head"])
def test_who_logs_no_visits_is_told_who_does_and_by_which_section(persona: str, city, client_of) -> None:
    page = client_of(persona).get("/besok/ny/")
    assert page.status_code == 403
    assert "avsnitt 5" in page.content.decode()
    assert "ontaktpersoner och sekreterare" in page.content.decode()


def test_a_body_that_takes_part_reads_but_does_not_act(log, contact, other_contact, city) -> None:
    visit = in_state(log(contact), "accept")
    matters.let_in(visit.matter, city("miljo-och-halsoskyddsnamnden"), MatterParticipant.Part.TAKES_PART)
    with pytest.raises(PermissionDenied):
        rules.require("accept", visit, visit.matter, other_contact)
