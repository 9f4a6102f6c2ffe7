"""Celery tasks of the network: who is told that a contact person is missing."""

from celery import shared_task

from .actions import mandates


@shared_task
def tell_vacancies() -> int:
    """Beat sends it every day. Doing it again in the same month tells nobody twice."""
    return mandates.tell_vacancies()
