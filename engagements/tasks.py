"""Celery tasks of engagements: what becomes of agreements with the days, which reports and promises are late."""

from celery import shared_task

from .actions import agreements, declarations, events


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
