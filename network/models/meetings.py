"""Meetings of the network and who comes."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from governance.addresses import address_of
from governance.language import moment_in_words
from governance.models import Person
from governance.stems import Stems

from .written import Written


class NetworkMeeting(Written):
    """Nätverksmöte. When the contact persons meet, where, on what, and what was said. It decides nothing."""

    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=160)
    link = models.URLField(_("link for those who take part from afar"), max_length=500, blank=True)
    agenda = models.TextField(pgettext_lazy("network", "agenda"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    cancelled_because = models.CharField(_("why it was called off"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("meeting of the network")
        verbose_name_plural = _("meetings of the network")
        ordering = ["-starts_at", "-pk"]
        default_permissions = ()
        indexes = [
            GinIndex(Stems("title", "place", "agenda", "notes"), name="network_meeting_search"),
            models.Index("starts_at", "id", name="network_meeting_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="network_meeting_runs_forward"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("network:meeting", self.pk)

    @property
    def is_cancelled(self) -> bool:
        return bool(self.cancelled_because)

    @property
    def ends_at_in_words(self) -> str:
        """The hour, as it stands after the day and hour that it begins: 15.00."""
        return moment_in_words(self.ends_at).split()[-1]

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()


class MeetingReply(models.Model):
    """Svar på kallelse. Whether somebody who was called to a meeting comes."""

    meeting = models.ForeignKey(NetworkMeeting, models.CASCADE, related_name="replies")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    comes = models.BooleanField(_("comes"), null=True, blank=True)

    class Meta:
        verbose_name = _("reply to a meeting")
        verbose_name_plural = _("replies to meetings")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_reply_per_meeting_and_person")
        ]
