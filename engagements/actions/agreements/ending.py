"""The end of an agreement, and the evaluation that closes it."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.lifecycle.agreements import ENDED, Ending, after
from engagements.models import Agreement, AgreementReview
from governance import casework, matters
from governance.models import Person

from .locking import lock_for
from .reviewing import close_review
from .schedule import set_days


@transaction.atomic
def end(agreement: Agreement, *, by: Person, how: str, ended_on: date, reason: str) -> Agreement:
    """Note that the agreement has ended before its last day, or on it. It is evaluated before the matter closes.

    What the city itself wants is no fact to note: the body that decides on the agreement decides on an earlier
    last day. Raises ValidationError, WrongState.
    """
    agreement = lock_for(agreement, by)
    status = after("end", agreement.matter)
    if how == Ending.CITY:
        raise ValidationError(
            {
                "how": _(
                    "To end the agreement takes a decision by the body that decides on it. Propose an amendment with an"
                    " earlier last day: it ends on that day when the body has approved."
                )
            }
        )
    if ended_on > timezone.localdate():
        raise ValidationError({"ended_on": _("The date is in the future.")})
    starts_on = agreement.matter.starts_on
    if starts_on and ended_on < starts_on:
        raise ValidationError({"ended_on": _("It cannot end before its first day.")})
    agreement.ended_reason = f"{ENDED[Ending(how)]} {reason}".strip()
    note_end(agreement, ended_on, status, by=by)
    return agreement


def note_end(agreement: Agreement, ended_on: date, status: str, *, by: Person | None) -> None:
    """A locked agreement has ended: nothing is waited for but its evaluation."""
    agreement.ended_on = ended_on
    close_review(agreement, AgreementReview.Result.ENDED, ended_on, agreement.ended_reason, by=by)
    casework.write(agreement, by=by, status=status, due_on=set_days(agreement, status))


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
