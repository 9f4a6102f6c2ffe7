"""What `make run` and `make reset` run: engines, data, web, worker and beat, and one clean end for all of them."""

import contextlib
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from .borrowing import borrowed, claim, remove, state_folder, stop
from .locks import ALONE, attempt, is_locked, wait_until_free
from .processes import Crew, end_leftovers, last_lines
from .refusal import FULL, Refusal

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, str(Path(__file__).resolve().parent.parent / "manage.py")]
HEALTHY_WITHIN = 120  # seconds
RESETTING = "resetting"  # lies in the state folder while its data is being deleted


class Stop(Exception):
    """Ctrl-C, or a polite signal from another program."""


def run() -> int:
    """Start everything, wait for the end of it, and leave nothing behind."""
    state = state_folder(os.environ)
    host, port = _address()
    claim(state)
    with _the_only_run(state, f"http://{host}:{port}/"):
        if end_leftovers(state):
            _say("Ended what an earlier run left behind when it was killed.")
        _check_port(host, port)
        _stop_on_signals()
        try:
            return _run(state, host, port)
        except Stop:  # before there was anything to end but the engines, which have ended themselves
            _say("\nStopped.")
            return 0


def _run(state: Path, host: str, port: int) -> int:
    own = [variable for variable in ("DATABASE_URL", "REDIS_URL") if os.environ.get(variable)]
    _say(f"Starting Stockholm's international register. Its data and logs are in {state}.")
    _say("Servers: " + (f"yours ({', '.join(own)})" if own else "PostgreSQL and Valkey of our own ..."))
    code = 0
    with borrowed(state, os.environ) as engines:
        crew = Crew(state, engines)
        try:
            _start(crew, host, port)
            while True:
                crew.check()
                time.sleep(0.5)
        except Stop:
            pass
        except Refusal as refusal:
            print(f"\n{refusal}", file=sys.stderr, flush=True)
            code = 1
        finally:
            # A second Ctrl-C must not leave half of them behind; every wait from here on has an end.
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            _say("\nStopping ...")
            crew.end()
    if (state / RESETTING).exists():
        _say("Stopped by `make reset`.")
    else:
        _say(f"Stopped. The data stays in {state}: `make run` goes on from there, `make reset` deletes it.")
    return code


def _start(crew: Crew, host: str, port: int) -> None:
    os.environ.setdefault("DEMO", "1")
    here = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104
    os.environ.setdefault("BASE_URL", here)
    if _is_demonstration():
        # Its mails lie on a shelf that the product shows; EMAIL_URL sends them somewhere else.
        os.environ.setdefault("EMAIL_URL", "file://")
        (crew.state / "mail").mkdir(mode=0o700, exist_ok=True)
    os.environ["STATIC_MANIFEST"] = "1"
    # Lines reach a log or a pipe when they are written, not when a buffer is full.
    os.environ["PYTHONUNBUFFERED"] = "1"
    _manage(crew, "prepare")
    _say("Web server, worker and clock ...")
    # Threads, because browsers open connections they do not use, and each would hold up a whole process.
    web = ["--workers", "2", "--threads", "4", "--preload", "--graceful-timeout", "5", "--no-control-socket"]
    crew.start("web", str(BIN / "gunicorn"), "stockholm_intl.wsgi", "--bind", f"{host}:{port}", *web)
    celery = [str(BIN / "celery"), "-A", "stockholm_intl"]
    # Mail has a worker of its own: a mail server that hangs holds up no report and no sign of life.
    for name, queue, processes in (("worker", "work", "2"), ("mail", "mail", "1")):
        options = ["-Q", queue, "-n", f"{name}@%h", "--concurrency", processes, "--loglevel", "INFO"]
        crew.start(name, *celery, "worker", *options)
    crew.start("beat", *celery, "beat", "--pidfile=", "--loglevel", "INFO")
    _wait_until_healthy(crew, f"{here}/healthz/")
    _say(f"\nThe product answers at {os.environ['BASE_URL']}/\n")
    if _is_demonstration():
        _manage(crew, "welcome")
    _say("\nCtrl-C stops everything.")


def _is_demonstration() -> bool:
    return os.environ["DEMO"].lower() in ("1", "true", "yes", "on")


def _manage(crew: Crew, command: str) -> None:
    log = crew.log(command)
    log.unlink(missing_ok=True)
    if crew.wait_for([*MANAGE, command], stderr=log):
        said = last_lines(log)
        if any(FULL in line for line in [*said, *last_lines(crew.log("postgres"))]):
            raise Refusal.of(OSError(28, FULL), f"`manage.py {command}` could not write")
        # A command explains itself in its last line; what comes before is for the log.
        raise Refusal(
            f"{said[-1] if said else 'It said nothing.'}\n(`manage.py {command}` failed; log: {log})"
        )


def _wait_until_healthy(crew: Crew, address: str) -> None:
    answer = "no answer"
    end = time.monotonic() + HEALTHY_WITHIN
    while time.monotonic() < end:
        crew.check()
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  (our own address)
                return
        except urllib.error.HTTPError as error:
            answer = error.read(500).decode(errors="replace")
        except OSError as error:
            answer = str(error)
        time.sleep(0.2)
    raise Refusal(
        f"{address} is not well after {HEALTHY_WITHIN} seconds: {answer}\nLogs: {crew.log('web').parent}"
    )


# --- What can be in the way


def _address() -> tuple[str, int]:
    wish = os.environ.get("PORT") or "8000"
    if not (wish.isascii() and wish.isdecimal()) or not 0 < int(wish) < 65536:
        raise Refusal(
            f"PORT={wish} is not a port. Give a number from 1 to 65535, for example: make run PORT=8001"
        )
    return os.environ.get("HOST") or "127.0.0.1", int(wish)


def _check_port(host: str, port: int) -> None:
    try:
        socket.create_server((host, port)).close()
    except PermissionError as error:
        raise Refusal(f"You may not use port {port}. Choose one above 1023: make run PORT=8001") from error
    except OSError as error:
        raise Refusal(
            f"Port {port} on {host} is in use by another program. "
            f"Stop that one, or choose another port: make run PORT={port + 1}"
        ) from error


@contextlib.contextmanager
def _the_only_run(state: Path, address: str) -> Iterator[None]:
    with (state / "run.lock").open("a+") as lock:
        if not attempt(lock, ALONE):
            raise Refusal(
                f"`make run` is running here already ({_holder(state)}). Stop it with Ctrl-C where it runs, "
                "or start another one beside it: make run STATE_DIR=.run2 PORT=8001"
            )
        lock.truncate(0)
        lock.write(f"{os.getpid()} {address}")
        lock.flush()
        yield


def _holder(state: Path) -> str:
    pid, _, address = (state / "run.lock").read_text().partition(" ")
    return f"process {pid}, {address}"


def _stop_on_signals() -> None:
    def end(*_: object) -> NoReturn:
        raise Stop

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    # Under nohup it is ignored, and stays so.
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, end)


def _say(text: str) -> None:
    print(text, flush=True)


# --- Starting over


def reset() -> int:
    """Stop whatever runs on the state folder and delete its data."""
    state = state_folder(os.environ)
    if not state.exists():
        _say(f"There is nothing to delete in {state}.")
        return 0
    if os.environ.get("FORCE") != "1" and not _agreed(state):
        _say("Nothing was deleted.")
        return 0
    claim(state)
    (state / RESETTING).touch()
    try:
        _stop_and_delete(state)
    finally:
        (state / RESETTING).unlink(missing_ok=True)
    _say(f"Deleted the data in {state}. `make run` starts over.")
    return 0


def _agreed(state: Path) -> bool:
    """Ask, whoever is there to answer: a person, or a program that writes to us."""
    print(f"Delete all data in {state}, and stop what runs on it? [y/N] ", end="", flush=True)
    try:
        answer = sys.stdin.buffer.readline().decode(errors="replace") if sys.stdin else ""
    except KeyboardInterrupt:
        _say("")
        return False
    if not answer:
        raise Refusal("Nobody answered, so nothing was deleted. Without the question: make reset FORCE=1")
    return answer.strip().lower() in ("y", "yes", "j", "ja")


def _stop_and_delete(state: Path) -> None:
    lock = state / "run.lock"
    if is_locked(lock):
        _say(f"Stopping the run ({_holder(state)}) ...")
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(_holder(state).split()[1].rstrip(",")), signal.SIGTERM)
        wait_until_free(lock, 60)
    with _the_only_run(state, "make reset"):
        end_leftovers(state)
        if stopped := stop(state):
            _say(f"Stopped {' and '.join(stopped)}.")
        remove(state)


def main(task: str = "run") -> int:
    try:
        return {"run": run, "reset": reset}[task]()
    except Refusal as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
