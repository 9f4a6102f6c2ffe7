"""The EU projects the city takes part in."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from governance.models import Matter

from .organisations import theme_label


class EuProject(models.Model):
    """EU-projekt. A project the city takes part in; the labels are those of the city's own project pages.

    One matter, one lead body, any number of participating bodies: a project of two departments counts once.
    """

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        PARTNER = "partner", _("partner")

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="eu_project")
    acronym = models.CharField(_("acronym"), max_length=60, blank=True)
    role = models.CharField(_("Stockholm's role in the project"), max_length=20, choices=Role)
    programme = models.CharField(_("EU fund or programme"), max_length=120)
    total_budget = models.DecimalField(
        _("the project's total budget"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, default="SEK")
    eu_funding_to_city = models.DecimalField(
        _("of which EU funding to the City of Stockholm, kronor"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
    )
    # National grants look like EU money in spreadsheets. They are not, and are never counted as such.
    is_eu_money = models.BooleanField(_("paid by the European Union"), default=True)
    partners = models.TextField(_("partners"), blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("EU project")
        verbose_name_plural = _("EU projects")
        ordering = [F("matter__starts_on").desc(nulls_last=True)]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(is_eu_money=True) | Q(eu_funding_to_city__isnull=True),
                name="national_grant_is_not_eu_funding",
            ),
        ]
        # Few are paid by anybody else than the EU.
        indexes = [models.Index(fields=["matter"], name="project_national", condition=Q(is_eu_money=False))]

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def theme_label(self) -> str:
        return theme_label(self.matter.theme)
