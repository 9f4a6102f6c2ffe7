"""Profiling: what the city shows of itself abroad. Good examples, key messages, and what it tells in English."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from engagements.models import Theme, theme_label
from governance.addresses import address_of
from governance.language import active_language, bilingual
from governance.models import Body, Document
from governance.working_days import months_after

# So long before its last day somebody is told that it expires.
TOLD_AHEAD = timedelta(days=30)


class Published(models.Model):
    """What is written first and shown to everybody only when somebody publishes it."""

    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    is_invented = models.BooleanField(_("invented example"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def either(self, field: str) -> tuple[str, str]:
        """The text in the reader's language and that language; the other where it is not written."""
        mine = active_language()
        other = "sv" if mine == "en" else "en"
        text = getattr(self, f"{field}_{mine}")
        return (text, mine) if text else (getattr(self, f"{field}_{other}"), other)


class ValidQuerySet(models.QuerySet):
    def shown(self, day: date) -> "ValidQuerySet":
        """Published and valid on the day."""
        return self.filter(published_at__isnull=False, since__lte=day, until__gte=day)

    def expiring(self, day: date) -> "ValidQuerySet":
        """Published, and with its last day within the days that somebody is told ahead."""
        return self.filter(published_at__isnull=False, until__range=(day, day + TOLD_AHEAD))


class Valid(Published):
    """Something published that holds from a day until a day."""

    since = models.DateField(_("valid from"))
    until = models.DateField(_("valid until"))

    objects = ValidQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_expired(self) -> bool:
        return self.until < timezone.localdate()

    @property
    def may_be_published(self) -> bool:
        """Whether there is something to publish: what has expired is given a later day first."""
        return not self.is_published and not self.is_expired

    @property
    def is_shown(self) -> bool:
        return self.is_published and self.since <= timezone.localdate() <= self.until

    @property
    def status_label(self) -> str:
        """Where it stands today, in words."""
        if self.is_expired:
            return pgettext("good example", "expired")
        if not self.is_published:
            return gettext("draft")
        if not self.is_shown:
            return pgettext("good example", "not yet valid")
        if self.until <= timezone.localdate() + TOLD_AHEAD:
            return pgettext("good example", "expires soon")
        return pgettext("good example", "published")

    @property
    def status_tone(self) -> str:
        if self.is_expired or not self.is_published:
            return "neutral"
        soon = self.until <= timezone.localdate() + TOLD_AHEAD
        return "waiting" if soon or not self.is_shown else "positive"


class GoodExample(Valid):
    """Gott exempel. Something the city does well and shows others: what, with what result, whom to ask."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="good_examples", verbose_name=_("body"))
    title_sv = models.CharField(_("title in Swedish"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    what_sv = models.TextField(_("what is done, in Swedish"))
    what_en = models.TextField(_("what is done, in English"))
    result_sv = models.TextField(_("result in Swedish"))
    result_en = models.TextField(_("result in English"))
    numbers_sv = models.CharField(_("numbers in Swedish"), max_length=300, blank=True)
    numbers_en = models.CharField(_("numbers in English"), max_length=300, blank=True)
    theme = models.CharField(_("theme"), max_length=30, choices=Theme)
    directions = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("directions")
    )
    contact_sv = models.CharField(_("contact office in Swedish"), max_length=200)
    contact_en = models.CharField(_("contact office in English"), max_length=200)
    email = models.EmailField(_("address of the office"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    picture = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    alternative_sv = models.CharField(_("the picture in words, in Swedish"), max_length=300, blank=True)
    alternative_en = models.CharField(_("the picture in words, in English"), max_length=300, blank=True)
    history = HistoricalRecords()

    title = bilingual("title")
    what = bilingual("what")
    result = bilingual("result")
    numbers = bilingual("numbers")
    contact = bilingual("contact")
    alternative = bilingual("alternative")

    class Meta:
        verbose_name = _("good example")
        verbose_name_plural = _("good examples")
        ordering = ["-published_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="good_example_is_valid_some_day"),
            models.CheckConstraint(
                condition=Q(picture__isnull=True) | (~Q(alternative_sv="") & ~Q(alternative_en="")),
                name="good_example_picture_is_told_in_words",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="good_example_is_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return address_of("profiling:example", self.pk)

    @property
    def theme_label(self) -> str:
        return theme_label(self.theme)


def examples_of_theme(theme: str, most: int = 3) -> list[GoodExample]:
    """What the city can show a guest of this theme today: the newest good examples of it."""
    shown = GoodExample.objects.shown(timezone.localdate()).filter(theme=theme) if theme else ()
    return list(shown[:most])


class KeyMessage(Valid):
    """Budskap. A line the city uses when it speaks of itself abroad; the City Executive Office owns it."""

    text_en = models.CharField(_("text in English"), max_length=200)
    text_sv = models.CharField(_("text in Swedish"), max_length=200, blank=True)
    is_brand_line = models.BooleanField(_("the brand line"), default=False)
    use_sv = models.TextField(_("how it is used, in Swedish"), blank=True)
    use_en = models.TextField(_("how it is used, in English"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    history = HistoricalRecords()

    use = bilingual("use")

    class Meta:
        verbose_name = _("key message")
        verbose_name_plural = _("key messages")
        ordering = ["-is_brand_line", "-since", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="key_message_is_valid_some_day"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="key_message_is_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text_en

    @property
    def said(self) -> tuple[str, str]:
        return self.either("text")


def messages_in_place() -> ValidQuerySet:
    """Each with the `place` that lists put it in: the brand line before the others, then what holds longest."""
    rank = Case(When(is_brand_line=True, then=Value("1")), default=Value("0"))
    place = Concat(rank, Cast("until", CharField()), output_field=CharField())
    return KeyMessage.objects.annotate(place=place)


class CityInformationQuerySet(models.QuerySet["CityInformation"]):
    def published(self) -> "CityInformationQuerySet":
        return self.filter(published_at__isnull=False)

    def by_title(self) -> "CityInformationQuerySet":
        """Each with the title that the reader is `shown`, to be put in order by."""
        mine, other = ("title_en", "title_sv") if active_language() == "en" else ("title_sv", "title_en")
        return self.annotate(shown=Coalesce(NullIf(mine, Value("")), other, output_field=CharField()))

    def late(self, day: Any, oldest: Any = None) -> "CityInformationQuerySet":
        """Published and not revised in time: past its own day, else older than the months it may be (`oldest_good`)."""
        oldest = oldest or oldest_good(day)
        return self.published().filter(
            Q(next_revision_on__lt=day) | Q(next_revision_on__isnull=True, revised_on__lt=oldest)
        )


def oldest_good(day: date) -> date:
    """What was revised before this day, and has no day of its own, should have been revised again."""
    return months_after(day, -settings.CITY_INFORMATION_MONTHS)


class CityInformation(Published):
    """Information om staden. A text or steering document in English, with the day it was last revised."""

    class Kind(models.TextChoices):
        CITY_INFORMATION = "city_information", _("information on the city")
        STEERING_DOCUMENT = "steering_document", _("steering document")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title_en = models.CharField(_("title in English"), max_length=160)
    title_sv = models.CharField(_("title in Swedish"), max_length=160, blank=True)
    text_en = models.TextField(_("text in English"))
    text_sv = models.TextField(_("text in Swedish"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="city_information", verbose_name=_("responsible body")
    )
    revised_on = models.DateField(_("last revised on"))
    next_revision_on = models.DateField(_("next revision due on"), null=True, blank=True)
    history = HistoricalRecords()

    objects = CityInformationQuerySet.as_manager()

    class Meta:
        verbose_name = _("information on the city")
        verbose_name_plural = _("information on the city")
        ordering = ["kind", "title_en", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(next_revision_on__isnull=True) | Q(next_revision_on__gt=F("revised_on")),
                name="city_information_is_revised_again_later",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="city_information_is_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title_en

    @property
    def named(self) -> tuple[str, str]:
        return self.either("title")

    @property
    def told(self) -> tuple[str, str]:
        return self.either("text")

    @property
    def due_on(self) -> date:
        """The day by which it is to be revised: its own, else so many months after the last time."""
        return self.next_revision_on or months_after(self.revised_on, settings.CITY_INFORMATION_MONTHS)

    @property
    def is_late(self) -> bool:
        return self.is_published and self.due_on < timezone.localdate()

    @property
    def status_label(self) -> str:
        if not self.is_published:
            return gettext("draft")
        return gettext("not revised in time") if self.is_late else pgettext("city information", "published")

    @property
    def status_tone(self) -> str:
        return "neutral" if not self.is_published else "danger" if self.is_late else "positive"
