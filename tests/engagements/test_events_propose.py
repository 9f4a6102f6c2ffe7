"""An event is proposed with travellers, legs and costs; the gate says what is missing, the ruling where it goes."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from engagements import emissions, journeys
from engagements.actions import events as actions
from engagements.models import EventAbroad, Leg
from governance.errors import StaleVersion, WrongState
from governance.models import Matter, Notice

from . import events as make

pytestmark = pytest.mark.django_db


def test_a_proposal_is_to_be_decided_before_it_begins(contact, city):
    event = make.propose(contact, city("trafiknamnden"))
    assert (event.matter.status, event.matter.due_on) == ("proposed", make.FIRST)
    assert event.matter.facts == {
        "act": "attend_event",
        "abroad": True,
        "on_behalf_of_executive_board": False,
    }


def test_the_digital_alternative_must_be_answered(contact, city):
    with pytest.raises(ValidationError):
        make.propose(contact, city("trafiknamnden"), digital_reason=" ")
    event = make.propose(contact, city("trafiknamnden"))
    with pytest.raises(IntegrityError), transaction.atomic():
        EventAbroad.objects.filter(pk=event.pk).update(digital_reason="")


def test_it_cannot_end_before_it_begins(contact, city):
    with pytest.raises(ValidationError):
        make.propose(contact, city("trafiknamnden"), ends_on=date(2026, 6, 1))


def test_co2_is_worked_out_from_distance_means_and_travellers(contact, city):
    event = make.propose(contact, city("trafiknamnden"))
    leg = actions.add_leg(
        event, by=contact, origin="A", destination="B", mode="flight", distance_km=1000, travellers=2
    )
    assert leg.co2_kg == Decimal("302.0")
    assert set(emissions.factors().grams) == set(Leg.Mode.values)
    assert emissions.factors().source
    assert emissions.factors().year >= 2022


@pytest.mark.parametrize("distance", [0, 50_000])
def test_a_leg_has_a_length_on_earth(distance, contact, city):
    event = make.propose(contact, city("trafiknamnden"))
    with pytest.raises(ValidationError):
        actions.add_leg(
            event, by=contact, origin="A", destination="B", mode="bus", distance_km=distance, travellers=1
        )


def test_the_totals_are_there_before_the_decision(contact, city):
    event = make.complete(make.propose(contact, city("trafiknamnden")), contact)
    told = journeys.totals(event.matter, event.costs.all(), event.legs.all(), event.travellers.all())
    assert (told.estimated, told.estimated_own) == (Decimal(7000), Decimal(3000))
    assert told.co2_kg == Decimal("15.2")
    # 8 to 11 June 2026, Monday to Thursday.
    assert told.work_days == 4
    assert told.actual is None


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 6, 8), date(2026, 6, 8), 1),
        (date(2026, 6, 6), date(2026, 6, 7), 0),
        (date(2026, 6, 5), date(2026, 6, 8), 2),
        (date(2026, 6, 13), date(2026, 6, 15), 1),
    ],
)
def test_work_days_are_the_working_days_of_both_ends(first, last, expected):
    assert journeys.work_days(first, last) == expected


def test_what_is_missing_is_told_and_nothing_is_sent(contact, city):
    event = make.propose(contact, city("trafiknamnden"), purpose="", plan_link=" ")
    with pytest.raises(ValidationError) as refused:
        actions.send(event, by=contact)
    assert len(refused.value.messages) == 5
    assert Matter.objects.get(pk=event.pk).status == "proposed"


def test_a_political_journey_needs_the_advice_and_the_checklist(contact, city):
    event = make.complete(make.propose(contact, city("trafiknamnden"), is_political=True), contact)
    assert len(actions.missing_for_decision(event)) == 2
    actions.record_advice(
        event,
        event.matter.version,
        by=contact,
        advice="Go.",
        advised_by="Lo Ledning",
        advised_on=date(2026, 3, 3),
        checked=["level", "programme", "mission"],
    )
    assert len(actions.missing_for_decision(make.fresh(event))) == 1
    event = make.fresh(event)
    actions.record_advice(
        event,
        event.matter.version,
        by=contact,
        advice="Go.",
        advised_by="Lo Ledning",
        advised_on=date(2026, 3, 3),
        checked=EventAbroad.Check.values,
    )
    assert actions.send(make.fresh(event), by=contact).matter.status == "before_body"


def test_where_an_elected_representative_travels_the_city_is_politically_represented(contact, city):
    body = city("trafiknamnden")
    event = make.complete(make.propose(contact, body), contact)
    actions.add_traveller(event, by=contact, name="Folke Vald", office="elected", body=body, role="delegate")
    with pytest.raises(ValidationError):
        actions.send(event, by=contact)
    event = make.fresh(event)
    actions.edit(event, event.matter.version, by=contact, is_political=True)
    assert len(actions.missing_for_decision(make.fresh(event))) == 2


def test_half_an_advice_is_refused_by_the_database(contact, city):
    event = make.propose(contact, city("trafiknamnden"))
    with pytest.raises(IntegrityError), transaction.atomic():
        EventAbroad.objects.filter(pk=event.pk).update(advice="Go.")


def test_the_own_operation_goes_to_the_own_body_and_its_secretary_is_told(contact, secretary, city):
    event = make.sent(contact, city("trafiknamnden"))
    assert (event.matter.status, event.matter.before) == ("before_body", city("trafiknamnden"))
    assert Notice.objects.filter(person=secretary, matter=event.matter).count() == 1


def test_on_behalf_of_the_executive_board_the_committee_handles_it_first(contact, ib_secretary, city):
    event = make.sent(contact, city("trafiknamnden"), on_behalf_of_executive_board=True)
    assert (event.matter.status, event.matter.before.slug) == ("in_committee", "internationella-beredningen")
    assert Notice.objects.filter(person=ib_secretary, matter=event.matter).count() == 1
    with pytest.raises(WrongState):
        actions.edit(event, event.matter.version, by=contact, purpose="x")


def test_an_event_in_sweden_is_the_bodys_own_affair(contact, city):
    event = make.sent(contact, city("trafiknamnden"), country="SE", city="Malmö")
    assert event.matter.facts["abroad"] is False
    assert event.matter.before == city("trafiknamnden")


def test_changing_the_country_asks_another_question(contact, city):
    event = make.propose(contact, city("trafiknamnden"))
    event = actions.edit(event, event.matter.version, by=contact, country="SE", starts_on=date(2026, 6, 9))
    assert event.matter.facts["abroad"] is False
    assert event.matter.due_on == date(2026, 6, 9)
    with pytest.raises(StaleVersion):
        actions.edit(event, 1, by=contact, purpose="x")


def test_another_body_adds_its_own_travellers_and_takes_part(contact, other_contact, city):
    event = make.propose(contact, city("trafiknamnden"))
    climate = city("miljo-och-halsoskyddsnamnden")
    actions.add_traveller(
        event, by=other_contact, name="Mika Miljö", office="official", body=climate, role="delegate"
    )
    assert event.matter.participations.get().body == climate
    assert Notice.objects.filter(person=contact, key__startswith="travels-along:").count() == 1


def test_nobody_travels_twice_to_one_event(contact, city):
    event = make.complete(make.propose(contact, city("trafiknamnden")), contact)
    with pytest.raises(ValidationError):
        actions.add_traveller(
            event,
            by=contact,
            name="tove  TRAFIK",
            office="official",
            body=city("trafiknamnden"),
            role="speaker",
        )


def test_other_events_there_are_found_by_place_and_days(contact, coordinator, city):
    body = city("trafiknamnden")
    same = make.propose(contact, body, title="Same (exempel)")
    earlier = make.propose(
        contact, body, title="Earlier", starts_on=date(2025, 5, 5), ends_on=date(2025, 5, 6)
    )
    make.propose(contact, body, title="Elsewhere", city="Oslo", country="NO")
    found = journeys.to_the_same_place(coordinator, "helsingfors", "", date(2026, 6, 10), date(2026, 6, 12))
    assert [[matter.pk for matter in rows] for rows in found] == [[same.pk], [earlier.pk]]
    by_country = journeys.to_the_same_place(coordinator, "", "NO", date(2026, 6, 10), date(2026, 6, 12))
    assert [len(rows) for rows in by_country] == [1, 0]
