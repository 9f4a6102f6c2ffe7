"""Every body, scope and kind: the secretary of the ruling's body records, every other one is refused by the rule."""

import pytest
from django.core.exceptions import PermissionDenied

from governance import access
from governance.errors import RefusedByRule
from governance.models import Body, Decision, Matter, Office, Person, Scope
from memberships import actions
from memberships.models import Membership
from tests.factories import PERSONAS, make_person
from tests.kept_rows import once

from .conftest import decision_of, make_proposal, send

pytestmark = pytest.mark.django_db

OWNERS = ["kommunstyrelsen", "trafiknamnden", "jarva", "stockholms-stadshus", "stockholms-hamnar"]


def who_should(scope: str, kind: str, owner: str) -> str:
    """The strategy of 2016, section 5, said once more in plain words."""
    if scope == Scope.OWN_OPERATION:
        return owner
    if scope == Scope.CITY_WIDE and kind == Membership.Kind.ORGANISATION:
        return "kommunfullmaktige"
    return "kommunstyrelsen"


@pytest.fixture
def secretaries(city) -> dict[str, int]:
    """The key of somebody for each body who is its secretary and nothing else."""
    return once("a secretary of each body", _secretaries)


def _secretaries() -> dict[str, int]:
    return {
        body.slug: make_person(f"of-{body.slug}", "Sekreterare", [(body.slug, Office.Role.SECRETARY)]).pk
        for body in Body.objects.all()
    }


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("kind", Membership.Kind.values)
@pytest.mark.parametrize("scope", Scope.values)
def test_one_body_decides_and_every_other_is_refused_with_the_section(scope, kind, owner, secretaries, city):
    preparer = make_person("preparer", "Pia Prövare", [(owner, Office.Role.CONTACT_PERSON)])
    proposal = send(make_proposal(preparer, city(owner), scope=scope, kind=kind), preparer)
    expected = who_should(scope, kind, owner)
    assert Matter.objects.get(pk=proposal.pk).before.slug == expected
    for body in Body.objects.exclude(slug=expected):
        wrong = Person.objects.get(pk=secretaries[body.slug])
        with pytest.raises(RefusedByRule) as refusal:
            actions.decide(proposal, decision_of(body), by=wrong)
        assert refusal.value.ruling.strategy == "2016"
        assert "avsnitt 5" in refusal.value.ruling.explanation("sv")
    assert not Decision.objects.exists()
    right = Person.objects.get(pk=secretaries[expected])
    decision = actions.decide(proposal, decision_of(city(expected)), by=right)
    assert decision.body.slug == expected
    assert Matter.objects.get(pk=proposal.pk).status == "member"


@pytest.mark.parametrize("username", sorted(set(PERSONAS) - {"secretary"}))
def test_nobody_records_for_a_body_one_is_not_secretary_of(username, before_body, city, person):
    with pytest.raises(PermissionDenied):
        actions.decide(before_body, decision_of(city("trafiknamnden")), by=person(username))
    assert not Decision.objects.exists()
    assert Matter.objects.get(pk=before_body.pk).status == "before_body"


def test_the_wrong_secretary_sees_why_instead_of_the_form_and_is_refused(contact, city, client_of):
    proposal = send(
        make_proposal(contact, city("trafiknamnden"), kind="organisation", scope="city_wide"), contact
    )
    number = Matter.objects.get(pk=proposal.pk).number
    page = client_of("secretary").get(f"/medlemskap/{number}/beslut/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Kommunfullmäktige" in text
    assert PERSONAS["council_secretary"][0] in text
    assert 'name="outcome"' not in text
    assert "avsnitt 5" in text
    assert "<h2>Du får inte registrera det här beslutet</h2>" in text
    refused = client_of("secretary").post(
        f"/medlemskap/{number}/beslut/",
        {
            "outcome": "approved",
            "form": "meeting",
            "decided_on": "2026-03-12",
            "paragraph": "3",
            "wording": "Ja.",
        },
    )
    assert refused.status_code == 403
    assert "avsnitt 5" in refused.content.decode()
    assert refused.context["whose"] == "Kommunfullmäktige"
    assert PERSONAS["council_secretary"][0] in refused.content.decode()
    assert not Decision.objects.exists()


def test_an_older_day_does_not_open_the_door_for_the_body_that_decided_then(contact, city, client_of):
    proposal = send(
        make_proposal(contact, city("trafiknamnden"), scope="city_wide", kind="organisation"), contact
    )
    url = f"/medlemskap/{proposal.matter.number}/beslut/"
    typed = {"outcome": "approved", "form": "meeting", "paragraph": "1", "wording": "x"}
    answer = client_of("board_secretary").post(url, {**typed, "decided_on": "2012-05-05"})
    assert answer.status_code == 403
    answer = client_of("council_secretary").post(url, {**typed, "decided_on": "2012-05-05"})
    assert answer.status_code == 422
    assert "decided_on" in answer.context["form"].errors
    assert not Decision.objects.exists()


def test_who_records_for_nobody_is_told_who_does(before_body, client_of):
    refused = client_of("contact").post(
        f"/medlemskap/{before_body.matter.number}/beslut/", {"outcome": "approved"}
    )
    assert refused.status_code == 403
    for word in ("Trafiknämnden", "avsnitt 5", PERSONAS["secretary"][0]):
        assert word in refused.content.decode()


def test_the_secretary_of_another_body_is_told_the_deciding_body_by_its_name(before_body, client_of):
    refused = client_of("council_secretary").post(
        f"/medlemskap/{before_body.matter.number}/beslut/", {"outcome": "approved"}
    )
    assert refused.status_code == 403
    assert refused.context["whose"] == "Trafiknämnden"
    assert [person.name for person in refused.context["instead"]] == [PERSONAS["secretary"][0]]


def test_the_right_to_record_alone_is_not_enough_when_the_rule_says_otherwise(
    before_body, city, council_secretary
):
    assert access.may(council_secretary, access.RECORD, city("kommunfullmaktige"))
    with pytest.raises(RefusedByRule):
        actions.decide(before_body, decision_of(city("kommunfullmaktige")), by=council_secretary)
