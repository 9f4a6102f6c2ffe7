"""Meetings: of which body and when, who sat there, what lay on the agenda and what became of it."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from governance import headings
from governance.addresses import address_of
from governance.language import choice_label
from governance.prepared import Asker
from governance.stems import Stems
from governance.working_days import this_day

from .matter import Decision, Document, Matter
from .organisation import Body

# What is searched of an item that is no matter.
ITEM_WORDS = ("title", "proposal", "wording", "reasons", "reservations", "statements")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person: Asker) -> "MeetingQuerySet":
        """Those of the bodies whose matters the person may read."""
        return self.filter(body__among=person.bodies_with("view_matters"))

    def to_come(self) -> "MeetingQuerySet":
        """Those that are not over: one can still put something on their agenda."""
        return self.filter(status__in=Meeting.TO_COME)

    def unfinished(self) -> "MeetingQuerySet":
        """Those that ask something of the secretary still."""
        return self.filter(status__in=Meeting.UNFINISHED)


class Meeting(models.Model):
    """Sammanträde. A body meets on a day; its secretary prepares the agenda and keeps the minutes.

    Decisions are written when the meeting closes: then every item has got its outcome, and its § in the series of
    the year.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("meeting", "planned")
        CALLED = "called", pgettext_lazy("meeting", "called")
        IN_SESSION = "in_session", pgettext_lazy("meeting", "in session")
        CLOSED = "closed", pgettext_lazy("meeting", "closed")
        APPROVED = "approved", pgettext_lazy("meeting", "minutes approved")
        POSTED = "posted", pgettext_lazy("meeting", "minutes posted")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")

    TO_COME = (Status.PLANNED, Status.CALLED, Status.IN_SESSION)
    UNFINISHED = (*TO_COME, Status.CLOSED, Status.APPROVED)
    TONES = {
        Status.PLANNED: "info",
        Status.CALLED: "info",
        Status.IN_SESSION: "waiting",
        Status.CLOSED: "waiting",
        Status.APPROVED: "waiting",
        Status.POSTED: "positive",
        Status.CANCELLED: "neutral",
    }

    OF_NOTES = {
        Status.APPROVED: pgettext_lazy("meeting", "notes approved"),
        Status.POSTED: pgettext_lazy("meeting", "notes published"),
    }

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("body"))
    held_on = models.DateField(_("day of the meeting"))
    begins_at = models.TimeField(_("begins at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PLANNED)
    # The minutes of the body are numbered by year, in the order they are closed.
    number = models.PositiveSmallIntegerField(_("number of the minutes"), null=True, editable=False)
    called_on = models.DateField(_("called on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    approved_on = models.DateField(_("minutes approved on"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=200, blank=True)
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    is_invented = models.BooleanField(_("invented example"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(closed_on__isnull=False),
                name="minutes_of_a_closed_meeting",
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True) | Q(approved_on__gte=F("held_on")),
                name="minutes_approved_after_the_meeting",
            ),
            models.CheckConstraint(
                condition=Q(posted_on__isnull=True) | Q(posted_on__gte=F("approved_on")),
                name="minutes_posted_after_they_are_approved",
            ),
        ]
        indexes = [
            models.Index(F("held_on").desc(), F("id").desc(), name="meeting_newest", include=["body"]),
            models.Index("body", F("held_on").desc(), F("id").desc(), name="meeting_body_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.held_on}"

    def get_absolute_url(self) -> str:
        """The agenda; of a meeting that is closed the minutes, which is what one comes for then."""
        return address_of("meeting_minutes" if self.closed_on else "meeting", self.pk)

    @property
    def status_label(self) -> str:
        """The notes of a preparatory committee are published for all to read; minutes are posted."""
        label = None if self.decides else self.OF_NOTES.get(self.Status(self.status))
        return str(label) if label else choice_label(self.Status, self.status)

    @property
    def status_tone(self) -> str:
        return self.TONES[self.Status(self.status)]

    @property
    def has_come(self) -> bool:
        """Whether it is the day of the meeting, or later."""
        return self.held_on <= this_day()

    @property
    def minutes(self) -> str:
        """What the minutes are called: 3/2026. Empty until the meeting is closed."""
        return f"{self.number}/{self.held_on.year}" if self.number else ""

    @property
    def is_to_come(self) -> bool:
        return self.status in self.TO_COME

    @property
    def is_in_session(self) -> bool:
        return self.status == self.Status.IN_SESSION

    @property
    def decides(self) -> bool:
        """A preparatory committee handles matters, and decides none."""
        return self.body.kind != Body.Kind.PREPARATORY_COMMITTEE


class MinutesSeries(models.Model):
    """Paragrafserie. The last § and the last minutes of a body in a year; locked while they are given: no gaps."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last_paragraph = models.PositiveIntegerField(default=0)
    last_number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["body", "year"], name="one_series_per_body_and_year")]


class InOrderOfSeat(models.Manager["Attendance"]):
    """The chair first, then vice chairs, members, substitutes and the others; of one role as they were written."""

    def get_queryset(self) -> models.QuerySet["Attendance"]:
        seats = [models.When(role=role, then=place) for place, role in enumerate(Attendance.Role)]
        return super().get_queryset().order_by(models.Case(*seats), "pk")


class Attendance(models.Model):
    """Närvaro. Somebody who sat at a meeting, or was called and did not come; elected persons have no login here."""

    class Role(models.TextChoices):
        CHAIR = "chair", pgettext_lazy("attendance", "chair")
        VICE_CHAIR = "vice_chair", pgettext_lazy("attendance", "vice chair")
        MEMBER = "member", pgettext_lazy("attendance", "member")
        SUBSTITUTE = "substitute", pgettext_lazy("attendance", "substitute")
        CO_OPTED = "co_opted", pgettext_lazy("attendance", "co-opted")
        OFFICIAL = "official", pgettext_lazy("attendance", "official")
        SECRETARY = "secretary", pgettext_lazy("attendance", "secretary")

    # Those whose place a substitute can take.
    SEATED = (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER)
    # Those who work for the body and are no members of it.
    OF_THE_OFFICE = (Role.OFFICIAL, Role.SECRETARY)

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    # Nothing until the secretary has marked it: who is expected has not come yet.
    is_present = models.BooleanField(_("present"), null=True, default=None)
    serves_for = models.CharField(_("serves for"), max_length=120, blank=True)
    # Justerare: chosen at the meeting to approve its minutes.
    approves = models.BooleanField(_("approves the minutes"), default=False)
    note = models.CharField(_("note"), max_length=120, blank=True)

    objects = InOrderOfSeat()

    class Meta:
        verbose_name = _("attendance")
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "name"], name="each_sits_once_at_a_meeting"),
            models.CheckConstraint(
                condition=Q(serves_for="") | Q(role="substitute", is_present=True, is_present__isnull=False),
                name="a_present_substitute_serves",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role_label(self) -> str:
        return choice_label(self.Role, self.role)


class AgendaItem(models.Model):
    """Ärende på föredragningslista. What a meeting takes up, in order, and what became of it there."""

    class Kind(models.TextChoices):
        MATTER = "matter", _("matter")
        NOTIFICATION = "notification", _("notification of delegated decisions")
        FOLLOW_UP = "follow_up", _("follow-up of assignments")
        OTHER = "other", _("other item")

    class Outcome(models.TextChoices):
        """The codes of a decision, those of handling without deciding, and that nothing was taken up at all."""

        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        REFERRED_BACK = "referred_back", _("referred back")
        TABLED = "tabled", _("tabled")
        NOTED = "noted", _("noted")
        ENDORSED = "endorsed", pgettext_lazy("handling", "endorsed")
        ADVISED_AGAINST = "advised_against", pgettext_lazy("handling", "advised against")
        INFORMATION = "information", pgettext_lazy("handling", "information")
        WITHDRAWN = "withdrawn", pgettext_lazy("agenda", "withdrawn from the agenda")

    class Stream(models.TextChoices):
        """The two lists of the preparatory committee."""

        INTERNATIONAL = "international", _("international matters")
        HOSPITALITY = "hospitality", _("hospitality")

    # Handled is what the committee has had its say on; what it tabled or sent back, it will have again.
    HANDLED = (Outcome.ENDORSED, Outcome.ADVISED_AGAINST)
    TONES = {
        Outcome.APPROVED: "positive",
        Outcome.ENDORSED: "positive",
        Outcome.REJECTED: "neutral",
        Outcome.ADVISED_AGAINST: "neutral",
        Outcome.REFERRED_BACK: "waiting",
        Outcome.TABLED: "waiting",
        Outcome.NOTED: "info",
        Outcome.INFORMATION: "info",
        Outcome.WITHDRAWN: "neutral",
    }

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name=_("meeting"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MATTER)
    stream = models.CharField(_("list"), max_length=20, choices=Stream, blank=True)
    position = models.PositiveSmallIntegerField(_("position"))
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("matter")
    )
    title = models.CharField(_("heading"), max_length=200, blank=True)
    is_late = models.BooleanField(_("late item"), default=False)
    presenter = models.CharField(_("presented by"), max_length=120, blank=True)
    proposal = models.TextField(_("proposed decision"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    # What a body decided instead, in the kinds of matter where a rejection says too little.
    result = models.CharField(_("decided instead"), max_length=20, blank=True)
    wording = models.TextField(_("wording"), blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    reservations = models.TextField(_("reservation"), blank=True)
    statements = models.TextField(_("special statement"), blank=True)
    immediate_approval = models.BooleanField(_("approved immediately"), default=False)
    paragraph = models.PositiveIntegerField(_("§"), null=True, editable=False)
    decision = models.OneToOneField(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_item",
        editable=False,
        verbose_name=_("decision"),
    )
    # The delegated decisions that a notification tells of.
    told = models.ManyToManyField(Decision, blank=True, related_name="told_at")
    # The assignments that a follow-up takes in: the reports to receive, and what is late.
    followed = models.ManyToManyField("governance.Assignment", blank=True, related_name="followed_at")
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("item on the agenda")
        verbose_name_plural = _("items on the agenda")
        ordering = ["position", "id"]
        indexes = [GinIndex(Stems(*ITEM_WORDS), name="agenda_item_search", condition=Q(matter__isnull=True))]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="one_item_per_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["meeting", "matter"],
                condition=Q(matter__isnull=False),
                name="a_matter_once_per_meeting",
            ),
            models.UniqueConstraint(fields=["meeting", "paragraph"], name="a_paragraph_once_per_meeting"),
            models.CheckConstraint(
                condition=Q(kind="matter", matter__isnull=False) | ~Q(kind="matter") & ~Q(title=""),
                name="an_item_is_of_something",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("meeting_item", args=[self.meeting_id, self.pk])

    @property
    def heading(self) -> str:
        return self.matter.heading if self.matter else self.title

    @property
    def heading_lang(self) -> SafeString:
        """The attribute that says in which language the heading is, where that is not the page's."""
        if self.matter:
            return self.matter.heading_lang
        return mark_safe(headings.lang("", self.title, self.title))  # noqa: S308

    @property
    def outcome_label(self) -> str:
        return choice_label(self.Outcome, self.outcome) if self.outcome else ""

    @property
    def outcome_tone(self) -> str:
        return self.TONES[self.Outcome(self.outcome)] if self.outcome else "neutral"

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def stream_label(self) -> str:
        return choice_label(self.Stream, self.stream) if self.stream else ""

    @property
    def order(self) -> tuple[int, int]:
        """Its place among the items: what is on no list, then the international matters, then hospitality."""
        return ["", *self.Stream.values].index(self.stream), self.position

    @property
    def awaits_the_mayor(self) -> bool:
        """The preparatory committee has handled it; the decision is the Mayor's and is not recorded yet."""
        is_international = self.stream == self.Stream.INTERNATIONAL and self.matter_id is not None
        return is_international and self.outcome in self.HANDLED and self.decision_id is None

    @property
    def is_taken_up(self) -> bool:
        """What was withdrawn from the agenda gets no § and decides nothing."""
        return bool(self.outcome) and self.outcome != self.Outcome.WITHDRAWN


class ConflictOfInterest(models.Model):
    """Jäv. Somebody at the meeting had a conflict of interest in an item, and took no part in it."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="conflicts")
    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="conflicts")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["item", "attendance"], name="one_conflict_per_person_and_item")
        ]

    def __str__(self) -> str:
        return str(self.attendance)


class MeetingFile(models.Model):
    """Sammanträdeshandling. A print of a meeting as it stood: its agenda, its minutes, or an excerpt of one item."""

    class Kind(models.TextChoices):
        AGENDA = "agenda", _("agenda")
        MINUTES = "minutes", _("minutes")
        EXCERPT = "excerpt", _("excerpt of the minutes")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=20, choices=Kind)
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="files")
    document = models.OneToOneField(Document, models.PROTECT, related_name="meeting_file")
    # The version of the meeting that was drawn.
    of_version = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "item"], name="one_file_of_each", nulls_distinct=False
            )
        ]
