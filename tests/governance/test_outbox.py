"""The outbox does each effect once, whatever happens to Redis and to the worker."""

import threading
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from governance import outbox, tasks
from governance.models import Heartbeat, OutboxEntry
from stockholm_intl.celery import QUEUES, app
from tests.doorbell import forget_connections

pytestmark = pytest.mark.django_db


def write(entry: OutboxEntry) -> outbox.Keep:
    """A handler whose effect is a row that counts how often it was done."""

    def keep() -> None:
        beat, _ = Heartbeat.objects.get_or_create(name=entry.key, defaults={"seen_at": timezone.now()})
        Heartbeat.objects.filter(pk=beat.pk).update(seen_at=timezone.now())

    return keep


def fail(entry: OutboxEntry) -> outbox.Keep:
    raise RuntimeError("the printer is on fire")


def half_way(entry: OutboxEntry) -> outbox.Keep:
    def keep() -> None:
        Heartbeat.objects.create(name="half", seen_at=timezone.now())
        raise RuntimeError("and then the power went")

    return keep


def sleepy(entry: OutboxEntry) -> outbox.Keep:
    """A worker that slept through its lease while another took the entry over."""
    OutboxEntry.objects.filter(pk=entry.pk).update(fence=entry.fence + 1)
    return lambda: Heartbeat.objects.create(name="late", seen_at=timezone.now())


@pytest.fixture(autouse=True)
def handlers(monkeypatch):
    here = {name: f"{__name__}.{name}" for name in ("write", "fail", "half_way", "sleepy")}
    monkeypatch.setattr(settings, "OUTBOX_HANDLERS", here)


def test_asking_twice_is_asking_once():
    assert outbox.ask("write", "w:1").pk == outbox.ask("write", "w:1").pk
    assert OutboxEntry.objects.count() == 1


def test_an_entry_is_done_once_however_often_somebody_rings():
    entry = outbox.ask("write", "w:1")
    assert outbox.run(entry.pk)
    assert not outbox.run(entry.pk)
    entry.refresh_from_db()
    assert entry.done_at
    assert entry.tries == 1


def test_an_unknown_kind_is_refused_when_asked_not_when_run():
    with pytest.raises(ValueError, match="no handler"):
        outbox.ask("dance", "d:1")


def test_a_failure_is_kept_and_tried_again_later():
    entry = outbox.ask("fail", "f:1")
    assert not outbox.run(entry.pk)
    entry.refresh_from_db()
    assert "on fire" in entry.last_error
    assert entry.not_before > timezone.now()
    assert entry.done_at is None
    assert entry.pk not in outbox.waiting_entries()


def test_after_too_many_failures_an_entry_is_given_up_and_stays_readable():
    entry = outbox.ask("fail", "f:1")
    for _ in range(outbox.MAX_TRIES):
        OutboxEntry.objects.update(not_before=timezone.now() - timedelta(seconds=1))
        outbox.run(entry.pk)
    entry.refresh_from_db()
    assert entry.dead_at
    assert not outbox.run(entry.pk)


def test_the_wait_between_two_tries_grows_to_a_quarter_of_an_hour_and_no_longer():
    waits = [outbox.wait_after(tries) for tries in range(1, 300)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=2)
    assert max(waits) == timedelta(minutes=15)


def test_mail_is_tried_for_days(monkeypatch):
    """A mail server that is away from Friday to Monday costs a delay and no notice."""
    monkeypatch.setattr(settings, "OUTBOX_MAIL", {"fail"})
    entry = outbox.ask("fail", "f:1")
    waited = timedelta()
    while waited < timedelta(days=2, hours=20):
        OutboxEntry.objects.update(not_before=timezone.now() - timedelta(seconds=1))
        outbox.run(entry.pk)
        entry.refresh_from_db()
        assert entry.dead_at is None
        waited += entry.not_before - timezone.now()
    monkeypatch.setattr(settings, "OUTBOX_HANDLERS", {"fail": f"{__name__}.write"})
    OutboxEntry.objects.update(not_before=timezone.now())
    assert outbox.run(entry.pk)


def test_mail_and_the_rest_wait_in_queues_of_their_own(monkeypatch):
    monkeypatch.setattr(settings, "OUTBOX_MAIL", {"fail"})
    mail, work = outbox.ask("fail", "f:1"), outbox.ask("write", "w:1")
    assert outbox.waiting_entries("mail") == [mail.pk]
    assert outbox.waiting_entries("work") == [work.pk]
    assert set(outbox.waiting_entries()) == {mail.pk, work.pk}


def test_a_sweep_of_slow_entries_ends_and_leaves_the_rest_to_the_next(monkeypatch):
    """It would else hold its worker until the hard limit of a task: entries that hang take ten seconds each."""
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr(tasks, "monotonic", lambda: next(clock))
    for number in range(20):
        outbox.ask("write", f"w:{number}")
    tasks.sweep_outbox("work")
    assert 0 < OutboxEntry.objects.exclude(done_at=None).count() < 6


def test_a_sweep_and_a_sign_of_life_that_nobody_took_up_do_not_heap_up():
    for name in ("sweep work", "sweep mail", "heartbeat"):
        entry = app.conf.beat_schedule[name]
        assert entry["options"]["expires"] <= entry["schedule"]
    assert {queue.name for queue in app.conf.task_queues} == set(QUEUES) == {"work", "mail"}
    assert settings.CELERY_TASK_DEFAULT_QUEUE in QUEUES


def test_an_entry_that_takes_its_worker_down_is_given_up_too():
    entry = outbox.ask("write", "w:1")
    OutboxEntry.objects.filter(pk=entry.pk).update(
        tries=outbox.MAX_TRIES, lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert not outbox.run(entry.pk)
    entry.refresh_from_db()
    assert entry.dead_at


def test_a_half_kept_effect_is_not_kept_at_all():
    entry = outbox.ask("half_way", "h:1")
    assert not outbox.run(entry.pk)
    assert not Heartbeat.objects.filter(name="half").exists()


def test_a_worker_that_lost_its_lease_keeps_nothing():
    entry = outbox.ask("sleepy", "s:1")
    assert not outbox.run(entry.pk)
    assert not Heartbeat.objects.filter(name="late").exists()


def test_an_entry_in_somebodys_hands_is_left_alone_until_the_lease_runs_out():
    entry = outbox.ask("write", "w:1")
    OutboxEntry.objects.filter(pk=entry.pk).update(lease_until=timezone.now() + timedelta(seconds=30))
    assert not outbox.run(entry.pk)
    OutboxEntry.objects.filter(pk=entry.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert outbox.run(entry.pk)


def test_nothing_is_left_of_an_effect_asked_for_in_a_transaction_that_failed():
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - both belong to it
        outbox.ask("write", "w:1")
        raise ZeroDivisionError
    assert not OutboxEntry.objects.exists()


@pytest.fixture
def silent_doorbell(monkeypatch):
    """No Redis at all, and afterwards the one there was: Celery keeps its connections in pools."""

    monkeypatch.setitem(outbox._doorbell, "silent_until", 0.0)
    with monkeypatch.context() as patched:
        for name in ("broker_url", "broker_write_url"):
            patched.setattr(current_app.conf, name, "redis://127.0.0.1:1/0")
        forget_connections()
        yield
    forget_connections()


def test_a_silent_doorbell_loses_nothing(silent_doorbell, django_capture_on_commit_callbacks):
    """The entry waits for the sweep, and the person's own work is not disturbed."""
    with django_capture_on_commit_callbacks(execute=True):
        entry = outbox.ask("write", "w:1")
    assert entry.pk in outbox.waiting_entries()


def test_a_silent_doorbell_is_waited_for_once(silent_doorbell, django_capture_on_commit_callbacks, caplog):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(20):
            outbox.ask("write", f"w:{number}")
    assert len(outbox.waiting_entries()) == 20
    assert sum("doorbell out of order" in line for line in caplog.messages) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_entry_do_it_once():
    entry = outbox.ask("write", "w:1")
    barrier, done = threading.Barrier(4), []

    def worker() -> None:
        barrier.wait()
        done.append(outbox.run(entry.pk))
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done.count(True) == 1
