"""The days of an agreement: what its card waits for, when it is reviewed, when it counts as dormant."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max, Min
from django.utils import timezone

from engagements.lifecycle.agreements import CURRENT, Status
from engagements.models import Agreement
from engagements.models.agreements import months_before
from governance import principles
from governance.authority import strategy_in_force

# Months without activity until an agreement is dormant, where the principle says no other.
DORMANT_AFTER = 12


def set_days(agreement: Agreement, status: str) -> date | None:
    """Count anew, for the status it is about to have, what follows from its days. The day its card waits for."""
    agreement.dormant_on = _dormant_on(agreement) if status in CURRENT else None
    found = agreement.dormant_since
    if found and (agreement.dormant_on is None or agreement.dormant_on > found):
        agreement.dormant_since = None  # something has happened since, or nothing can any more
    return due_on(agreement, status)


def due_on(agreement: Agreement, status: str) -> date | None:
    """The soonest of what waits: the signatures, the first day, the review, and what the city is to do."""
    waits: dict[str, Iterable[date | None]] = {
        Status.APPROVED: [agreement.sign_by],
        Status.SIGNED: [agreement.matter.starts_on],
        Status.IN_FORCE: [agreement.next_review_on],
        Status.UNDER_REVIEW: [agreement.review_due_on],
        Status.AMENDING: [agreement.review_due_on or agreement.next_review_on],
    }
    if status not in waits:
        return None
    promised = agreement.obligations.open().of_the_city().aggregate(first=Min("due_on"))["first"]
    return min(filter(None, [*waits[status], promised]), default=None)


def next_review(agreement: Agreement, since: date) -> date | None:
    """What the strategy has reviewed regularly is due so many months after it began, or was last reviewed."""
    principle = principles.checks(since).get("regular_review")
    if principle is None or agreement.type not in principle.settings.get("applies_to", ()):
        return None
    return months_before(since, -strategy_in_force(since).review_interval_months)


def _dormant_on(agreement: Agreement) -> date:
    """So long after it began, was last reviewed, or something was last done."""
    card = agreement.matter
    last_done = agreement.activities.aggregate(last=Max("happened_on"))["last"]
    began = (card.opened_on, card.starts_on, agreement.signed_by_city_on, agreement.signed_by_counterpart_on)
    last = max(filter(None, [*began, agreement.last_reviewed_on, last_done]))
    return months_before(last, -months_until_dormant(timezone.localdate()))


def months_until_dormant(day: date) -> int:
    principle = principles.checks(day).get("regular_review")
    return int(principle.settings.get("dormant_after_months", DORMANT_AFTER)) if principle else DORMANT_AFTER
