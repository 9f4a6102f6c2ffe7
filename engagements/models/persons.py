"""Persons at partners and the posts they hold or held there: no more than work needs, and no longer."""

from datetime import date

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Max, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from governance.addresses import address_of
from governance.models import Person

from .agreements import months_before
from .organisations import Organisation

# So long after the last post ended nobody can say any more why a person is kept.
KEPT_MONTHS = 24


def kept_since(day: date) -> date:
    """Whoever's last post ended before this is to be erased."""
    return months_before(day, KEPT_MONTHS)


class PartnerPersonQuerySet(models.QuerySet["PartnerPerson"]):
    def in_post(self, day: date) -> "PartnerPersonQuerySet":
        """Those who hold a post on the day, or whose post has no end."""
        return self.filter(models.Exists(PartnerPost.objects.of_row().open_on(day)))

    def without_post(self, day: date) -> "PartnerPersonQuerySet":
        return self.exclude(models.Exists(PartnerPost.objects.of_row().open_on(day)))

    def to_erase(self, day: date, before: date) -> "PartnerPersonQuerySet":
        """Those whose last post ended before `before`, see `kept_since`: they should not be kept any more."""
        latest = PartnerPost.objects.of_row().order_by().values("person").annotate(last=Max("until"))
        ended = self.without_post(day).annotate(last_post=models.Subquery(latest.values("last")))
        return ended.filter(last_post__lt=before)


class PartnerPerson(models.Model):
    """Person hos motpart. Somebody the city talks to at a partner. Kept for a reason, erased when there is none."""

    name = models.CharField(_("name"), max_length=120)
    why = models.CharField(
        _("why we keep it"),
        max_length=300,
        help_text=_("What the city needs the details for. Whoever has no such reason writes nothing down."),
    )
    is_invented = models.BooleanField(_("invented example"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    objects = PartnerPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person at a partner")
        verbose_name_plural = _("persons at partners")
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="partner_person_is_kept_for_a_reason"),
        ]
        indexes = [
            models.Index(Upper("name"), "id", name="partner_person_by_name"),
            GinIndex(OpClass(Upper("name"), "gin_trgm_ops"), name="partner_person_trgm"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("engagements:person", self.pk)


class PartnerPostQuerySet(models.QuerySet["PartnerPost"]):
    def of_row(self) -> "PartnerPostQuerySet":
        """The posts of the person that a query is at."""
        return self.filter(person=models.OuterRef("pk"))

    def open_on(self, day: date) -> "PartnerPostQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gte=day))


class PartnerPost(models.Model):
    """Befattning hos motpart. What somebody is at a partner, from when until when, and how to reach them at work."""

    person = models.ForeignKey(
        PartnerPerson, models.CASCADE, related_name="posts", verbose_name=_("person at a partner")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="posts", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=120)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    email = models.EmailField(_("e-mail at work"), blank=True)
    phone = models.CharField(_("telephone at work"), max_length=60, blank=True)
    history = HistoricalRecords()

    objects = PartnerPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post at a partner")
        verbose_name_plural = _("posts at partners")
        ordering = [F("until").desc(nulls_first=True), F("since").desc(nulls_last=True), "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="partner_post_ends_after_it_begins",
                violation_error_message=_("The period ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"

    def is_open(self, day: date) -> bool:
        return self.until is None or self.until >= day


class Erasure(models.Model):
    """Gallring av personuppgifter. That somebody was erased, when, by whom and on what ground; not who it was."""

    class Reason(models.TextChoices):
        ASKED = "asked", _("the person has asked for it")
        NOT_NEEDED = "not_needed", _("the details are not needed any more")
        WRONG = "wrong", _("the details should never have been written down")

    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    disposal_decision = models.CharField(
        _("disposal decision"),
        max_length=120,
        help_text=_("The decision that allows it, as it is called in the city's diary."),
    )
    posts = models.PositiveSmallIntegerField(_("posts"))
    erased_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("erased by"))
    erased_at = models.DateTimeField(_("erased"), auto_now_add=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-erased_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(disposal_decision=""), name="erasure_rests_on_a_decision"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localdate(self.erased_at):%Y-%m-%d} {self.disposal_decision}"
