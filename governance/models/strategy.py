"""The strategy as a governing document in versions: its sections, goals, directions, principles and grounds."""

from datetime import date
from functools import lru_cache

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from governance.language import bilingual
from governance.stems import Stems


def anchor(number: str) -> str:
    """Where a section stands on its strategy's page: avsnitt-3.1, or by its heading where there are no numbers."""
    return f"avsnitt-{number if number[:1].isdigit() else slugify(number)}"


@lru_cache(maxsize=256)
def section_url(strategy: str, number: str) -> str:
    """The address of a section, for every citation."""
    return f"{reverse('strategy', args=[strategy])}#{anchor(number)}"


class StrategyQuerySet(models.QuerySet["Strategy"]):
    def in_force(self, day: date) -> "StrategyQuerySet":
        """The one version that governs on `day`, or none before the first."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Strategy(models.Model):
    """Internationell strategi. One version of the governing document; loaded from its policy file, never edited."""

    key = models.CharField(_("version"), max_length=20, unique=True)
    title_sv = models.CharField(_("title in Swedish"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    # How the version is named inside a citation: "internationella strategin 2016".
    short_title_sv = models.CharField(_("short title in Swedish"), max_length=100)
    short_title_en = models.CharField(_("short title in English"), max_length=100)
    since = models.DateField(_("in force from"))
    # The last day, known only when a successor is loaded: set by load_strategy, not by the policy file.
    until = models.DateField(_("in force until"), null=True, blank=True)
    since_is_approximate = models.BooleanField(_("the start date is approximate"), default=False)
    adopted_by_sv = models.CharField(_("adopted by, in Swedish"), max_length=200)
    adopted_by_en = models.CharField(_("adopted by, in English"), max_length=200)
    diary_number = models.CharField(_("diary number"), max_length=60, blank=True)
    note_sv = models.TextField(_("note in Swedish"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    review_interval_months = models.PositiveSmallIntegerField(_("months between reviews"), default=48)
    review_lead_months = models.PositiveSmallIntegerField(_("months a review opens ahead"), default=6)
    # SHA-256 of the policy file: an adopted version that has changed under our feet is refused.
    checksum = models.CharField(_("checksum of the policy file"), max_length=64)

    title = bilingual("title")
    short_title = bilingual("short_title")
    adopted_by = bilingual("adopted_by")
    note = bilingual("note")

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ["since"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="strategy_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            ExclusionConstraint(
                name="one_strategy_in_force_a_day",
                expressions=[
                    (
                        Func(
                            "since",
                            "until",
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    )
                ],
            ),
            models.CheckConstraint(
                name="strategy_review_opens_before_it_is_due",
                condition=Q(review_interval_months__gt=F("review_lead_months")),
            ),
        ]

    def __str__(self) -> str:
        return self.short_title

    def is_in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Section(models.Model):
    """Avsnitt. A part of a strategy that a ruling can cite; the text is our own short paraphrase."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("position"))
    # "3.3"; a document without numbered sections is cited by a short heading instead.
    number = models.CharField(_("number"), max_length=60)
    title_sv = models.CharField(_("title in Swedish"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    text_sv = models.TextField(_("text in Swedish"))
    text_en = models.TextField(_("text in English"))

    title = bilingual("title")
    text = bilingual("text")

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["strategy", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("strategy", "number", name="section_number_once_per_strategy"),
            models.UniqueConstraint("strategy", "position", name="section_position_once_per_strategy"),
        ]
        indexes = [GinIndex(Stems("title_sv", "title_en", "text_sv", "text_en"), name="section_search")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return section_url(self.strategy.key, self.number)

    @property
    def anchor(self) -> str:
        return anchor(self.number)


class Goal(models.Model):
    """Mål. What the international work is to achieve, in the order the strategy gives."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField(_("position"))
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="goals")
    key = models.SlugField(_("key"), max_length=60)
    text_sv = models.TextField(_("text in Swedish"))
    text_en = models.TextField(_("text in English"))

    text = bilingual("text")

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["strategy", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("strategy", "position", name="goal_position_once_per_strategy"),
            models.UniqueConstraint("strategy", "key", name="goal_key_once_per_strategy"),
        ]

    def __str__(self) -> str:
        return self.text


class Direction(models.Model):
    """Inriktning. One of the ways the strategy points the international work."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="directions")
    position = models.PositiveSmallIntegerField(_("position"))
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="directions")
    key = models.SlugField(_("key"), max_length=60)
    name_sv = models.CharField(_("name in Swedish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    purpose_sv = models.TextField(_("purpose in Swedish"))
    purpose_en = models.TextField(_("purpose in English"))

    name = bilingual("name")
    purpose = bilingual("purpose")

    class Meta:
        verbose_name = _("direction")
        verbose_name_plural = _("directions")
        ordering = ["strategy", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("strategy", "position", name="direction_position_once_per_strategy"),
            models.UniqueConstraint("strategy", "key", name="direction_key_once_per_strategy"),
        ]

    def __str__(self) -> str:
        return self.name


class Principle(models.Model):
    """Princip. A limit on what the city may do; `check` names the test, `settings` holds its numbers and words."""

    class Failure(models.TextChoices):
        STOP = "stop", _("the matter stops")
        REASONS = "reasons", _("reasons are required")
        WARN = "warn", _("a warning is shown and reported")
        NONE = "none", _("guidance only")

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="principles")
    position = models.PositiveSmallIntegerField(_("position"))
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="principles")
    key = models.SlugField(_("key"), max_length=60)
    name_sv = models.CharField(_("name in Swedish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    text_sv = models.TextField(_("text in Swedish"))
    text_en = models.TextField(_("text in English"))
    check_key = models.SlugField(_("check"), max_length=60, blank=True)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    if_it_fails = models.CharField(_("if it fails"), max_length=10, choices=Failure, default=Failure.NONE)
    # The body that may decide a recorded exception; empty: no exception is foreseen.
    exception_by = models.CharField(_("exception decided by"), max_length=30, blank=True)

    name = bilingual("name")
    text = bilingual("text")

    class Meta:
        verbose_name = _("principle")
        verbose_name_plural = _("principles")
        ordering = ["strategy", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("strategy", "position", name="principle_position_once_per_strategy"),
            models.UniqueConstraint("strategy", "key", name="principle_key_once_per_strategy"),
        ]

    def __str__(self) -> str:
        return self.name


class Ground(models.Model):
    """Bedömningsgrund. A reason the strategy gives for putting one visit before another."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="grounds")
    position = models.PositiveSmallIntegerField(_("position"))
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="grounds")
    key = models.SlugField(_("key"), max_length=60)
    name_sv = models.CharField(_("name in Swedish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    question_sv = models.TextField(_("question in Swedish"))
    question_en = models.TextField(_("question in English"))
    # 3 main ground, 2 further ground, 1 special perspective: our reading, the strategy gives no numbers.
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)

    name = bilingual("name")
    question = bilingual("question")

    class Meta:
        verbose_name = _("ground for assessment")
        verbose_name_plural = _("grounds for assessment")
        ordering = ["strategy", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("strategy", "position", name="ground_position_once_per_strategy"),
            models.UniqueConstraint("strategy", "key", name="ground_key_once_per_strategy"),
            models.CheckConstraint(name="ground_weighs_1_to_3", condition=Q(weight__gte=1, weight__lte=3)),
        ]

    def __str__(self) -> str:
        return self.name


class Priority(models.Model):
    """Prioritering. A place, cluster or theme that the strategy puts before others; the first before the next."""

    class Kind(models.TextChoices):
        PLACE = "place", _("place")
        CLUSTER = "cluster", _("cluster")
        THEME = "theme", _("theme")

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="priorities")
    position = models.PositiveSmallIntegerField(_("position"))
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="priorities")
    key = models.SlugField(_("key"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name_sv = models.CharField(_("name in Swedish"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    text_sv = models.TextField(_("text in Swedish"))
    text_en = models.TextField(_("text in English"))
    # Of a place: these countries (none: all), or only their capitals.
    countries = ArrayField(
        models.CharField(max_length=2), default=list, blank=True, verbose_name=_("countries")
    )
    capitals = models.BooleanField(_("only the capitals"), default=False)
    # Of a place: the countries are those that many residents come from, which the loaded table tells.
    by_residents = models.BooleanField(_("by the residents' background"), default=False)
    # Of a cluster or theme: which of the register's themes belong to it.
    themes = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("themes"))
    # The ground of the assessment of a visit that it speaks for, by its key.
    ground = models.SlugField(_("ground for assessment"), max_length=60, blank=True)

    name = bilingual("name")
    text = bilingual("text")

    class Meta:
        verbose_name = _("priority of a strategy")
        verbose_name_plural = _("priorities of strategies")
        ordering = ["strategy", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("strategy", "position", name="priority_position_once_per_strategy"),
            models.UniqueConstraint("strategy", "key", name="priority_key_once_per_strategy"),
        ]

    def __str__(self) -> str:
        return self.name
