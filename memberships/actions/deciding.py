"""What the bodies decided: recorded through governance, and the state moved in the same transaction."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from governance import access, decisions, matters
from governance.decisions import Record
from governance.errors import AlreadyDecided, WrongState
from governance.models import Decision, Matter, Person
from memberships import schedule
from memberships.lifecycle import AFTER_DECISION, WAITING_FOR_A_DECISION, ReviewStatus, Status, require_status
from memberships.models import Membership, MembershipReview

from .locking import lock, lock_review, tell, those_concerned, write

Outcome = Decision.Outcome
Recommendation = MembershipReview.Recommendation


@transaction.atomic
def decide(membership: Membership, record: Record, *, by: Person) -> Decision:
    """Record what the body decided on the proposal, and move it there.

    Approved is member from the day of the decision, unless a later beginning was planned: then somebody says
    when it began (`join`). Raises what governance.decisions.record raises, and WrongState.
    """
    membership = lock(membership)
    decision = _record(membership.matter, record, by)
    membership = lock(membership)
    move(membership, decision, by=by)
    tell_outcome(membership, decision)
    return decision


def move(membership: Membership, decision: Decision, *, by: Person) -> None:
    """Bring an undecided, locked proposal where the decision puts it."""
    status = AFTER_DECISION[Outcome(decision.outcome)]
    planned = membership.matter.starts_on
    if status == Status.APPROVED and (planned is None or planned <= decision.decided_on):
        begin(membership, decision.decided_on, by=by)
    elif status == Status.REJECTED:
        matters.close(membership.matter, by=by, status=status, day=closing_day(membership.matter, decision))
    else:
        before = decision.body if status == Status.TABLED else None
        matters.change(membership.matter, by=by, status=status, before=before)


def begin(membership: Membership, day: date, *, by: Person) -> None:
    """The city is a member from the day; the next review is counted from it. The matter is locked."""
    membership.joined_on = day
    schedule.set_next_review(membership, day)
    write(
        membership,
        by=by,
        status=Status.MEMBER,
        before=None,
        starts_on=day,
        due_on=membership.next_review_on,
    )


@transaction.atomic
def decide_review(review: MembershipReview, record: Record, *, by: Person, result: str = "") -> Decision:
    """Record what the body decided on the review. Approved follows the recommendation.

    A body that rejects it decides something else: `result` says what. Then the next date is set.
    """
    review = lock_review(review)
    result = _result(review, record.outcome, result)
    decision = _record(review.matter, record, by)
    review = lock_review(review)
    if decision.outcome in Decision.RETURNING:
        tabled = decision.outcome == Outcome.TABLED
        status = ReviewStatus.TABLED if tabled else ReviewStatus.REFERRED_BACK
        matters.change(review.matter, by=by, status=status, before=decision.body if tabled else None)
    else:
        _finish(review, decision, result, by)
    tell_outcome(review, decision)
    return decision


def _finish(review: MembershipReview, decision: Decision, result: str, by: Person) -> None:
    leaves = result == Recommendation.LEAVE
    review.is_open, review.result, review.decided_on = False, result, decision.decided_on
    review._history_user = by
    review.save()
    status = ReviewStatus.ENDED if leaves else ReviewStatus.CONTINUED
    matters.close(review.matter, by=by, status=status, day=closing_day(review.matter, decision))
    membership = lock(review.membership_id)
    membership.last_reviewed_on = decision.decided_on
    if leaves:
        schedule.clear(membership)
    else:
        schedule.set_next_review(membership, decision.decided_on)
    write(membership, by=by, due_on=membership.next_review_on)


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


def _record(matter: Matter, record: Record, by: Person) -> Decision:
    """Write the decision of a matter that waits for one; who comes second is told who was first."""
    access.require(by, access.RECORD, record.body)
    if record.outcome not in AFTER_DECISION:
        raise WrongState(_("This is approved, rejected, referred back or tabled."))
    if matter.status not in WAITING_FOR_A_DECISION:
        _refuse_second(matter)
    return decisions.record(matter, record, by=by)


def _refuse_second(matter: Matter) -> None:
    earlier = matter.decisions.select_related("recorded_by").order_by("-recorded_at").first()
    if earlier is None:
        require_status(matter, *WAITING_FOR_A_DECISION)
        return
    raise AlreadyDecided(
        _("%(who)s has already recorded a decision of %(day)s: %(outcome)s.")
        % {
            "who": earlier.recorded_by.name,
            "day": earlier.decided_on.isoformat(),
            "outcome": earlier.get_outcome_display(),
        },
        earlier,
    )


def closing_day(matter: Matter, decision: Decision) -> date:
    """A matter closes the day it was decided; one that was opened late, the day it was opened."""
    return max(decision.decided_on, matter.opened_on)


def tell_outcome(thing: Membership | MembershipReview, decision: Decision) -> None:
    matter = thing.matter
    tell(
        those_concerned(matter),
        thing,
        f"decided:{decision.pk}",
        f"{matter.number}: {decision.body.in_a_sentence_sv} har beslutat",
        f"{matter.number}: {decision.body.in_a_sentence_en} has decided",
    )
