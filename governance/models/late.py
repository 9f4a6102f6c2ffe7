"""What has waited too long: that it was told, and which offices it has reached."""

from typing import Any

from django.db import models
from django.db.models import Q

from .matter import Matter
from .organisation import Body, Office


class ClimbQuerySet(models.QuerySet["Climb"]):
    def reached(self) -> "ClimbQuerySet":
        return self.exclude(step=Climb.TOLD)


class Climb(models.Model):
    """Eskalering. A step of something that waits too long: its own were told, or it has reached an office.

    It gives no right, and goes when what waited has been done. `source` and `thing` say what waits
    (governance/late.py), `body` where, `since` from when on it was counted.
    """

    TOLD = 0

    source = models.CharField(max_length=20)
    thing = models.BigIntegerField()
    # The matter it is of; an assignment can be of none.
    matter = models.ForeignKey(Matter, models.CASCADE, null=True, related_name="+")
    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    since = models.DateField()
    step = models.PositiveSmallIntegerField()
    # The office it reached.
    role = models.CharField(max_length=30, choices=Office.Role, blank=True, default="")
    at = models.ForeignKey(Body, models.CASCADE, null=True, related_name="+")
    day = models.DateField()
    # When somebody it has reached last reminded those it waits for.
    reminded_on = models.DateField(null=True)
    # Whom it waits for and what it is, where a list has read that.
    waits_for: Any = ()
    words: str = ""
    url: str = ""
    days: int = 0
    # What the one who looks can do, and in whose place.
    is_reminded: bool = False
    may_do: bool = False
    acting_for: str = ""

    objects = ClimbQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "thing", "since", "step"], name="each_step_once"),
            models.CheckConstraint(
                condition=Q(step=0, role="", at__isnull=True) | Q(step__gt=0, at__isnull=False) & ~Q(role=""),
                name="a_step_reaches_an_office",
            ),
        ]
        indexes = [
            models.Index(fields=["at", "role", "since"], name="climb_reached", condition=Q(at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.thing}: {self.step}"
