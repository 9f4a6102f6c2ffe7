"""What the open register shows: each publishing as it was, with what was said to everybody."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.language import active_language, choice_label
from governance.stems import EnglishStems, Stems

from .matter import Kind, Matter
from .meetings import Meeting
from .organisation import Body, Person

# The kind of what is no matter: the notes of the preparatory committee.
NOTES = "committee_notes"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def standing(self) -> "PublicationQuerySet":
        """Those that nobody has withdrawn or replaced."""
        return self.filter(ended_at__isnull=True)

    def open(self) -> "PublicationQuerySet":
        """Those that everybody may read. None that names a matter marked secret, whatever else has gone wrong."""
        named = Publication.names.through._default_manager.filter(publication=OuterRef("pk"))
        return self.standing().filter(~Exists(named.exclude(matter__secrecy_ground="")))


class Publication(models.Model):
    """Publicering. What was said to everybody of a matter, or of a meeting, in the open register from a day on.

    Never changed but to be ended: what is published anew is another row. `shown` holds every statement in both
    languages (governance/publishing.py); the columns repeat what the open register is narrowed and searched by.
    """

    class Kind(models.TextChoices):
        MEMBERSHIP = Kind.MEMBERSHIP.value, Kind.MEMBERSHIP.label
        AGREEMENT = Kind.AGREEMENT.value, Kind.AGREEMENT.label
        EU_PROJECT = Kind.EU_PROJECT.value, Kind.EU_PROJECT.label
        DECLARATION = Kind.DECLARATION.value, Kind.DECLARATION.label
        COMMITTEE_NOTES = NOTES, _("committee notes")

    class Ending(models.TextChoices):
        REPLACED = "replaced", pgettext_lazy("publication", "published anew")
        WITHDRAWN = "withdrawn", pgettext_lazy("publication", "withdrawn")
        SECRET = "secret", pgettext_lazy("publication", "withdrawn by a secrecy marking")

    TONES = {Ending.REPLACED: "neutral", Ending.WITHDRAWN: "waiting", Ending.SECRET: "danger"}

    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="publications")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="publications")
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    heading = models.CharField(_("heading"), max_length=300)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    # When it began, or was decided.
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    words = models.TextField(editable=False)
    shown = models.JSONField(editable=False)
    # The matters that are named in it: if one of them is secret, it is not shown.
    names = models.ManyToManyField(Matter, related_name="named_in")
    # How many times the matter, or the meeting, had been changed then.
    of_version = models.PositiveIntegerField()
    # When the same would have been said once more; None before that.
    checked_at = models.DateTimeField(null=True)
    is_invented = models.BooleanField(default=False)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    # None is the register itself.
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ending = models.CharField(max_length=10, choices=Ending, blank=True, default="")
    reason = models.TextField(_("reason"), blank=True, default="")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-published_at", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(matter__isnull=False, meeting__isnull=True)
                | Q(matter__isnull=True, meeting__isnull=False),
                name="a_publication_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="") | Q(ended_at__isnull=False) & ~Q(ending=""),
                name="a_publication_says_how_it_ended",
            ),
            models.UniqueConstraint(
                "matter", condition=Q(ended_at__isnull=True), name="a_matter_is_published_once"
            ),
            models.UniqueConstraint(
                "meeting", condition=Q(ended_at__isnull=True), name="a_meeting_is_published_once"
            ),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="publication_newest",
                condition=Q(ended_at__isnull=True),
            ),
            GinIndex(Stems("words"), name="publication_search", condition=Q(ended_at__isnull=True)),
            GinIndex(EnglishStems("words"), name="publication_search_en", condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.published_at:%Y-%m-%d} {self.heading}"

    @property
    def kind_label(self) -> str:
        return choice_label(self.Kind, self.kind)

    @property
    def ending_label(self) -> str:
        return choice_label(self.Ending, self.ending)

    @property
    def tone(self) -> str:
        return self.TONES[self.Ending(self.ending)] if self.ending else "positive"

    @property
    def said(self) -> dict[str, Any]:
        """What is shown, in the reader's language."""
        found: dict[str, Any] = self.shown[active_language()]
        return found
