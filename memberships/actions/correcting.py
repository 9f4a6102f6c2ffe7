"""What a corrected decision moves: the proposal or the membership it put there, the dates counted from its day."""

from datetime import date

from django.utils.translation import gettext as _

from governance import casework, matters
from governance.errors import WrongState
from governance.models import Decision, Matter, Person
from memberships import schedule
from memberships.lifecycle import AFTER_DECISION, WAITING_FOR_A_DECISION, Status
from memberships.models import Membership

from .deciding import move
from .locking import lock, lock_review

Outcome = Decision.Outcome


def follow(matter: Matter, earlier: Decision, corrected: Decision, *, by: Person) -> None:
    """Let the membership follow a corrected decision on the proposal. Called by governance.corrections."""
    membership = lock(matter.pk)
    if corrected.outcome != earlier.outcome:
        _require_untouched(membership, earlier, corrected)
        _undo(membership, by)
        move(membership, corrected, by=by)
    elif earlier.outcome == Outcome.APPROVED:
        _begin_another_day(membership, earlier.decided_on, corrected.decided_on, by)
    elif earlier.outcome == Outcome.REJECTED:
        matters.change(matter, by=by, closed_on=casework.closing_day(matter, corrected))
    casework.tell_outcome(corrected)


def _require_untouched(membership: Membership, earlier: Decision, corrected: Decision) -> None:
    """Another outcome is carried out only while the matter stands as the decision left it."""
    if corrected.outcome not in AFTER_DECISION:
        raise WrongState(_("This is approved, rejected, referred back or tabled."))
    stands = {AFTER_DECISION[Outcome(earlier.outcome)]}
    if earlier.outcome == Outcome.APPROVED:
        stands = {Status.APPROVED, Status.MEMBER}
    if membership.matter.status not in stands:
        raise WrongState(
            _(
                "The matter has gone on since the decision, so its outcome stays. Correct the rest of the record, say"
                " in its wording what was wrong, and let the body decide anew."
            )
        )
    if earlier.outcome == Outcome.APPROVED and _is_built_upon(membership, earlier.decided_on):
        raise WrongState(
            _(
                "The city has acted as a member since: there are fees, posts, representatives or a review, or a first"
                " day of its own. So the outcome stays. Correct the rest of the record, say in its wording what was"
                " wrong, and let a review ask the body whether to leave."
            )
        )


def _is_built_upon(membership: Membership, decided_on: date) -> bool:
    return (
        membership.joined_on not in (None, decided_on)
        or membership.fees.exists()
        or membership.posts.exists()
        or membership.representatives.exists()
        or membership.reviews.exists()
    )


def _undo(membership: Membership, by: Person) -> None:
    """Back to where it waited for the decision, with the beginning that was planned then."""
    planned = (
        membership.matter.history.filter(status__in=WAITING_FOR_A_DECISION)
        .order_by("-history_id")
        .values_list("starts_on", flat=True)
        .first()
    )
    membership.joined_on = None
    schedule.clear(membership)
    casework.write(
        membership,
        by=by,
        status=Status.BEFORE_BODY,
        starts_on=planned,
        due_on=None,
        closed_on=None,
        before=None,
    )


def _begin_another_day(membership: Membership, before: date, after: date, by: Person) -> None:
    """The membership that began with the decision begins on its right day; one with a day of its own keeps that."""
    first = membership.joined_on
    ended = min(filter(None, (membership.notice_given_on, membership.left_on)), default=None)
    if first is None:
        return
    if (first != before and after > first) or (ended and after > ended):
        raise WrongState(
            _("The membership would have begun or ended before it was decided. Correct its own dates first.")
        )
    if first != before:
        return
    membership.joined_on = after
    if membership.next_review_on:
        is_open = membership.reviews.filter(is_open=True).exists()
        schedule.set_next_review(membership, after, has_open_review=is_open)
    due = {"due_on": membership.next_review_on} if membership.next_review_on else {}
    casework.write(membership, by=by, starts_on=after, **due)


def follow_review(matter: Matter, earlier: Decision, corrected: Decision, *, by: Person) -> None:
    """Let the membership follow a corrected decision on its review: the day only."""
    if corrected.outcome != earlier.outcome:
        raise WrongState(
            _(
                "What follows from a review is not taken back by a correction. Correct the rest of the record, say in"
                " its wording what was wrong, and let the body decide anew: here if the review is still open,"
                " otherwise in a new one."
            )
        )
    if earlier.outcome in Decision.RETURNING:
        return
    review = lock_review(matter.membership_review)
    review.decided_on = corrected.decided_on
    casework.write(review, by=by, closed_on=casework.closing_day(review.matter, corrected))
    membership = lock(review.membership_id)
    if membership.last_reviewed_on != earlier.decided_on:
        return
    membership.last_reviewed_on = corrected.decided_on
    if membership.next_review_on:
        is_open = membership.reviews.filter(is_open=True).exists()
        schedule.set_next_review(membership, corrected.decided_on, has_open_review=is_open)
    casework.write(membership, by=by, due_on=membership.next_review_on)
