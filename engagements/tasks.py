"""Celery tasks of engagements: what the days make of agreements and EU projects, what is late, what goes."""

from celery import shared_task

from . import duplicates
from .actions import (
    agreements,
    aid_projects,
    briefings,
    declarations,
    eu_projects,
    eu_questions,
    events,
    promises,
)


@shared_task
def look_after_agreements() -> int:
    """Bring into force, remind, open reviews, end. Beat sends it every night; doing it again does nothing twice."""
    return agreements.look_after_agreements()


@shared_task
def remind_late_reports() -> int:
    """Remind of the reports on journeys that are late. Beat sends it every day; more often does no harm."""
    return events.remind_late_reports()


@shared_task
def remind_of_commitments() -> int:
    """Tell of what is overdue. Beat sends it every day; each is told of once, however often it runs."""
    return declarations.remind_of_commitments()


@shared_task
def remind_of_promises() -> int:
    """Tell of what was promised and is late. Beat sends it every day; each is told of once, however often it runs."""
    return promises.remind_of_promises()


@shared_task
def find_duplicates() -> int:
    """Hold every partner against all others. Beat sends it every night."""
    return duplicates.compare_all()


@shared_task
def forget_briefings() -> int:
    """Throw away the briefing packs of meetings long past. Beat sends it every night."""
    return briefings.forget()


@shared_task
def look_after_projects() -> int:
    """Begin, close out, remind of reports. Beat sends it every night; doing it again does nothing twice."""
    return eu_projects.look_after_projects()


@shared_task
def look_after_aid_projects() -> int:
    """Begin, bring to an end, remind of final reports. Beat sends it every night; again does nothing twice."""
    return aid_projects.look_after_aid_projects()


@shared_task
def warn_of_last_days() -> int:
    """Tell of EU questions without a position. Beat sends it every day; each is told of once, however often it runs."""
    return eu_questions.warn_of_last_days()
