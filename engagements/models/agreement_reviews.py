"""The reviews of an agreement that are done: what came of each, and what the register knew of it on that day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from governance.language import choice_label

from .agreements import Agreement


class AgreementReview(models.Model):
    """Omprövning av avtal. Written when the review is closed, with the evidence as it was then; never changed."""

    class Result(models.TextChoices):
        KEPT = "kept", pgettext_lazy("review of an agreement", "goes on")
        ENDED = "ended", pgettext_lazy("review of an agreement", "ended")

    # One of several in the history of its matter.
    NAMED_BY = "reviewed_on"

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="reviews", verbose_name=_("agreement")
    )
    reason = models.CharField(_("why it was reviewed"), max_length=10, choices=Agreement.ReviewReason)
    why = models.TextField(_("why somebody asked for a review"), blank=True)
    due_on = models.DateField(_("to be reviewed by"), null=True)
    reviewed_on = models.DateField(_("reviewed on"))
    result = models.CharField(_("what came of it"), max_length=10, choices=Result)
    conclusion = models.TextField(_("conclusion"), blank=True)
    # What the register knew, as engagements.evidence writes it; never written by a person.
    evidence = models.JSONField(editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("review of an agreement")
        verbose_name_plural = _("reviews of agreements")
        ordering = ["-reviewed_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence__has_key="day"), name="agreement_review_keeps_its_evidence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewed_on}: {self.result_label}"

    @property
    def result_label(self) -> str:
        return choice_label(self.Result, self.result)
