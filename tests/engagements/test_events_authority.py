"""Who may do what with an event: the owner's preparers, the secretary of the body the ruling names, nobody else."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from engagements.actions import events as actions
from governance.models import Decision, Matter
from tests.factories import PERSONAS

from . import events as make

pytestmark = pytest.mark.django_db
PREPARERS = {"contact", "secretary"}
LEG = {"origin": "A", "destination": "B", "mode": "train", "distance_km": 10, "travellers": 1}
VERBS = {
    "edit": lambda e, by: actions.edit(e, e.matter.version, by=by, purpose="x"),
    "record_advice": lambda e, by: actions.record_advice(
        e, e.matter.version, by=by, advice="x", advised_by="x", advised_on=date(2026, 3, 3)
    ),
    "add_leg": lambda e, by: actions.add_leg(e, by=by, **LEG),
    "remove_leg": lambda e, by: actions.remove_leg(e.legs.first(), by=by),
    "add_cost": lambda e, by: actions.add_cost(
        e, by=by, sort="fee", payer="city", body=e.matter.body, amount=Decimal(1)
    ),
    "remove_cost": lambda e, by: actions.remove_cost(e.costs.first(), by=by),
    "add_traveller": lambda e, by: actions.add_traveller(
        e, by=by, name="x", office="official", body=e.matter.body, role="speaker"
    ),
    "remove_traveller": lambda e, by: actions.remove_traveller(e.travellers.first(), by=by),
    "send": lambda e, by: actions.send(e, by=by),
    "cancel": lambda e, by: actions.cancel(e, by=by, reason="x"),
}


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_propose_for_it(username, city, person):
    if username in PREPARERS:
        assert make.propose(person(username), city("trafiknamnden")).matter.responsible.username == username
    else:
        with pytest.raises(PermissionDenied):
            make.propose(person(username), city("trafiknamnden"))
        assert not Matter.objects.exists()


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_go_on_with_it(username, verb, city, contact, person):
    event = make.complete(make.propose(contact, city("trafiknamnden")), contact)
    before = event.matter.version
    if username in PREPARERS:
        VERBS[verb](event, person(username))
        assert Matter.objects.get(pk=event.pk).version > before
    else:
        with pytest.raises(PermissionDenied):
            VERBS[verb](event, person(username))
        assert Matter.objects.get(pk=event.pk).version == before


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_committees_secretary_notes_that_it_was_handled(username, city, contact, person):
    event = make.sent(contact, city("trafiknamnden"), on_behalf_of_executive_board=True)
    if username == "ib_secretary":
        actions.note_handling(event, by=person(username), handled_on=date(2026, 3, 20))
    else:
        with pytest.raises(PermissionDenied):
            actions.note_handling(event, by=person(username), handled_on=date(2026, 3, 20))
    status = Matter.objects.get(pk=event.pk).status
    assert status == ("before_body" if username == "ib_secretary" else "in_committee")


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_own_bodys_secretary_records_its_decision(username, city, contact, person):
    event = make.sent(contact, city("trafiknamnden"))
    if username == "secretary":
        actions.decide(event, make.decision_of(city("trafiknamnden")), by=person(username))
    else:
        with pytest.raises(PermissionDenied):
            actions.decide(event, make.decision_of(city("trafiknamnden")), by=person(username))
    assert Decision.objects.count() == (username == "secretary")


@pytest.mark.parametrize("username", sorted(PERSONAS))
@pytest.mark.parametrize("verb", ["carry_out", "report"])
def test_only_the_bodys_own_tell_what_became_of_it(verb, username, city, contact, secretary, person):
    make_it = make.approved if verb == "carry_out" else make.carried_out
    event = make_it(contact, secretary, city("trafiknamnden"))
    version = event.matter.version
    amounts = {cost.pk: Decimal(1) for cost in event.costs.all()}

    def do(by):
        if verb == "carry_out":
            actions.carry_out(event, version, by=by, actual=amounts, as_planned=True)
        else:
            actions.report(event, version, by=by, learnings="x", spread_to="x")

    if username in PREPARERS:
        do(person(username))
    else:
        with pytest.raises(PermissionDenied):
            do(person(username))
        assert Matter.objects.get(pk=event.pk).version == version


def test_another_body_writes_of_its_own_only(contact, other_contact, city):
    event = make.complete(make.propose(contact, city("trafiknamnden")), contact)
    climate = city("miljo-och-halsoskyddsnamnden")
    row = actions.add_traveller(
        event, by=other_contact, name="Mika", office="official", body=climate, role="delegate"
    )
    with pytest.raises(PermissionDenied):
        actions.remove_traveller(event.travellers.exclude(pk=row.pk).get(), by=other_contact)
    actions.remove_traveller(row, by=other_contact)
    assert event.travellers.count() == 1


def test_a_secret_event_takes_no_travellers_from_outside(contact, other_contact, city):
    event = make.propose(contact, city("trafiknamnden"))
    Matter.objects.filter(pk=event.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 3, 2))
    with pytest.raises(PermissionDenied):
        actions.add_traveller(
            event,
            by=other_contact,
            name="Mika",
            office="official",
            body=city("miljo-och-halsoskyddsnamnden"),
            role="delegate",
        )
