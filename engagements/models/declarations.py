"""Declarations and initiatives that the city joins, and what it promises there."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from engagements.lifecycle.declarations import COMMITMENT_TONES, ENTERED, CommitmentStatus
from governance.language import choice_label
from governance.models import Body, Matter
from governance.prepared import Asker

from .organisations import Organisation
from .registers import own_or_public


def declarations_in_register_for(person: Asker, card: str = "") -> Q:
    """What a person may see in the register: all of the own bodies, of others what the city has joined.

    `card` leads from the rows asked about to the matter.
    """
    return own_or_public(person, ENTERED, card)


class Declaration(models.Model):
    """Deklaration. A text that the city stands behind together with others, or an initiative it takes part in."""

    class Kind(models.TextChoices):
        DECLARATION = "declaration", _("declaration")
        INITIATIVE = "initiative", _("initiative")

    class Origin(models.TextChoices):
        INVITED = "invited", _("the city is invited")
        OWN = "own", _("the city's own initiative")

    # What is promised stands in the history of the matter too.
    TOLD_WITH = ("commitments",)

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="declaration")
    issuer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="declarations", verbose_name=_("issuer")
    )
    kind = models.CharField(_("form"), max_length=20, choices=Kind)
    origin = models.CharField(_("invited or own initiative"), max_length=20, choices=Origin)
    text = models.TextField(_("the text"), blank=True)
    link = models.URLField(_("link to the text"), max_length=500, blank=True)
    benefit = models.TextField(_("benefit"), blank=True)
    # What the register itself found when the proposal was written, and when it looked. Never written by a person.
    findings = models.JSONField(default=dict, blank=True, editable=False)
    not_enough = models.TextField(_("why existing forums are not enough"), blank=True)
    signer = models.CharField(_("signed by"), max_length=200, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    adds_burden = models.BooleanField(_("added resource burden"))
    burden_amount = models.DecimalField(
        _("what it costs"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    burden_explanation = models.TextField(_("what the burden is"), blank=True)
    concerns_foreign_policy = models.BooleanField(_("concerns Sweden's relation to another state"))
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    # Of what was joined before the register began the sources may know the year alone.
    joined_year_only = models.BooleanField(_("only the year is known"), default=False)
    last_reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_reason = models.TextField(_("why it ended"), blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("declaration or initiative")
        verbose_name_plural = _("declarations and initiatives")
        default_permissions = ()
        constraints = [
            # The test of added burden: what costs something is never decided as if it cost nothing.
            models.CheckConstraint(
                condition=Q(adds_burden=True) | Q(burden_amount__isnull=True) | Q(burden_amount=0),
                name="declaration_that_costs_is_a_burden",
            ),
            models.CheckConstraint(
                condition=Q(adds_burden=False)
                | (Q(burden_amount__isnull=False, burden_amount__gt=0) & ~Q(burden_explanation="")),
                name="declaration_burden_is_explained",
            ),
            models.CheckConstraint(condition=~Q(text="") | ~Q(link=""), name="declaration_text_can_be_read"),
            models.CheckConstraint(
                condition=Q(concerns_foreign_policy=False) | Q(joined_on__isnull=True),
                name="declaration_is_no_foreign_policy",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | (Q(joined_on__isnull=False) & Q(ended_on__gte=F("joined_on")) & ~Q(ended_reason="")),
                name="declaration_ends_after_it_is_joined",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | (Q(joined_on__isnull=False) & ~Q(signer="")),
                name="declaration_is_joined_before_it_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    def get_absolute_url(self) -> str:
        return self.matter.get_absolute_url()

    @property
    def predates_register(self) -> bool:
        """The city joined before there was a matter."""
        return self.joined_on is not None and self.joined_on < self.matter.opened_on

    def add_note(self, text: str) -> None:
        """One paragraph more."""
        self.note = "\n\n".join(part for part in (self.note, text) if part)


def facts_of(scope: str, adds_burden: bool, concerns_foreign_policy: bool) -> dict[str, Any]:
    """The question who decides: a matter of foreign policy is no question of declarations any more."""
    if concerns_foreign_policy:
        return {"act": "act_in_foreign_policy"}
    return {"act": "join_declaration", "scope": scope, "adds_resource_burden": adds_burden}


def costs_without_burden(adds_burden: bool, amount: Decimal | None) -> bool:
    """The test: a cost above zero together with "no added burden"."""
    return not adds_burden and bool(amount)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def overdue(self, day: date) -> "CommitmentQuerySet":
        """Promises that should have been kept."""
        return self.filter(status=CommitmentStatus.OPEN, due_on__lt=day)


class Commitment(models.Model):
    """Åtagande. Something the city promises by joining, for one of its bodies to see to by a day."""

    declaration = models.ForeignKey(
        Declaration, models.PROTECT, related_name="commitments", verbose_name=_("declaration or initiative")
    )
    text = models.CharField(_("commitment"), max_length=300)
    owner = models.ForeignKey(
        Body, models.PROTECT, related_name="commitments", verbose_name=_("responsible body")
    )
    due_on = models.DateField(_("to be fulfilled by"))
    status = models.CharField(
        _("status"), max_length=20, choices=CommitmentStatus, default=CommitmentStatus.OPEN
    )
    report = models.TextField(_("report"), blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    # When the owner was told that it is overdue; told once.
    reminded_on = models.DateField(null=True, editable=False)
    history = HistoricalRecords(excluded_fields=["reminded_on"])

    # One of several in the history of its matter.
    NAMED_BY = "text"

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["due_on", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", closed_on__isnull=True)
                | (~Q(status="open") & Q(closed_on__isnull=False) & ~Q(report="")),
                name="commitment_is_closed_with_a_report",
            ),
        ]
        indexes = [
            # What the daily sweep reads, and the worklist of the owner.
            models.Index(
                "due_on",
                "id",
                name="commitment_to_remind",
                condition=Q(status="open", reminded_on__isnull=True),
            ),
            models.Index("owner", "due_on", "id", name="commitment_open", condition=Q(status="open")),
            # The list, by day: of a status, and all.
            models.Index("status", "due_on", "id", name="commitment_by_status", include=["declaration"]),
            models.Index("due_on", "id", name="commitment_by_day", include=["declaration"]),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.status == CommitmentStatus.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def status_tone(self) -> str:
        return "danger" if self.is_late else COMMITMENT_TONES[CommitmentStatus(self.status)]

    @property
    def status_label(self) -> str:
        return gettext("overdue") if self.is_late else choice_label(CommitmentStatus, self.status)
