"""Each body's own guidelines for its work with EU policy: which are in force, and who should have some and has not."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from governance.models import Body, Document, in_force
from governance.models.organisation import DateRange

# The city's EU policy asks guidelines of their own of specialist committees and companies; a district may have some.
SHOULD_HAVE = (Body.Kind.COMMITTEE, Body.Kind.GROUP_BOARD, Body.Kind.COMPANY)
MAY_HAVE = (Body.Kind.DISTRICT_COUNCIL,)


class EuGuidelineQuerySet(models.QuerySet["EuGuideline"]):
    def in_force(self, day: date) -> "EuGuidelineQuerySet":
        return self.filter(in_force(day))


class EuGuideline(models.Model):
    """Riktlinjer för EU-arbete. What a body has laid down for its own work with EU policy; the next replace them."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="eu_guidelines", verbose_name=_("body"))
    title = models.CharField(_("title"), max_length=200)
    link = models.URLField(_("link to the document"), max_length=500, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("the document")
    )
    diary_number = models.CharField(_("diary number"), max_length=60, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    paragraph = models.CharField(_("§"), max_length=20, blank=True)
    since = models.DateField(_("in force since"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    is_invented = models.BooleanField(_("invented example"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    objects = EuGuidelineQuerySet.as_manager()

    class Meta:
        verbose_name = _("guidelines for EU policy")
        verbose_name_plural = _("guidelines for EU policy")
        ordering = ["-since", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="eu_guidelines_end_after_they_begin",
            ),
            models.CheckConstraint(
                condition=Q(since__gte=F("decided_on")), name="eu_guidelines_are_decided_first"
            ),
            models.CheckConstraint(
                condition=~Q(link="") | ~Q(diary_number="") | Q(document__isnull=False),
                name="eu_guidelines_can_be_found",
            ),
            ExclusionConstraint(
                name="one_eu_guideline_at_a_time",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    (DateRange("since", "until", RangeBoundary(True, True)), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.title
