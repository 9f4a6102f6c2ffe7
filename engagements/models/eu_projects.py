"""EU projects: the idea, the application and the grant; its reports, its conditions and its money."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from governance.models import Body, Matter
from governance.prepared import Asker
from governance.stems import Stems

from .organisations import theme_label
from .registers import unmarked

# What a project is about and who takes part, for the search.
PROJECT_WORDS = ("partners", "summary", "plan_link", "results")


def projects_in_register_for(person: Asker, card: str = "") -> Q:
    """What a person may read in the register: every project and every idea of the city, but for the secret ones.

    `card` leads from the rows asked about to the matter ("matter__").
    """
    return unmarked(person, card)


def kronor_field(label: Any) -> models.DecimalField:
    """An amount that may be unknown and is never below zero."""
    return models.DecimalField(
        label, max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


class EuProject(models.Model):
    """EU-projekt. A project the city takes part in; the labels are those of the city's own project pages.

    One matter, one lead body, any number of participating bodies: a project of two departments counts once.
    """

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        PARTNER = "partner", _("partner")

    # What the grant asks for and what it brought stand in the history of the matter too.
    TOLD_WITH = ("reports", "conditions", "money")

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
    summary = models.TextField(_("what it is about"), blank=True)
    call = models.CharField(_("call for proposals"), max_length=200, blank=True)
    apply_by = models.DateField(_("last day to apply"), null=True, blank=True)
    plan_link = models.TextField(_("planned development it serves"), blank=True)
    applied_amount = kronor_field(_("EU funding applied for, kronor"))
    own_share = kronor_field(_("own contribution, kronor"))
    own_share_source = models.CharField(
        _("where the own contribution comes from"), max_length=200, blank=True
    )
    staff = models.DecimalField(
        _("staff, full-time equivalents"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
    )
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("the answer"), blank=True)
    grant_reference = models.CharField(_("number of the grant"), max_length=120, blank=True)
    results = models.TextField(_("results"), blank=True)
    final_payment_on = models.DateField(_("final payment"), null=True, blank=True)
    keep_until = models.DateField(_("documents kept until"), null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(own_share__isnull=True) | Q(own_share__gte=0),
                name="project_own_share_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(applied_amount__isnull=True) | Q(applied_amount__gte=0),
                name="project_applied_amount_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(submitted_on__isnull=False),
                name="project_is_answered_after_it_is_submitted",
            ),
        ]
        # Few are paid by anybody else than the EU.
        indexes = [
            models.Index(fields=["matter"], name="project_national", condition=Q(is_eu_money=False)),
            GinIndex(Stems(*PROJECT_WORDS), name="project_search"),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    def get_absolute_url(self) -> str:
        return self.matter.get_absolute_url()

    @property
    def theme_label(self) -> str:
        return theme_label(self.matter.theme)


class ProjectReport(models.Model):
    """Lägesrapport. A report that the funder asks for, for a period or at the end."""

    NAMED_BY = "title"

    project = models.ForeignKey(
        EuProject, models.CASCADE, related_name="reports", verbose_name=_("EU project")
    )
    title = models.CharField(_("report"), max_length=200)
    due_on = models.DateField(_("due on"))
    owner = models.CharField(_("who writes it"), max_length=200, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("report of a project")
        verbose_name_plural = _("reports of projects")
        ordering = ["due_on", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True)
                | Q(sent_on__isnull=False, approved_on__gte=F("sent_on")),
                name="project_report_is_approved_after_it_is_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GrantCondition(models.Model):
    """Bidragsvillkor. What the grant asks for besides the work itself, ticked off when it is met."""

    NAMED_BY = "text"

    project = models.ForeignKey(
        EuProject, models.CASCADE, related_name="conditions", verbose_name=_("EU project")
    )
    text = models.CharField(_("condition"), max_length=500)
    due_on = models.DateField(_("to be met by"), null=True, blank=True)
    met_on = models.DateField(_("met on"), null=True, blank=True)
    proof = models.CharField(_("how it is shown"), max_length=500, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("condition of a grant")
        verbose_name_plural = _("conditions of grants")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text


class ProjectMoney(models.Model):
    """Projektmedel. What a body has received of the grant, or put in itself, in one year."""

    class Kind(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("project money", "received")
        OWN_SHARE = "own_share", pgettext_lazy("project money", "own contribution")

    NAMED_BY = "year"

    project = models.ForeignKey(EuProject, models.CASCADE, related_name="money", verbose_name=_("EU project"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    amount = models.DecimalField(
        _("amount, kronor"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("money of a project")
        verbose_name_plural = _("money of projects")
        ordering = ["-year", "kind", "body__name_sv"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("project", "body", "kind", "year", name="project_money_once_a_year"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="project_money_is_not_negative"),
        ]
        indexes = [models.Index("year", "kind", name="project_money_year")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}: {self.amount}"
