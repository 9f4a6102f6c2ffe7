"""Who may propose, edit, send, withdraw and record: those of the body, nobody else."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from engagements.actions import agreements
from governance.models import Matter
from tests.factories import PERSONAS

from .agreements import decision_of, fresh, make_agreement

pytestmark = pytest.mark.django_db
PREPARERS = {"contact", "secretary"}
VERBS = {
    "edit": lambda a, by: agreements.edit(a, a.matter.version, by=by, exchange="x"),
    "send": lambda a, by: agreements.send_for_decision(a, by=by),
    "withdraw": lambda a, by: agreements.withdraw(a, by=by, reason="x"),
}


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_propose_for_it(username, city, contact, person):
    by, committee = person(username), city("trafiknamnden")
    if username in PREPARERS:
        assert make_agreement(by, committee).matter.responsible == by
        return
    make_agreement(contact, committee)
    before = Matter.objects.count()
    with pytest.raises(PermissionDenied):
        make_agreement(by, committee)
    assert Matter.objects.count() == before


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_go_on_with_it(username, verb, city, contact, person):
    draft = make_agreement(contact, city("trafiknamnden"))
    if username in PREPARERS:
        VERBS[verb](draft, person(username))
        assert fresh(draft).matter.version == 2
    else:
        with pytest.raises(PermissionDenied):
            VERBS[verb](draft, person(username))
        assert fresh(draft).matter.version == 1


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_owners_preparers_ask_for_an_exception(username, city, contact, person):
    draft = make_agreement(contact, city("trafiknamnden"), type="twin_town")
    if username in PREPARERS:
        agreements.ask_for_exception(draft, by=person(username), reasons="x")
    else:
        with pytest.raises(PermissionDenied):
            agreements.ask_for_exception(draft, by=person(username), reasons="x")


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_owners_preparers_refer_it(username, city, contact, person):
    draft = make_agreement(contact, city("trafiknamnden"), touches_foreign_relations=True)
    if username in PREPARERS:
        agreements.refer_to_executive_office(draft, by=person(username), question="x")
    else:
        with pytest.raises(PermissionDenied):
            agreements.refer_to_executive_office(draft, by=person(username), question="x")


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_secretary_of_the_deciding_body_records(username, city, contact, person):
    sent = agreements.send_for_decision(make_agreement(contact, city("trafiknamnden")), by=contact)
    record = decision_of(city("trafiknamnden"), on=date(2026, 3, 12))
    if username == "secretary":
        agreements.decide(sent, record, by=person(username))
        assert fresh(sent).matter.status == "approved"
    else:
        with pytest.raises(PermissionDenied):
            agreements.decide(sent, record, by=person(username))
        assert fresh(sent).matter.status == "before_body"
