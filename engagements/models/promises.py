"""What was promised at a visit or on a journey."""

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from governance.language import choice_label
from governance.models import Matter
from governance.stems import Stems
from governance.working_days import this_day

OPEN = Q(kept_on__isnull=True, dropped_on__isnull=True)


class PromiseQuerySet(models.QuerySet["Promise"]):
    def open(self) -> "PromiseQuerySet":
        return self.filter(OPEN)

    def late(self, day: date) -> "PromiseQuerySet":
        """What should have been kept."""
        return self.open().filter(due_on__lt=day)


class Promise(models.Model):
    """Löfte. Something that the city or its guests promised at a visit or on a journey, to be kept by a day."""

    class Side(models.TextChoices):
        CITY = "city", pgettext_lazy("whose promise", "the city")
        COUNTERPART = "counterpart", pgettext_lazy("whose promise", "the guests or the partner")

    # One of several in the history of its matter.
    NAMED_BY = "text"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="promised", verbose_name=_("matter"))
    text = models.CharField(_("promise"), max_length=300)
    side = models.CharField(_("whose promise"), max_length=20, choices=Side)
    due_on = models.DateField(_("to be kept by"))
    kept_on = models.DateField(_("kept on"), null=True, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    outcome = models.TextField(_("how it was kept, or why not"), blank=True)
    # When those concerned were told that it is late; told once.
    reminded_on = models.DateField(null=True, editable=False)
    history = HistoricalRecords(excluded_fields=["reminded_on"])

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["due_on", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=(OPEN & Q(outcome=""))
                | (~Q(outcome="") & Q(kept_on__isnull=False, dropped_on__isnull=True))
                | (~Q(outcome="") & Q(kept_on__isnull=True, dropped_on__isnull=False)),
                name="promise_is_closed_with_a_word",
            ),
        ]
        indexes = [
            GinIndex(Stems("text"), name="promise_search"),
            # What is open, by the day it is to be kept: what is late, for the case officer and for the daily look.
            models.Index("due_on", "id", name="promise_open", condition=OPEN, include=["matter"]),
            # What is open with a partner is looked for among its visits and journeys.
            models.Index("matter", name="promise_open_in_matter", condition=OPEN),
            models.Index(
                "due_on", "id", name="promise_to_remind", condition=OPEN & Q(reminded_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.kept_on is None and self.dropped_on is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < this_day()

    @property
    def closed_on(self) -> date | None:
        return self.kept_on or self.dropped_on

    @property
    def side_label(self) -> str:
        return choice_label(self.Side, self.side)

    @property
    def status_tone(self) -> str:
        if self.kept_on:
            return "positive"
        return "neutral" if self.dropped_on else "danger" if self.is_late else "waiting"

    @property
    def status_label(self) -> str:
        if self.kept_on:
            return gettext("kept")
        if self.dropped_on:
            return gettext("will not be kept")
        return gettext("late") if self.is_late else gettext("open")
