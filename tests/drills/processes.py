"""Servers and workers that a drill may kill: started here, ended by their own process ids only."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import redis
from django.db import connection

from embedded.valkey import Valkey

BIN = Path(sys.executable).parent
PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds


class Broker:
    """A Valkey of our own: the one of the test run must outlive the drill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = str(Valkey(self.folder).installed_program())
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(
            [program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(self._answers, "the broker answers")

    def flush(self) -> None:
        redis.Redis.from_url(self.url).flushall()

    def kill(self) -> None:
        """SIGKILL: nothing is written, everything it held is gone."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def _answers(self) -> bool:
        with contextlib.suppress(redis.RedisError):
            return bool(redis.Redis.from_url(self.url).ping())
        return False


class Program:
    """A process of the product with everything it starts; `kill` is kill -9 for all of them."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path) -> None:
        self.arguments, self.environment, self.log = arguments, environment, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.arguments, env={**os.environ, **self.environment}, cwd=PROJECT, stdout=out, stderr=out,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        if self.process is None:
            return
        counted = children(self.process.pid)
        # Its group too: whoever it was starting while they were counted would outlive it, with a connection.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for pid in counted:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def said(self, words: str, times: int = 1) -> bool:
        """Whether its log has the words so many times; it is started more than once and keeps one log."""
        return self.log.exists() and self.log.read_text(errors="replace").count(words) >= times


def children(pid: int) -> list[int]:
    """Process ids of everything the process has started and that still runs."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(fields[1])
    found, new = [], [pid]
    while new:
        new = [child for child, parent in parents.items() if parent in new]
        found += new
    return found


def environment(broker: Broker, folder: Path, **more: str) -> dict[str, str]:
    """The database of this test run, the broker of this drill."""
    given = connection.settings_dict
    address = (
        f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    )
    (folder / "mail").mkdir(exist_ok=True)
    return {
        "DATABASE_URL": address,
        "REDIS_URL": broker.url,
        "STATE_DIR": str(folder),
        "DRILL_MAIL": str(folder / "mail"),
        "DJANGO_SETTINGS_MODULE": "tests.drills.settings",
        "OUTBOX_LEASE_SECONDS": "2",
        "PYTHONPATH": str(PROJECT),
        **more,
    }


def worker(
    env: dict[str, str], folder: Path, app: str = "stockholm_intl", name: str = "worker", queue: str = ""
) -> Program:
    """A worker of one queue, or of all."""
    log = ["--loglevel", "INFO", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    queues = ["-Q", queue] if queue else []
    return Program(
        [str(BIN / "celery"), "-A", app, "worker", *log, *queues, "-n", name], env, folder / f"{name}.log"
    )


def beat(env: dict[str, str], folder: Path) -> Program:
    return Program(
        [str(BIN / "celery"), "-A", "stockholm_intl", "beat", "--pidfile="], env, folder / "beat.log"
    )


@contextlib.contextmanager
def running(*programs: Program | Broker) -> Iterator[None]:
    """They run until the block ends; whatever happens in it, none is left behind."""
    try:
        for program in programs:
            program.start()
        yield
    finally:
        for program in reversed(programs):
            program.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_until(holds: Callable[[], bool], what: str, patience: float = PATIENCE) -> float:
    """Seconds until it holds; a drill that cannot run has failed."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > patience:
            raise AssertionError(f"gave up waiting until {what}")
        time.sleep(0.05)
    return time.monotonic() - began
