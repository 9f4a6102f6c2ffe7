"""The life of a conference or other event abroad, from the invitation to the report."""

from django.db import models
from django.utils.translation import pgettext_lazy


class EventStatus(models.TextChoices):
    """Where an event stands."""

    PROPOSED = "proposed", pgettext_lazy("event", "proposed")
    BEFORE_BODY = "before_body", pgettext_lazy("event", "before the deciding body")
    TABLED = "tabled", pgettext_lazy("event", "tabled")
    REFERRED_BACK = "referred_back", pgettext_lazy("event", "referred back")
    APPROVED = "approved", pgettext_lazy("event", "approved")
    DECLINED = "declined", pgettext_lazy("event", "declined")
    CARRIED_OUT = "carried_out", pgettext_lazy("event", "carried out, to be reported")
    REPORTED = "reported", pgettext_lazy("event", "reported")
    CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")
