"""Celery tasks of profiling: who is told what expires."""

from celery import shared_task

from . import actions


@shared_task
def tell_what_expires() -> int:
    """Beat sends it every day. Doing it again tells nobody twice."""
    return actions.tell_what_expires()
