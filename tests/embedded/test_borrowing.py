"""The embedded servers: shared by their users, stopped by the last of them, never left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

import embedded
from embedded.borrowing import engines
from embedded.locks import is_locked

PROJECT = Path(__file__).resolve().parent.parent.parent
# Borrows, says where the database is, and holds on until it is told to stop or killed.
USER = """
import os, sys, embedded, pathlib
environ = {}
with embedded.borrowed(pathlib.Path(sys.argv[1]), environ):
    print(environ["DATABASE_URL"], flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def user(state: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts processes that use the servers; `.address` of each is the database it was given."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", USER, str(state)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=60)


def servers_of(state: Path) -> list[str]:
    """The processes that work in the data folders of this state folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            where = os.readlink(process / "cwd")
        except OSError:
            continue
        if where in {str(engine.data) for engine in engines(state)}:
            found.append(f"{process.name} {where}")
    return found


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not come to pass in time"
        time.sleep(0.05)


def test_both_servers_answer_and_are_gone_afterwards(state: Path) -> None:
    environ: dict[str, str] = {}
    with embedded.borrowed(state, environ):
        with psycopg.connect(environ["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("stockholm_intl",)
        assert redis.Redis.from_url(environ["REDIS_URL"]).ping()
        assert servers_of(state)
    assert servers_of(state) == []
    assert "DATABASE_URL" not in environ


def test_what_was_written_is_there_at_the_next_start(state: Path) -> None:
    environ: dict[str, str] = {}
    with embedded.borrowed(state, environ), psycopg.connect(environ["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('åäö')")
    again: dict[str, str] = {}
    with embedded.borrowed(state, again), psycopg.connect(again["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("åäö",)
    assert environ["SECRET_KEY"] == again["SECRET_KEY"]


def test_the_servers_know_no_one_without_the_password(state: Path) -> None:
    environ: dict[str, str] = {}
    with embedded.borrowed(state, environ):
        secret = environ["DATABASE_URL"].split(":")[2].split("@")[0]
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(environ["DATABASE_URL"].replace(secret, "guess"))
        other = environ["REDIS_URL"].rpartition("@")[2]
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(f"redis://{other}").get("anything")
        commands = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        assert secret not in commands
    for file in state.rglob("*"):
        if file.is_file() and file.stat().st_uid == os.geteuid() and secret in file.read_text("latin-1"):
            assert file.stat().st_mode & 0o077 == 0


def test_several_users_share_the_servers_and_the_last_one_stops_them(
    state: Path, user: Callable[[], subprocess.Popen[str]]
) -> None:
    together = [user() for _ in range(3)]
    addresses = {address(process) for process in together}
    assert len(addresses) == 1
    first, second, third = together
    let_go(first)
    let_go(second)
    with psycopg.connect(addresses.pop()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    let_go(third)
    assert servers_of(state) == []


def test_a_user_that_is_killed_leaves_nothing_behind(
    state: Path, user: Callable[[], subprocess.Popen[str]]
) -> None:
    process = user()
    address(process)
    process.kill()
    wait_until(lambda: not servers_of(state))


def test_a_keeper_that_is_killed_costs_no_data_and_no_second_server(
    state: Path, user: Callable[[], subprocess.Popen[str]]
) -> None:
    first = user()
    with psycopg.connect(address(first)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
    keeper = json.loads((state / "postgres/running.json").read_text())["keeper"]
    os.kill(keeper, signal.SIGKILL)
    second = user()
    with psycopg.connect(address(second)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (1,)
    let_go(first)
    let_go(second)
    assert servers_of(state) == []


def test_what_is_given_is_used_and_not_started(state: Path) -> None:
    environ = {"DATABASE_URL": "postgres://mine", "REDIS_URL": "redis://mine", "SECRET_KEY": "mine"}
    with embedded.borrowed(state, environ):
        assert environ == {
            "DATABASE_URL": "postgres://mine",
            "REDIS_URL": "redis://mine",
            "SECRET_KEY": "mine",
        }
    assert not state.exists()


def test_only_what_is_missing_is_started(state: Path) -> None:
    environ = {"DATABASE_URL": "postgres://mine"}
    with embedded.borrowed(state, environ):
        assert redis.Redis.from_url(environ["REDIS_URL"]).ping()
        assert not (state / "postgres").exists()
    assert environ["DATABASE_URL"] == "postgres://mine"


def test_throwaway_servers_leave_no_data(state: Path) -> None:
    environ: dict[str, str] = {}
    with embedded.borrowed(state, environ, throwaway=True):
        assert servers_of(state)
    assert not list(state.glob("*/data"))


def test_stopping_by_hand_ends_servers_that_are_in_use(
    state: Path, user: Callable[[], subprocess.Popen[str]]
) -> None:
    address(user())
    assert embedded.stop(state) == ["PostgreSQL", "Valkey"]
    assert servers_of(state) == []
    assert embedded.stop(state) == []


def test_removing_deletes_the_whole_folder_only_if_we_made_it(state: Path, tmp_path: Path) -> None:
    embedded.claim(state)
    embedded.remove(state)
    assert not state.exists()
    other = tmp_path / "somebody-elses"
    other.mkdir()
    (other / "thesis.odt").touch()
    embedded.claim(other)
    embedded.remove(other)
    assert (other / "thesis.odt").exists()


def test_a_folder_of_somebody_else_is_refused_with_both_names(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    if os.geteuid() == 0:
        folder.mkdir()
        os.chown(folder, 12345, 12345)
    else:
        folder = Path("/usr")
    with pytest.raises(embedded.Refusal, match=r"belongs to .+ and you are .+ Go on as .+ STATE_DIR"):
        embedded.claim(folder)


def test_a_file_in_the_way_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(embedded.Refusal, match="cannot be used"):
        embedded.claim(tmp_path / "file")


def test_a_full_disk_is_named_as_such() -> None:
    with pytest.raises(OSError, match="No space left") as full, open("/dev/full", "w", buffering=1) as file:
        file.write("one line\n")
    assert "the disk is full. Free about" in str(embedded.Refusal.of(full.value, "The log cannot be written"))


def test_a_data_folder_that_cannot_be_opened_is_explained(state: Path) -> None:
    environ: dict[str, str] = {}
    with embedded.borrowed(state, environ):
        pass
    (engines(state)[0].data / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(embedded.Refusal, match=r"PostgreSQL did not start: .+make reset"):
        embedded.borrowed(state, {}).__enter__()


def test_commands_that_read_code_only_start_nothing(tmp_path: Path) -> None:
    environ = {"STATE_DIR": str(tmp_path / "state")}
    with embedded.for_command(["manage.py", "makemessages"], environ):
        assert environ["DATABASE_URL"].endswith("/nothing")
    assert not (tmp_path / "state").exists()


def test_a_command_joins_the_servers_that_run(state: Path, user: Callable[[], subprocess.Popen[str]]) -> None:
    running = address(user())
    environ = {"STATE_DIR": str(state)}
    with embedded.for_command(["manage.py", "migrate"], environ):
        assert environ["DATABASE_URL"] == running
        assert environ["DEMO"] == "1"
    assert is_locked(state / "postgres/keeper.lock")
