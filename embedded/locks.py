"""File locks that the kernel gives back when their holder dies."""

import contextlib
import fcntl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

SHARED, ALONE = fcntl.LOCK_SH, fcntl.LOCK_EX


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, ALONE)
        yield


def attempt(lock: TextIO, kind: int) -> bool:
    """Take the lock if that is possible at once. A lock held on the same file before is lost if it is not."""
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_locked(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError), path.open() as lock:
        return not attempt(lock, SHARED)
    return False


def wait_until_free(path: Path, seconds: float) -> None:
    end = time.monotonic() + seconds
    while is_locked(path) and time.monotonic() < end:
        time.sleep(0.01)
