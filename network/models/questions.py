"""Questions to the network and their answers."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from engagements.models import Theme, theme_label
from governance.addresses import address_of
from governance.stems import Stems

from .written import Written


class NetworkQuestion(Written):
    """Fråga till nätverket. Goes to those who know its theme; answered, closed, and found afterwards."""

    class Status(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    title = models.CharField(_("question"), max_length=160)
    text = models.TextField(_("background"), blank=True)
    theme = models.CharField(_("theme"), max_length=30, choices=Theme)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    came_of_it = models.TextField(_("what came of it"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("question to the network")
        verbose_name_plural = _("questions to the network")
        ordering = ["-written_at", "-pk"]
        default_permissions = ()
        indexes = [
            GinIndex(Stems("title", "text", "came_of_it"), name="network_question_search"),
            models.Index("written_at", "id", name="network_question_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False)
                | ~Q(status="closed") & Q(closed_on__isnull=True),
                name="network_question_closes_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("network:question", self.pk)

    @property
    def theme_label(self) -> str:
        return theme_label(self.theme)

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    @property
    def tone(self) -> str:
        return {"open": "waiting", "answered": "positive"}.get(self.status, "neutral")


class NetworkAnswer(Written):
    """Svar i nätverket. What somebody in the network knows of a question."""

    question = models.ForeignKey(NetworkQuestion, models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("answer in the network")
        verbose_name_plural = _("answers in the network")
        ordering = ["written_at", "pk"]
        default_permissions = ()
        indexes = [GinIndex(Stems("text"), name="network_answer_search")]

    def __str__(self) -> str:
        return self.text[:80]
