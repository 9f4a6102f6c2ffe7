"""One moment for a whole count: whatever is registered meanwhile, totals and parts agree."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec

from django.db import connection, transaction

P = ParamSpec("P")


@contextmanager
def one_moment() -> Iterator[bool]:
    """Everything read within is of the moment it begins. False in a transaction of the caller's, whose moment rules."""
    if connection.in_atomic_block:
        yield False
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # Settings ask pages to keep to one process of the database; whoever reads whole tables may use both cores.
        cursor.execute("SET LOCAL parallel_setup_cost = 1000")
        cursor.execute("SELECT 1")  # the moment is that of the first reading
        yield True


def beside(act: Callable[P, None]) -> Callable[P, None]:
    """The act done on a connection of its own, seen at once by others; what it raises is raised here."""

    def alone(*args: P.args, **kw: P.kwargs) -> None:
        try:
            act(*args, **kw)
        finally:
            connection.close()

    def done(*args: P.args, **kw: P.kwargs) -> None:
        with ThreadPoolExecutor(max_workers=1) as worker:
            worker.submit(alone, *args, **kw).result()

    return done
