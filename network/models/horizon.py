"""Horizon scanning: what was seen, what it means for the city, and what was done about it."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from engagements.models import Theme, theme_label
from governance.addresses import address_of
from governance.models import Matter
from governance.stems import Stems

from .written import Written


class Analysis(Written):
    """Omvärldsanalys. What several observations mean together, and the matter in which the city acts on them."""

    title = models.CharField(_("title"), max_length=160)
    findings = models.TextField(_("what we see"))
    meaning = models.TextField(_("what it means for the city"))
    proposal = models.TextField(_("what we propose"), blank=True)
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("action")
    )
    acted_on = models.DateField(_("acted on"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("analysis")
        verbose_name_plural = _("analyses")
        ordering = ["-written_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index("written_at", "id", name="network_analysis_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(matter__isnull=True, acted_on__isnull=True)
                | Q(matter__isnull=False, acted_on__isnull=False),
                name="analysis_is_acted_on_in_a_matter",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("network:analysis", self.pk)


class Observation(Written):
    """Omvärldsobservation. An event, a trend or a piece of research: what, by whom told, when, and so what."""

    title = models.CharField(_("what"), max_length=160)
    text = models.TextField(_("more of it"), blank=True)
    source = models.CharField(_("source"), max_length=200)
    link = models.URLField(_("link"), max_length=500, blank=True)
    seen_on = models.DateField(_("when"))
    so_what = models.TextField(_("so what for us"))
    theme = models.CharField(_("theme"), max_length=30, choices=Theme)
    analysis = models.ForeignKey(
        Analysis,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("analysis"),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["-seen_on", "-pk"]
        default_permissions = ()
        indexes = [
            GinIndex(Stems("title", "text", "so_what", "source"), name="network_observation_search"),
            models.Index("seen_on", "id", name="network_observation_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("network:observation", self.pk)

    @property
    def theme_label(self) -> str:
        return theme_label(self.theme)
