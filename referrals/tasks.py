"""Celery tasks of referrals: the reminders."""

from celery import shared_task

from .actions import remind


@shared_task
def remind_of_referrals() -> int:
    """Remind those who have not answered. Beat sends it every day; each is reminded once a week all the same."""
    return remind()
