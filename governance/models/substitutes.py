"""Substitutes: who stands in for whom in an office, from a day until a day, and what was done in another's name."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from governance.language import choice_label

from .organisation import Appointment, DateRange, Person, in_force
from .standing import acting_for, in_the_name_of


class SubstitutionQuerySet(models.QuerySet["Substitution"]):
    def in_force(self, day: date) -> "SubstitutionQuerySet":
        """Those that run on the day: its dates say so, the office is held still, and both may log in."""
        return self.of_dates(day).filter(
            in_force(day, "appointment__since", "appointment__until"),
            appointment__person__is_active=True,
            substitute__is_active=True,
        )

    def of_dates(self, day: date) -> "SubstitutionQuerySet":
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), since__lte=day, until__gte=day)

    def not_over(self, day: date) -> "SubstitutionQuerySet":
        """Those that run or are to come."""
        return self.filter(ended_on=None, until__gte=day)

    def with_names(self) -> "SubstitutionQuerySet":
        return self.select_related("appointment__person", "appointment__office__body", "substitute")


class Substitution(models.Model):
    """Ersättare. One person stands in for another in one office, both days included.

    It runs for as long as its dates do, the absent person holds the office and both may log in: that is asked each
    time, and nothing needs to happen for it to end. A row is never removed.
    """

    class Reason(models.TextChoices):
        # Said to everybody who reads the page of the body: nothing of it tells of anybody's health.
        HOLIDAY = "holiday", _("holiday")
        LEAVE = "leave", _("leave of absence")
        TRAVEL = "travel", _("travelling on duty")
        DUTIES = "duties", _("other duties")
        AWAY = "away", _("away")

    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="substitutions", verbose_name=_("office")
    )
    substitute = models.ForeignKey(
        Person, models.PROTECT, related_name="stands_in", verbose_name=_("substitute")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("named by"))
    named_at = models.DateTimeField(_("named on"), auto_now_add=True)
    # The first day on which it did not run any more, where somebody ended it before its last day.
    ended_on = models.DateField(_("ended early on"), null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    history = HistoricalRecords()

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitute for an office")
        verbose_name_plural = _("substitutes for offices")
        ordering = ["-since", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="substitution_runs_forward"),
            ExclusionConstraint(
                name="one_substitute_for_an_office_at_a_time",
                expressions=[
                    ("appointment", RangeOperators.EQUAL),
                    (DateRange("since", "until", RangeBoundary(True, True)), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute}: {self.appointment}"

    @property
    def absent(self) -> Person:
        return self.appointment.person

    @property
    def reason_label(self) -> str:
        return choice_label(self.Reason, self.reason)

    @cached_property
    def said(self) -> str:
        """ "Y (office)": in whose name the substitute acts."""
        return in_the_name_of(self.absent.name, self.appointment.office.title)

    @property
    def in_words(self) -> str:
        """ "X for Y (office)"."""
        return acting_for(self.substitute.name, self.said)


class ActedFor(models.Model):
    """I någons ställe. One thing written, decided or changed by a substitute in the name of the one who was away.

    `table` and `row` are what was written, mostly a row of a history: it is noted with the act itself and never
    worked out afterwards, so what is said of it does not change when the organisation does.
    """

    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    substitution = models.ForeignKey(Substitution, models.PROTECT, related_name="acts")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["table", "row"], name="each_act_is_noted_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
