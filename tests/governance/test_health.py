"""/healthz/: tells machines whether the parts work, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance import health
from governance.models import Heartbeat


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


def test_a_migration_that_was_not_applied_is_noticed(client, beating) -> None:
    recorder = health.MigrationExecutor(health.connection).recorder
    recorder.migration_qs.filter(app="governance").order_by("-id")[0].delete()
    assert client.get(reverse("healthz")).json()["parts"]["migrations"] == "down"
