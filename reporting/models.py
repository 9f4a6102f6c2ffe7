"""The annual report in its versions, its files, how far the worker has come, and what earlier reports published."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from governance.models import Body, Document, Matter
from governance.prepared import Asker

from .lifecycle import ALLOWED, State, Step


class PublishedFigure(models.Model):
    """Publicerad uppgift. A figure that an earlier report printed; kept as printed, with its source.

    Never turned into rows of the register: 95 memberships of 2022 are a number, not 95 memberships.
    """

    class Unit(models.TextChoices):
        COUNT = "count", _("number")
        MILLION_KRONOR = "MSEK", _("million kronor")
        GROUPS = "groups", _("groups")
        PERSONS = "persons", _("persons")

    year = models.PositiveSmallIntegerField(_("year"))
    figure = models.CharField(_("figure"), max_length=60)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit)
    note = models.CharField(_("note"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ["figure", "year"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["figure", "year"], name="a_figure_is_published_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.year}: {self.value:f}"


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def frozen(self) -> "AnnualReportQuerySet":
        return self.filter(state=State.FROZEN)

    def readable_by(self, person: Asker) -> "AnnualReportQuerySet":
        """The frozen ones for everybody with an office; before that for those who may read the matter."""
        # Asked of each report, which are few: as a list of matters it would be all that one may read.
        own = Exists(Matter.objects.visible_to(person).filter(pk=OuterRef("matter")))
        return self.filter(own | Q(state=State.FROZEN)) if person.offices else self.none()

    def of_year(self, year: int) -> "AnnualReportQuerySet":
        """The year's versions, the newest first."""
        return self.filter(year=year).order_by("-version").select_related("matter__body")


class AnnualReport(models.Model):
    """Årsrapport. One version of the report of a year's international work, frozen once and then never changed.

    The database refuses every change of a frozen row. A correction is a new version that says what changed.
    """

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="annual_report")
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPENED)
    # How often the figures were counted; each counting is one job of its own.
    counting = models.PositiveSmallIntegerField(_("counting"), default=1, editable=False)
    # The year as figures.compute() counted it, and its charts as SVG per language and key.
    figures = models.JSONField(_("figures"), default=dict)
    charts = models.JSONField(default=dict, editable=False)
    # {heading: {"sv": text, "en": text}}
    texts = models.JSONField(_("texts"), default=dict)
    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    corrected_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        editable=False,
        verbose_name=_("corrected from"),
    )
    what_changed = models.TextField(_("what changed"), blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("frozen by")
    )
    frozen_at = models.DateTimeField(_("frozen"), null=True, editable=False)
    history = HistoricalRecords(excluded_fields=["figures", "charts"])

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-year", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="one_report_per_year_and_version"),
            models.UniqueConstraint(
                fields=["year"],
                condition=~Q(state=State.FROZEN),
                name="one_unfinished_report_a_year",
                violation_error_message=_("The year already has a report that is not frozen."),
            ),
            models.CheckConstraint(
                condition=Q(version=1, corrected_from__isnull=True)
                | Q(version__gt=1, corrected_from__isnull=False) & ~Q(what_changed=""),
                name="a_later_version_says_what_it_corrects",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FROZEN)
                | Q(frozen_at__isnull=False, frozen_by__isnull=False) & ~Q(checksum=""),
                name="frozen_by_somebody_with_a_checksum",
            ),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2199), name="year_of_our_time"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reporting:version", args=[self.year, self.version])

    @property
    def title(self) -> str:
        title = _("International work %(year)s") % {"year": self.year}
        version = _("version")
        return title if self.version == 1 else f"{title}, {version} {self.version}"

    @property
    def is_frozen(self) -> bool:
        return self.state == State.FROZEN

    @property
    def is_counted(self) -> bool:
        """Whether there are figures to show: the first counting is done."""
        return bool(self.figures)

    def allows(self, act: str) -> bool:
        return act in ALLOWED[self.state]

    def text(self, heading: str, language: str) -> str:
        return str(self.texts.get(heading, {}).get(language, ""))


class ReportFile(models.Model):
    """Rapportfil. The PDF drawn of a report: a draft that is replaced, or the final one that never is."""

    class Edition(models.TextChoices):
        DRAFT = "draft", _("draft")
        FINAL = "final", _("final")

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="files")
    edition = models.CharField(_("edition"), max_length=10, choices=Edition)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    # The checksum of the content it shows; a draft whose texts were changed since is seen by it.
    content = models.CharField(max_length=64)
    drawn_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "edition"], name="one_file_per_edition")]


class Progress(models.Model):
    """Framsteg. How far the worker has come with a report: apart from the report, which may be frozen."""

    report = models.OneToOneField(AnnualReport, models.CASCADE, primary_key=True, related_name="progress")
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=1)
    step = models.CharField(max_length=20, choices=Step, default=Step.WAITING)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(done__lte=F("of")), name="never_more_than_all")]


class CostCount(models.Model):
    """Kostnadsräkning. What a body paid in a year for one sort of international work, and in how many records.

    Written anew through the day, with its moment: to add up a million matters takes seconds, and a page has none.
    """

    class Sort(models.TextChoices):
        FEES = "fees", _("membership fees")
        VISITS = "visits", _("visits")
        JOURNEYS = "journeys", _("journeys")

    year = models.PositiveSmallIntegerField(_("year"))
    body = models.ForeignKey(Body, models.CASCADE, related_name="+", verbose_name=_("body"))
    sort = models.CharField(_("sort of cost"), max_length=10, choices=Sort)
    kronor = models.DecimalField(_("kronor"), max_digits=16, decimal_places=2)
    records = models.PositiveIntegerField(_("records"))
    counted_at = models.DateTimeField(_("counted"))

    class Meta:
        verbose_name = _("count of costs")
        verbose_name_plural = _("counts of costs")
        ordering = ["year", "body", "sort"]
        default_permissions = ()
        constraints = [models.UniqueConstraint("year", "body", "sort", name="cost_counted_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.body_id} {self.sort}: {self.kronor}"
