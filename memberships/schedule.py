"""When a membership is to be reviewed: counted from the last review, else from joining, by the terms in force."""

from datetime import date

from django.utils import timezone

from governance.authority import strategy_in_force
from governance.models import Strategy
from governance.working_days import months_after

from .models import Membership

__all__ = ["clear", "counts_from", "due_on", "months_after", "opens_on", "set_next_review", "today"]


def counts_from(membership: Membership) -> date | None:
    """The day the interval is counted from; None while neither a review nor the joining is known."""
    return membership.last_reviewed_on or membership.joined_on


def due_on(membership: Membership, terms: Strategy) -> date | None:
    """The day the next review should be decided."""
    since = counts_from(membership)
    if since is None:
        return None
    return months_after(since, membership.review_interval_months or terms.review_interval_months)


def opens_on(membership: Membership, terms: Strategy, due: date) -> date:
    """The day the review opens by itself; a lead longer than the interval opens it at once, never before joining."""
    lead = membership.review_lead_months
    return months_after(due, -(terms.review_lead_months if lead is None else lead))


def set_next_review(membership: Membership, day: date, has_open_review: bool = False) -> None:
    """Count the dates anew on the object; the caller saves it. `day` says which strategy's terms apply."""
    terms = strategy_in_force(day)
    due = due_on(membership, terms)
    membership.terms = terms
    membership.next_review_on, membership.unreviewed_since = due, None
    membership.review_opens_on = None if has_open_review or due is None else opens_on(membership, terms, due)


def today() -> date:
    """The city's day."""
    return timezone.localdate()


def clear(membership: Membership) -> None:
    """No review comes: the city is leaving, or has left. The date of the one that never came stays to be counted."""
    membership.unreviewed_since = membership.next_review_on or membership.unreviewed_since
    membership.next_review_on = membership.review_opens_on = membership.terms = None
