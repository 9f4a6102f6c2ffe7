"""Who travels, how, and what it costs: the rows of an event, each added and taken away by itself."""

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
    row = Traveller(event=event, name=" ".join(name.split()), office=office, body=body, role=role)
    _keep(row, event, by)
    matter = event.matter
    if body.pk != matter.body_id:
        matters.let_in(matter, body)
        notices.notify(
            casework.those_concerned(matter),
            matter=matter,
            key=f"travels-along:{matter.number}:{body.pk}",
            subject_sv=f"{matter.number}: {body.in_a_sentence_sv} reser med",
            subject_en=f"{matter.number}: {body.in_a_sentence_en} travels along",
        )
    return row


@transaction.atomic
def remove_traveller(traveller: Traveller, *, by: Person) -> None:
    event = lock(traveller.event_id)
    _require_part(by, event.matter, traveller.body)
    require_status(event.matter, *AT_HOME)
    _take_away(traveller, event, by)


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
def remove_cost(cost: EventCost, *, by: Person) -> None:
    """An estimate until it is decided on; a cost that was not foreseen until the journey is reported."""
    event = lock(cost.event_id)
    _require_part(by, event.matter, cost.body)
    require_status(event.matter, *(OWES_A_REPORT if cost.estimated is None else AT_HOME))
    _take_away(cost, event, by)


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
