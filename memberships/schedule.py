"""When a membership is to be reviewed: counted from the last review, else from joining, by the terms in force."""

from calendar import monthrange
from datetime import date

from django.utils import timezone

from governance.authority import strategy_in_force
from governance.models import Strategy

from .models import Membership


def months_after(day: date, months: int) -> date:
    """The same day some months later (earlier when negative); the last of a shorter month, as PostgreSQL counts."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


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
