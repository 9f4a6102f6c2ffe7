"""What the register does with aid-like projects by itself every day: each thing once, however often it looks."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from engagements.actions.by_itself import move_each, tell_once
from engagements.lifecycle.aid_projects import UNDER_WAY, Status
from engagements.models import AidProject

from .locking import lock

# So long before the final report is due somebody is told of it.
REPORT_AHEAD = timedelta(days=30)


def look_after_aid_projects(today: date | None = None) -> int:
    """Let approved projects begin and running ones end, and remind of final reports. How many were moved or told."""
    today = today or timezone.localdate()
    begins = _standing(Status.APPROVED, matter__starts_on__lte=today)
    ends = _standing(Status.RUNNING, matter__ends_on__lt=today)
    return (
        move_each(begins, lock, Status.RUNNING)
        + move_each(ends, lock, Status.CLOSING, _over)
        + _remind(today)
    )


def _standing(status: str, **which: date) -> QuerySet[AidProject]:
    return AidProject.objects.filter(matter__status=status, **which)


def _over(project: AidProject) -> None:
    _tell(project, "over", "är slut och ska slutredovisas", "is over, to be reported")


def _remind(today: date) -> int:
    due: Any = AidProject.objects.filter(
        report_by__range=(today, today + REPORT_AHEAD), matter__status__in=UNDER_WAY
    )
    return sum(
        _tell(
            project,
            f"report:{project.report_by}",
            f"slutrapporten ska lämnas senast {project.report_by}",
            f"the final report is due by {project.report_by}",
        )
        for project in due.select_related("matter__body").order_by("pk")
    )


def _tell(project: AidProject, key: str, words_sv: str, words_en: str) -> bool:
    return tell_once(project.matter, f"aid:{project.pk}:{key}", words_sv, words_en)
