"""A journey that is not made: why, and what it cost all the same."""

from decimal import Decimal

from django.db import transaction

from engagements.lifecycle.events import after
from engagements.models import EventAbroad, EventCost
from governance import casework, matters
from governance.models import Person

from .locking import lock_for


@transaction.atomic
def cancel(event: EventAbroad, *, by: Person, reason: str, cost: Decimal = Decimal(0)) -> EventAbroad:
    """Call it off, decided or not; what the city could not get back is a cost like any other. The matter closes."""
    event = lock_for(event, by)
    status = after("cancel", event.matter)
    if cost:
        row = EventCost(event=event, sort=EventCost.Sort.CANCELLATION, body=event.matter.body, actual=cost)
        row.full_clean()
        casework.save(row, by=by)
    event.cancelled_reason = reason
    casework.save(event, by=by)
    matters.close(event.matter, by=by, status=status)
    return event
