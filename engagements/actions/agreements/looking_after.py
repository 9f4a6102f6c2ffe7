"""What the register does with agreements by itself every day: each thing once, however often it looks."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from engagements.lifecycle.agreements import CURRENT, Status
from engagements.models import Agreement
from engagements.models.agreements import months_before
from governance import casework, notices
from governance.authority import strategy_in_force

from .locking import lock
from .signing import come_into_force

# So long before the last day to give notice somebody is told of it.
NOTICE_AHEAD = timedelta(days=30)


def look_after_agreements(today: date | None = None) -> int:
    """Bring into force, remind, open reviews and end what is past its last day. How many were moved or told of."""
    today = today or timezone.localdate()
    lead = months_before(today, -strategy_in_force(today).review_lead_months)
    to_review = Q(next_review_on__lte=lead) | Q(matter__ends_on__lte=lead) & (
        Q(last_reviewed_on__isnull=True) | Q(last_reviewed_on__lt=F("matter__ends_on") - (lead - today))
    )
    return (
        _each(Q(matter__status=Status.SIGNED, matter__starts_on__lte=today), _begin, today)
        + _each(Q(matter__status__in=CURRENT, matter__ends_on__lt=today), _end, today)
        + _each(Q(matter__status=Status.IN_FORCE) & to_review, _open_review, today)
        + _each(Q(matter__status=Status.APPROVED, sign_by__lt=today), _remind_to_sign, today)
        + _each(Q(matter__status__in=CURRENT, notice_months__isnull=False), _remind_of_notice, today)
    )


def _each(which: Q, do: Callable[[Agreement, date], bool], today: date) -> int:
    """One transaction for each; one that has moved on in the meantime is left as it is."""
    done = 0
    for pk in _found(which):
        with transaction.atomic():
            agreement = lock(pk)
            if Agreement.objects.filter(which, pk=pk).exists():
                done += do(agreement, today)
    return done


def _found(which: Q) -> Iterable[int]:
    return list(Agreement.objects.filter(which).order_by("pk").values_list("pk", flat=True))


def _begin(agreement: Agreement, today: date) -> bool:
    come_into_force(agreement, today, by=None)
    return True


def _end(agreement: Agreement, today: date) -> bool:
    agreement.ended_on = agreement.matter.ends_on
    agreement.next_review_on, agreement.review_reason = None, ""
    casework.write(agreement, by=None, status=Status.ENDED, due_on=None)
    return _tell(
        agreement,
        f"ended:{agreement.ended_on}",
        "har upphört och ska utvärderas",
        "has ended, to be evaluated",
    )


def _open_review(agreement: Agreement, today: date) -> bool:
    ends_on, review_on = agreement.matter.ends_on, agreement.next_review_on
    is_expiry = ends_on is not None and (review_on is None or ends_on <= review_on)
    Reason = Agreement.ReviewReason
    agreement.review_reason = Reason.EXPIRY if is_expiry else Reason.INTERVAL
    due_on = ends_on if is_expiry else review_on
    casework.write(agreement, by=None, status=Status.UNDER_REVIEW, due_on=due_on)
    return _tell(
        agreement,
        f"review:{due_on}",
        f"ett avtal ska omprövas senast {due_on}",
        f"an agreement is to be reviewed by {due_on}",
    )


def _remind_to_sign(agreement: Agreement, today: date) -> bool:
    return _tell(
        agreement,
        f"unsigned:{agreement.sign_by}",
        f"skulle ha undertecknats senast {agreement.sign_by}",
        f"was to be signed by {agreement.sign_by}",
    )


def _remind_of_notice(agreement: Agreement, today: date) -> bool:
    day = agreement.last_day_of_notice
    if day is None or not today <= day <= today + NOTICE_AHEAD:
        return False
    return _tell(
        agreement,
        f"notice:{day}",
        f"ska sägas upp senast {day}, om det ska sägas upp",
        f"last day of notice {day}",
    )


def _tell(agreement: Agreement, key: str, words_sv: str, words_en: str) -> bool:
    """Tell those concerned once; False when they have been told before."""
    matter = agreement.matter
    if matter.notices.filter(key__startswith=f"agreement:{matter.pk}:{key}:").exists():
        return False
    notices.notify(
        casework.those_concerned(matter),
        matter=matter,
        key=f"agreement:{matter.pk}:{key}",
        subject_sv=f"{matter.number}: {words_sv}",
        subject_en=f"{matter.number}: {words_en}",
    )
    return True
