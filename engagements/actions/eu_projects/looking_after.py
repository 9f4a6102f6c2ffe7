"""What the register does with EU projects by itself every day: each thing once, however often it looks."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from engagements.lifecycle.eu_projects import HELD, Status
from engagements.models import EuProject, ProjectReport
from governance import casework, notices

from .locking import lock

# So long before a report is due somebody is told of it.
REPORT_AHEAD = timedelta(days=30)


def look_after_projects(today: date | None = None) -> int:
    """Let granted projects begin and running ones come to their end, and remind of reports. How many were moved."""
    today = today or timezone.localdate()
    return (
        _move(Status.GRANTED, Status.RUNNING, today, matter__starts_on__lte=today)
        + _move(Status.RUNNING, Status.CLOSING, today, matter__ends_on__lt=today)
        + _remind(today)
    )


def _move(source: Status, target: Status, today: date, **which: date) -> int:
    """One transaction for each; one that has moved on in the meantime is left as it is."""
    moved = 0
    rows = EuProject.objects.filter(matter__status=source, **which).order_by("pk")
    for pk in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            project = lock(pk)
            if not rows.filter(pk=pk).exists():
                continue
            casework.write(project, by=None, status=target)
            if target == Status.CLOSING:
                _tell(project, "over", "är slut och ska slutredovisas", "is over, to be reported")
            moved += 1
    return moved


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
    """Tell those concerned once; False when they have been told before."""
    matter = project.matter
    if matter.notices.filter(key__startswith=f"project:{matter.pk}:{key}:").exists():
        return False
    notices.notify(
        casework.those_concerned(matter),
        matter=matter,
        key=f"project:{matter.pk}:{key}",
        subject_sv=f"{matter.number}: {words_sv}",
        subject_en=f"{matter.number}: {words_en}",
    )
    return True
