"""Who travels, how, and what it costs: the rows of an event, each added and taken away by itself."""

from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.emissions import co2_kg
from engagements.lifecycle.events import AT_HOME, OWES_A_REPORT, WITH_COSTS
from engagements.models import EventAbroad, EventCost, Leg, Traveller
from governance import access, casework, matters, notices
from governance.models import Body, Matter, Person
from governance.moves import require_status

from .locking import lock, lock_for


@transaction.atomic
def add_traveller(
    event: EventAbroad,
    *,
    by: Person,
    name: str,
    office: str,
    body: Body,
    role: str,
    version: int | None = None,
) -> Traveller:
    """Put somebody among the travellers. Another body's contact person adds its own; the body then takes part."""
    event = lock(event, version)
    _require_part(by, event.matter, body)
    require_status(event.matter, *AT_HOME)
    row = Traveller(event=event, name=_one_line(name), office=office, body=body, role=role)
    known = event.travellers.count()
    _keep(row, event, by)
    _count_anew(event, known, by)
    _let_along(event.matter, body)
    return row


@transaction.atomic
def change_traveller(
    traveller: Traveller, version: int, *, by: Person, name: str, office: str, body: Body, role: str
) -> Traveller:
    """Write a traveller anew. Raises StaleVersion when somebody was faster."""
    event = lock(traveller.event_id, version)
    _require_part(by, event.matter, traveller.body)
    _require_part(by, event.matter, body)
    require_status(event.matter, *AT_HOME)
    traveller.name, traveller.office, traveller.body, traveller.role = _one_line(name), office, body, role
    _keep(traveller, event, by)
    _let_along(event.matter, body)
    return traveller


@transaction.atomic
def remove_traveller(traveller: Traveller, *, by: Person) -> None:
    event = lock(traveller.event_id)
    _require_part(by, event.matter, traveller.body)
    require_status(event.matter, *AT_HOME)
    known = event.travellers.count()
    _take_away(traveller, event, by)
    _count_anew(event, known, by)


def _let_along(matter: Matter, body: Body) -> None:
    """A body that sends somebody takes part in the matter; whoever prepares the journey is told once."""
    if body.pk == matter.body_id:
        return
    matters.let_in(matter, body)
    notices.notify(
        casework.those_concerned(matter),
        matter=matter,
        key=f"travels-along:{matter.number}:{body.pk}",
        subject_sv=f"{matter.number}: {body.in_a_sentence_sv} reser med",
        subject_en=f"{matter.number}: {body.in_a_sentence_en} travels along",
    )


def _count_anew(event: EventAbroad, known: int, by: Person) -> None:
    """A planned leg that all were to travel (`known` of them, before) is one that all travel still."""
    now = max(event.travellers.count(), 1)
    for leg in event.legs.filter(is_actual=False, travellers=max(known, 1)).exclude(travellers=now):
        leg.travellers, leg.co2_kg = now, co2_kg(leg.mode, leg.distance_km, now)
        casework.save(leg, by=by)


@transaction.atomic
def add_leg(
    event: EventAbroad,
    *,
    by: Person,
    origin: str,
    destination: str,
    mode: str,
    distance_km: int,
    travellers: int,
    version: int | None = None,
) -> Leg:
    """A leg as planned; once the journey is decided, as it was travelled. Its CO2 is worked out here."""
    event = lock_for(event, by, version)
    require_status(event.matter, *WITH_COSTS)
    row = Leg(
        event=event,
        is_actual=event.matter.status in OWES_A_REPORT,
        origin=origin,
        destination=destination,
        mode=mode,
        distance_km=distance_km,
        travellers=travellers,
        co2_kg=co2_kg(mode, distance_km, travellers),
    )
    _keep(row, event, by)
    return row


@transaction.atomic
def change_leg(
    leg: Leg,
    version: int,
    *,
    by: Person,
    origin: str,
    destination: str,
    mode: str,
    distance_km: int,
    travellers: int,
) -> Leg:
    """Write a leg anew, while it could be taken away; its CO2 is worked out anew. Raises StaleVersion."""
    event = lock_for(leg.event, by, version)
    require_status(event.matter, *(OWES_A_REPORT if leg.is_actual else AT_HOME))
    leg.origin, leg.destination, leg.mode = origin, destination, mode
    leg.distance_km, leg.travellers = distance_km, travellers
    leg.co2_kg = co2_kg(mode, distance_km, travellers)
    _keep(leg, event, by)
    return leg


@transaction.atomic
def remove_leg(leg: Leg, *, by: Person) -> None:
    """What was planned stays once it is decided; what was travelled can be put right until it is reported."""
    event = lock_for(leg.event, by)
    require_status(event.matter, *(OWES_A_REPORT if leg.is_actual else AT_HOME))
    _take_away(leg, event, by)


@transaction.atomic
def add_cost(
    event: EventAbroad,
    *,
    by: Person,
    sort: str,
    payer: str,
    body: Body,
    amount: Decimal,
    version: int | None = None,
) -> EventCost:
    """An estimate; once the journey is decided, a cost that nobody had foreseen."""
    event = lock(event, version)
    _require_part(by, event.matter, body)
    require_status(event.matter, *WITH_COSTS)
    is_actual = event.matter.status in OWES_A_REPORT
    amounts = {"actual" if is_actual else "estimated": amount}
    row = EventCost(event=event, sort=sort, payer=payer, body=body, **amounts)
    _keep(row, event, by)
    return row


@transaction.atomic
def change_cost(
    cost: EventCost, version: int, *, by: Person, sort: str, payer: str, body: Body, amount: Decimal
) -> EventCost:
    """Write a cost anew, while it could be taken away. Raises StaleVersion when somebody was faster."""
    event = lock(cost.event_id, version)
    _require_part(by, event.matter, cost.body)
    _require_part(by, event.matter, body)
    is_unforeseen = cost.estimated is None
    require_status(event.matter, *(OWES_A_REPORT if is_unforeseen else AT_HOME))
    cost.sort, cost.payer, cost.body = sort, payer, body
    setattr(cost, "actual" if is_unforeseen else "estimated", amount)
    _keep(cost, event, by)
    return cost


@transaction.atomic
def remove_cost(cost: EventCost, *, by: Person) -> None:
    """An estimate until it is decided on; a cost that was not foreseen until the journey is reported."""
    event = lock(cost.event_id)
    _require_part(by, event.matter, cost.body)
    require_status(event.matter, *(OWES_A_REPORT if cost.estimated is None else AT_HOME))
    _take_away(cost, event, by)


def way_home(legs: Iterable[Leg]) -> Leg | None:
    """The leg that nothing leads back from yet, the last one first; the way home is that one turned round."""
    away: list[Leg] = []
    for leg in legs:
        if away and (leg.origin, leg.destination) == (away[-1].destination, away[-1].origin):
            away.pop()
        else:
            away.append(leg)
    return away[-1] if away else None


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _require_part(person: Person, matter: Matter, body: Body) -> None:
    """The owner writes of every body, another body's contact person of its own. Raises PermissionDenied."""
    if access.may_edit(person, matter):
        if body.kind not in Body.OPERATING:
            raise ValidationError({"body": _("This body has no operation of its own.")})
        return
    access.require(person, access.EDIT, body)
    if body.kind not in Body.OPERATING or (matter.is_secret and not access.may_view(person, matter)):
        raise PermissionDenied(access.refusal(access.EDIT, matter.body))


def _keep(row: Traveller | Leg | EventCost, event: EventAbroad, by: Person) -> None:
    """Save a row and let the matter know: its version goes up, so that a stale form is found out."""
    row.full_clean()
    casework.save(row, by=by)
    matters.change(event.matter, by=by)


def _take_away(row: Traveller | Leg | EventCost, event: EventAbroad, by: Person) -> None:
    row._history_user = by
    row.delete()
    matters.change(event.matter, by=by)
