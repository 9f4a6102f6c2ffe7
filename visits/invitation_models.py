"""Invitation letters: one for each delegate, through review and signature to the letter as it was issued.

What stays for good is the record: number, name, days, signer, where it stands. What a passport says is in the letter
itself, which is erased on the day of the passport (visits/open/erasure.py). The letters have no history
table, which would keep what is erased: what was done is an event of its own, and holds no name (docs/adr/0034).
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from governance.language import bilingual, choice_label
from governance.models import Body, Document, Person


class InvitationStatus(models.TextChoices):
    """Läge. Where an invitation letter stands."""

    REQUESTED = "requested", pgettext_lazy("invitation letter", "requested")
    REVIEWED = "reviewed", pgettext_lazy("invitation letter", "reviewed")
    APPROVED = "approved", pgettext_lazy("invitation letter", "approved")
    ISSUED = "issued", pgettext_lazy("invitation letter", "issued")
    REVOKED = "revoked", pgettext_lazy("invitation letter", "revoked")


TONES = {
    InvitationStatus.REQUESTED: "neutral",
    InvitationStatus.REVIEWED: "info",
    InvitationStatus.APPROVED: "waiting",
    InvitationStatus.ISSUED: "positive",
    InvitationStatus.REVOKED: "danger",
}
BEFORE_ISSUED = (InvitationStatus.REQUESTED, InvitationStatus.REVIEWED, InvitationStatus.APPROVED)


class InvitationBasis(models.Model):
    """Underlag för inbjudningsbrev. What the letters of one visit say in words of their own."""

    visit = models.OneToOneField(
        "visits.Visit",
        models.CASCADE,
        primary_key=True,
        related_name="invitation_basis",
        verbose_name=_("visit"),
    )
    # In the language of the letters; empty: as the guests wrote it.
    purpose = models.TextField(_("purpose, as the letters say it"), blank=True)
    # Empty: the delegation pays for itself, and the city answers for nothing.
    city_pays = models.TextField(_("what the city pays"), blank=True)
    decided_by = models.CharField(_("the decision to pay"), max_length=200, blank=True)
    # It names nobody who is invited.
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("basis of the invitation letters")
        verbose_name_plural = _("bases of invitation letters")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(city_pays="") | ~Q(decided_by=""), name="what_the_city_pays_has_been_decided"
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}"


class InvitationSeries(models.Model):
    """Nummerserie för inbjudningsbrev. The last number of a year; locked while the next one is drawn."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of invitation letters")
        verbose_name_plural = _("series of invitation letters")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class InvitationLetter(models.Model):
    """Inbjudningsbrev. The letter that invites one delegate, for the embassy that decides on the visa."""

    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="invitations")
    # Empty when the delegate has been taken away; what was issued is still known.
    delegate = models.ForeignKey(
        "visits.Delegate", models.SET_NULL, null=True, related_name="invitations", verbose_name=_("delegate")
    )
    name = models.CharField(_("name as in the passport"), max_length=250)
    status = models.CharField(
        _("status"), max_length=12, choices=InvitationStatus, default=InvitationStatus.REQUESTED
    )
    # Whether the delegate told the passport by a link of their own, so that whoever asked for the visit never saw it.
    by_delegate = models.BooleanField(default=False)
    # The link by which the delegate follows the letter and fetches it.
    key = models.CharField(max_length=32, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(_("language"), max_length=2, default="en")

    # The signature: who, in which office, by which row of the register of delegation.
    signer = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("signed by")
    )
    signer_title_sv = models.CharField(max_length=120, blank=True)
    signer_title_en = models.CharField(max_length=120, blank=True)
    signer_title = bilingual("signer_title")
    power_source = models.CharField(max_length=200, blank=True)

    # What was issued. The code is worked out from the seal until the letter is drawn; then its hash alone is left.
    # What the letter said when it was signed, in both languages, as a hash: nothing else is issued.
    signed_as = models.CharField(max_length=64, blank=True, default="", db_default="")
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    seal = models.CharField(max_length=32, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", verbose_name=_("body"))
    issued_on = models.DateField(_("issued on"), null=True)
    starts_on = models.DateField(_("first day"), null=True)
    ends_on = models.DateField(_("last day"), null=True)
    # What the letter says, until it has been drawn.
    content = models.JSONField(default=dict)
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="invitation")
    erased_on = models.DateField(_("erased on"), null=True)
    revoked_on = models.DateField(_("revoked on"), null=True)
    revoked_because = models.TextField(_("why it is revoked"), blank=True)

    class Meta:
        verbose_name = _("invitation letter")
        verbose_name_plural = _("invitation letters")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="one_invitation_letter_of_a_number"),
            models.UniqueConstraint(
                fields=["delegate"],
                condition=~Q(status="revoked"),
                name="one_living_invitation_letter_for_a_delegate",
            ),
            models.CheckConstraint(
                condition=Q(status__in=BEFORE_ISSUED)
                | Q(
                    serial__isnull=False,
                    issued_on__isnull=False,
                    signer__isnull=False,
                    starts_on__isnull=False,
                    ends_on__isnull=False,
                    body__isnull=False,
                ),
                name="issued_letter_has_number_signer_and_days",
            ),
            models.CheckConstraint(
                condition=~Q(status="revoked") | (Q(revoked_on__isnull=False) & ~Q(revoked_because="")),
                name="revoked_letter_has_a_reason",
            ),
        ]
        indexes = [models.Index("issued_on", name="invitation_by_day", condition=Q(issued_on__isnull=False))]

    def __str__(self) -> str:
        return self.number or f"{self.pk}"

    @property
    def number(self) -> str:
        """INV-2026-0007; empty before it is issued."""
        return f"INV-{self.year}-{self.serial:04d}" if self.serial else ""

    @property
    def status_label(self) -> str:
        return choice_label(InvitationStatus, self.status)

    @property
    def status_tone(self) -> str:
        return TONES[InvitationStatus(self.status)]

    @property
    def is_living(self) -> bool:
        return self.status != InvitationStatus.REVOKED

    @property
    def outbox_key(self) -> str:
        return f"draw_invitation:{self.pk}"

    def is_of_other_days(self, since: date | None, until: date | None) -> bool:
        """Whether the visit has been moved since the letter was issued."""
        return self.issued_on is not None and (self.starts_on, self.ends_on) != (since, until)


class InvitationEvent(models.Model):
    """Händelse med inbjudningsbrev. What was done with a letter, by whom and when; it names nobody who is invited."""

    letter = models.ForeignKey(InvitationLetter, models.CASCADE, related_name="events")
    verb = models.CharField(max_length=20)
    status = models.CharField(max_length=12, choices=InvitationStatus)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("event of an invitation letter")
        verbose_name_plural = _("events of invitation letters")
        default_permissions = ()
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.verb}"


class InvitationList(models.Model):
    """Grupplista. Those who are invited on one paper, with the numbers of their letters; erased with the letters."""

    visit = models.ForeignKey("visits.Visit", models.CASCADE, related_name="invitation_lists")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    letters = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="invitation_list")
    erased_on = models.DateField(_("erased on"), null=True)

    class Meta:
        verbose_name = _("group list of invitation letters")
        verbose_name_plural = _("group lists of invitation letters")
        default_permissions = ()
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.pk}"

    @property
    def outbox_key(self) -> str:
        return f"draw_invitation_list:{self.pk}"
