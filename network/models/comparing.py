"""Other cities and what is compared with them: profiles, indicators with their definitions, and rankings."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from engagements.models import Organisation
from governance.addresses import address_of
from governance.language import bilingual
from governance.stems import Stems

from .written import Written


class CityProfile(Written):
    """Stadsprofil. What another city is to Stockholm: partner, competitor or both, and its niche."""

    class Relation(models.TextChoices):
        PARTNER = "partner", pgettext_lazy("city", "partner")
        COMPETITOR = "competitor", _("competitor")
        BOTH = "both", _("partner and competitor")

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="city_profile", verbose_name=_("city")
    )
    relation = models.CharField(_("what it is to us"), max_length=20, choices=Relation)
    niche = models.CharField(_("niche"), max_length=200)
    strengths = models.TextField(_("what it does better than we"), blank=True)
    lessons = models.TextField(_("what we can learn, or offer"), blank=True)
    source = models.CharField(_("source"), max_length=200)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("city profile")
        verbose_name_plural = _("city profiles")
        ordering = ["organisation__name"]
        default_permissions = ()
        indexes = [
            GinIndex(Stems("niche", "strengths", "lessons"), name="city_profile_search"),
            models.Index("written_at", "id", name="city_profile_newest"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return address_of("network:city", self.pk)


class Indicator(Written):
    """Indikator. Something that several cities count, each perhaps in its own way."""

    name_sv = models.CharField(_("name in Swedish"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    why = models.TextField(_("why we follow it"), blank=True)
    history = HistoricalRecords()
    name = bilingual("name")

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["name_sv", "pk"]
        default_permissions = ()
        indexes = [GinIndex(Stems("name_sv", "name_en", "why"), name="indicator_search")]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return address_of("network:indicator", self.pk)


class Definition(Written):
    """Definition. One way of counting an indicator: only values of one definition stand in one chart."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="definitions", verbose_name=_("indicator")
    )
    text = models.CharField(_("what is counted, and how"), max_length=300)
    unit = models.CharField(_("unit"), max_length=40)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("definition")
        verbose_name_plural = _("definitions")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.text} ({self.unit})"


class IndicatorValue(Written):
    """Indikatorvärde. What one city had in one year, by one definition, and who says so."""

    definition = models.ForeignKey(
        Definition, models.PROTECT, related_name="values", verbose_name=_("definition")
    )
    city = models.CharField(_("city"), max_length=80)
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    source = models.CharField(_("source"), max_length=200)
    note = models.CharField(_("note"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        ordering = ["city", "year", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "city", "year"],
                name="one_value_per_definition_city_and_year",
                violation_error_message=_("That city has a value of that year by this definition already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.city} {self.year}"


class Ranking(Written):
    """Ranking. A list that somebody publishes and that places Stockholm among others."""

    name = models.CharField(_("name"), max_length=120)
    publisher = models.CharField(_("publisher"), max_length=120)
    measures = models.TextField(_("what it measures, and how"))
    link = models.URLField(_("link"), max_length=500, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        ordering = ["name", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("network:ranking", self.pk)


class RankingPlace(Written):
    """Placering. Where a city stood in a ranking one year, among how many."""

    ranking = models.ForeignKey(Ranking, models.PROTECT, related_name="places", verbose_name=_("ranking"))
    city = models.CharField(_("city"), max_length=80)
    year = models.PositiveSmallIntegerField(_("year"))
    place = models.PositiveSmallIntegerField(_("place"))
    of_how_many = models.PositiveSmallIntegerField(_("among how many"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("place in a ranking")
        verbose_name_plural = _("places in rankings")
        ordering = ["-year", "place", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["ranking", "city", "year"],
                name="one_place_per_ranking_city_and_year",
                violation_error_message=_("That city has a place of that year already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.city} {self.year}"
