"""Reminders of answers that are still awaited: one a week to each body, and one on the last day."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from referrals.lifecycle import NOT_SUBMITTED, TAKES_ANSWERS
from referrals.models import ReferralAnswer

from .locking import lock_answer, tell_body

# Nobody is reminded in the week it was sent.
QUIET = timedelta(days=7)


def remind(day: date | None = None) -> int:
    """Remind every body whose answer is awaited: how many were looked at.

    The week since it was sent stands in the key of the notice: however often, late or at once this runs, each is told
    once a week.
    """
    day = day or timezone.localdate()
    awaited = ReferralAnswer.objects.filter(
        matter__status__in=NOT_SUBMITTED,
        referral__matter__status__in=TAKES_ANSWERS,
        referral__sent_on__lte=day - QUIET,
    )
    reminded = 0
    for pk in awaited.order_by("pk").values_list("pk", flat=True):
        reminded += _remind(pk, day)
    return reminded


@transaction.atomic
def _remind(pk: int, day: date) -> bool:
    """Looked at again when the row is ours: the body may have answered since."""
    answer = lock_answer(pk)
    if not answer.is_awaited:
        return False
    number, last = answer.matter.number, answer.answer_by
    sent_on = answer.referral.sent_on or day
    key = f"week {(day - sent_on).days // 7}"
    if day == last:
        key, sv, en = "last day", "svara på remissen i dag", "answer the referral today"
    elif day > last:
        sv, en = f"remissvaret är försenat sedan {last}", f"the answer is late since {last}"
    else:
        sv, en = f"svara på remissen senast {last}", f"answer the referral by {last}"
    tell_body(answer, f"remind:{number}:{key}", f"{number}: {sv}", f"{number}: {en}")
    return True
