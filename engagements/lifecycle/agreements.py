"""The life of a cooperation agreement or letter of intent, from the first draft to the evaluation."""

from django.db import models
from django.utils.translation import pgettext_lazy


class AgreementStatus(models.TextChoices):
    """Where an agreement stands."""

    DRAFT = "draft", pgettext_lazy("agreement", "draft")
    BEFORE_BODY = "before_body", pgettext_lazy("agreement", "before the deciding body")
    TABLED = "tabled", pgettext_lazy("agreement", "tabled")
    REFERRED_BACK = "referred_back", pgettext_lazy("agreement", "referred back")
    REJECTED = "rejected", pgettext_lazy("agreement", "rejected")
    APPROVED = "approved", pgettext_lazy("agreement", "approved, to be signed")
    SIGNED = "signed", pgettext_lazy("agreement", "signed, not yet in force")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "in force")
    SUSPENDED = "suspended", pgettext_lazy("agreement", "suspended")
    ENDED = "ended", pgettext_lazy("agreement", "ended")
    EVALUATED = "evaluated", pgettext_lazy("agreement", "ended and evaluated")
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "withdrawn")
