"""The terms of an agreement in versions: each amendment is a new one, and the old ones can be read."""

from dataclasses import dataclass
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from .agreements import Agreement

# What an amendment can change; all else makes another agreement.
TERMS = ("exchange", "ends_on", "notice_months", "cost_per_year")


@dataclass(frozen=True)
class Term:
    """One term of a version, and what it was in the version before; `is_changed` says whether they differ."""

    name: str
    label: str
    value: Any
    before: Any
    is_changed: bool


class AgreementVersion(models.Model):
    """Avtalsversion. The terms as signed, or as an amendment has made them or would; numbered once they stand."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("version of an agreement", "before the deciding body")
        STANDING = "standing", pgettext_lazy("version of an agreement", "applies")
        FORMER = "former", pgettext_lazy("version of an agreement", "earlier version")
        REJECTED = "rejected", pgettext_lazy("version of an agreement", "rejected")
        RETURNED = "returned", pgettext_lazy("version of an agreement", "referred back")
        WITHDRAWN = "withdrawn", pgettext_lazy("version of an agreement", "withdrawn")

    TONES = {
        Status.PROPOSED: "waiting",
        Status.STANDING: "positive",
        Status.FORMER: "neutral",
        Status.REJECTED: "neutral",
        Status.RETURNED: "waiting",
        Status.WITHDRAWN: "neutral",
    }
    NAMED_BY = "status"
    # Set by the pages that compare versions.
    terms: list[Term] = []
    changes: list[Term] = []

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="versions", verbose_name=_("agreement")
    )
    number = models.PositiveSmallIntegerField(_("number"), null=True, editable=False)
    status = models.CharField(_("status"), max_length=20, choices=Status)
    # Which question of the matter it was, or is. The first was the agreement itself.
    question = models.PositiveSmallIntegerField(editable=False)
    reasons = models.TextField(_("why it is amended"), blank=True)
    exchange = models.TextField(_("concrete exchange"), blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(
        _("months of notice"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    cost_per_year = models.DecimalField(
        _("cost per year"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    since = models.DateField(_("applies from"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of an agreement")
        ordering = ["-question", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("agreement", "number", name="agreement_version_number_once"),
            models.UniqueConstraint(
                "agreement", condition=Q(status="standing"), name="one_version_of_an_agreement_applies"
            ),
            models.UniqueConstraint(
                "agreement", condition=Q(status="proposed"), name="one_amendment_of_an_agreement_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(status__in=("standing", "former"), number__isnull=False)
                | (~Q(status__in=("standing", "former")) & Q(number__isnull=True)),
                name="agreement_version_that_stood_has_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.number or self.status}"

    @property
    def tone(self) -> str:
        return self.TONES[self.Status(self.status)]

    def beside(self, before: "AgreementVersion | None") -> list[Term]:
        """Each term with what it was before."""
        found = []
        for name in TERMS:
            value, earlier = getattr(self, name), getattr(before, name, None)
            label = AgreementVersion._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            found.append(Term(name, str(label), value, earlier, before is not None and value != earlier))
        return found
