"""Celery tasks of memberships: the review that comes every fourth year."""

from celery import shared_task

from . import actions


@shared_task
def flag_due_reviews() -> int:
    """Open what is due to open today. Beat sends it every hour; once a day would do, more does no harm."""
    return actions.flag_due_reviews().count
