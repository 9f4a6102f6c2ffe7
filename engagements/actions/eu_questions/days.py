"""What the days make of EU questions: a last day that comes near without a position, and one that has passed."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from engagements.models import EuQuestion
from governance import access, casework, notices
from governance.models import Matter, Office, Person

BATCH = 200


def warn_of_last_days(today: date | None = None) -> int:
    """Tell those concerned, and the City Executive Office, once of each. Returns how many questions were told of."""
    today = today or timezone.localdate()
    return sum(_all_of(mark, today) for mark in ("missed_on", "warned_on"))


def _all_of(mark: str, today: date) -> int:
    count = 0
    while told := _some(mark, today):
        count += told
    return count


@transaction.atomic
def _some(mark: str, today: date) -> int:
    """Some of those that have passed, or of those that come near; the mark says that it is told."""
    is_missed = mark == "missed_on"
    days: dict[str, Any] = {"last_day__lt": today}
    if not is_missed:
        soon = today + timedelta(days=settings.EU_QUESTION_WARNING_DAYS)
        days = {"last_day__range": (today, soon)}
    waiting = EuQuestion.objects.filter(
        position_number=None, concerns_foreign_policy=False, matter__closed_on=None, **{mark: None}, **days
    )
    # Whoever is writing one just now is told by the next sweep.
    rows = list(
        waiting.select_for_update(of=("self",), skip_locked=True)
        .select_related("matter__body", "matter__responsible")
        .order_by("last_day", "pk")[:BATCH]
    )
    for eu_question in rows:
        (_tell_missed if is_missed else _tell_near)(eu_question)
    EuQuestion.objects.filter(pk__in=[row.pk for row in rows]).update(**{mark: today})
    return len(rows)


def _tell_near(eu_question: EuQuestion) -> None:
    matter, day = eu_question.matter, eu_question.last_day
    notices.notify(
        _those_told(matter),
        matter=matter,
        key=f"last-day:{matter.number}:{day}",
        subject_sv=f"{matter.number}: sista dag att agera är {day} och staden har ingen ståndpunkt",
        subject_en=f"{matter.number}: the last day to act is {day} and the city has no position",
    )


def _tell_missed(eu_question: EuQuestion) -> None:
    matter, day = eu_question.matter, eu_question.last_day
    notices.notify(
        _those_told(matter),
        matter=matter,
        key=f"last-day-passed:{matter.number}:{day}",
        subject_sv=f"{matter.number}: sista dag att agera, {day}, passerade utan ståndpunkt",
        subject_en=f"{matter.number}: the last day to act, {day}, passed without a position",
    )


def _those_told(matter: Matter) -> set[Person]:
    """Who follows it at its owner, and the City Executive Office."""
    return {*casework.those_concerned(matter), *access.holders(Office.Role.COORDINATOR)}
