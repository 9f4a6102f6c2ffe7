"""Calendars that a person subscribes to in another system."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisation import Body, Person


class Feed(models.Model):
    """Prenumeration. A calendar of the person's own days, or of a body's, at an address that only the person knows.

    The address is kept as its hash: whoever reads the database cannot read the calendar.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="feeds", verbose_name=_("person"))
    # Empty: what is the person's own.
    body = models.ForeignKey(
        Body, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("body")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    # When a calendar last asked for it, by the day: for the person to see whether it is in use.
    asked_on = models.DateField(_("last fetched"), null=True, editable=False)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "body"], name="one_feed_of_each", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.body or self.person}"
