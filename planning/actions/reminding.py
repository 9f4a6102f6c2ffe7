"""Reminders of what is still awaited: a week before the day, on it, and once a week after it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from governance import casework
from governance.models import Person
from planning import offices
from planning.lifecycle import WRITABLE
from planning.models import Account, Handed, Plan, Round

from .locking import coordinators, name_of, require_coordinator, tell, those_at

AHEAD = timedelta(days=7)


def remind(day: date | None = None) -> int:
    """Remind every body whose plan or account is awaited and due within a week: how many were looked at.

    What is said stands in the key of the notice: however often this runs, each is told once of each. Of a body where
    nobody can be told, the coordinators are.
    """
    day = day or timezone.localdate()
    reminded = 0
    for model in (Plan, Account):
        rows = model._default_manager.filter(matter__status__in=WRITABLE, hand_in_by__lte=day + AHEAD)
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            reminded += _remind(model, pk, day) is not None
    return reminded


def remind_now(asked: Round, *, by: Person) -> list[Handed]:
    """The coordinator reminds all who are awaited, today, whatever day it is: each with who was told."""
    require_coordinator(by)
    today = timezone.localdate()
    rows = asked.handed.filter(matter__status__in=WRITABLE).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    looked_at = (_remind(asked.handed.model, pk, today, key=f"asked {today}") for pk in keys)
    return [handed for handed in looked_at if handed]


@transaction.atomic
def _remind(model: type[Handed], pk: int, day: date, key: str = "") -> Handed | None:
    """Looked at again when the row is ours: the body may have submitted since."""
    handed = casework.lock(model, pk, None, "round")
    if not handed.is_awaited:
        return None
    body, last, (sv, en) = handed.matter.body, handed.hand_in_by, name_of(handed)
    told = those_at(body)
    if day > last:
        key = key or f"late {(day - last).days // 7} {last}"
        told = [*told, *offices.of_body(body).submitting]
        subject = f"{sv} är försenad sedan {last}", f"{en} is late since {last}"
    elif day == last:
        key = key or f"last day {last}"
        subject = f"lämna in {sv} i dag", f"submit {en} today"
    else:
        key = key or f"ahead {last}"
        subject = f"lämna in {sv} senast {last}", f"submit {en} by {last}"
    handed.told = tell(dict.fromkeys(told), handed.matter, f"remind:{key}", *subject)
    if not told:
        tell(
            coordinators(),
            handed.matter,
            f"remind:nobody {key}",
            f"{body.in_a_sentence_sv} har ingen som kan lämna in {sv}",
            f"{body.in_a_sentence_en} has nobody to submit {en}",
        )
    return handed
