"""The outbox at work: ask for an effect, ring the doorbell, do the effect once.

PostgreSQL is the queue of record, Redis only the doorbell: emptied or gone, it delays and loses nothing.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .errors import WrongState
from .models import Office, OutboxEntry, Person

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
# After a failure it is tried again, later and later: after seconds at first, then every quarter of an hour.
LONGEST_WAIT = timedelta(minutes=15)
MAX_TRIES = 8
# Mail fails because the server is away, which may last over a weekend: so many tries are three days.
MAX_TRIES_OF_MAIL = 300

# A handler does its slow and harmless part (reading, drawing) and returns what writes the result. That
# function runs in the transaction that marks the entry done: both or neither.
Keep = Callable[[], None]
Handler = Callable[[OutboxEntry], Keep]


# When the doorbell was found out of order it is not tried again for so many seconds.
SILENT_FOR = 10.0
_doorbell = {"silent_until": 0.0}


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
        transaction.on_commit(lambda: ring(entry))
    return entry


def ask_all(kind: str, subjects: Mapping[str, int]) -> None:
    """Write down the same effect for many, by key; as `ask`, in two statements for however many."""
    if kind not in settings.OUTBOX_HANDLERS:
        raise ValueError(f"no handler for outbox entries of kind {kind!r}")
    known = set(OutboxEntry.objects.filter(key__in=subjects).values_list("key", flat=True))
    entries = OutboxEntry.objects.bulk_create(
        [
            OutboxEntry(key=key, kind=kind, subject=subject, not_before=timezone.now())
            for key, subject in subjects.items()
            if key not in known
        ],
        ignore_conflicts=True,
    )
    for entry in entries:
        transaction.on_commit(partial(ring, entry))


def ring(entry: OutboxEntry) -> None:
    """Wake a worker of the entry's queue. If the doorbell is out of order the sweep finds the entry.

    Finding that out takes seconds, and one act can ask for many effects: whoever waits pays for it once.
    """
    if monotonic() < _doorbell["silent_until"]:
        return
    queue = queue_of(entry.kind)
    try:
        current_app.send_task("governance.tasks.run_entry", args=[str(entry.pk)], queue=queue, retry=False)
    except (
        Exception
    ) as error:  # what was asked for is written down already: nothing about a bell may undo that
        _doorbell["silent_until"] = monotonic() + SILENT_FOR
        log.warning("doorbell out of order, the sweep will find %s: %s", entry.pk, error)


def queue_of(kind: str) -> str:
    """Mail has a queue and a worker of its own: a server that hangs holds up mail and nothing else."""
    return settings.MAIL_QUEUE if kind in settings.OUTBOX_MAIL else settings.CELERY_TASK_DEFAULT_QUEUE


def waiting_entries(queue: str | None = None) -> list[UUID]:
    """What is due and in nobody's hands, of one queue or of all, oldest first, a bounded number at a time."""
    entries = OutboxEntry.objects.waiting(timezone.now())
    if queue == settings.MAIL_QUEUE:
        entries = entries.filter(kind__in=settings.OUTBOX_MAIL)
    elif queue is not None:
        entries = entries.exclude(kind__in=settings.OUTBOX_MAIL)
    return list(entries.values_list("pk", flat=True)[:100])


@transaction.atomic
def try_again(entries: Iterable[OutboxEntry]) -> int:
    """Give entries that have stopped or been given up a fresh start. How many there were."""
    keys = [entry.pk for entry in entries]
    revived = list(
        OutboxEntry.objects.filter(pk__in=keys, done_at=None)
        .exclude(dead_at=None)
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    for entry in revived:
        entry.dead_at, entry.tries, entry.not_before = None, 0, timezone.now()
        entry.given_up_at, entry.given_up_by, entry.given_up_because = None, None, ""
        entry.save()
        transaction.on_commit(partial(ring, entry))
    return len(revived)


def may_tend(person: Person) -> bool:
    """The administrators see what has stopped, and say what becomes of it; so does who stands in for one, for mails
    and papers wait meanwhile and no right is given by it."""
    return any(held.role == Office.Role.ADMINISTRATOR for held in person.offices)


def require_tending(person: Person) -> None:
    """Raise PermissionDenied for who is no administrator."""
    if not may_tend(person):
        raise PermissionDenied(_("Only an administrator looks after the jobs that have stopped."))


@transaction.atomic
def give_up(entry: OutboxEntry, *, by: Person, because: str) -> OutboxEntry:
    """Leave an entry that has stopped undone, for a reason that stays beside it."""
    require_tending(by)
    because = because.strip()
    if not because:
        raise WrongState(_("Say why it is given up."))
    entry = OutboxEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.dead_at is None or entry.given_up_at is not None:
        raise WrongState(_("Somebody has already said what becomes of this job."))
    entry.given_up_at, entry.given_up_by, entry.given_up_because = timezone.now(), by, because
    entry.save(update_fields=["given_up_at", "given_up_by", "given_up_because"])
    return entry


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
    except Exception as error:  # any fault of a handler: kept, retried later, stopped at last
        log.exception("outbox entry %s failed", entry.key)
        _give_back(entry, error)
        return False
    return True


def most_tries(entry: OutboxEntry) -> int:
    """How often it is tried before it stops."""
    return MAX_TRIES_OF_MAIL if entry.kind in settings.OUTBOX_MAIL else MAX_TRIES


def wait_after(tries: int) -> timedelta:
    """How long until the next try."""
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(tries, 20)))


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
        if entry.tries >= most_tries(entry):  # it takes its worker down with it each time
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
    dead = entry.tries >= most_tries(entry)
    OutboxEntry.objects.filter(pk=entry.pk, fence=entry.fence).update(
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}"[:2000],
        not_before=moment + wait_after(entry.tries),
        dead_at=moment if dead else None,
    )
