"""The processes of one `make run`: started together, watched together, ended together."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .borrowing import Loan
from .refusal import Refusal

POLITE = 10  # seconds to finish; what a killed worker had in hand is done after the next start
LOG_LIMIT = 10 * 1024 * 1024


@dataclass
class Crew:
    """Processes that hold the borrowed engines themselves, so that these outlive them even if we are killed."""

    state: Path
    engines: Loan
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *arguments: str) -> None:
        log = self.log(name)
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.rename(log.with_suffix(".log.1"))
        with log.open("ab") as out:
            self.processes[name] = subprocess.Popen(
                # If we are killed they get the signal to end; Ctrl-C reaches us alone (a session of their own).
                ["setpriv", "--pdeathsig", "TERM", *arguments],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, pass_fds=self.engines.locks, start_new_session=True,
            )  # fmt: skip
        note = {name: [one.pid, _started(one.pid)] for name, one in self.processes.items()}
        _note(self.state).write_text(json.dumps(note))

    def log(self, name: str) -> Path:
        return self.state / "log" / f"{name}.log"

    def check(self) -> None:
        """Refuse to go on with one of them missing, or an engine."""
        self.engines.check()
        for name, process in self.processes.items():
            if process.poll() is not None:
                end = "".join(f"    {line}\n" for line in last_lines(self.log(name)))
                code = process.returncode
                how = f"exit code {code}" if code >= 0 else signal.Signals(-code).name
                raise Refusal(
                    f"The process {name!r} ended by itself ({how}). "
                    f"Its log, {self.log(name)}, ends with:\n{end}Everything else is stopped too."
                )

    def wait_for(self, arguments: Sequence[str], stderr: Path) -> int:
        """Run a command to its end while the others are watched; its exit code."""
        with stderr.open("ab") as errors:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", *arguments],
                stdin=subprocess.DEVNULL, stderr=errors, pass_fds=self.engines.locks, start_new_session=True,
            )  # fmt: skip
        try:
            while process.poll() is None:
                self.check()
                time.sleep(0.05)
        except BaseException:
            _end_groups([process.pid])
            raise
        return process.returncode

    def end(self) -> None:
        _end_groups([process.pid for process in self.processes.values()])
        for process in self.processes.values():
            process.wait()
        _note(self.state).unlink(missing_ok=True)


def end_leftovers(state: Path) -> bool:
    """End what a killed `make run` of this folder left behind; whether there was anything."""
    try:
        noted = json.loads(_note(state).read_text()).values()
    except (OSError, ValueError):
        return False
    left = [pid for pid, started in noted if _started(pid) == started]
    _end_groups(left)
    _note(state).unlink()
    return bool(left)


def last_lines(log: Path, count: int = 8) -> list[str]:
    with contextlib.suppress(OSError):
        return log.read_text(errors="replace").splitlines()[-count:]
    return []


def _end_groups(leaders: list[int]) -> None:
    """Ask, wait, and then insist; a leader's children are in its group."""
    for pid in leaders:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + POLITE
    while time.monotonic() < end and any(_started(pid) for pid in leaders):
        time.sleep(0.05)
    for pid in leaders:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _started(pid: int) -> str | None:
    """When the process began, which tells it from a later one with the same number; None if it has ended."""
    with contextlib.suppress(OSError):
        status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return status[19] if status[0] != "Z" else None
    return None


def _note(state: Path) -> Path:
    return state / "processes.json"
