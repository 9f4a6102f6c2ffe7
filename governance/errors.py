"""Refusals that explain themselves. Views need not catch them: each has a page of its own."""

from typing import TYPE_CHECKING, Any

import psycopg
from django.core.exceptions import PermissionDenied
from django.db import OperationalError

if TYPE_CHECKING:
    from .authority import Ruling
    from .models import Body, Decision


class RefusedByRule(PermissionDenied):
    """The strategy gives this to somebody else, or to nobody. Carries the ruling.

    `body` is the one that was refused, `whose` the one that may; `right` is what its people do there.
    """

    def __init__(
        self,
        message: str,
        ruling: "Ruling",
        body: "Body | None" = None,
        *,
        whose: "Body | None" = None,
        right: str = "record_decisions",
    ) -> None:
        super().__init__(message)
        self.ruling = ruling
        self.body = body
        self.whose = whose
        self.right = right


class Conflict(Exception):
    """What one wanted to do no longer fits what is. The message says what happened and what to do."""


class WrongState(Conflict):
    """The matter is not in a state where this can be done."""


class AlreadyDecided(Conflict):
    """Somebody recorded a decision first."""

    def __init__(self, message: str, decision: "Decision") -> None:
        super().__init__(message)
        self.decision = decision


class StaleVersion(Conflict):
    """Somebody changed the matter while one was editing. `current` is how it stands now."""

    def __init__(self, message: str, current: Any) -> None:
        super().__init__(message)
        self.current = current


def is_held(exception: BaseException) -> bool:
    """Whether a row was held by somebody else for longer than one waits (lock_timeout), or in a circle."""
    held = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)
    return isinstance(exception, OperationalError) and isinstance(exception.__cause__, held)
