"""`make run` as one meets it: what is in its way is said in one sentence; it starts, serves and ends whole."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import embedded

PROJECT = Path(__file__).resolve().parent.parent.parent
OURS = (
    "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEMO", "BASE_URL", "STATIC_MANIFEST", "PYTHONUNBUFFERED", "FORCE",
)  # fmt: skip


def launcher(
    state: Path, *task: str, stdin: int = subprocess.DEVNULL, **wishes: str
) -> subprocess.Popen[str]:
    """The process behind `make run`, in a world where nothing is set for it."""
    environ = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.Popen(
        # Tests may run under nohup, which the launcher would respect.
        ["env", "--default-signal=HUP", sys.executable, "-m", "embedded.launcher", *task],
        cwd=PROJECT, env={**environ, "STATE_DIR": str(state), **wishes},
        stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def refusal(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in said
    return said


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return str(probe.getsockname()[1])


def test_a_port_in_use_is_told_with_another_one_to_try(state: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(launcher(state, PORT=str(port)))
    assert f"Port {port} on 127.0.0.1 is in use" in said
    assert f"make run PORT={port + 1}" in said
    assert not (state / "postgres").exists()


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1", "٣"])
def test_what_is_no_port_is_refused(state: Path, port: str) -> None:
    assert f"PORT={port} is not a port" in refusal(launcher(state, PORT=port))


def test_a_database_that_does_not_answer_is_told_without_a_traceback(state: Path) -> None:
    nowhere = "postgres://someone@127.0.0.1:1/register"
    said = refusal(launcher(state, PORT=free_port(), DATABASE_URL=nowhere))
    assert "The database in DATABASE_URL does not let us in" in said
    assert "Stopped." in said


def test_nothing_to_reset_is_said_and_no_failure(state: Path) -> None:
    process = launcher(state, "reset")
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "nothing to delete" in said


def reset_answered(state: Path, answer: str, **wishes: str) -> tuple[int, str]:
    """`echo answer | make reset` on a folder with data in it; the exit code and what was said."""
    state.mkdir(exist_ok=True)
    (state / "about.txt").touch()
    process = launcher(state, "reset", stdin=subprocess.PIPE, **wishes)
    said, _ = process.communicate(answer, timeout=60)
    assert "Traceback" not in said
    return process.returncode, said


@pytest.mark.parametrize("answer", ["n\n", "\n", "no", "yesterday\n", "\x00\n"])
def test_only_a_yes_deletes_though_no_terminal_asks(state: Path, answer: str) -> None:
    code, said = reset_answered(state, answer)
    assert code == 0
    assert said.endswith("Nothing was deleted.\n")
    assert (state / "about.txt").exists()


@pytest.mark.parametrize("answer", ["y\n", "Yes\n", "ja"])
def test_a_yes_deletes(state: Path, answer: str) -> None:
    code, said = reset_answered(state, answer)
    assert code == 0
    assert f"Deleted the data in {state}." in said
    assert not state.exists()


def test_without_an_answer_nothing_is_deleted(state: Path) -> None:
    code, said = reset_answered(state, "")
    assert code == 1
    assert said.endswith(
        "Nobody answered, so nothing was deleted. Without the question: make reset FORCE=1\n"
    )
    assert (state / "about.txt").exists()


def test_force_deletes_without_a_question(state: Path) -> None:
    code, said = reset_answered(state, "", FORCE="1")
    assert code == 0
    assert "?" not in said
    assert not state.exists()


def test_a_run_that_is_reset_does_not_say_that_its_data_stays(state: Path) -> None:
    process = launcher(state, PORT=free_port())
    assert process.stdout
    process.stdout.readline()
    code, said = reset_answered(state, "yes\n")
    rest, _ = process.communicate(timeout=60)
    assert code == 0, said
    assert "Stopped" in rest
    assert "The data stays" not in rest
    assert not state.exists()


def test_it_starts_whole_refuses_a_second_one_and_ends_whole(state: Path) -> None:
    port = free_port()
    first = launcher(state, PORT=port)
    try:
        assert first.stdout
        lines = []
        for line in first.stdout:
            lines.append(line)
            if line.startswith("Ctrl-C"):
                break
        said = "".join(lines)
        assert f"http://127.0.0.1:{port}/" in said
        assert "annual-report-" in said
        assert next(state.glob("annual-report-*.pdf")).read_bytes().startswith(b"%PDF")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/") as answer:
            assert answer.status == 200
        assert f"http://127.0.0.1:{port}/mejl/" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/mejl/") as answer:
            assert answer.status == 200
        assert (state / "mail").stat().st_mode & 0o77 == 0

        assert f"running here already (process {first.pid}," in refusal(launcher(state, PORT=free_port()))

        first.send_signal(signal.SIGINT)
        rest, _ = first.communicate(timeout=60)
        assert first.returncode == 0, rest
        assert "Stopped." in rest
        assert embedded.stop(state) == []
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", int(port)))
    finally:
        first.kill()
        reset = launcher(state, "reset", FORCE="1")
        reset.communicate(timeout=60)
    assert not state.exists()


def test_it_goes_when_its_terminal_goes(state: Path) -> None:
    process = launcher(state, PORT=free_port())
    assert process.stdout
    process.stdout.readline()
    time.sleep(1)
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert embedded.stop(state) == []
