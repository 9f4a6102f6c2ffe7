"""The small process beside each server: starts it, waits until nobody uses it any more, stops it.

Run as `python -m embedded.keeper NAME STATE_FOLDER [throwaway]`. The one line on its standard output is
`ready`, or the sentence for the person who waits.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

from .accounts import as_server
from .borrowing import engines
from .engine import PATIENCE, Engine
from .refusal import FULL, Refusal, disk_is_full


class _Enough(Exception):
    """Somebody told us to stop, or the server is gone."""


def keep(engine: Engine) -> None:
    # Ctrl-C is meant for the people who use the server; we go when they are gone.
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with engine.keeper_lock.open("a") as alive, engine.users_lock.open("a") as users:
        fcntl.flock(alive, fcntl.LOCK_EX)
        server, port = start(engine)
        try:
            for number in (signal.SIGTERM, signal.SIGCHLD):
                signal.signal(number, _enough)
            engine.note.write_text(json.dumps({"keeper": os.getpid(), "port": port}))
            print("ready", flush=True)
            if server.poll() is None:
                fcntl.flock(users, fcntl.LOCK_EX)
        except _Enough:
            pass
        finally:
            for number in (signal.SIGTERM, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            engine.note.unlink(missing_ok=True)
            _stop(engine, server)


def start(engine: Engine) -> tuple[subprocess.Popen[str], int]:
    """The server, answering, and its port."""
    initialised = engine.folder / "initialised"
    if not (initialised.exists() and engine.data.exists()):
        engine.initialise()
        initialised.touch()
    end = time.monotonic() + PATIENCE
    # More than once: another program may take the port, and a PostgreSQL that was killed needs a moment.
    while True:
        port = _free_port()
        before = engine.log.stat().st_size
        server = _launch(engine, port)
        while server.poll() is None and time.monotonic() < end:
            if engine.answers(port):
                return server, port
            time.sleep(0.02)
        server.kill()
        server.wait()
        _give_up_if_hopeless(engine, engine.log.read_text(errors="replace")[before:], time.monotonic() > end)
        time.sleep(0.5)


def _launch(engine: Engine, port: int) -> subprocess.Popen[str]:
    arguments, words = engine.command(port)
    with engine.log.open("a") as log:
        server = subprocess.Popen(
            as_server(arguments, at_our_death=engine.stop_signal),
            stdin=subprocess.PIPE, stdout=log, stderr=log, cwd="/", text=True, start_new_session=True,
        )  # fmt: skip
    assert server.stdin
    with contextlib.suppress(BrokenPipeError), server.stdin as stdin:
        stdin.write(words)
    return server


def _give_up_if_hopeless(engine: Engine, said: str, too_late: bool) -> None:
    if FULL in said:
        raise disk_is_full(engine.name)
    passing = "Is another" in said or "in use" in said
    if too_late or not passing:
        last = said.strip().rpartition("\n")[2] or "it said nothing"
        raise Refusal(
            f"{engine.title} did not start: {last} (log: {engine.log}). "
            "`make reset` deletes its data; the next `make run` starts from nothing."
        )


def _stop(engine: Engine, server: subprocess.Popen[str]) -> None:
    server.send_signal(engine.stop_signal)
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
    if engine.throwaway:  # here and not by the user, who may have been killed
        shutil.rmtree(engine.data, ignore_errors=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _enough(*_: object) -> NoReturn:
    raise _Enough


def main(name: str, state: str, *words: str) -> int:
    engine = next(one for one in engines(Path(state), throwaway="throwaway" in words) if one.name == name)
    try:
        keep(engine)
    except Refusal as refusal:
        print(refusal, flush=True)
    except OSError as error:
        print(Refusal.of(error, f"{engine.title} cannot work in {engine.place}"), flush=True)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
