"""Assignments that a body gives in its decisions, followed until somebody reports that they are done."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from governance.addresses import address_of
from governance.prepared import Asker
from governance.working_days import this_day

from .matter import Matter
from .meetings import AgendaItem
from .organisation import Body

# Who may read an assignment, answered by the indexes of the list alone.
REACHED_BY = ["owner", "given_by", "given_on", "matter"]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, person: Asker) -> "AssignmentQuerySet":
        """Those given by or to the bodies whose matters the person may read; of secret matters if let in."""
        bodies = person.bodies_with("view_matters")
        mine = self.filter(Q(owner__among=bodies) | Q(given_by__among=bodies))
        secret = Q(matter__isnull=True) | Q(matter__secrecy_ground="")
        return mine.filter(secret | Q(matter__among=person.secret_matters))

    def open(self) -> "AssignmentQuerySet":
        return self.filter(closed_on__isnull=True)

    def late(self, day: object) -> "AssignmentQuerySet":
        return self.open().filter(due_on__lt=day)


class Assignment(models.Model):
    """Uppdrag i beslut. What a body has told another, or its own department, to do by a day.

    It is reported by those who were to do it, and ends when the body that gave it has received the report at a
    meeting, or drops it. Days that were moved stay in the history with their reasons.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("to do")
        DONE = "done", pgettext_lazy("assignment", "reported")
        RECEIVED = "received", pgettext_lazy("assignment", "report received")
        DROPPED = "dropped", _("dropped")

    TONES = {
        Status.OPEN: "waiting",
        Status.DONE: "info",
        Status.RECEIVED: "positive",
        Status.DROPPED: "neutral",
    }

    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="assignments", verbose_name=_("item on the agenda")
    )
    text = models.TextField(_("assignment"))
    # As the item's and its meeting's, which never become others: the list asks them of every row.
    given_on = models.DateField(editable=False)
    given_by = models.ForeignKey(Body, models.PROTECT, related_name="+", editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+", editable=False)
    owner = models.ForeignKey(Body, models.PROTECT, related_name="assignments", verbose_name=_("given to"))
    due_on = models.DateField(_("due"))
    # Why the day is another than at first.
    moved_because = models.TextField(_("why the day was moved"), blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.OPEN)
    report = models.TextField(pgettext_lazy("assignment", "report"), blank=True)
    closed_on = models.DateField(_("reported or dropped"), null=True, blank=True)
    received_on = models.DateField(_("report received"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(excluded_fields=["given_by", "given_on", "matter"])

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["due_on", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", closed_on__isnull=True)
                | ~Q(status="open") & Q(closed_on__isnull=False) & ~Q(report=""),
                name="assignment_closes_with_a_report",
            ),
            models.CheckConstraint(
                condition=Q(status="received", received_on__gte=F("closed_on"))
                | ~Q(status="received") & Q(received_on__isnull=True),
                name="assignment_received_after_its_report",
            ),
        ]
        indexes = [
            models.Index(
                "owner",
                "due_on",
                name="assignment_open",
                include=["given_by", "matter"],
                condition=Q(closed_on__isnull=True),
            ),
            models.Index("item", name="assignment_awaits_receipt", condition=Q(status="done")),
            models.Index(F("due_on").desc(), F("id").desc(), name="assignment_newest", include=REACHED_BY),
            models.Index(
                F("due_on").desc(),
                F("id").desc(),
                name="assignment_open_newest",
                include=REACHED_BY,
                condition=Q(closed_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return address_of("assignment", self.pk)

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_ended(self) -> bool:
        """Whether nobody has anything left to do; a report waits for the next meeting of the body that gave it."""
        return self.status in (self.Status.RECEIVED, self.Status.DROPPED)

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < this_day()

    @property
    def status_label(self) -> str:
        return str(self.Status(self.status).label)

    @property
    def status_tone(self) -> str:
        return self.TONES[self.Status(self.status)]
