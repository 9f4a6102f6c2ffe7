"""Partners that may be one and the same, and those that have been made one."""

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.models import Person

from .organisations import Organisation


class LikelyDuplicate(models.Model):
    """Möjlig dubblett. Two partners that look like one; what somebody has said of the pair is remembered."""

    class Reason(models.TextChoices):
        SAME_NAME = "same_name", _("the same name")
        LIKE_NAME = "like_name", _("a similar name")
        IDENTIFIER = "identifier", _("the same identifier")
        WEBSITE = "website", _("the same website")
        CITY = "city", _("the same city")

    first = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    second = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reasons = ArrayField(models.CharField(max_length=12, choices=Reason), verbose_name=_("what they share"))
    # How alike, 000 to 100: three digits, so that the list can be read in this order.
    likeness = models.CharField(_("likeness"), max_length=3)
    found_at = models.DateTimeField(auto_now_add=True)
    parted_at = models.DateTimeField(_("said to be two"), null=True, editable=False)
    parted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    parted_because = models.CharField(_("why they are two"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        ordering = ["-likeness", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="each_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_has_an_order"),
            models.CheckConstraint(
                condition=Q(parted_at__isnull=True) | Q(parted_by__isnull=False) & ~Q(parted_because=""),
                name="parted_by_somebody_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                F("likeness").desc(), F("id").desc(), name="duplicate_likest", condition=Q(parted_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}, {self.second_id}"

    @property
    def reason_labels(self) -> list[str]:
        return [str(self.Reason(reason).label) for reason in self.reasons]


class Merger(models.Model):
    """Sammanslagning. Two partners were made one: what was moved, so that it can be undone."""

    survivor = models.ForeignKey(
        Organisation, models.PROTECT, related_name="mergers", verbose_name=_("the one that stays")
    )
    merged = models.ForeignKey(
        Organisation, models.PROTECT, related_name="mergers_into", verbose_name=_("the one that goes")
    )
    # By "app.Model.field" the keys of the rows that were moved, and of those that the survivor had already.
    moved = models.JSONField(default=dict)
    dropped = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # What else is needed to part the two again: names, facts taken over, where the survivor stood in the tree.
    before = models.JSONField(default=dict)
    merged_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("merged by"))
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name = _("merger")
        verbose_name_plural = _("mergers")
        ordering = ["-merged_at", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="organisation_is_merged_once"
            ),
            models.CheckConstraint(condition=~Q(survivor=F("merged")), name="merger_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.survivor_id}"
