"""What the tests of events abroad begin with: a proposal, a complete one, one that lies before its body, and so on."""

from datetime import date
from decimal import Decimal
from typing import Any

from engagements.actions import events as actions
from engagements.actions.promises import Said
from engagements.models import EventAbroad
from governance.decisions import Record
from governance.models import Body, Person

FIRST, LAST = date(2026, 6, 8), date(2026, 6, 11)


def propose(by: Person, body: Body, **facts: Any) -> EventAbroad:
    """A conference in Helsinki for the body's own operation."""
    written = {
        "title": "Nordic Street Days (exempel)",
        "kind": "conference",
        "counterpart": "Helsingfors stad",
        "city": "Helsingfors",
        "country": "FI",
        "starts_on": FIRST,
        "ends_on": LAST,
        "opened_on": date(2026, 3, 2),
        "role": "speaker",
        "purpose": "Learn how the snow is cleared.",
        "plan_link": "Activity 4.2 of the plan.",
        "digital": "none",
        "digital_reason": "The streets are seen on site.",
        "is_invented": True,
    }
    return actions.propose(by=by, body=body, **{**written, **facts})


def complete(event: EventAbroad, by: Person, name: str = "Tove Trafik") -> EventAbroad:
    """With a traveller, two legs and two costs, of which the organiser pays one."""
    body = event.matter.body
    actions.add_traveller(event, by=by, name=name, office="official", body=body, role="speaker")
    for origin, destination in (("Stockholm", "Helsingfors"), ("Helsingfors", "Stockholm")):
        actions.add_leg(
            event, by=by, origin=origin, destination=destination, mode="boat", distance_km=400, travellers=1
        )
    actions.add_cost(event, by=by, sort="travel", payer="city", body=body, amount=Decimal(3000))
    actions.add_cost(event, by=by, sort="hotel", payer="organiser", body=body, amount=Decimal(4000))
    return fresh(event)


def sent(by: Person, body: Body, **facts: Any) -> EventAbroad:
    event = complete(propose(by, body, **facts), by)
    return actions.send(event, by=by)


def decision_of(body: Body, outcome: str = "approved", on: date = date(2026, 4, 2), **facts: Any) -> Record:
    entered = {
        "paragraph": "9",
        "minutes": "Protokoll 4/2026",
        "wording": "Nämnden godkänner resan.",
        **facts,
    }
    return Record(body=body, outcome=outcome, decided_on=on, **entered)


def approved(by: Person, secretary: Person, body: Body, **facts: Any) -> EventAbroad:
    event = sent(by, body, **facts)
    actions.decide(event, decision_of(body), by=secretary)
    return fresh(event)


def carried_out(by: Person, secretary: Person, body: Body, **facts: Any) -> EventAbroad:
    event = approved(by, secretary, body, **facts)
    amounts = {cost.pk: Decimal(3500) for cost in event.costs.all()}
    return actions.carry_out(event, event.matter.version, by=by, actual=amounts, as_planned=True)


def reported(
    by: Person, secretary: Person, body: Body, promised: str = "", due_on: date = LAST, **facts: Any
) -> EventAbroad:
    """With one promise of the city, if a text is given."""
    event = carried_out(by, secretary, body, **facts)
    said = [Said(promised, "city", due_on)] if promised else []
    return actions.report(event, event.matter.version, by=by, learnings="x", spread_to="x", promises=said)


def fresh(event: EventAbroad) -> EventAbroad:
    return EventAbroad.objects.select_related("matter__body", "matter__before").get(pk=event.pk)
