"""The register of delegated powers: what a body lets one of its offices decide in its place."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from governance.language import choice_label

from .matter import Kind
from .organisation import Body, DateRange, Office, in_force


class DelegatedPowerQuerySet(models.QuerySet["DelegatedPower"]):
    def in_force(self, day: object) -> "DelegatedPowerQuerySet":
        return self.filter(in_force(day))  # type: ignore[arg-type]


class DelegatedPower(models.Model):
    """Delegerad beslutanderätt. A row of a body's schedule of delegation, in force from a day until a day.

    It is given to an office, which one person holds at a time: a group can hold none. A body that has rows decides
    by delegation within them only.
    """

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="delegated_powers", verbose_name=_("delegating body")
    )
    kind = models.CharField(_("kind of matter"), max_length=30, choices=Kind)
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="delegated_powers", verbose_name=_("delegate")
    )
    limit = models.DecimalField(_("limit in kronor"), max_digits=14, decimal_places=2, null=True, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    # The schedule itself names whoever stands in for the office; without that the power is the holder's own.
    names_substitute = models.BooleanField(_("the substitute too"), default=False, db_default=False)
    source = models.CharField(_("source"), max_length=200)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    history = HistoricalRecords()

    objects = DelegatedPowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegated power")
        verbose_name_plural = _("delegated powers")
        ordering = ["kind", "-since", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="delegated_power_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(limit__gt=0),
                name="delegated_power_has_a_limit_above_nothing",
            ),
            ExclusionConstraint(
                name="one_row_for_an_office_and_kind_at_a_time",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    (DateRange("since", "until", RangeBoundary(True, True)), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.kind_label}, {self.office.title}"

    @property
    def kind_label(self) -> str:
        return choice_label(Kind, self.kind)
