"""The outbox: what remains to be done, written in the transaction that made it necessary."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q


class OutboxQuerySet(models.QuerySet["OutboxEntry"]):
    def waiting(self, moment: datetime) -> "OutboxQuerySet":
        """Not done, not given up, due, and in nobody's hands."""
        return self.filter(
            Q(lease_until__isnull=True) | Q(lease_until__lt=moment),
            done_at__isnull=True,
            dead_at__isnull=True,
            not_before__lte=moment,
        )

    def undone(self) -> "OutboxQuerySet":
        """Not done and not stopped, whether it is due, in somebody's hands or waiting for its next try."""
        return self.filter(done_at__isnull=True, dead_at__isnull=True)

    def stopped(self) -> "OutboxQuerySet":
        """Tried as often as it may be, and nobody has said yet what becomes of it."""
        return self.filter(dead_at__isnull=False, given_up_at__isnull=True)


class OutboxEntry(models.Model):
    """Uppgift i kö. One effect that shall happen once.

    `key` says what the effect means ("draw_report:2025:2"): asking twice is asking once. `subject` is the id
    of what it concerns; nothing personal leaves the database. The meaning of `kind` stands in
    settings.OUTBOX_HANDLERS.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    subject = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField()
    # A worker that takes the entry holds it until here; `fence` counts the takings, so that a worker that
    # slept through its lease cannot finish what another has begun anew.
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    # It has failed as often as it may. An administrator lets it be tried again, or gives it up and says why.
    dead_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    given_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    given_up_because = models.CharField(max_length=500, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["not_before"]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=Q(done_at=None, dead_at=None),
                name="outbox_waiting",
            ),
            models.Index(
                fields=["dead_at"],
                condition=Q(dead_at__isnull=False, given_up_at=None),
                name="outbox_stopped",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_up_at=None) | Q(given_up_by__isnull=False) & ~Q(given_up_because=""),
                name="given_up_by_somebody_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """Livstecken. When a part of the system last said it was alive: the worker and beat, by name."""

    name = models.CharField(max_length=40, primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
