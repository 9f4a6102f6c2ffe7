"""The life of an EU project, as far as the register of today follows it."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EuProjectStatus(models.TextChoices):
    GRANTED = "granted", _("granted, not yet begun")
    RUNNING = "running", _("running")
    ENDED = "ended", pgettext_lazy("EU project", "ended")


def status_on(day: date, starts_on: date, ends_on: date) -> EuProjectStatus:
    """Where a project of this period stands on the day."""
    if day < starts_on:
        return EuProjectStatus.GRANTED
    return EuProjectStatus.ENDED if ends_on < day else EuProjectStatus.RUNNING
