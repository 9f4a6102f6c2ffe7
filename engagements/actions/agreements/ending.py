"""The review of an agreement in force, its end, and the evaluation that closes it."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.lifecycle.agreements import after
from engagements.models import Agreement
from governance import casework, matters
from governance.models import Person

from .locking import lock_for
from .signing import next_review


@transaction.atomic
def keep_in_force(agreement: Agreement, *, by: Person, reviewed_on: date, conclusion: str) -> Agreement:
    """The review is done and the agreement goes on as it is, to its last day or the next review."""
    agreement = lock_for(agreement, by)
    status = after("keep_in_force", agreement.matter)
    _refuse_future("reviewed_on", reviewed_on)
    agreement.last_reviewed_on, agreement.review_reason = reviewed_on, ""
    agreement.next_review_on = next_review(agreement, reviewed_on)
    agreement.note = "\n\n".join(part for part in (agreement.note, conclusion) if part)
    casework.write(agreement, by=by, status=status, due_on=agreement.next_review_on)
    return agreement


@transaction.atomic
def end(agreement: Agreement, *, by: Person, ended_on: date, reason: str) -> Agreement:
    """The agreement has ended before its last day, or on it. It is evaluated before the matter closes."""
    agreement = lock_for(agreement, by)
    status = after("end", agreement.matter)
    _refuse_future("ended_on", ended_on)
    starts_on = agreement.matter.starts_on
    if starts_on and ended_on < starts_on:
        raise ValidationError({"ended_on": _("It cannot end before its first day.")})
    agreement.ended_on, agreement.ended_reason = ended_on, reason
    agreement.next_review_on, agreement.review_reason = None, ""
    casework.write(agreement, by=by, status=status, due_on=None)
    return agreement


@transaction.atomic
def evaluate(
    agreement: Agreement,
    *,
    by: Person,
    goals_met: str,
    effects: str,
    total_cost: Decimal,
    recommendation: str,
) -> Agreement:
    """Say what the agreement gave. The matter closes and can be read."""
    agreement = lock_for(agreement, by)
    status = after("evaluate", agreement.matter)
    agreement.goals_met, agreement.effects = goals_met, effects
    agreement.total_cost, agreement.recommendation = total_cost, recommendation
    agreement.evaluated_on = timezone.localdate()
    casework.save(agreement, by=by)
    matters.close(agreement.matter, by=by, status=status)
    return agreement


def _refuse_future(field: str, day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: _("The date is in the future.")})
