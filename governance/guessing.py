"""Guessing of passwords: after ten wrong ones for a user name it is told to wait, whoever asks.

Counted in Redis, for all web processes together. Where Redis is down nobody is kept out: it is a brake, not a lock.
"""

import hashlib
import logging
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)

MOST = 10
PAUSE = 15 * 60  # seconds from the first of them
PATIENCE = 2  # seconds for Redis to answer


class PatientLogIn(AuthenticationForm):
    """User name and password. An attempt is counted before it is tried, so that many at once are counted too."""

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username", "")
        if _count(name) > MOST:
            raise ValidationError(_("Too many wrong passwords. Wait a quarter of an hour and try again."))
        cleaned: dict[str, Any] = super().clean()
        _forget(name)
        return cleaned


def _count(name: str) -> int:
    """How many attempts there have been, with this one; 0 when it cannot be known."""
    key = _key(name)
    try:
        with _redis() as client:
            client.set(key, 0, ex=PAUSE, nx=True)
            return int(client.incr(key))
    except (redis.RedisError, OSError) as error:
        log.warning("wrong passwords are not counted: %s", error)
        return 0


def _forget(name: str) -> None:
    try:
        with _redis() as client:
            client.delete(_key(name))
    except (redis.RedisError, OSError) as error:
        log.warning("wrong passwords are not forgotten: %s", error)


def _key(name: str) -> str:
    return f"guessing:{hashlib.sha256(name.encode()).hexdigest()}"


def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
