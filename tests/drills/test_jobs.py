"""Drills 16 and 18: workers are killed and Redis is emptied and killed while jobs run; nothing is lost or doubled."""

import random
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Count

from governance import notices, outbox
from governance.models import Document, Heartbeat, Notice, OutboxEntry, Person
from tests.doorbell import forget_connections
from tests.drills import jobs
from tests.drills.conftest import SEED
from tests.drills.processes import Broker, Program, beat, environment, running, wait_until, worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broker(tmp_path, monkeypatch) -> Iterator[Broker]:
    """The broker of this drill, also for what this process asks for."""
    broker = Broker(tmp_path)
    for setting in ("broker_url", "broker_read_url", "broker_write_url"):
        monkeypatch.setattr(current_app.conf, setting, broker.url)
    monkeypatch.setattr(
        settings, "OUTBOX_HANDLERS", {**settings.OUTBOX_HANDLERS, "drill": "tests.drills.jobs.draw"}
    )
    forget_connections()
    with running(broker):
        yield broker
    forget_connections()


def ask(first: int, last: int) -> None:
    for number in range(first, last):
        with transaction.atomic():
            outbox.ask("drill", f"drill:{number}")


def waiting() -> int:
    return OutboxEntry.objects.filter(done_at=None).count()


def figures(jobs_asked: int) -> dict[str, int]:
    """What became of the jobs: lost, done twice, half done."""
    names = Document.objects.values("name").annotate(times=Count("pk"))
    return {
        "jobs": jobs_asked,
        "lost": jobs_asked - names.count(),
        "duplicated": sum(row["times"] - 1 for row in names),
        "partial": sum(not jobs.whole(document) for document in Document.objects.all()),
    }


def mails(folder: Path) -> Counter[str]:
    """How often each message was sent, by its Message-ID."""
    text = "".join(file.read_text() for file in (folder / "mail").iterdir())
    return Counter(
        line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith("Message-ID:")
    )


def test_no_job_is_lost_or_done_twice_when_workers_are_killed(broker, city, tmp_path, rounds, tell):
    """Drill 16. A report is a file kept whole or not at all; a mail may come twice but never as another message."""
    asked, kills = rounds(240), max(5, rounds(0) // 20)
    env = environment(broker, tmp_path)
    workers = [worker(env, tmp_path, name=f"worker{number}") for number in (1, 2)]
    with running(*workers, beat(env, tmp_path)):
        ask(0, asked)
        people = list(Person.objects.all())
        notices.notify(people, matter=None, key="drill", subject_sv="Övning", subject_en="Drill")
        _kill_in_turn(workers, kills)
        wait_until(lambda: waiting() == 0, "every job is done", patience=60 + asked)
    found = figures(asked)
    sent = mails(tmp_path)
    found |= {
        "kills": kills,
        "mails": len(people),
        "mails_lost": len(people) - len(sent),
        "mails_twice": sum(sent.values()) - len(sent),
        "mails_not_noted": Notice.objects.filter(mailed_at=None).count(),
    }
    tell(16, **found)
    assert (found["lost"], found["duplicated"], found["partial"]) == (0, 0, 0)
    assert found["mails_lost"] == 0
    assert found["mails_twice"] <= kills * 2
    assert found["mails_not_noted"] == 0


def test_control_plain_celery_loses_jobs_when_workers_are_killed(broker, city, tmp_path, tell):
    asked, kills = 150, 2
    env = environment(broker, tmp_path)
    workers = [worker(env, tmp_path, "tests.drills.plain_worker", f"plain{number}") for number in (1, 2)]
    with running(*workers):
        _send_plain(broker, 0, asked)
        _kill_in_turn(workers, kills)
        _wait_until_nothing_happens()
    found = figures(asked)
    tell(16, control=True, kills=kills, **found)
    assert found["lost"] > 0


def test_no_job_is_lost_or_done_twice_when_redis_is_emptied_and_killed(broker, city, tmp_path, rounds, tell):
    """Drill 18. Redis is only the doorbell: emptied or dead it delays and loses nothing."""
    asked = rounds(150)
    env = environment(broker, tmp_path)
    with running(worker(env, tmp_path), beat(env, tmp_path)):
        events = [broker.flush, broker.flush, broker.kill, broker.flush, broker.kill]
        part = max(1, asked // (len(events) + 1))
        for number, happens in enumerate(events):
            ask(number * part, (number + 1) * part)
            happens()
            if happens == broker.kill:
                ask((number + 1) * part, (number + 1) * part + 2)  # asked while there is no Redis at all
                broker.start()
        ask(len(events) * part, asked)
        began = time.monotonic()
        wait_until(lambda: waiting() == 0, "every job is done", patience=90 + asked)
    found = figures(asked)
    entries = OutboxEntry.objects.filter(kind="drill").values_list("created_at", "done_at")
    delays = sorted((done - created).total_seconds() for created, done in entries)
    found |= {
        "flushes": events.count(broker.flush),
        "kills": events.count(broker.kill),
        "p95_delay_s": round(delays[int(len(delays) * 0.95)], 1),
        "after_the_last_s": round(time.monotonic() - began, 1),
    }
    tell(18, **found)
    assert (found["lost"], found["duplicated"], found["partial"]) == (0, 0, 0)
    assert found["p95_delay_s"] <= 90


def test_control_plain_celery_loses_jobs_when_redis_is_emptied(broker, city, tmp_path, tell):
    asked = 100
    env = environment(broker, tmp_path)
    with running(worker(env, tmp_path, "tests.drills.plain_worker", "plain")):
        _send_plain(broker, 0, asked)
        wait_until(lambda: Document.objects.count() >= 10, "some are done")
        broker.flush()
        _wait_until_nothing_happens()
    found = figures(asked)
    tell(18, control=True, flushes=1, **found)
    assert found["lost"] > 0


def test_a_mail_server_that_hangs_holds_up_neither_reports_nor_the_sign_of_life(broker, city, tmp_path, tell):
    """It takes the connection and never says a word; mail has a queue of its own, so nothing else waits."""
    with hanging_mail_server(broker, tmp_path) as env:
        work = worker(env, tmp_path, name="work", queue="work")
        mail = worker(env, tmp_path, name="mail", queue="mail")
        with running(work, mail, beat(env, tmp_path)):
            waited = _how_long_jobs_wait_behind_mail()
            hanging = OutboxEntry.objects.filter(kind="mail_notice", done_at=None).count()
            Heartbeat.objects.all().delete()
            silent = wait_until(Heartbeat.objects.exists, "there is a sign of life", patience=40)
    tell(18, mails_hanging=hanging, jobs_waited_s=round(waited, 1), silent_s=round(silent, 1))
    assert hanging == Person.objects.count()
    assert waited < 10


def test_control_one_queue_for_all_is_held_up_by_a_mail_server_that_hangs(broker, city, tmp_path, tell):
    late = pytest.raises(AssertionError, match="gave up")
    with hanging_mail_server(broker, tmp_path) as env, running(worker(env, tmp_path)), late:
        _how_long_jobs_wait_behind_mail(patience=12)
    tell(18, control=True, jobs_waited_s=12)


@contextmanager
def hanging_mail_server(broker: Broker, folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a worker whose mail server takes connections and is silent for ever."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as server:
        yield environment(broker, folder, DRILL_SMTP_PORT=str(server.getsockname()[1]))


def _how_long_jobs_wait_behind_mail(patience: float = 60) -> float:
    people = list(Person.objects.all())
    notices.notify(people, matter=None, key="hang", subject_sv="Övning", subject_en="Drill")
    begun = OutboxEntry.objects.filter(kind="mail_notice", tries__gt=0)
    wait_until(begun.exists, "the first mail has met the server")
    ask(0, 20)
    jobs_left = OutboxEntry.objects.filter(kind="drill", done_at=None)
    return wait_until(lambda: not jobs_left.exists(), "the jobs are done", patience)


def _kill_in_turn(workers: list[Program], kills: int) -> None:
    """kill -9 one worker in the middle of its work, start it again, then the other, until enough were killed."""
    chance = random.Random(SEED)
    wait_until(Document.objects.exists, "the first job is done")
    for number in range(kills):
        victim, starts = workers[number % len(workers)], 1 + number // len(workers)
        wait_until(lambda: victim.said("ready.", starts), "the worker works")  # noqa: B023  (asked at once)
        time.sleep(chance.uniform(0.05, 0.4))
        victim.kill()
        victim.start()


def _send_plain(broker: Broker, first: int, last: int) -> None:
    with jobs.plain.connection_for_write(broker.url) as line:
        for number in range(first, last):
            jobs.plain_draw.apply_async([f"drill:{number}"], connection=line)


def _wait_until_nothing_happens(quiet: float = 4.0) -> None:
    """Nothing has been done for a while: what is not done now never will be."""
    count, since = -1, time.monotonic()
    while time.monotonic() - since < quiet:
        now = Document.objects.count()
        if now != count:
            count, since = now, time.monotonic()
        time.sleep(0.1)
