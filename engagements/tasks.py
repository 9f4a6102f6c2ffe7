"""Celery tasks of engagements: what becomes of agreements with the days."""

from celery import shared_task

from .actions import agreements


@shared_task
def look_after_agreements() -> int:
    """Bring into force, remind, open reviews, end. Beat sends it every night; doing it again does nothing twice."""
    return agreements.look_after_agreements()
