"""The outbox at work: ask for an effect, ring the doorbell, do the effect once.

PostgreSQL is the queue of record, Redis only the doorbell: emptied or gone, it delays and loses nothing.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

from .models import OutboxEntry

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
MAX_TRIES = 8

# A handler does its slow and harmless part (reading, drawing) and returns what writes the result. That
# function runs in the transaction that marks the entry done: both or neither.
Keep = Callable[[], None]
Handler = Callable[[OutboxEntry], Keep]


class LeaseLost(Exception):
    """Another worker has taken the entry over; what this one did must not be kept."""


def ask(kind: str, key: str, subject: int | None = None, not_before: datetime | None = None) -> OutboxEntry:
    """Write down an effect in the caller's transaction. Asking again with the same key changes nothing."""
    if kind not in settings.OUTBOX_HANDLERS:
        raise ValueError(f"no handler for outbox entries of kind {kind!r}")
    entry, created = OutboxEntry.objects.get_or_create(
        key=key, defaults={"kind": kind, "subject": subject, "not_before": not_before or timezone.now()}
    )
    if created and not_before is None:
        transaction.on_commit(lambda: ring(entry.pk))
    return entry


def ring(entry: UUID) -> None:
    """Wake a worker. If the doorbell is out of order the sweep finds the entry."""
    try:
        current_app.send_task("governance.tasks.run_entry", args=[str(entry)], retry=False)
    except (OperationalError, OSError) as error:
        log.warning("doorbell out of order, the sweep will find %s: %s", entry, error)


def waiting_entries() -> list[UUID]:
    """What is due and in nobody's hands, oldest first, a bounded number at a time."""
    return list(OutboxEntry.objects.waiting(timezone.now()).values_list("pk", flat=True)[:100])


def run(entry_id: UUID | str) -> bool:
    """Take the entry, do its work, keep the result and mark it done. False if it was not to be had or failed."""
    entry = _take(entry_id)
    if entry is None:
        return False
    handler: Handler = import_string(settings.OUTBOX_HANDLERS[entry.kind])
    try:
        keep = handler(entry)
        with transaction.atomic():
            _finish(entry)
            keep()
    except LeaseLost:
        log.warning("lease of %s was lost; its new holder does it", entry.key)
        return False
    except Exception as error:  # any fault of a handler: kept, retried later, given up after MAX_TRIES
        log.exception("outbox entry %s failed", entry.key)
        _give_back(entry, error)
        return False
    return True


def renew(entry: OutboxEntry) -> None:
    """For long work, between its steps: keep the lease, or learn that it is lost."""
    held = OutboxEntry.objects.filter(pk=entry.pk, fence=entry.fence, done_at=None)
    if not held.update(lease_until=timezone.now() + LEASE):
        raise LeaseLost(entry.key)


def _take(entry_id: UUID | str) -> OutboxEntry | None:
    moment = timezone.now()
    with transaction.atomic():
        entries = OutboxEntry.objects.waiting(moment).select_for_update(skip_locked=True)
        entry = entries.filter(pk=entry_id).first()
        if entry is None:
            return None
        if entry.tries >= MAX_TRIES:  # it takes its worker down with it each time
            entry.dead_at, entry.lease_until = moment, None
            entry.save(update_fields=["dead_at", "lease_until"])
            return None
        entry.lease_until, entry.fence, entry.tries = moment + LEASE, entry.fence + 1, entry.tries + 1
        entry.save(update_fields=["lease_until", "fence", "tries"])
    return entry


def _finish(entry: OutboxEntry) -> None:
    held = OutboxEntry.objects.filter(pk=entry.pk, fence=entry.fence, done_at=None)
    if not held.update(done_at=timezone.now(), lease_until=None, last_error=""):
        raise LeaseLost(entry.key)


def _give_back(entry: OutboxEntry, error: Exception) -> None:
    moment = timezone.now()
    dead = entry.tries >= MAX_TRIES
    OutboxEntry.objects.filter(pk=entry.pk, fence=entry.fence).update(
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}"[:2000],
        not_before=moment + timedelta(seconds=2**entry.tries),
        dead_at=moment if dead else None,
    )
