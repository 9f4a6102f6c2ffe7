"""P7: the review sweep over a million memberships against one SQL statement that writes the very same rows."""

import statistics
from collections.abc import Iterator

from django.db import connection, transaction
from django.utils import timezone

from governance.models import Kind
from memberships import actions
from stockholm_intl.demonstration.generated import generate

from .clock import memory_peak, once, take_turns
from .results import Result

MEMBERSHIPS = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000}
# What a sweep writes, parents first; the limit writes copies of the same rows.
TABLES = (
    "governance_matter", "governance_historicalmatter", "memberships_membershipreview",
    "memberships_historicalmembershipreview", "engagements_dealing", "governance_secrecygrant", "governance_notice",
    "governance_outboxentry",
)  # fmt: skip
ROUNDS = 2


def measure(size: str) -> Iterator[Result]:
    count = MEMBERSHIPS[size]
    if not _memberships():
        generate(count, mix={Kind.MEMBERSHIP: 1.0}, details=False)
    _sql("UPDATE memberships_membership SET review_opens_on = NULL WHERE review_opens_on IS NOT NULL")
    yield from _day(count // 20, size, "5 % due", goal=2.0)
    yield from _day(max(count // 1460, 1), size, "a quiet day", goal=1.5, rounds=5)
    empty = take_turns({"sweep": actions.flag_due_reviews}, 15)["sweep"]
    yield Result("sweep when nothing is due", size, empty)


def _day(due: int, size: str, name: str, goal: float, rounds: int = ROUNDS) -> Iterator[Result]:
    """Sweep and limit take turns on the same database, which is brought back to where it was after each."""
    sweeps, limits, before, opened = [], [], memory_peak(), 0
    for _round in range(rounds):
        marks = _make_due(due)
        sweeps.append(once(actions.flag_due_reviews))
        opened = _keep(marks)
        _undo(marks)
        _make_due(due)
        limits.append(once(_limit))
        _undo(marks)
    grown = memory_peak() - before
    sweep, limit = statistics.median(sweeps), statistics.median(limits)
    yield Result(
        f"sweep, {name}", size, sweep, limit=limit, limit_is="one SQL statement", goal=goal, goal_key="P7",
        note=f"{opened:,d} reviews of {_memberships():,d} memberships, {1000 * sweep / max(opened, 1):.0f} µs each",
    )  # fmt: skip
    yield Result(f"sweep, {name}: memory grows by", size, grown, unit="MiB", goal=20, goal_key="P7")


def _make_due(count: int) -> dict[str, int]:
    """So many memberships are to be reviewed in six months; the highest key of each table before it happens."""
    _sql(
        """UPDATE memberships_membership SET review_opens_on = %s WHERE matter_id IN (
               SELECT matter_id FROM memberships_membership WHERE next_review_on IS NOT NULL
                ORDER BY mod(matter_id * 7919, 1000003) LIMIT %s)""",
        [timezone.localdate(), count],
    )
    _sql("CHECKPOINT")
    with connection.cursor() as cursor:
        marks = {}
        for table in TABLES:
            if table != "governance_outboxentry":
                cursor.execute(f"SELECT coalesce(max({_key(table)}), 0) FROM {table}")
                marks[table] = cursor.fetchone()[0]
    return marks


def _keep(marks: dict[str, int]) -> int:
    """Copy what the sweep wrote, so that the limit can write it again."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS kept_{table}")
            cursor.execute(
                f"CREATE UNLOGGED TABLE kept_{table} AS SELECT * FROM {table} WHERE {_new(table, marks)}"
            )
            cursor.execute(f"ANALYZE kept_{table}")
        cursor.execute("SELECT count(*) FROM kept_memberships_membershipreview")
        return cursor.fetchone()[0]


def _limit() -> None:
    """The same rows in one statement, with every constraint and index, and the mark that they are opened."""
    inserts = ", ".join(f"w{i} AS (INSERT INTO {t} SELECT * FROM kept_{t})" for i, t in enumerate(TABLES))
    _sql(
        f"""WITH {inserts}, series AS (UPDATE governance_matterseries SET last = last WHERE year = 2016)
            UPDATE memberships_membership m SET review_opens_on = NULL
              FROM kept_memberships_membershipreview r WHERE m.matter_id = r.membership_id"""
    )


def _undo(marks: dict[str, int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in reversed(TABLES):
            cursor.execute(f"DELETE FROM {table} WHERE {_new(table, marks)}")
        cursor.execute(
            "UPDATE memberships_membership SET review_opens_on = NULL WHERE review_opens_on IS NOT NULL"
        )
    for table in (*TABLES, "memberships_membership"):
        _sql(f"VACUUM ANALYZE {table}")


def _key(table: str) -> str:
    if table == "memberships_membershipreview":
        return "matter_id"
    return "history_id" if "_historical" in table else "id"


def _new(table: str, marks: dict[str, int]) -> str:
    if table == "governance_outboxentry":
        return "left(key, 19) = 'mail:review-opened:'"
    return f"{_key(table)} > {marks[table]}"


def _memberships() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM memberships_membership")
        return int(cursor.fetchone()[0])


def _sql(statement: str, parameters: list[object] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
