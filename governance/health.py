"""/healthz/: is the product alive? For machines; says what is wrong, nothing else."""

from collections.abc import Callable
from datetime import timedelta

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min, Q
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .models import Heartbeat, OutboxEntry

FRESH = timedelta(seconds=60)
PATIENCE = 2  # seconds for Redis to answer


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part answers, otherwise 503. Needs no session, tells no addresses and no versions."""
    parts = {name: "ok" if works() else "down" for name, works in PARTS.items()}
    healthy = all(answer == "ok" for answer in parts.values())
    return JsonResponse(
        {"status": "ok" if healthy else "down", "parts": parts, "outbox": _outbox()},
        status=200 if healthy else 503,
    )


def _outbox() -> dict[str, int] | None:
    """For an alarm: how many seconds the oldest job has waited, and how many have stopped and wait for a person.

    Figures beside the health and no part of it: the product works while one mail does not, and to take it out of
    service for that, as who reads the status would, helps nobody.
    """
    now = timezone.now()
    try:
        due = OutboxEntry.objects.undone().filter(Q(tries__gt=0) | Q(not_before__lte=now))
        oldest = due.aggregate(oldest=Min("created_at"))["oldest"]
        stopped = OutboxEntry.objects.stopped().count()
    except DatabaseError:
        return None
    waited = int((now - oldest).total_seconds()) if oldest else 0
    return {"oldest_waiting_seconds": max(0, waited), "stopped": stopped}


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _redis() -> bool:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
    )
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()


def _worker() -> bool:
    """Beat asks for a sign of life every fifteen seconds and a worker writes it: fresh means both are alive."""
    try:
        return Heartbeat.objects.filter(name="worker", seen_at__gte=timezone.now() - FRESH).exists()
    except DatabaseError:
        return False


def _migrations() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


PARTS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "redis": _redis,
    "worker": _worker,
    "migrations": _migrations,
}
