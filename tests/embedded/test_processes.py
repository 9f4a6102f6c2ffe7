"""The processes of a run: watched together, ended together, found again after a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded import Loan, Refusal
from embedded.processes import Crew, end_leftovers

# A leader with a child of its own, like gunicorn and Celery; neither ends when it is asked politely.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"])
print("child", child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    (tmp_path / "log").mkdir()
    crew = Crew(tmp_path, Loan([], []))
    yield crew
    crew.end()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for_line(log: Path) -> str:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if log.exists() and (text := log.read_text()).endswith("\n"):
            return text
        time.sleep(0.05)
    raise AssertionError(f"{log} stays empty")


def test_a_process_that_ends_by_itself_is_named_with_its_last_words(crew: Crew) -> None:
    crew.start("web", sys.executable, "-c", "raise SystemExit('the harbour is closed')")
    crew.processes["web"].wait()
    with pytest.raises(Refusal, match=r"'web' ended by itself \(exit code 1\)[\s\S]+the harbour is closed"):
        crew.check()


def test_a_process_that_is_killed_is_told_by_the_name_of_the_signal(crew: Crew) -> None:
    crew.start("worker", "sleep", "600")
    os.kill(crew.processes["worker"].pid, signal.SIGKILL)
    crew.processes["worker"].wait()
    with pytest.raises(Refusal, match="SIGKILL"):
        crew.check()


def test_processes_that_live_are_nothing_to_complain_about(crew: Crew) -> None:
    crew.start("beat", "sleep", "600")
    crew.check()


def test_all_end_at_once_also_the_children_of_the_stubborn(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embedded.processes.POLITE", 1)
    crew.start("web", sys.executable, "-c", STUBBORN)
    crew.start("beat", "sleep", "600")
    child = int(wait_for_line(crew.log("web")).split()[1])
    crew.end()
    assert not any(is_alive(one.pid) for one in crew.processes.values())
    end = time.monotonic() + 20
    while is_alive(child):  # killed, and waiting to be buried by a stranger
        assert time.monotonic() < end
        time.sleep(0.05)
    assert not (crew.state / "processes.json").exists()


def test_a_command_that_waits_is_given_up_when_a_process_dies(crew: Crew) -> None:
    crew.start("worker", "sleep", "0.3")
    began = time.monotonic()
    with pytest.raises(Refusal, match="'worker'"):
        crew.wait_for(["sleep", "600"], stderr=crew.log("welcome"))
    assert time.monotonic() - began < 15


def test_what_a_killed_run_left_behind_is_ended_by_the_next(crew: Crew) -> None:
    crew.start("web", "sleep", "600")
    assert end_leftovers(crew.state)
    assert crew.processes["web"].wait(20) == -signal.SIGTERM
    assert not end_leftovers(crew.state)


def test_a_stranger_who_got_the_number_of_a_process_is_left_alone(crew: Crew) -> None:
    stranger = subprocess.Popen(["sleep", "600"], start_new_session=True)
    try:
        (crew.state / "processes.json").write_text(f'{{"web": [{stranger.pid}, "1"]}}')
        assert not end_leftovers(crew.state)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
