"""Celery tasks of reporting: the sums that pages show and do not add up themselves."""

from celery import shared_task

from .questions import costs


@shared_task
def count_costs() -> int:
    """What every body has paid in every year."""
    return costs.count()
