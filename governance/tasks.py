"""Celery tasks of governance: the outbox, the rights of the day, the sign of life."""

from time import monotonic

from celery import shared_task
from django.utils import timezone

from . import access, digests, drafts, lamps, late, lexicon, outbox, reading, saved_searches, secrecy
from .models import Heartbeat, Person

# A sweep begins no more entries after so many seconds; the next one goes on. Beat sends one every ten.
LONGEST_SWEEP = 30


@shared_task
def run_entry(entry_id: str) -> None:
    """Somebody rang for one outbox entry."""
    outbox.run(entry_id)


@shared_task
def sweep_outbox(queue: str) -> None:
    """Do what waits in the queue and was not rung for, here and now: the doorbell may be what is broken."""
    began = monotonic()
    for pk in outbox.waiting_entries(queue):
        outbox.run(pk)
        if monotonic() - began > LONGEST_SWEEP:
            return


@shared_task
def sync_rights() -> None:
    """Give and take rights where a period began or ended at midnight."""
    for person in Person.objects.exclude(rights_as_of=timezone.localdate()).iterator():
        access.sync_rights(person)


@shared_task
def look_after_secrecy() -> int:
    """Tell of markings to re-examine. Beat sends it every day; each is told of once, however often it runs."""
    return secrecy.look_after()


@shared_task
def read_documents() -> int:
    """The text of documents that nobody has read yet, some at a time, so that they are found by their words."""
    return reading.read_some()


@shared_task
def look_after_saved_searches() -> int:
    """Tell of what is new in saved searches. Beat sends it in the morning, before the summaries go out."""
    return saved_searches.look_after()


@shared_task
def look_after_what_is_late() -> int:
    """Let what waits too long go on. Beat sends it in the morning; each thing goes one step, however often it runs."""
    return late.look_after()


@shared_task
def ask_for_digests() -> int:
    """The summaries of the morning, each to be mailed once a day at the hour its person has chosen."""
    return digests.ask_for(timezone.now())


@shared_task
def learn_words(everything: bool = False) -> int:
    """The words of titles and names, for what is typed without dots and for what is misspelt."""
    return lexicon.learn(everything=everything)


@shared_task
def forget_sent_forms() -> int:
    """The tokens of sent forms, when nothing can come from those any more."""
    return drafts.forget_sent()


@shared_task
def relight_lamps() -> int:
    """Put right what has drifted: lamps that the day turned on or off, and what was written past the actions."""
    return lamps.relight()


@shared_task
def count_lamps() -> None:
    """How many lamps are lit, by body."""
    lamps.count()


@shared_task
def heartbeat() -> None:
    """Sent by beat, done by a worker: both are alive."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"seen_at": timezone.now()})
