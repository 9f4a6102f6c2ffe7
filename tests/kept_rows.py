"""Copies rows instead of making them again: what the database began with, and what many tests begin with.

Both need a superuser, who may silence triggers and the checking of keys; on a server where we are none everything is
made anew each time, and Django empties the database.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import timezone

Rows = dict[str, bytes]  # by table, as COPY writes them
Made = TypeVar("Made")


@dataclass(frozen=True)
class Kept:
    """The rows before and after something was made, and what came back from making it."""

    before: Rows
    after: Rows
    made: Any


_kept: dict[tuple[object, ...], Kept] = {}


def once(name: str, make: Callable[[], Made]) -> Made:
    """What `make` returns, with the rows it writes; the second time, and from the same rows, both are copies."""
    if not _is_superuser():
        return make()
    key, before = (name, timezone.localdate()), _read()
    if key not in _kept or _kept[key].before != before:
        made = make()
        _kept[key] = Kept(before, _read(), deepcopy(made))
        return made
    with transaction.atomic():
        _write(before, _kept[key].after)
    return deepcopy(_kept[key].made)


@contextmanager
def rows_come_back(blocker: Any) -> Iterator[None]:
    """Until the block ends, a test with real transactions leaves behind the rows there are now.

    Django's flush truncates every table, and has content types, rights and city made again by whoever needs them.
    """
    flush = TransactionTestCase._fixture_teardown
    with blocker.unblock():
        if _is_superuser():
            first = _read()
            TransactionTestCase._fixture_teardown = lambda test: _empty_but_for(first)
    try:
        yield
    finally:
        TransactionTestCase._fixture_teardown = flush


def _empty_but_for(first: Rows) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # Whoever still writes, a server of the test, is waited for.
        cursor.execute(f"LOCK TABLE {', '.join(_tables())} IN SHARE ROW EXCLUSIVE MODE")
        _write(_read(), first)


@cache
def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone()[0]


@cache
def _tables() -> tuple[str, ...]:
    return tuple(name for name in connection.introspection.table_names() if name != "django_migrations")


@cache
def _any_rows() -> str:
    """Asks all tables at once which of them have any."""
    return " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in _tables())


def _read() -> Rows:
    rows = {}
    with connection.cursor() as cursor:
        cursor.execute(_any_rows())
        for (table,) in cursor.fetchall():
            with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                rows[table] = b"".join(copy)
    return rows


def _write(now: Rows, then: Rows) -> None:
    """Turn the rows of now into those of then. Nothing is checked, for they have been together before."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in now.keys() | then.keys():
            old, new = now.get(table, b""), then.get(table, b"")
            if not new.startswith(old):
                cursor.execute(f"DELETE FROM {table}")
                old = b""
            if new != old:
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(new[len(old) :])
        cursor.execute("SET LOCAL session_replication_role = origin")
