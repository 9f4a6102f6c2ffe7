"""Starts PostgreSQL and Valkey for the tests before Django reads its settings (a conftest.py is too late).

A test run has its own engines in a temporary folder and never meets a running `make run`. With DATABASE_URL
and REDIS_URL set it uses those instead. Each xdist worker has its own database (pytest-django sees to that)
and its own Redis database number.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

import embedded

_stack: ExitStack | None = None


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Runs around pytest-django's hook of the same name, which imports the settings."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        os.environ["REDIS_URL"] = _numbered(os.environ["REDIS_URL"], 1 + int(worker.removeprefix("gw")))
    else:
        _begin()
    yield


def pytest_unconfigure() -> None:
    if _stack:
        _stack.close()


def _begin() -> None:
    """Start what is missing. The workers of xdist inherit the environment."""
    global _stack
    _stack = ExitStack()
    state = Path(tempfile.mkdtemp(prefix="stockholm-intl-tests-"))
    _stack.callback(shutil.rmtree, state, ignore_errors=True)
    # Tests say what they want themselves; the shell they are started from must not decide how they end.
    for variable in (
        "DEBUG",
        "DEMO",
        "BASE_URL",
        "EMAIL_URL",
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        "STATIC_ROOT",
    ):
        os.environ.pop(variable, None)
    os.environ["STATE_DIR"] = str(state)
    os.environ["SECRET_KEY"] = "a-secret-for-tests-only-that-signs-nothing-of-value"
    try:
        _stack.enter_context(embedded.borrowed(state, os.environ, throwaway=True))
    except embedded.Refusal as refusal:
        _stack.close()
        pytest.exit(str(refusal), returncode=3)


def _numbered(address: str, number: int) -> str:
    """The same server with another database number; there are sixteen."""
    return re.sub(r"(/\d*)?$", f"/{number % 16}", address, count=1)
