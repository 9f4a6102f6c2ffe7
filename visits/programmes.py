"""The programme of a visit: its slots, the versions that were confirmed, and what is printed of them."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from governance.language import choice_label, clock
from governance.models import Document, Person


class Programme(models.Model):
    """Besöksprogram. What the slots of a visit have in common: who comes, what the guest has said, how far it has come.

    There is none until somebody begins to build it.
    """

    visit = models.OneToOneField(
        "visits.Visit",
        models.CASCADE,
        primary_key=True,
        related_name="programme",
        verbose_name=pgettext_lazy("row", "visit"),
    )
    delegation = models.TextField(_("those who come"), blank=True)
    guest_confirmed_on = models.DateField(_("the guest confirmed in writing"), null=True, blank=True)
    guest_confirmed_how = models.CharField(_("how the guest confirmed"), max_length=200, blank=True)
    guest_answer = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="+", verbose_name=_("the guest’s answer")
    )
    guest_noted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("noted by")
    )
    # The latest version that was confirmed, 0 before the first; and whether the slots say something else since.
    confirmed_version = models.PositiveSmallIntegerField(_("confirmed version"), default=0)
    is_changed = models.BooleanField(_("changed since it was confirmed"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("programme of the visit")
        verbose_name_plural = _("programmes of visits")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.visit_id} {self.confirmed_version}"

    @property
    def is_confirmed(self) -> bool:
        """Whether the slots stand as they were confirmed."""
        return self.confirmed_version > 0 and not self.is_changed


class Slot(models.Model):
    """Programpunkt. One thing on a day of the visit: when, where, about what, with whom, and what is needed for it."""

    # One of several in the history of its matter.
    NAMED_BY = "topic"

    visit = models.ForeignKey(
        "visits.Visit", models.CASCADE, related_name="slots", verbose_name=pgettext_lazy("row", "visit")
    )
    day = models.DateField(_("day"))
    starts_at = models.TimeField(pgettext_lazy("slot", "begins"))
    ends_at = models.TimeField(pgettext_lazy("slot", "ends"))
    topic = models.CharField(pgettext_lazy("slot", "topic"), max_length=160)
    place = models.CharField(_("place"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=160, blank=True)
    entrance = models.CharField(_("door and entrance"), max_length=160, blank=True)
    room = models.CharField(_("room"), max_length=80, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(
        _("travel time to here, minutes"), null=True, blank=True
    )
    # A person of the register, or somebody who is not in it.
    host = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="hosted_slots", verbose_name=_("host")
    )
    host_name = models.CharField(_("host who is not in the register"), max_length=120, blank=True)
    host_office = models.CharField(_("title and unit of the host"), max_length=160, blank=True)
    host_phone = models.CharField(_("telephone of the host"), max_length=40, blank=True)
    speakers = models.TextField(_("speakers"), blank=True)
    equipment = models.CharField(_("equipment"), max_length=200, blank=True)
    catering = models.CharField(_("food and drink"), max_length=200, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=120, blank=True)
    vehicle = models.CharField(_("vehicle"), max_length=120, blank=True)
    gift = models.CharField(_("gift"), max_length=200, blank=True)
    goal = models.TextField(_("what we want from the meeting"), blank=True)
    public_note = models.TextField(_("note that the guest reads"), blank=True)
    internal_note = models.TextField(_("internal note"), blank=True)
    cost = models.DecimalField(_("estimated cost"), max_digits=10, decimal_places=2, null=True, blank=True)
    risk = models.TextField(_("risk"), blank=True)
    # Clashes that may stand, by their keys (clashes.py), and why.
    accepted = ArrayField(models.CharField(max_length=120), default=list, editable=False)
    accepted_because = models.TextField(_("why the clash may stand"), blank=True, editable=False)
    # What nobody else can have meanwhile: host, room, vehicle, interpreter, as words that compare equal.
    holds = ArrayField(models.CharField(max_length=260), default=list, editable=False)
    history = HistoricalRecords(excluded_fields=["accepted", "holds"])

    class Meta:
        verbose_name = _("slot of the programme")
        verbose_name_plural = _("slots of the programme")
        default_permissions = ()
        ordering = ["day", "starts_at", "ends_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_runs_forward"),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0), name="slot_cost_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(host__isnull=True) | Q(host_name=""), name="slot_has_one_host"
            ),
        ]
        indexes = [
            # Who and what else is taken on a day; and what a person hosts from today on.
            models.Index("day", "starts_at", name="slot_by_day"),
            models.Index("host", "day", "starts_at", name="slot_by_host", condition=Q(host__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.starts_at:%H.%M} {self.topic}"

    def save(self, *args: Any, **kw: Any) -> None:
        self.holds = sorted(set(self._held()))
        super().save(*args, **kw)

    def _held(self) -> Iterator[str]:
        """A host is known by the name too: the same person may stand as text in another programme."""
        if self.host_id:
            yield f"host:{self.host_id}"
        if name := compared(self.host_label):
            yield f"host:{name}"
        if room := compared(self.room):
            yield f"room:{compared(self.place)}/{room}"
        if vehicle := compared(self.vehicle):
            yield f"vehicle:{vehicle}"
        if interpreter := compared(self.interpreter):
            yield f"interpreter:{interpreter}"

    @property
    def host_label(self) -> str:
        return self.host.name if self.host else self.host_name

    @property
    def where(self) -> str:
        """The place by which one knows whether one has to go somewhere else."""
        return compared(self.place) or compared(self.address)

    @property
    def minutes(self) -> int:
        return in_minutes(self.ends_at) - in_minutes(self.starts_at)


def compared(words: str) -> str:
    """The words as they compare equal, however they were typed."""
    return " ".join(words.casefold().split())


def in_minutes(hour: time) -> int:
    """Of the day."""
    return hour.hour * 60 + hour.minute


def at_minute(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def span(starts_at: time, ends_at: time) -> str:
    """9.00–10.30, in English 9:00–10:30."""
    return f"{clock(starts_at)}–{clock(ends_at)}"


def in_order(slots: list[Slot]) -> list[tuple[date, list[Slot]]]:
    """The slots by their days."""
    days: dict[date, list[Slot]] = {}
    for slot in sorted(slots, key=lambda slot: (slot.day, slot.starts_at, slot.ends_at, slot.pk)):
        days.setdefault(slot.day, []).append(slot)
    return list(days.items())


class ProgrammeVersion(models.Model):
    """Programversion. The programme as it was confirmed: it never changes, and says who was told of it."""

    visit = models.ForeignKey("visits.Visit", models.CASCADE, related_name="programme_versions")
    number = models.PositiveSmallIntegerField()
    # Slot by slot as it stood, with names instead of keys (programme_changes.py).
    content = models.JSONField()
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # Names of those told by a notice, and of those somebody has to tell.
    told = ArrayField(models.CharField(max_length=200), default=list)
    to_tell = ArrayField(models.CharField(max_length=200), default=list)
    # Whom of those the case officer has told, as {name, on, by}: the day, and by whom it was noted.
    told_by_hand = models.JSONField(default=list)
    # Where the guest version was sent; empty: it was not.
    mail_to = models.EmailField(blank=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("version of the programme")
        verbose_name_plural = _("versions of the programme")
        default_permissions = ()
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="one_programme_version_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.number}"

    @property
    def still_to_tell(self) -> list[str]:
        """Names of those somebody has to tell and has not."""
        told = {each["name"] for each in self.told_by_hand}
        return [name for name in self.to_tell if name not in told]


class ProgrammeProposal(models.Model):
    """Programförslag. The programme as it was sent to the guest to say yes to, before it is confirmed."""

    visit = models.ForeignKey("visits.Visit", models.CASCADE, related_name="programme_proposals")
    # As that of a version.
    content = models.JSONField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    mail_to = models.EmailField()
    mailed_at = models.DateTimeField(null=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="programme_proposal")

    class Meta:
        verbose_name = _("proposal of a programme")
        verbose_name_plural = _("proposals of programmes")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.asked_at:%Y-%m-%d}"

    @property
    def mail_key(self) -> str:
        return f"mail_proposal:{self.pk}"


class Edition(models.TextChoices):
    """Utgåva. Whom a print is for, and so what it tells."""

    GUEST = "gast", _("for the guests")
    HOST = "vard", _("for the hosts")
    INTERNAL = "intern", _("internal")
    SECURITY = "sakerhet", _("for security")


class ProgrammePrint(models.Model):
    """Programutskrift. One edition of a version as PDF; without a version it is a draft, drawn anew when asked for."""

    visit = models.ForeignKey("visits.Visit", models.CASCADE, related_name="programme_prints")
    version = models.ForeignKey(ProgrammeVersion, models.CASCADE, null=True, related_name="prints")
    edition = models.CharField(max_length=10, choices=Edition)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # As it was asked for; of a draft that is asked for again the file is of an earlier one until it is drawn.
    drawn_at = models.DateTimeField(null=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="programme_print")

    class Meta:
        verbose_name = _("print of the programme")
        verbose_name_plural = _("prints of the programme")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version", "edition"], name="one_print_of_a_programme_version"),
            models.UniqueConstraint(
                fields=["visit", "edition"],
                condition=Q(version__isnull=True),
                name="one_draft_print_of_a_programme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.edition}"

    @property
    def edition_label(self) -> str:
        return choice_label(Edition, self.edition)

    @property
    def waits(self) -> bool:
        return self.drawn_at is None or self.drawn_at < self.asked_at

    @property
    def outbox_key(self) -> str:
        return f"draw_programme:{self.pk}:{self.asked_at.timestamp():.0f}"
