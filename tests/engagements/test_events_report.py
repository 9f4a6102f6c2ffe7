"""After the journey: the outcome, the report, the reminder that comes once, and the journey that is not made."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from engagements import journeys
from engagements.actions import events as actions
from engagements.models import EventCost
from governance.errors import StaleVersion, WrongState
from governance.models import Matter, Notice, OutboxEntry

from . import events as make

pytestmark = pytest.mark.django_db


def test_the_outcome_stands_beside_the_estimate(contact, secretary, city):
    event = make.carried_out(contact, secretary, city("trafiknamnden"))
    told = journeys.totals(event.matter, event.costs.all(), event.legs.all(), event.travellers.all())
    assert (told.estimated, told.actual, told.actual_own) == (Decimal(7000), Decimal(7000), Decimal(3500))
    assert told.co2_kg_actual == told.co2_kg == Decimal("15.2")
    assert event.matter.status == "carried_out"


def test_every_item_gets_its_outcome_and_the_journey_its_legs(contact, secretary, city):
    event = make.approved(contact, secretary, city("trafiknamnden"))
    with pytest.raises(ValidationError):
        actions.carry_out(event, event.matter.version, by=contact, actual={}, as_planned=True)
    amounts = {cost.pk: Decimal(1) for cost in event.costs.all()}
    with pytest.raises(ValidationError):
        actions.carry_out(event, event.matter.version, by=contact, actual=amounts)
    with pytest.raises(StaleVersion):
        actions.carry_out(event, 1, by=contact, actual=amounts, as_planned=True)


def test_legs_that_were_travelled_otherwise_take_the_place_of_the_plan(contact, secretary, city):
    event = make.approved(contact, secretary, city("trafiknamnden"))
    actions.add_leg(
        event, by=contact, origin="Stockholm", destination="Åbo", mode="flight", distance_km=300, travellers=1
    )
    event = make.fresh(event)
    amounts = {cost.pk: Decimal(1) for cost in event.costs.all()}
    actions.carry_out(event, event.matter.version, by=contact, actual=amounts, as_planned=True)
    assert [leg.mode for leg in event.legs.filter(is_actual=True)] == ["flight"]


def test_nothing_is_carried_out_before_it_begins(contact, secretary, city):
    event = make.approved(
        contact, secretary, city("trafiknamnden"), starts_on=date(2199, 1, 1), ends_on=date(2199, 1, 2)
    )
    amounts = {cost.pk: Decimal(1) for cost in event.costs.all()}
    with pytest.raises(WrongState):
        actions.carry_out(event, event.matter.version, by=contact, actual=amounts, as_planned=True)


def test_the_report_closes_the_matter(contact, secretary, city):
    event = make.carried_out(contact, secretary, city("trafiknamnden"))
    with pytest.raises(ValidationError):
        actions.report(event, event.matter.version, by=contact, learnings="x", spread_to=" ")
    event = actions.report(
        make.fresh(event), event.matter.version, by=contact, learnings="Sand.", spread_to="The network."
    )
    assert (event.matter.status, event.matter.is_open) == ("reported", False)


def test_a_late_report_is_reminded_of_once_however_often_the_sweep_runs(contact, secretary, city):
    event = make.carried_out(contact, secretary, city("trafiknamnden"))
    due = event.matter.due_on
    assert actions.remind_late_reports(due) == 0
    assert actions.remind_late_reports(date(2026, 12, 1)) == 1
    assert actions.remind_late_reports(date(2026, 12, 2)) == 0
    notice = Notice.objects.get(key__startswith="report-late:")
    assert notice.person == contact
    assert OutboxEntry.objects.filter(key=f"mail:{notice.key}").count() == 1


def test_a_reported_journey_is_not_reminded_of(contact, secretary, city):
    event = make.carried_out(contact, secretary, city("trafiknamnden"))
    actions.report(event, event.matter.version, by=contact, learnings="x", spread_to="x")
    assert actions.remind_late_reports(date(2026, 12, 1)) == 0


def test_a_journey_that_is_called_off_keeps_what_it_cost(contact, secretary, city):
    event = make.approved(contact, secretary, city("trafiknamnden"))
    event = actions.cancel(event, by=contact, reason="Snow.", cost=Decimal(900))
    assert (event.matter.status, event.matter.is_open) == ("cancelled", False)
    assert EventCost.objects.get(actual__isnull=False).actual == Decimal(900)
    with pytest.raises(WrongState):
        actions.cancel(event, by=contact, reason="Again.")
    assert Matter.objects.get(pk=event.pk).status == "cancelled"


def test_what_a_journey_that_is_over_cost_is_put_right_with_its_reason(contact, secretary, city, client_of):
    event = make.reported(contact, secretary, city("trafiknamnden"))
    first, second = event.costs.order_by("pk")
    amounts = {first.pk: Decimal(3100), second.pk: Decimal(3500)}
    event = actions.correct_costs(
        make.fresh(event),
        event.matter.version,
        by=contact,
        actual=amounts,
        reason="Fakturan kom i går.",
        missing=("hotel", "city", Decimal(700)),
    )
    assert (event.matter.status, event.matter.is_open) == ("reported", False)
    assert sorted(event.costs.values_list("actual", flat=True)) == [700, 3100, 3500]
    page = client_of("auditor").get(reverse("engagements:event", args=[event.matter.number]))
    assert "Fakturan kom i går." in page.content.decode()
    history = client_of("auditor").get(reverse("matter_history", args=[event.matter.number]))
    assert "Fakturan kom i går." in history.content.decode()
    assert "3 500" in history.content.decode().replace("\xa0", " ")


def test_costs_are_corrected_by_the_owner_only_with_a_reason_and_once_the_journey_is_over(
    contact, secretary, city, person
):
    event = make.carried_out(contact, secretary, city("trafiknamnden"))
    amounts = {cost.pk: Decimal(1) for cost in event.costs.all()}
    given = {"actual": amounts, "reason": "x"}
    with pytest.raises(WrongState):
        actions.correct_costs(event, event.matter.version, by=contact, **given)
    event = actions.report(event, event.matter.version, by=contact, learnings="x", spread_to="x")
    with pytest.raises(ValidationError):
        actions.correct_costs(event, event.matter.version, by=contact, **{**given, "reason": " "})
    with pytest.raises(StaleVersion):
        actions.correct_costs(event, 1, by=contact, **given)
    for other in ("head", "auditor", "coordinator", "other_contact"):
        with pytest.raises(PermissionDenied):
            actions.correct_costs(event, event.matter.version, by=person(other), **given)
    assert set(event.costs.values_list("actual", flat=True)) == {Decimal(3500)}


def test_the_form_for_it_begins_with_what_stands(contact, secretary, city, client_of):
    event = make.reported(contact, secretary, city("trafiknamnden"))
    client, page = (
        client_of("contact"),
        reverse("engagements:correct_event_costs", args=[event.matter.number]),
    )
    form = client.get(page).context["form"]
    first, second = event.costs.order_by("pk")
    assert form.initial[f"cost_{first.pk}"] == Decimal(3500)
    typed = {
        "version": event.matter.version,
        "reason": "Rätt belopp.",
        f"cost_{first.pk}": "3 200",
        f"cost_{second.pk}": "3500",
    }
    assert client.post(page, {**typed, "sort": "fee"}).status_code == 422
    assert client.post(page, {**typed, "sort": "travel", "payer": "city", "amount": "5"}).status_code == 422
    assert client.post(page, typed).status_code == 302
    assert EventCost.objects.get(pk=first.pk).actual == Decimal(3200)
    answer = client.post(page, {**typed, f"cost_{first.pk}": "3 300"})
    assert answer.status_code == 409


def test_what_a_journey_that_was_called_off_cost_can_be_corrected(contact, secretary, city):
    event = actions.cancel(make.approved(contact, secretary, city("trafiknamnden")), by=contact, reason="x")
    amounts = {cost.pk: Decimal(0) for cost in event.costs.all()}
    event = actions.correct_costs(
        event,
        event.matter.version,
        by=contact,
        actual=amounts,
        reason="x",
        missing=("cancellation", "city", Decimal(90)),
    )
    assert event.costs.get(sort="cancellation").actual == Decimal(90)
