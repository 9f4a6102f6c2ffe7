"""The secrecy marking of a matter: each act of it, and who is let in meanwhile."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.language import choice_label
from governance.working_days import this_day

from .matter import Matter
from .organisation import Body, Person


class SecrecyMarking(models.Model):
    """Sekretessmarkering. The matter was marked, or the marking kept, or lifted. Added to, never changed."""

    class Act(models.TextChoices):
        MARKED = "marked", _("marked")
        KEPT = "kept", _("re-examined and kept")
        LIFTED = "lifted", _("lifted")

    TONES = {Act.MARKED: "danger", Act.KEPT: "waiting", Act.LIFTED: "positive"}

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="markings", verbose_name=_("matter"))
    act = models.CharField(_("what was done"), max_length=10, choices=Act)
    ground = models.CharField(_("secrecy, legal ground"), max_length=120)
    motive = models.TextField(_("motive"))
    reexamine_on = models.DateField(_("re-examine on"), null=True, blank=True)
    # The authority whose marking it is: the owner of that day.
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("authority"))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    done_on = models.DateField(_("day"))
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("secrecy marking")
        verbose_name_plural = _("secrecy markings")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(act="lifted") | Q(reexamine_on__isnull=False), name="a_marking_is_reexamined"
            )
        ]

    def __str__(self) -> str:
        return f"{self.done_on} {self.act}"

    @property
    def act_label(self) -> str:
        return choice_label(self.Act, self.act)

    @property
    def tone(self) -> str:
        return self.TONES[self.Act(self.act)]


class SecrecyGrantQuerySet(models.QuerySet["SecrecyGrant"]):
    def standing(self, day: date) -> "SecrecyGrantQuerySet":
        """Those that nobody has ended and whose last day has not passed."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), ended_at__isnull=True)


class SecrecyGrant(models.Model):
    """Behörighet till sekretessmarkerat ärende. One person may open one secret matter, for a while or until it ends."""

    class Cause(models.TextChoices):
        MARKED = "marked", _("marked the matter")
        CASE_OFFICER = "case_officer", _("is its case officer")
        CHOSEN = "chosen", _("chosen when the matter was marked")
        ASKED = "asked", _("let in later")
        # Nobody who was let in prepared the matters of the owner any more.
        SUCCESSOR = (
            "successor",
            _("prepares the body’s matters, and nobody else who does was let in any more"),
        )

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="grants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="secrecy_grants")
    # None is the register itself.
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    cause = models.CharField(max_length=20, choices=Cause, default=Cause.ASKED)
    reason = models.TextField(_("Why?"), blank=True, default="", db_default="")
    until = models.DateField(_("last day"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SecrecyGrantQuerySet.as_manager()

    class Meta:
        ordering = ["granted_at", "id"]
        default_permissions = ()
        constraints = [
            # One that has ended stays, and says who was let in then.
            models.UniqueConstraint(
                fields=["matter", "person"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_grant_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.person_id}"

    @property
    def why(self) -> str:
        return self.reason or choice_label(self.Cause, self.cause)

    @property
    def has_run_out(self) -> bool:
        return self.until is not None and self.until < this_day()

    @property
    def is_standing(self) -> bool:
        return self.ended_at is None and not self.has_run_out
