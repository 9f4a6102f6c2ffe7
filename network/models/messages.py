"""Messages to the network, and who has read them."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.models import Theme
from governance.addresses import address_of
from governance.models import Body, Person
from governance.stems import Stems

from .written import Written


class NetworkMessage(Written):
    """Meddelande till nätverket. Written once to all, to those of a theme or of a kind of body; never changed."""

    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("text"))
    theme = models.CharField(_("theme"), max_length=30, choices=Theme, blank=True)
    body_kind = models.CharField(_("kind of body"), max_length=30, choices=Body.Kind, blank=True)

    class Meta:
        verbose_name = _("message to the network")
        verbose_name_plural = _("messages to the network")
        ordering = ["-written_at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index("written_at", "id", name="network_message_newest"),
            GinIndex(Stems("subject", "text"), name="network_message_search"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return address_of("network:message", self.pk)


class Receipt(models.Model):
    """Läskvitto. One of those a message was sent to, and when that person said that it is read."""

    message = models.ForeignKey(NetworkMessage, models.CASCADE, related_name="receipts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["message", "person"], name="one_receipt_per_message_and_person")
        ]
        indexes = [
            models.Index(
                fields=["person"], condition=models.Q(read_at__isnull=True), name="network_receipt_unread"
            )
        ]
