"""A version of the strategy while it is written: what it is to say, as data in the shape of a policy file."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from governance.addresses import address_of
from governance.language import bilingual

from .matter import Matter
from .strategy import Strategy


class StrategyDraft(models.Model):
    """Strategiutkast. A version of the strategy on its way: written, referred, adopted or withdrawn."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("draft of the strategy", "being written")
        REFERRED = "referred", pgettext_lazy("draft of the strategy", "in referral, being worked on")
        LOCKED = "locked", pgettext_lazy("draft of the strategy", "in referral, with others")
        ADOPTED = "adopted", pgettext_lazy("draft of the strategy", "adopted")
        WITHDRAWN = "withdrawn", pgettext_lazy("draft of the strategy", "withdrawn")

    TONES = {
        State.OPEN: "info",
        State.REFERRED: "info",
        State.LOCKED: "waiting",
        State.ADOPTED: "positive",
        State.WITHDRAWN: "neutral",
    }
    WRITABLE = (State.OPEN, State.REFERRED)

    title_sv = models.CharField(_("title in Swedish"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    based_on = models.ForeignKey(Strategy, models.PROTECT, related_name="+", verbose_name=_("based on"))
    # What it says, as governance.policy_data has it; proven whenever it is saved.
    content = models.JSONField(_("content"))
    # The same as others were last asked about it, who read along no further than that.
    content_sent = models.JSONField(_("content as it was sent"), null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    # The referral it was sent in.
    matter = models.OneToOneField(
        Matter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="strategy_draft",
        verbose_name=_("referral"),
    )
    # The version that came of it.
    strategy = models.OneToOneField(
        Strategy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new version")
    )
    opened_on = models.DateField(_("begun on"), default=timezone.localdate)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("begun by")
    )
    withdrawn_because = models.TextField(_("why it was withdrawn"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    title = bilingual("title")

    class Meta:
        verbose_name = _("draft of the strategy")
        verbose_name_plural = _("drafts of the strategy")
        ordering = ["-opened_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("open", "withdrawn")) | Q(matter__isnull=False),
                name="draft_in_referral_has_its_referral",
            ),
            models.CheckConstraint(
                condition=Q(state="adopted", strategy__isnull=False)
                | (~Q(state="adopted") & Q(strategy__isnull=True)),
                name="draft_is_adopted_as_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_because=""),
                name="draft_is_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return address_of("strategy_draft", self.pk)

    @property
    def tone(self) -> str:
        return self.TONES[self.State(self.state)]

    @property
    def is_writable(self) -> bool:
        return self.state in self.WRITABLE

    def rows(self, part: str) -> list[dict[str, Any]]:
        """The blocks of one part of what it says."""
        return list(self.content.get(part, []))
