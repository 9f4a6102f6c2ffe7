"""After the journey: what it cost and how it was made, what came of it, and what is put right later."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.actions import promises as promising
from engagements.lifecycle.events import OVER_WITH_COSTS, after
from engagements.models import EventAbroad, EventCost, Leg
from governance import casework, matters
from governance.errors import WrongState
from governance.models import Person
from governance.moves import require_status

from .locking import lock_for


@transaction.atomic
def carry_out(
    event: EventAbroad,
    version: int | None,
    *,
    by: Person,
    actual: Mapping[int, Decimal],
    as_planned: bool = False,
) -> EventAbroad:
    """The journey was made: what each cost (by its id) became, and the legs as they were travelled.

    `as_planned` takes over the planned legs, when no other has been written. Until the report it can be put right.
    """
    event = lock_for(event, by, version)
    matter = event.matter
    status = after("carry_out", matter)
    if matter.starts_on and matter.starts_on > timezone.localdate():
        raise WrongState(_("The journey has not begun yet."))
    _enter(event, actual, by)
    _travel(event, as_planned, by)
    casework.write(event, by=by, status=status)
    return event


def _enter(event: EventAbroad, actual: Mapping[int, Decimal], by: Person) -> None:
    costs = list(event.costs.all())
    if any(cost.pk not in actual for cost in costs):
        raise ValidationError(_("Give what each item became, 0 for what was not paid."))
    for cost in costs:
        if cost.actual != actual[cost.pk]:
            cost.actual = actual[cost.pk]
            cost.full_clean()
            casework.save(cost, by=by)


def _travel(event: EventAbroad, as_planned: bool, by: Person) -> None:
    if event.legs.filter(is_actual=True).exists():
        return
    if not as_planned:
        raise ValidationError(
            {
                "as_planned": _(
                    "Say that it was travelled as planned, or write the legs as they were travelled first."
                )
            }
        )
    for leg in event.legs.filter(is_actual=False):
        leg = Leg(
            event=event,
            is_actual=True,
            origin=leg.origin,
            destination=leg.destination,
            mode=leg.mode,
            distance_km=leg.distance_km,
            travellers=leg.travellers,
            co2_kg=leg.co2_kg,
        )
        casework.save(leg, by=by)


@transaction.atomic
def report(
    event: EventAbroad,
    version: int | None,
    *,
    by: Person,
    learnings: str,
    spread_to: str,
    contacts_made: str = "",
    promises: Iterable[promising.Said] = (),
    reported_on: date | None = None,
) -> EventAbroad:
    """Say what came of it and what was promised; the matter closes."""
    event = lock_for(event, by, version)
    status = after("report", event.matter)
    if not learnings.strip() or not spread_to.strip():
        raise ValidationError(_("Say what you learnt and who hears of it."))
    event.learnings, event.contacts_made, event.spread_to = learnings, contacts_made, spread_to
    promising.note(event.matter, promises, by=by)
    event.reported_on = reported_on or timezone.localdate()
    casework.save(event, by=by)
    matters.close(event.matter, by=by, status=status, day=max(event.reported_on, event.matter.opened_on))
    return event


@transaction.atomic
def correct_costs(
    event: EventAbroad,
    version: int | None,
    *,
    by: Person,
    actual: Mapping[int, Decimal],
    reason: str,
    missing: tuple[str, str, Decimal] | None = None,
) -> EventAbroad:
    """Put right what the items of a journey that is over cost, and add one of the owner's that was forgotten.

    `missing` is its sort, payer and amount. What stood there is kept in the history with the reason; a frozen annual
    report keeps the figures it has. Raises StaleVersion, WrongState, ValidationError.
    """
    event = lock_for(event, by, version)
    require_status(event.matter, *OVER_WITH_COSTS)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is corrected.")})
    _enter(event, actual, by)
    if missing:
        sort, payer, amount = missing
        row = EventCost(event=event, sort=sort, payer=payer, body=event.matter.body, actual=amount)
        row.full_clean()
        casework.save(row, by=by)
    event.costs_corrected_because, event.costs_corrected_on = reason.strip(), timezone.localdate()
    casework.write(event, by=by)
    return event
