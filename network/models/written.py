"""What everything written in the network has: who wrote it, when, and which version it is of."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Written(models.Model):
    """A row that somebody in the network wrote, and that its author or a coordinator may change."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    is_invented = models.BooleanField(_("invented example"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
