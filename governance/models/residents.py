"""Where the people of Stockholm come from: a table that the city loads from its statistics, with its source."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField


class ResidentTable(models.Model):
    """Befolkningstabell. One loading of the residents' background. The newest is used; the earlier ones stay."""

    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source"), max_length=300)
    population = models.PositiveIntegerField(_("all residents"))
    is_invented = models.BooleanField(_("invented figures"), default=False)
    sha256 = models.CharField(max_length=64, editable=False)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("loaded by")
    )
    loaded_at = models.DateTimeField(_("loaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("table of residents")
        verbose_name_plural = _("tables of residents")
        ordering = ["-loaded_at", "-id"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="residents_have_a_source")]

    def __str__(self) -> str:
        return f"{self.source} ({self.year})"


class Residents(models.Model):
    """Invånare efter bakgrund. How many residents have their background in a country."""

    table = models.ForeignKey(ResidentTable, models.CASCADE, related_name="rows", verbose_name=_("table"))
    country = CountryField(_("country"))
    number = models.PositiveIntegerField(_("residents"))

    class Meta:
        verbose_name = _("residents of a background")
        verbose_name_plural = _("residents by background")
        ordering = ["-number", "country"]
        default_permissions = ()
        constraints = [models.UniqueConstraint("table", "country", name="residents_of_a_country_once")]

    def __str__(self) -> str:
        return f"{self.country}: {self.number}"
