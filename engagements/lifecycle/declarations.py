"""The life of a declaration or initiative that the city joins, and of what it promises there."""

from django.db import models
from django.utils.translation import pgettext_lazy


class DeclarationStatus(models.TextChoices):
    """Where a declaration stands."""

    PROPOSED = "proposed", pgettext_lazy("declaration", "proposed")
    BEFORE_BODY = "before_body", pgettext_lazy("declaration", "before the deciding body")
    TABLED = "tabled", pgettext_lazy("declaration", "tabled")
    REFERRED_BACK = "referred_back", pgettext_lazy("declaration", "referred back")
    JOINED = "joined", pgettext_lazy("declaration", "joined")
    DECLINED = "declined", pgettext_lazy("declaration", "declined")
    ENDED = "ended", pgettext_lazy("declaration", "ended")
    WITHDRAWN = "withdrawn", pgettext_lazy("declaration", "withdrawn")
