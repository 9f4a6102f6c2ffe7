"""What the bodies decided: recorded through governance, and the state moved in the same transaction."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from governance import casework, matters
from governance.decisions import Record
from governance.errors import WrongState
from governance.models import Decision, Person
from memberships import schedule
from memberships.lifecycle import AFTER_DECISION, WAITING_FOR_A_DECISION, ReviewStatus, Status
from memberships.models import Membership, MembershipReview

from .locking import lock, lock_review

Outcome = Decision.Outcome
Recommendation = MembershipReview.Recommendation


@transaction.atomic
def decide(membership: Membership | int, record: Record, *, by: Person) -> Decision:
    """Record what the body decided on the proposal, and move it there.

    Approved is member from the day of the decision, unless a later beginning was planned: then somebody says
    when it began (`join`). Raises what governance.decisions.record raises, and WrongState.
    """
    membership = lock(membership)
    decision = casework.record(
        membership.matter, record, by=by, outcomes=AFTER_DECISION, waiting=WAITING_FOR_A_DECISION
    )
    membership = lock(membership)
    move(membership, decision, by=by)
    casework.tell_outcome(decision)
    return decision


def move(membership: Membership, decision: Decision, *, by: Person) -> None:
    """Bring an undecided, locked proposal where the decision puts it."""
    status = AFTER_DECISION[Outcome(decision.outcome)]
    planned = membership.matter.starts_on
    if status == Status.APPROVED and (planned is None or planned <= decision.decided_on):
        begin(membership, decision.decided_on, by=by)
    elif status == Status.REJECTED:
        matters.close(
            membership.matter, by=by, status=status, day=casework.closing_day(membership.matter, decision)
        )
    else:
        before = decision.body if status == Status.TABLED else None
        matters.change(membership.matter, by=by, status=status, before=before)


def begin(membership: Membership, day: date, *, by: Person) -> None:
    """The city is a member from the day; the next review is counted from it. The matter is locked."""
    membership.joined_on = day
    schedule.set_next_review(membership, day)
    casework.write(
        membership,
        by=by,
        status=Status.MEMBER,
        before=None,
        starts_on=day,
        due_on=membership.next_review_on,
    )


@transaction.atomic
def decide_review(
    review: MembershipReview | int, record: Record, *, by: Person, result: str = ""
) -> Decision:
    """Record what the body decided on the review. Approved follows the recommendation.

    A body that rejects it decides something else: `result` says what. Then the next date is set.
    """
    review = lock_review(review)
    result = _result(review, record.outcome, result)
    decision = casework.record(
        review.matter, record, by=by, outcomes=AFTER_DECISION, waiting=WAITING_FOR_A_DECISION
    )
    review = lock_review(review)
    if decision.outcome in Decision.RETURNING:
        tabled = decision.outcome == Outcome.TABLED
        status = ReviewStatus.TABLED if tabled else ReviewStatus.REFERRED_BACK
        matters.change(review.matter, by=by, status=status, before=decision.body if tabled else None)
    else:
        _finish(review, decision, result, by)
    casework.tell_outcome(decision)
    return decision


def _finish(review: MembershipReview, decision: Decision, result: str, by: Person) -> None:
    leaves = result == Recommendation.LEAVE
    review.is_open, review.result, review.decided_on = False, result, decision.decided_on
    casework.save(review, by=by)
    status = ReviewStatus.ENDED if leaves else ReviewStatus.CONTINUED
    matters.close(review.matter, by=by, status=status, day=casework.closing_day(review.matter, decision))
    membership = lock(review.membership_id)
    membership.last_reviewed_on = decision.decided_on
    if leaves:
        schedule.clear(membership)
    else:
        schedule.set_next_review(membership, decision.decided_on)
    casework.write(membership, by=by, due_on=membership.next_review_on)


def _result(review: MembershipReview, outcome: str, result: str) -> str:
    """What the outcome means for the membership."""
    if outcome == Outcome.APPROVED:
        return review.recommendation
    if outcome != Outcome.REJECTED:
        return ""
    if result and result != review.recommendation:
        return result
    if review.recommendation == Recommendation.LEAVE:
        return Recommendation.CONTINUE
    raise WrongState(_("The body did not follow the recommendation. Say what it decided instead."))
