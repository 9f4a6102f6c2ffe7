"""What hangs on an agreement while it lives: what each side is to do by it, and what has come of it."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from engagements.lifecycle.agreements import OBLIGATION_TONES, ObligationStatus
from governance.language import choice_label
from governance.models import Document
from governance.working_days import this_day

from .agreements import Agreement


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def open(self) -> "ObligationQuerySet":
        return self.filter(status=ObligationStatus.OPEN)

    def of_the_city(self) -> "ObligationQuerySet":
        return self.filter(side=Obligation.Side.CITY)

    def late(self, day: date) -> "ObligationQuerySet":
        """What should have been done."""
        return self.open().filter(due_on__lt=day)


class Obligation(models.Model):
    """Åtagande i avtal. Something one of the sides is to do by a day, because the agreement says so."""

    class Side(models.TextChoices):
        CITY = "city", pgettext_lazy("side of an agreement", "the city")
        COUNTERPART = "counterpart", pgettext_lazy("side of an agreement", "the counterpart")

    # One of several in the history of its matter.
    NAMED_BY = "text"

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="obligations", verbose_name=_("agreement")
    )
    text = models.CharField(_("obligation"), max_length=300)
    side = models.CharField(_("whose"), max_length=20, choices=Side)
    responsible = models.CharField(_("responsible"), max_length=200, blank=True)
    written_on = models.DateField(_("written down"), editable=False)
    due_on = models.DateField(_("to be done by"))
    status = models.CharField(
        _("status"), max_length=20, choices=ObligationStatus, default=ObligationStatus.OPEN
    )
    closed_on = models.DateField(_("done or dropped on"), null=True, blank=True)
    # What shows that it is done, or why it was dropped.
    report = models.TextField(_("what shows it, or why it was dropped"), blank=True)
    proof = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proof")
    )
    # When those concerned were told that it is late; told once.
    reminded_on = models.DateField(null=True, editable=False)
    history = HistoricalRecords(excluded_fields=["reminded_on"])

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ["due_on", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", closed_on__isnull=True)
                | (~Q(status="open") & Q(closed_on__isnull=False) & ~Q(report="")),
                name="obligation_is_closed_with_a_report",
            ),
        ]
        indexes = [
            # The daily look reads these and nothing else.
            models.Index(
                "due_on", name="obligation_to_remind", condition=Q(status="open", reminded_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.status == ObligationStatus.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < this_day()

    @property
    def status_tone(self) -> str:
        return "danger" if self.is_late else OBLIGATION_TONES[ObligationStatus(self.status)]

    @property
    def status_label(self) -> str:
        return gettext("late") if self.is_late else choice_label(ObligationStatus, self.status)


class Activity(models.Model):
    """Aktivitet i avtal. Something the two sides did, and what came of it: the log of what the agreement gives."""

    class Kind(models.TextChoices):
        MEETING = "meeting", pgettext_lazy("activity", "meeting")
        VISIT = "visit", pgettext_lazy("activity", "visit")
        EXCHANGE = "exchange", pgettext_lazy("activity", "exchange of staff or experience")
        PROJECT = "project", pgettext_lazy("activity", "joint project")
        OTHER = "other", pgettext_lazy("activity", "other")
        # No activity, but the answer to the question whether the agreement still stands.
        ANSWER = "answer", pgettext_lazy("activity", "nothing happened; it still stands")

    NAMED_BY = "what"

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="activities", verbose_name=_("agreement")
    )
    happened_on = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    what = models.CharField(_("what was done"), max_length=300)
    people = models.CharField(_("who took part"), max_length=300, blank=True)
    result = models.TextField(_("result"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-happened_on", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.what
