"""The review of an agreement in force: opened by the days or by hand, answered by keeping or ending it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements import evidence
from engagements.lifecycle.agreements import after
from engagements.models import Agreement, AgreementReview
from engagements.models.agreements import months_before
from governance import casework
from governance.authority import strategy_in_force
from governance.models import Person

from .locking import lock_for
from .schedule import next_review, set_days

Reason = Agreement.ReviewReason


@transaction.atomic
def open_review(agreement: Agreement, *, by: Person, why: str) -> Agreement:
    """Open a review before the days do. It is due when the one that the days open would be, at the soonest."""
    agreement = lock_for(agreement, by)
    today = timezone.localdate()
    begin_review(agreement, Reason.BY_HAND, answer_by(today), by=by, why=why)
    return agreement


def begin_review(agreement: Agreement, reason: str, due: date, *, by: Person | None, why: str = "") -> None:
    """A locked agreement in force goes under review, for a reason and until a day."""
    status = after("open_review", agreement.matter)
    agreement.review_reason, agreement.review_why, agreement.review_due_on = reason, why, due
    casework.write(agreement, by=by, status=status, due_on=set_days(agreement, status))


def answer_by(day: date) -> date:
    """A review that opens on the day is answered so many months later as one that a date opens is open ahead of it."""
    return months_before(day, -strategy_in_force(day).review_lead_months)


@transaction.atomic
def keep_in_force(agreement: Agreement, *, by: Person, reviewed_on: date, conclusion: str) -> Agreement:
    """The review is done and the agreement goes on as it is, to its last day or the next review."""
    agreement = lock_for(agreement, by)
    status = after("keep_in_force", agreement.matter)
    _require_day(agreement, reviewed_on)
    close_review(agreement, AgreementReview.Result.KEPT, reviewed_on, conclusion, by=by)
    agreement.last_reviewed_on = reviewed_on
    agreement.next_review_on = next_review(agreement, reviewed_on)
    agreement.add_note(conclusion)
    casework.write(agreement, by=by, status=status, due_on=set_days(agreement, status))
    return agreement


def _require_day(agreement: Agreement, day: date) -> None:
    """What is not in force yet is not reviewed, and one review comes after another."""
    if day > timezone.localdate():
        raise ValidationError({"reviewed_on": _("The date is in the future.")})
    first = agreement.last_reviewed_on or agreement.matter.starts_on
    if first and day < first:
        message = _("It cannot have been reviewed before %(day)s, its first day or last review.")
        raise ValidationError({"reviewed_on": message % {"day": first.isoformat()}})


def close_review(
    agreement: Agreement, result: str, reviewed_on: date, conclusion: str, *, by: Person | None
) -> None:
    """No review is open, and none is ahead. Of one that was, what it built on is kept as it is now."""
    if agreement.review_reason:
        review = AgreementReview(
            agreement=agreement,
            reason=agreement.review_reason,
            why=agreement.review_why,
            due_on=agreement.review_due_on,
            reviewed_on=reviewed_on,
            result=result,
            conclusion=conclusion,
            evidence=evidence.of_agreement(agreement, timezone.localdate()).as_json(),
        )
        casework.save(review, by=by)
    agreement.review_reason = agreement.review_why = ""
    agreement.review_due_on = agreement.next_review_on = None
