"""The answer clock: Swedish working days, stopped while the guest has the word or the request rests."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from governance.models import Matter
from governance.working_days import after, before, between, is_working_day

from .models import Visit

__all__ = [
    "after",
    "answer_due",
    "before",
    "between",
    "is_working_day",
    "restarted",
    "stopped",
    "used",
]


def answer_due(received_on: date) -> date:
    """The last day to answer a request: the setting's number of working days after it came."""
    return after(received_on, settings.VISIT_ANSWER_WORKING_DAYS)


def stopped(matter: Matter, day: date) -> int:
    """The working days left when the clock stops; negative when the answer is late already."""
    return between(day, matter.due_on) if matter.due_on else 0


def restarted(visit: Visit, day: date) -> date:
    """Let a clock that stood still go on: the day the answer is due now. Late stays as late as it was."""
    left, visit.days_left = visit.days_left or 0, None
    if left >= 0:
        return after(day, left)
    return before(day, -left)


def used(visit: Visit, day: date) -> int:
    """The working days the city has had the request until the day: since it came, less the waits on the guest.

    Rest is the city's own choice and counts, or a late request could be put aside and answered "in time".
    """
    return max(0, between(visit.received_on, day) - _waited_for_guest(visit, day))


def _waited_for_guest(visit: Visit, day: date) -> int:
    waited, asked_on = 0, None
    steps = visit.events.filter(verb__in=("ask_guest", "guest_answered")).order_by("at", "pk")
    for verb, at in steps.values_list("verb", "at"):
        on = timezone.localtime(at).date()
        if verb == "ask_guest":
            asked_on = on
        elif asked_on is not None:
            waited, asked_on = waited + between(asked_on, on), None
    return waited + (between(asked_on, day) if asked_on is not None else 0)
