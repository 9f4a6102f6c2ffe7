"""What the register does with EU projects by itself every day: each thing once, however often it looks."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from engagements.actions.by_itself import move_each, tell_once
from engagements.lifecycle.eu_projects import HELD, Status
from engagements.models import EuProject, ProjectReport

from .locking import lock

# So long before a report is due somebody is told of it.
REPORT_AHEAD = timedelta(days=30)


def look_after_projects(today: date | None = None) -> int:
    """Let granted projects begin and running ones come to their end, and remind of reports. How many were moved."""
    today = today or timezone.localdate()
    begins = _standing(Status.GRANTED, matter__starts_on__lte=today)
    ends = _standing(Status.RUNNING, matter__ends_on__lt=today)
    return (
        move_each(begins, lock, Status.RUNNING)
        + move_each(ends, lock, Status.CLOSING, _over)
        + _remind(today)
    )


def _standing(status: str, **which: date) -> QuerySet[EuProject]:
    return EuProject.objects.filter(matter__status=status, **which)


def _over(project: EuProject) -> None:
    _tell(project, "over", "är slut och ska slutredovisas", "is over, to be reported")


def _remind(today: date) -> int:
    """Tell of each report once, a month before it is due."""
    told = 0
    due = ProjectReport.objects.filter(
        sent_on__isnull=True,
        due_on__range=(today, today + REPORT_AHEAD),
        project__matter__status__in=HELD,
    )
    for report in due.select_related("project__matter__body").order_by("pk"):
        told += _tell(
            report.project,
            f"report:{report.pk}:{report.due_on}",
            f"en rapport ska lämnas senast {report.due_on}",
            f"a report is due by {report.due_on}",
        )
    return told


def _tell(project: EuProject, key: str, words_sv: str, words_en: str) -> bool:
    return tell_once(project.matter, f"project:{project.pk}:{key}", words_sv, words_en)
