"""Celery tasks of planning: the reminders."""

from celery import shared_task

from .actions.reminding import remind


@shared_task
def remind_of_rounds() -> int:
    """Remind those whose plan or account is awaited. Beat sends it every day; each is told once all the same."""
    return remind()
