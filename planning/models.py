"""Planning and follow-up: rounds, each body's plan with its lines, its account with what came of them, copies."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from governance import access
from governance.addresses import address_of
from governance.models import Body, Matter, Person
from governance.prepared import Asker
from governance.stems import Stems

from .lifecycle import WRITABLE


class Subject(models.TextChoices):
    """What a round asks the bodies for."""

    PLAN = "plan", pgettext_lazy("planning", "plan")
    ACCOUNT = "account", pgettext_lazy("planning", "account")


class Round(models.Model):
    """Omgång. What the City Executive Office asks every body for of a year: its plan, or later its account."""

    subject = models.CharField(_("what is asked for"), max_length=10, choices=Subject)
    year = models.PositiveSmallIntegerField(_("year"))
    due_on = models.DateField(_("last day to submit"))
    instruction = models.TextField(_("instruction to the bodies"), blank=True)
    opened_on = models.DateField(_("opened"), default=timezone.localdate)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    locked_on = models.DateField(_("locked on"), null=True, blank=True)
    reopened_because = models.TextField(_("why it was opened again"), blank=True)
    is_invented = models.BooleanField(_("invented example"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    # Where nobody holds an office that could be told, when it was just opened.
    untold: Sequence[Body] = ()

    class Meta:
        verbose_name = _("round of planning")
        verbose_name_plural = _("rounds of planning")
        ordering = ["-year", "subject"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "year"],
                name="one_round_per_subject_and_year",
                violation_error_message=_("There is a round of that year already."),
            ),
            models.CheckConstraint(condition=Q(year__gte=2003, year__lte=2199), name="round_of_our_time"),
        ]

    def __str__(self) -> str:
        words = _("Plans for %(year)s") if self.subject == Subject.PLAN else _("Accounts of %(year)s")
        return words % {"year": self.year}

    def get_absolute_url(self) -> str:
        return address_of("planning:round", self.pk)

    @property
    def is_locked(self) -> bool:
        return self.locked_on is not None

    @property
    def handed(self) -> Any:
        """The plans or accounts of the bodies that are asked."""
        return self.plans if self.subject == Subject.PLAN else self.accounts


class Handed(models.Model):
    """What a plan and an account have alike: the round, the deadline, and how far it has come."""

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="%(class)s")
    round = models.ForeignKey(Round, models.PROTECT, related_name="%(class)ss", verbose_name=_("round"))
    # The round's day, or a later one that was given with what is to be completed.
    hand_in_by = models.DateField(_("last day to submit"))
    # Counted up when a locked one is corrected.
    edition = models.PositiveSmallIntegerField(_("version"), default=1)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    # What its head wants changed before it is submitted, and what it said when it last came back to who writes it.
    remark = models.TextField(_("what is to be changed before it is submitted"), blank=True)
    remark_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent back by"),
    )
    returned_as = models.CharField(max_length=64, blank=True, editable=False)
    to_complete = models.TextField(_("what is to be completed"), blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    review_note = models.TextField(_("note of the review"), blank=True)
    reopened_because = models.TextField(_("why it is corrected"), blank=True)
    locked_on = models.DateField(_("locked on"), null=True, blank=True)

    # Who was told of what has just been done with it: the page answers with their names.
    told: Sequence[Person] = ()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.matter)

    def get_absolute_url(self) -> str:
        return self.matter.get_absolute_url()

    @property
    def is_awaited(self) -> bool:
        return self.matter.status in WRITABLE

    @property
    def is_late(self) -> bool:
        """Not here in time: still awaited after its day, or submitted after it."""
        if self.is_awaited:
            return self.hand_in_by < timezone.localdate()
        return self.submitted_on is not None and self.submitted_on > self.hand_in_by

    @property
    def year(self) -> int:
        return self.round.year


class Plan(Handed):
    """Plan. What international work a body means to do in a year, and why."""

    TOLD_WITH = ("lines", "ties")

    aims = models.TextField(_("what the body wants with its international work"), blank=True)
    has_none = models.BooleanField(_("the body has no international work in the year"), default=False)
    none_because = models.TextField(_("why there is none"), blank=True)
    budget = models.DecimalField(
        _("money for it in the body’s own budget, kronor"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
    )
    # The serial of the last line: the next one gets the next, so no number ever means two things.
    last_serial = models.PositiveSmallIntegerField(default=0, editable=False)
    history = HistoricalRecords(excluded_fields=["last_serial", "returned_as"])

    class Meta:
        verbose_name = _("plan of international work")
        verbose_name_plural = _("plans of international work")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(has_none=False) | ~Q(none_because=""), name="plan_without_lines_says_why"
            ),
        ]


class PlanLine(models.Model):
    """Planrad. One thing in a plan: a goal, or a membership, project or event that serves one, and why."""

    class Kind(models.TextChoices):
        GOAL = "goal", pgettext_lazy("plan line", "goal")
        MEMBERSHIP = "membership", pgettext_lazy("plan line", "membership")
        PROJECT = "project", pgettext_lazy("plan line", "project")
        EVENT = "event", pgettext_lazy("plan line", "event")
        COOPERATION = "cooperation", pgettext_lazy("plan line", "cooperation")
        OTHER = "other", pgettext_lazy("plan line", "other activity")

    # One of several in the history of its matter.
    NAMED_BY = "ident"

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="lines", verbose_name=_("plan of international work")
    )
    # As its plan's, which never become others: the list asks them of every row.
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", editable=False)
    year = models.PositiveSmallIntegerField(editable=False)
    # The number of the plan and the line's own: what other systems know the line by. It stays when the words change.
    ident = models.CharField(_("plan line"), max_length=40, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("what"), max_length=200)
    why = models.TextField(_("why"))
    goal = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("goal that it serves"),
    )
    direction = models.CharField(_("direction of the strategy"), max_length=40, blank=True)
    measure = models.TextField(_("how one sees that it is reached"), blank=True)
    cost = models.DecimalField(
        _("cost in the year, kronor"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    budget_line = models.CharField(_("line in the body’s budget"), max_length=100, blank=True)
    owner = models.CharField(_("who is responsible"), max_length=120, blank=True)
    until = models.DateField(_("to be done by"), null=True, blank=True)
    matters = models.ManyToManyField(
        Matter, through="PlanTie", blank=True, related_name="plan_lines", verbose_name=_("matters")
    )
    history = HistoricalRecords(excluded_fields=["body", "year"])

    class Meta:
        verbose_name = _("plan line")
        verbose_name_plural = _("plan lines")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="goal") | Q(goal__isnull=True), name="plan_line_goal_serves_no_goal"
            ),
        ]
        indexes = [
            GinIndex(Stems("title", "why", "measure", "ident"), name="plan_line_search"),
            models.Index(fields=["body", "year", "ident"], name="plan_line_of_body"),
            models.Index(fields=["year", "ident"], name="plan_line_of_year"),
        ]

    def __str__(self) -> str:
        return f"{self.ident} {self.title}"

    @property
    def is_goal(self) -> bool:
        return self.kind == self.Kind.GOAL


def lines_readable_by(asker: Asker) -> models.QuerySet[PlanLine]:
    """The lines of the plans that one may read, by their body and the marking of their plan."""
    rows = PlanLine.objects.filter(body__among=asker.bodies_with(access.VIEW))
    return rows.filter(Q(plan__matter__secrecy_ground="") | Q(plan__matter__among=asker.secret_matters))


class PlanTie(models.Model):
    """Koppling till plan. A matter that a plan line is about: it lights the lamp "planned" of the matter."""

    # One of several in the history of the plan; of a matter under secrecy it does not say which.
    NAMED_BY = "label"

    # As its line's, which never becomes another.
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="ties", verbose_name=_("plan of international work")
    )
    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="ties", verbose_name=_("plan line"))
    label = models.CharField(_("matter"), max_length=20, blank=True, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="plan_ties", verbose_name=_("matter"))
    tied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("tied by")
    )
    tied_on = models.DateField(_("tied on"), default=timezone.localdate)
    history = HistoricalRecords(excluded_fields=["matter"])

    class Meta:
        verbose_name = _("tie to a plan")
        verbose_name_plural = _("ties to plans")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["line", "matter"], name="matter_once_per_plan_line")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.matter_id}"

    @staticmethod
    def told_to(person: Person, tie: "PlanTie") -> bool:
        """Of a matter under secrecy the tie is told to those who have been let into it."""
        return not tie.matter.is_secret or tie.matter_id in person.secret_matters


class Account(Handed):
    """Redovisning. What came of a body's international work in a year: figures are counted, text is written."""

    TOLD_WITH = ("outcomes",)

    # The body's plan of the same year; a body may account for a year that it never planned.
    plan = models.ForeignKey(
        Plan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name=_("plan of international work"),
    )
    summary = models.TextField(_("what the international work gave in the year"), blank=True)
    lessons = models.TextField(_("what the body learnt, and takes on"), blank=True)
    # The figures of the body as reporting counted them, and when; how often they were asked for.
    figures = models.JSONField(_("figures"), default=list, editable=False)
    counted_at = models.DateTimeField(_("figures counted"), null=True, blank=True, editable=False)
    counting = models.PositiveSmallIntegerField(default=1, editable=False)
    history = HistoricalRecords(excluded_fields=["figures", "counting", "returned_as"])

    class Meta:
        verbose_name = _("account of international work")
        verbose_name_plural = _("accounts of international work")
        default_permissions = ()


class LineOutcome(models.Model):
    """Utfall. What came of one line of the plan, as the account tells it."""

    class Result(models.TextChoices):
        DONE = "done", pgettext_lazy("plan line", "done")
        PARTLY = "partly", pgettext_lazy("plan line", "partly done")
        NOT_DONE = "not_done", pgettext_lazy("plan line", "not done")
        MOVED = "moved", pgettext_lazy("plan line", "moved to next year")

    TONES = {
        Result.DONE: "positive",
        Result.PARTLY: "waiting",
        Result.NOT_DONE: "danger",
        Result.MOVED: "neutral",
    }
    NAMED_BY = "line"

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="outcomes", verbose_name=_("account of international work")
    )
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="outcomes", verbose_name=_("plan line"))
    result = models.CharField(_("result"), max_length=20, choices=Result)
    text = models.TextField(_("what came of it"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("outcome of a plan line")
        verbose_name_plural = _("outcomes of plan lines")
        ordering = ["line"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["account", "line"], name="one_outcome_per_line")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.result}"

    @property
    def tone(self) -> str:
        return self.TONES[self.Result(self.result)]


class KeptCopy(models.Model):
    """Låst kopia. A plan or account word for word as it was when it was locked; the database refuses every change."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="kept_copies", verbose_name=_("matter"))
    edition = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    checksum = models.CharField(_("checksum"), max_length=64)
    because = models.TextField(_("why it is corrected"), blank=True)
    locked_on = models.DateField(_("locked on"))
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("locked by")
    )

    class Meta:
        verbose_name = _("kept copy")
        verbose_name_plural = _("kept copies")
        ordering = ["-edition"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["matter", "edition"], name="one_copy_per_edition")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.edition}"
