"""Briefing packs: what somebody takes along to a meeting with a partner."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Document, Person

from .organisations import Organisation


class BriefingPack(models.Model):
    """Mötesunderlag. One person's paper for one meeting, with what that person may read and nothing else.

    A working paper and no record: it is thrown away after a month.
    """

    class Language(models.TextChoices):
        SWEDISH = "sv", _("Swedish")
        ENGLISH = "en", _("English")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="briefings", verbose_name=_("organisation")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language)
    meeting_on = models.DateField(_("day of the meeting"), null=True, blank=True)
    purpose = models.CharField(_("what the meeting is about"), max_length=200, blank=True)
    points = models.TextField(_("points to raise"), blank=True)
    with_parts = models.BooleanField(_("with its parts"), default=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("made for"))
    asked_at = models.DateTimeField(auto_now_add=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("briefing pack")
        verbose_name_plural = _("briefing packs")
        ordering = ["-asked_at", "-id"]
        default_permissions = ()
        indexes = [models.Index("asked_by", models.F("id").desc(), name="briefing_of_person")]

    def __str__(self) -> str:
        return f"{self.organisation} {timezone.localdate(self.asked_at):%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("engagements:briefing", args=[self.pk])

    @property
    def outbox_key(self) -> str:
        return f"draw_briefing:{self.pk}"
