"""/healthz/: tells machines whether the parts work, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance import health
from governance.models import Heartbeat, OutboxEntry


@pytest.fixture
def beating(city) -> None:
    Heartbeat.objects.update_or_create(name="worker", defaults={"seen_at": timezone.now()})


def test_all_is_well(client, beating) -> None:
    answer = client.get(reverse("healthz"))
    assert answer.status_code == 200
    assert set(answer.json()["parts"].values()) == {"ok"}
    assert not answer.cookies


def test_a_worker_that_fell_silent_is_noticed(client, beating) -> None:
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    answer = client.get(reverse("healthz"))
    assert answer.status_code == 503
    assert answer.json()["parts"] == {"database": "ok", "redis": "ok", "worker": "down", "migrations": "ok"}


def test_redis_away_is_noticed_and_its_address_not_told(client, beating, settings) -> None:
    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"
    answer = client.get(reverse("healthz"))
    assert answer.json()["parts"]["redis"] == "down"
    assert b"secret" not in answer.content


def test_it_tells_how_long_the_oldest_job_has_waited_and_how_many_have_stopped(client, beating) -> None:
    """Figures for an alarm; one mail that does not get through takes nothing out of service."""
    assert client.get(reverse("healthz")).json()["outbox"] == {"oldest_waiting_seconds": 0, "stopped": 0}
    now = timezone.now()
    waiting = job("mail:1", tries=7, not_before=now + timedelta(minutes=15))
    OutboxEntry.objects.filter(pk=waiting.pk).update(created_at=now - timedelta(hours=3))
    job("mail:2", dead_at=now)
    job("mail:3", done_at=now)
    job("mail:4", not_before=now + timedelta(days=1))  # asked for tomorrow: it is not waiting for anything
    answer = client.get(reverse("healthz"))
    assert answer.status_code == 200
    told = answer.json()["outbox"]
    assert told["stopped"] == 1
    assert 3 * 3600 <= told["oldest_waiting_seconds"] < 3 * 3600 + 60


def job(key: str, **values) -> OutboxEntry:
    return OutboxEntry.objects.create(
        **{"kind": "mail_notice", "key": key, "not_before": timezone.now(), **values}
    )


def test_a_migration_that_was_not_applied_is_noticed(client, beating) -> None:
    executor = health.MigrationExecutor(health.connection)
    ((app, latest),) = executor.loader.graph.leaf_nodes("governance")
    executor.recorder.record_unapplied(app, latest)
    assert client.get(reverse("healthz")).json()["parts"]["migrations"] == "down"
