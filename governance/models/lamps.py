"""The five lamps of a matter: what the strategy asks of all international work, and how many burned on a day."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .organisation import Body


class Lamp(models.TextChoices):
    """Lampa. One of the five things that are to be done with every engagement (strategy 2016, section 5)."""

    PLANNED = "planned", pgettext_lazy("lamp", "planned")
    BUDGETED = "budgeted", pgettext_lazy("lamp", "budgeted")
    DECIDED = "decided", pgettext_lazy("lamp", "decided")
    DOCUMENTED = "documented", pgettext_lazy("lamp", "documented")
    FOLLOWED_UP = "followed_up", pgettext_lazy("lamp", "followed up")

    @property
    def column(self) -> str:
        """Where the card keeps it."""
        return f"lamp_{self.value}"


COLUMNS = tuple(lamp.column for lamp in Lamp)
# What a column holds. From SPARED on it is not asked for: which of the rule's reasons says why, from the first.
OUT, LIT, SPARED = 0, 1, 2


def lamp_field(label: Any) -> models.PositiveSmallIntegerField:
    """A column of the card; written by governance.lamps and nobody else."""
    return models.PositiveSmallIntegerField(label, default=OUT, db_default=OUT, editable=False)


class LampCount(models.Model):
    """Lampräkning. How many matters of a body had a lamp lit, out or not asked for, on a day.

    `is_bound`: only what the city was bound by then. One day of each month is kept for good.
    """

    day = models.DateField(_("day"))
    counted_at = models.DateTimeField(_("counted"))
    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    lamp = models.CharField(_("lamp"), max_length=20, choices=Lamp)
    is_bound = models.BooleanField(_("in force today"))
    lit = models.PositiveIntegerField(_("lit"))
    out = models.PositiveIntegerField(_("out"))
    spared = models.PositiveIntegerField(_("not asked for"))

    class Meta:
        verbose_name = _("count of lamps")
        verbose_name_plural = _("counts of lamps")
        ordering = ["day", "body", "lamp"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("day", "body", "lamp", "is_bound", name="lamp_counted_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.body_id} {self.lamp}: {self.lit}/{self.out}"
