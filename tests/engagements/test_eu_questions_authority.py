"""Who decides on a position, who may go on with a question, and who keeps a body's guidelines."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from engagements.actions import eu_guidelines
from engagements.actions import eu_questions as actions
from governance.errors import RefusedByRule
from governance.models import Body, Matter, Office, Person
from tests.factories import PERSONAS, make_person

from .agreements import decision_of
from .eu_questions import (
    GUIDELINES,
    STAKEHOLDER,
    cooperate,
    fresh,
    log,
    make_complete,
    make_question,
    make_sent,
    write,
)

pytestmark = pytest.mark.django_db
PREPARERS = {"contact", "secretary"}
VERBS = {
    "edit": lambda q, by: actions.edit(q, q.matter.version, by=by, interest="x"),
    "stage": lambda q, by: actions.note_stage(q, by=by, stage="adopted", since=date(2026, 4, 1)),
    "cooperate": cooperate,
    "write": write,
    "send": lambda q, by: actions.send_for_decision(q, by=by),
    "stakeholder": lambda q, by: actions.note_stakeholder(q, by=by, **STAKEHOLDER),
    "advocate": log,
    "take_part": lambda q, by: actions.take_part(q, by=by, body=Body.objects.get(slug="jarva")),
    "close": lambda q, by: actions.close(q, by=by, result="x", learning="x"),
}
# scope, institution: who decides, and by which act.
TABLE = {
    ("own_operation", "commission"): ("trafiknamnden", "eu_policy_question"),
    ("own_operation", "government"): ("trafiknamnden", "eu_policy_question"),
    ("own_operation", "united_nations"): ("trafiknamnden", "take_position"),
    ("several_bodies", "commission"): ("kommunstyrelsen", "take_position"),
    ("city_wide", "parliament"): ("kommunstyrelsen", "take_position"),
    ("city_wide", "other"): ("kommunstyrelsen", "take_position"),
}


@pytest.mark.parametrize(("scope", "institution"), sorted(TABLE))
def test_one_secretary_records_and_every_other_is_refused_with_the_rule(scope, institution, contact, city):
    expected, act = TABLE[scope, institution]
    asked = make_sent(contact, city("trafiknamnden"), scope=scope, institution=institution)
    assert (asked.matter.facts["act"], asked.matter.before.slug) == (act, expected)
    for body in Body.objects.exclude(slug=expected):
        wrong = make_person(f"wrong-{body.slug}", "Fel Person", [(body.slug, Office.Role.SECRETARY)])
        with pytest.raises(RefusedByRule) as refusal:
            actions.decide(asked, decision_of(body), by=wrong)
        assert refusal.value.whose.slug == expected
        assert "avsnitt 5" in refusal.value.ruling.explanation("sv")
    right = make_person("right", "Rätt Person", [(expected, Office.Role.SECRETARY)])
    actions.decide(asked, decision_of(city(expected)), by=right)
    assert fresh(asked).positions.get().decided_by.slug == expected


def test_a_company_board_decides_in_its_own_operation(company_contact, city):
    asked = make_sent(company_contact, city("stockholms-hamnar"))
    secretary = make_person("hamn", "Siv Hamn", [("stockholms-hamnar", Office.Role.SECRETARY)])
    actions.decide(asked, decision_of(city("stockholms-hamnar")), by=secretary)
    assert fresh(asked).matter.status == "decided"


def test_the_group_board_is_consulted_by_a_company_alone(company_contact, contact, city):
    company = make_question(company_contact, city("stockholms-hamnar"))
    committee = make_question(contact, city("trafiknamnden"))
    assert actions.ruling_on_advocacy(company).consult == ("executive_board", "group_board")
    assert actions.ruling_on_advocacy(committee).consult == ("executive_board",)


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_enter_its_questions(username, city, person):
    by, committee = person(username), city("trafiknamnden")
    if username in PREPARERS:
        assert make_question(by, committee).matter.responsible == by
        return
    with pytest.raises(PermissionDenied):
        make_question(by, committee)
    assert not Matter.objects.exists()


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_go_on_with_it(username, verb, city, contact, person):
    asked = make_complete(contact, city("trafiknamnden"))
    before = asked.matter.version
    if username in PREPARERS:
        VERBS[verb](asked, person(username))
        assert fresh(asked).matter.version > before
    else:
        with pytest.raises(PermissionDenied):
            VERBS[verb](asked, person(username))
        assert fresh(asked).matter.version == before


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_keep_its_guidelines(username, city, person):
    by, committee = person(username), city("trafiknamnden")
    if username in PREPARERS:
        made = eu_guidelines.lay_down(committee, by=by, **GUIDELINES)
        assert eu_guidelines.edit(made, 1, by=by, **GUIDELINES).version == 2
        return
    made = eu_guidelines.lay_down(committee, by=Person.objects.get(username="contact"), **GUIDELINES)
    with pytest.raises(PermissionDenied):
        eu_guidelines.lay_down(committee, by=by, **GUIDELINES)
    with pytest.raises(PermissionDenied):
        eu_guidelines.edit(made, 1, by=by, **GUIDELINES)
