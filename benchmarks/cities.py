"""The databases of a run: one generated city per size, on engines of our own that keep what they say they kept."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

import embedded

from .results import Result, read

PROJECT = Path(__file__).resolve().parent.parent
SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000}


@contextlib.contextmanager
def engines(keep: Path | None) -> Iterator[None]:
    """PostgreSQL and Valkey as in production: every commit reaches the disk."""
    folder = keep or Path(tempfile.mkdtemp(prefix="stockholm-intl-bench-"))
    for variable in ("DATABASE_URL", "REDIS_URL", "DEMO", "DEBUG", "BASE_URL"):
        os.environ.pop(variable, None)
    os.environ["STATE_DIR"] = str(folder)
    try:
        with embedded.borrowed(folder, os.environ):
            yield
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def address(database: str) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{database}"))


def city(size: str) -> str:
    """The database with a city of the size; generated when it is not there."""
    name = f"city_{size.lower()}"
    if _create(name):
        with _whole_or_gone(name):
            _manage(name, "migrate", "-v0")
            _manage(name, "load_strategy")
            _manage(name, "generate_city", "--matters", str(SIZES[size]))
            rest(name)
    return name


def empty(name: str, migrated: bool = True) -> str:
    """A database without a city; the measuring process fills it in its own way."""
    if _create(name) and migrated:
        with _whole_or_gone(name):
            _manage(name, "migrate", "-v0")
            _manage(name, "load_strategy")
    return name


def measure(module: str, size: str, database: str, settings: str = "benchmarks.settings") -> list[Result]:
    """Let a process of its own measure, so that nothing it leaves in memory counts for the next."""
    with tempfile.NamedTemporaryFile() as file:
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "benchmarks.child", module, size, file.name],
            env=environment(database, settings), cwd=PROJECT, check=True,
        )  # fmt: skip
        say(f"  {module} at {size}: {time.monotonic() - began:.0f} s")
        return read(Path(file.name).read_text())


def say(text: str) -> None:
    print(text, flush=True)


def _create(name: str) -> bool:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        made = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not made:
            connection.execute(f'CREATE DATABASE "{name}"')
    return not made


@contextlib.contextmanager
def _whole_or_gone(name: str) -> Iterator[None]:
    """A city that did not come about must not be taken for one in the next run."""
    try:
        yield
    except BaseException:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        raise


def rest(name: str) -> None:
    """Let the database settle after the great filling, as a night would: then the figures are of a normal day.

    What is not settled is settled by the server itself, while something else is measured.
    """
    with psycopg.connect(address(name), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _manage(database: str, *arguments: str) -> None:
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=environment(database, "stockholm_intl.settings"),
        cwd=PROJECT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    say(f"  {database}: {' '.join(arguments)} ({time.monotonic() - began:.0f} s)")


def environment(database: str, settings: str = "benchmarks.settings") -> dict[str, str]:
    """What a process needs to measure on the database."""
    return {**os.environ, "DATABASE_URL": address(database), "DJANGO_SETTINGS_MODULE": settings}
