"""Reminders of answers that are still awaited: one a week to each body, one on the last day, and when asked for."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from governance import casework
from governance.models import Body, Person
from governance.moves import require_status
from governance.working_days import ONE_DAY
from referrals.lifecycle import NOT_SUBMITTED, TAKES_ANSWERS
from referrals.models import Referral, ReferralAnswer

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
def remind_now(referral: Referral, *, by: Person) -> tuple[list[Body], list[Body]]:
    """The Office reminds all that are awaited, today: the bodies that were told, and those where there is nobody.

    However often on one day, each is told once. Raises WrongState.
    """
    casework.require_edit(by, referral.matter)
    require_status(referral.matter, *TAKES_ANSWERS)
    today = timezone.localdate()
    rows = referral.answers.filter(matter__status__in=NOT_SUBMITTED)
    told: list[Body] = []
    nobody: list[Body] = []
    for pk in rows.order_by("matter__body__name_sv").values_list("pk", flat=True):
        answer = lock_answer(pk)
        if answer.is_awaited:
            (told if _tell(answer, today, f"asked {today}") else nobody).append(answer.matter.body)
    return told, nobody


def next_reminder(sent_on: date, answer_by: date, today: date) -> date:
    """When a body that has not answered by then is reminded the next time, after today."""
    weeks = (today - sent_on).days // 7 + 1
    weekly = sent_on + weeks * QUIET
    return min(weekly, answer_by) if answer_by > max(today, sent_on + QUIET - ONE_DAY) else weekly


@transaction.atomic
def _remind(pk: int, day: date) -> bool:
    """Looked at again when the row is ours: the body may have answered since."""
    answer = lock_answer(pk)
    if answer.is_awaited:
        _tell(answer, day)
    return answer.is_awaited


def _tell(answer: ReferralAnswer, day: date, asked: str = "") -> bool:
    """What is said stands in the key of the notice. False when there is nobody at the body to tell."""
    number, last = answer.matter.number, answer.answer_by
    sent_on = answer.referral.sent_on or day
    key = f"week {(day - sent_on).days // 7}"
    if day == last:
        key, sv, en = "last day", "svara på remissen i dag", "answer the referral today"
    elif day > last:
        sv, en = f"remissvaret är försenat sedan {last}", f"the answer is late since {last}"
    else:
        sv, en = f"svara på remissen senast {last}", f"answer the referral by {last}"
    return tell_body(answer, f"remind:{number}:{asked or key}", f"{number}: {sv}", f"{number}: {en}")
