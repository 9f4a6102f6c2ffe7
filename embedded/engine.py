"""An embedded server: where its files lie, what it is called, how it is reached."""

import contextlib
import importlib.util
import json
import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from .accounts import server_account, server_reaches
from .locks import is_locked
from .refusal import ROOM_NEEDED, Refusal, disk_is_full
from .secret import secret

PATIENCE = 30  # seconds for a server to start or stop


@dataclass(frozen=True)
class Engine:
    """A server that runs as long as somebody uses it. Its files are in `<state folder>/<name>`."""

    state: Path
    throwaway: bool = False  # faster, and forgets everything when it stops

    name: ClassVar[str]
    title: ClassVar[str]
    variable: ClassVar[str]  # the environment variable with the address
    package: ClassVar[str]  # the wheel
    stop_signal: ClassVar[signal.Signals]

    # What each kind of server knows

    def url(self, port: int) -> str:
        raise NotImplementedError

    def installed_program(self) -> Path:
        raise NotImplementedError

    def command(self, port: int) -> tuple[list[str], str]:
        """Arguments and standard input of the server."""
        raise NotImplementedError

    def answers(self, port: int) -> bool:
        raise NotImplementedError

    # Files

    @property
    def folder(self) -> Path:
        return self.state / self.name

    @property
    def place(self) -> Path:
        """Where data and, if need be, a copy of the program lie: here, or where the file `place` says."""
        with contextlib.suppress(OSError):
            return Path((self.folder / "place").read_text())
        return self.folder

    @property
    def data(self) -> Path:
        return self.place / "data"

    @property
    def log(self) -> Path:
        return self.state / "log" / f"{self.name}.log"

    @property
    def start_lock(self) -> Path:
        return self.folder / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.folder / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        return self.folder / "keeper.lock"

    @property
    def note(self) -> Path:
        return self.folder / "running.json"

    def running(self) -> dict[str, int] | None:
        """Port of the server and process of its keeper, or None."""
        if is_locked(self.keeper_lock):
            with contextlib.suppress(OSError, ValueError):
                return json.loads(self.note.read_text())
        return None

    def password(self) -> str:
        return secret(self.folder / "password")

    # The program

    def site(self) -> Path:
        """The folder the wheel was installed in."""
        spec = importlib.util.find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise Refusal(
                f"{self.variable} is not set and the embedded {self.title} is not installed. "
                f"Run `make setup`, or set {self.variable} to a server of your own."
            )
        return Path(spec.submodule_search_locations[0]).parent

    def program(self) -> Path:
        """The server; where its account cannot enter the virtual environment (a 0700 home), a copy of it."""
        original = self.installed_program()
        if server_account() is None or server_reaches(original):
            return original
        copy = self.place / "program"
        if not copy.exists():
            self._copy_program(copy)
        return copy / original.relative_to(self.site())

    def _copy_program(self, copy: Path) -> None:
        draft = self.place / "program.draft"
        shutil.rmtree(draft, ignore_errors=True)
        for name in (self.package, f"{self.package}.libs"):
            if (self.site() / name).exists():
                shutil.copytree(self.site() / name, draft / name, symlinks=True)
        for path in [draft, *draft.rglob("*")]:
            if not path.is_symlink():
                mode = path.stat().st_mode
                path.chmod(mode | (0o555 if mode & 0o100 else 0o444))
        draft.rename(copy)

    # Data

    def initialise(self) -> None:
        """Make an empty data folder that belongs to the account of the server."""
        if shutil.disk_usage(self.place).free < ROOM_NEEDED:
            raise disk_is_full("we ourselves")
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        self.give_to_server(self.data)

    def give_to_server(self, path: Path) -> None:
        if account := server_account():
            os.chown(path, account.pw_uid, account.pw_gid)

    def forget(self) -> None:
        """Delete the data of the stopped server, and its folders."""
        place = self.place
        shutil.rmtree(self.folder, ignore_errors=True)
        if place != self.folder:
            shutil.rmtree(place, ignore_errors=True)
            with contextlib.suppress(OSError):
                if [one.name for one in place.parent.iterdir()] == ["belongs-to"]:
                    shutil.rmtree(place.parent)
                place.parent.parent.rmdir()
