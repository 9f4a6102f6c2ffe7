"""Aid-like projects: what is done where, what it costs, and who pays all of it."""

from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from engagements.lifecycle.aid_projects import PUBLIC
from governance.language import choice_label
from governance.models import Act, Matter
from governance.prepared import Asker

from .organisations import Organisation, theme_label
from .registers import own_or_public

HUNDREDTH = Decimal("0.01")


def aid_projects_in_register_for(person: Asker, card: str = "") -> Q:
    """What a person may see in the register: all of the own bodies, of others what has been decided."""
    return own_or_public(person, PUBLIC, card)


class AidProject(models.Model):
    """Projekt av biståndskaraktär. Expertise the city lends another city, at somebody else's whole expense."""

    class Area(models.TextChoices):
        """Whereto it goes, in the words that the strategies list their areas in."""

        NEIGHBOURHOOD = "neighbourhood", _("the neighbouring region")
        EARLIER_ENGAGEMENT = "earlier_engagement", _("an area of earlier deeper engagement")
        ELSEWHERE = "elsewhere", _("elsewhere")

    # Who pays and what has come stand in the history of the matter too.
    TOLD_WITH = ("financing", "received")

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="aid_project")
    partner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="aid_projects", verbose_name=_("partner")
    )
    summary = models.TextField(_("what is done"))
    benefit = models.TextField(_("benefit"), blank=True)
    area = models.CharField(_("target area"), max_length=20, choices=Area)
    asked_by = models.CharField(_("asked by"), max_length=200, blank=True)
    total_cost = models.DecimalField(
        _("the whole cost, kronor"), max_digits=14, decimal_places=2, validators=[MinValueValidator(1)]
    )
    includes_staff_time = models.BooleanField(_("the cost includes the city's working time"))
    # What the register itself found when the proposal was written, and when it looked. Never written by a person.
    findings = models.JSONField(default=dict, blank=True, editable=False)
    not_enough = models.TextField(_("why existing forums are not enough"), blank=True)
    report_by = models.DateField(_("final report due on"), null=True, blank=True)
    reported_on = models.DateField(_("final report sent on"), null=True, blank=True)
    results = models.TextField(_("results"), blank=True)
    evaluated_on = models.DateField(_("evaluated on"), null=True, blank=True)
    evaluation = models.TextField(_("evaluation"), blank=True)
    note = models.TextField(_("note"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("aid-like project")
        verbose_name_plural = _("aid-like projects")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(total_cost__gt=0), name="aid_project_costs_something"),
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True) | ~Q(results=""), name="aid_project_report_has_results"
            ),
            models.CheckConstraint(
                condition=Q(evaluated_on__isnull=True)
                | (Q(reported_on__isnull=False, evaluated_on__gte=F("reported_on")) & ~Q(evaluation="")),
                name="aid_project_is_evaluated_after_it_is_reported",
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    def get_absolute_url(self) -> str:
        return self.matter.get_absolute_url()

    @property
    def theme_label(self) -> str:
        return theme_label(self.matter.theme)

    @property
    def external(self) -> Decimal:
        """What others pay, in kronor."""
        return sum((part.amount for part in self.financing.all()), Decimal(0))

    @property
    def own_cost(self) -> Decimal:
        """What is left for the city. Below zero when more is promised than it costs."""
        return self.total_cost - self.external

    @property
    def external_percent(self) -> Decimal:
        """The share that others pay, never rounded up to the whole."""
        return percent_of(self.external, self.total_cost)

    def add_note(self, text: str) -> None:
        """One paragraph more."""
        self.note = "\n\n".join(part for part in (self.note, text) if part)


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """How many percent, at most 100, with two decimals rounded down: 99.999 is not everything."""
    if part >= whole:
        return Decimal(100)
    return (100 * part / whole).quantize(HUNDREDTH, ROUND_DOWN)


def facts_of(scope: str, external_percent: Decimal) -> dict[str, Any]:
    """What the question who decides is asked with. As text: a card's facts are JSON."""
    return {"act": Act.RUN_AID_PROJECT, "scope": scope, "external_funding": f"{external_percent:f}"}


class AidFinancing(models.Model):
    """Finansiär. One that pays a part of an aid-like project, and whether it asked for it."""

    class Funder(models.TextChoices):
        SIDA = "sida", _("Sida")
        EU = "eu", _("the European Union")
        UN = "un", _("the United Nations")
        WORLD_BANK = "world_bank", _("the World Bank")
        OTHER = "other", _("another funder")

    NAMED_BY = "funder"

    project = models.ForeignKey(
        AidProject, models.CASCADE, related_name="financing", verbose_name=_("aid-like project")
    )
    funder = models.CharField(_("funder"), max_length=20, choices=Funder)
    name = models.CharField(_("name of the funder"), max_length=200, blank=True)
    amount = models.DecimalField(
        _("amount, kronor"), max_digits=14, decimal_places=2, validators=[MinValueValidator(1)]
    )
    is_requested = models.BooleanField(_("requested by the funder"))
    # As the matter has it. Triggers write it, so that the latest projects of a funder are read by index.
    opened_on = models.DateField(null=True, editable=False)
    history = HistoricalRecords(excluded_fields=["opened_on"])

    class Meta:
        verbose_name = _("funder of an aid-like project")
        verbose_name_plural = _("funders of aid-like projects")
        ordering = ["pk"]
        default_permissions = ()
        # A filter of the register.
        indexes = [
            models.Index(F("funder"), F("opened_on").desc(), F("project").desc(), name="aid_financing_funder")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="aid_financing_is_some_money"),
            models.CheckConstraint(
                condition=~Q(funder="other") | ~Q(name=""), name="aid_financing_names_another_funder"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The funder by name: its own, else what it is called in the list."""
        return self.name or choice_label(self.Funder, self.funder)


class AidReceived(models.Model):
    """Mottagna projektmedel. What a funder of an aid-like project has paid in one year."""

    NAMED_BY = "year"

    project = models.ForeignKey(
        AidProject, models.CASCADE, related_name="received", verbose_name=_("aid-like project")
    )
    financing = models.ForeignKey(
        AidFinancing, models.PROTECT, related_name="received", verbose_name=_("funder")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    amount = models.DecimalField(
        _("amount, kronor"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("money received in an aid-like project")
        verbose_name_plural = _("money received in aid-like projects")
        ordering = ["-year", "financing"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("financing", "year", name="aid_received_once_a_year"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="aid_received_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"
