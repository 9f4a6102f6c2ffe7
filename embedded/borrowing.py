"""The users' side: join the running servers or have them started, hold them, and let them go."""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from .accounts import name_of, server_account, server_reaches
from .engine import PATIENCE, Engine
from .locks import ALONE, SHARED, attempt, locked, wait_until_free
from .postgres import Postgres
from .refusal import Refusal
from .secret import secret
from .valkey import Valkey

MARK = "about.txt"  # in a folder that was empty when it became ours, so that all of it may be deleted
PROJECT = Path(__file__).resolve().parent.parent
# For data and programs of root's servers when the state folder lies in a home that nobody else may enter.
ELSEWHERE = Path("/var/lib/stockholm-intl")

# Commands that only read code and write files get addresses that lead nowhere.
OFFLINE = {"check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages"}
NOWHERE = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "no-secret-for-nothing-is-signed-or-served-by-a-command-that-needs-no-engine",
}


def engines(state: Path, *, throwaway: bool = False) -> list[Engine]:
    return [Postgres(state, throwaway), Valkey(state, throwaway)]


def state_folder(environ: MutableMapping[str, str]) -> Path:
    """The folder the embedded default lives in; written back, so that the settings agree."""
    state = Path(environ.get("STATE_DIR") or PROJECT / ".run").absolute()
    environ["STATE_DIR"] = str(state)
    return state


@dataclass(frozen=True)
class Loan:
    """The servers somebody uses. A process that inherits the descriptors `locks` counts as a user too."""

    engines: list[Engine]
    locks: list[int]

    def check(self) -> None:
        """Refuse to go on without one of them."""
        for engine in self.engines:
            if not engine.running():
                raise Refusal(f"{engine.title} ended by itself; its log is {engine.log}.")


@contextlib.contextmanager
def borrowed(state: Path, environ: MutableMapping[str, str], *, throwaway: bool = False) -> Iterator[Loan]:
    """Set what is missing of DATABASE_URL, REDIS_URL and SECRET_KEY; the servers run until the block ends.

    Raises Refusal.
    """
    missing = [engine for engine in engines(state, throwaway=throwaway) if not environ.get(engine.variable)]
    with contextlib.ExitStack() as stack:
        if missing or not environ.get("SECRET_KEY"):
            claim(state)
        locks = [stack.enter_context(_used(engine, environ)) for engine in missing]
        if not environ.get("SECRET_KEY"):
            environ["SECRET_KEY"] = secret(state / "secret-key")
        yield Loan(missing, locks)


@contextlib.contextmanager
def for_command(arguments: list[str], environ: MutableMapping[str, str]) -> Iterator[None]:
    """What `manage.py` needs around a command."""
    state = state_folder(environ)
    command = arguments[1] if len(arguments) > 1 else "help"
    if command.startswith("-") or (command in OFFLINE and "--database" not in arguments):
        for variable, value in NOWHERE.items():
            environ.setdefault(variable, value)
        yield
        return
    if not environ.get("DATABASE_URL"):
        environ.setdefault("DEMO", "1")  # the embedded database is the demonstration
    with borrowed(state, environ):
        yield


def claim(state: Path) -> None:
    """Make the state folder, or say why it cannot be ours."""
    remedy = "or choose another folder: make run STATE_DIR=/some/where"
    try:
        state.mkdir(parents=True, exist_ok=True)
        owner, we = state.stat().st_uid, os.geteuid()
        if owner != we:
            raise Refusal(
                f"The folder {state} belongs to {name_of(owner)} and you are {name_of(we)}. "
                f"Go on as {name_of(owner)}, {remedy}."
            )
        # Root's servers run as another account, which has to walk through this folder but not to look around.
        state.chmod(0o711 if we == 0 else 0o700)
        if not any(state.iterdir()):
            (state / MARK).write_text("Data of the embedded servers. `make reset` deletes this folder.\n")
        (state / "log").mkdir(exist_ok=True)
    except OSError as error:
        raise Refusal.of(error, f"The folder {state} cannot be used", remedy) from error


def stop(state: Path) -> list[str]:
    """Stop the servers of a state folder, whoever uses them; the titles of those that ran."""
    stopped = []
    for engine in engines(state):
        if engine.folder.is_dir():
            with locked(engine.start_lock):
                if _halt(engine):
                    stopped.append(engine.title)
    return stopped


def remove(state: Path) -> None:
    """Delete the data of stopped servers wherever it lies, and the folder with all in it if we made it."""
    for engine in engines(state):
        engine.forget()
    if (state / MARK).exists():
        shutil.rmtree(state)
    else:
        (state / "secret-key").unlink(missing_ok=True)


@contextlib.contextmanager
def _used(engine: Engine, environ: MutableMapping[str, str]) -> Iterator[int]:
    try:
        engine.folder.mkdir(exist_ok=True)
        engine.folder.chmod(0o711 if server_account() else 0o700)
        users = engine.users_lock.open("a")
    except OSError as error:
        raise Refusal.of(error, f"{engine.title} cannot be started in {engine.folder}") from error
    try:
        environ[engine.variable] = engine.url(_join(engine, users))
        yield users.fileno()
    finally:
        environ.pop(engine.variable, None)
        _leave(engine, users)


def _join(engine: Engine, users: TextIO) -> int:
    """Become a user of the server, and start it if we are the first; its port."""
    try:
        with locked(engine.start_lock):
            fcntl.flock(users, SHARED)  # waits for a keeper that is about to close
            running = engine.running()
            if not running:
                _halt(engine)
                running = _start(engine, users)
            return running["port"]
    except OSError as error:
        raise Refusal.of(error, f"{engine.title} cannot be started in {engine.folder}") from error


def _leave(engine: Engine, users: TextIO) -> None:
    """Let go, and if nobody else holds the server wait until it has stopped."""
    with locked(engine.start_lock):
        others = not attempt(users, ALONE) and attempt(users, SHARED)
        users.close()
        if not others:
            wait_until_free(engine.keeper_lock, PATIENCE + 5)
    if engine.throwaway and not others:
        engine.forget()


def _start(engine: Engine, users: TextIO) -> dict[str, int]:
    """Start the keeper and wait for its one line."""
    _settle(engine)
    options = ["throwaway"] if engine.throwaway else []
    with engine.log.open("ab") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-s", "-m", "embedded.keeper", engine.name, str(engine.state), *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, start_new_session=True, cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(PROJECT)},
        )  # fmt: skip
    assert keeper.stdout
    try:
        with keeper.stdout:
            said = keeper.stdout.readline().decode().strip()
    except BaseException:
        # Ctrl-C in the middle of a start: it comes to its end, finds nobody there and stops.
        fcntl.flock(users, fcntl.LOCK_UN)
        keeper.wait(PATIENCE + 5)
        raise
    if said == "ready":
        keeper.returncode = 0  # it outlives us on purpose: no warning about a child we did not wait for
        return json.loads(engine.note.read_text())
    keeper.wait()
    raise Refusal(said or f"{engine.title} did not start; its log is {engine.log}.")


def _settle(engine: Engine) -> None:
    """Find a place for the data that the account of the server can reach."""
    place = engine.folder / "place"
    if server_account() and not place.exists() and not server_reaches(engine.folder):
        digest = hashlib.sha256(str(engine.state).encode()).hexdigest()[:16]
        elsewhere = ELSEWHERE / digest / engine.name
        # What lies there already belonged to a state folder that somebody deleted by hand.
        shutil.rmtree(elsewhere, ignore_errors=True)
        elsewhere.mkdir(parents=True)
        for folder in (ELSEWHERE, elsewhere.parent, elsewhere):
            folder.chmod(0o711)
        (elsewhere.parent / "belongs-to").write_text(f"{engine.state}\n")  # for whoever wonders what this is
        place.write_text(str(elsewhere))


def _halt(engine: Engine) -> bool:
    """Stop keeper and server, also a server that outlived its keeper; whether there was anything to stop."""
    running = engine.running()
    if running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(running["keeper"], signal.SIGTERM)
        wait_until_free(engine.keeper_lock, PATIENCE + 5)
    orphans = _orphans(engine)
    for pid in orphans:
        _end(pid, engine.stop_signal)
    return bool(running or orphans)


def _orphans(engine: Engine) -> list[int]:
    """Servers at work in our data folder: both programs make it their working folder."""
    parents = {}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            program = (process / "exe").readlink().name
            if program == engine.installed_program().name and (process / "cwd").readlink() == engine.data:
                status = (process / "stat").read_text().rpartition(")")[2].split()
                parents[int(process.name)] = int(status[1])
    return [pid for pid, parent in parents.items() if parent not in parents]


def _end(pid: int, number: signal.Signals) -> None:
    """End a process that is not our child."""
    for each in (number, signal.SIGKILL):
        end = time.monotonic() + PATIENCE / 2
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, each)
        while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
            time.sleep(0.02)
