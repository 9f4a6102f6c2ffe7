"""An invented city of any size, written by the database itself: the same seed gives the same city."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from engagements.models import Organisation
from governance import lamps
from governance.models import Decision, Matter, Strategy
from reporting.questions import costs
from stockholm_intl.demonstration import organisation, residents

from . import (
    agreements,
    europe,
    journeys,
    meetings,
    network,
    notable,
    plan,
    planning,
    referrals,
    reports,
    rooms,
    shown,
    spine,
)
from .filling import highest
from .words import MIX

Say = Callable[[str], None]
# Tables whose indexes rest while they are filled; of those that know who may do what they are needed meanwhile.
CARDS = "^governance_matter$"
THE_REST = (
    "^(governance|engagements|visits|memberships|profiling|network|planning|referrals)_"
    "(?!(matter|strategy|section|body|office|person|appointment|bodyuserobjectpermission)$)"
)


class NoStrategies(Exception):
    """There is no strategy to rule who decides."""


def generate(
    matters: int,
    *,
    seed: int = 1,
    mix: Mapping[str, float] = MIX,
    details: bool = True,
    say: Say = lambda _: None,
) -> int:
    """Fill the register with this many invented matters; all of them or, if anything fails, none.

    `mix` gives the shares of the kinds; without `details` there are no decisions, files,
    fees and posts, no very long matter and no very busy person.
    """
    if not Strategy.objects.exists():
        raise NoStrategies
    with transaction.atomic(), connection.cursor() as cursor:
        organisation.load_bodies()
        # A city has the same network whether its register is young or old; only what tests fill is smaller.
        _step(say, "persons", lambda: spine.people(extra=min(120, matters // 80)))
        # Every reference is checked at the end of its statement, so that nothing piles up until commit.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute("SELECT setseed(%s)", [(seed % 20_000 - 10_000) / 10_000])
        # The lamps change every card: that is done when all but the cards have their indexes again.
        with _indexes_at_rest(cursor, say, CARDS, worth_it=matters >= 20_000):
            with _indexes_at_rest(cursor, say, THE_REST, worth_it=matters >= 20_000):
                _write(cursor, matters, dict(mix), details, say)
                if details:
                    _step(say, "what is long, and the busy person", lambda: notable.write(cursor, matters))
                plan.forget(cursor)
            # Of our tables alone: those of the whole server would be held against every other database until commit.
            tables = ", ".join(connection.introspection.table_names())
            _step(say, "statistics", lambda: cursor.execute(f"ANALYZE {tables}"))
            if details:
                _step(say, "lamps lit", lamps.relight)
                _step(say, "lamps counted", lamps.count)
                _step(say, "costs counted", costs.count)
        cursor.execute("ANALYZE governance_matter; ANALYZE governance_lampcount")
        if details:
            _step(say, "years counted", reports.count)
    return matters


def _write(cursor: CursorWrapper, matters: int, mix: dict[str, float], details: bool, say: Say) -> None:
    today = timezone.localdate()
    first = highest(cursor, Matter) + 1
    partner = highest(cursor, Organisation) + 1
    partners = max(20, min(5000, matters // 100))
    _step(say, "partners drawn", lambda: plan.partners(cursor, partner, partners))
    _step(say, "matters drawn", lambda: plan.draw(cursor, matters, first, mix, partners, today))
    _step(say, "partners", lambda: spine.organisations(cursor, partner))
    _step(say, "matters", lambda: spine.matters(cursor, first))
    _step(say, "history of matters", lambda: spine.matter_history(cursor, first))
    if details:
        before = highest(cursor, Decision)
        _step(say, "participants, files, notices", lambda: spine.around(cursor, first))
        _step(say, "referrals and answers", lambda: referrals.write(cursor, matters))
        _step(say, "annual reports", lambda: reports.write(cursor, matters))
        _step(say, "decisions", lambda: spine.decisions(cursor))
    _step(say, "dealings", lambda: spine.dealings(cursor))
    _step(say, "visits", lambda: rooms.visits(cursor, first))
    _step(say, "memberships and reviews", lambda: rooms.memberships(cursor, first, details=details))
    _step(say, "agreements", lambda: agreements.agreements(cursor))
    _step(say, "declarations", lambda: agreements.declarations(cursor))
    _step(say, "aid-like projects", lambda: agreements.aid_projects(cursor))
    _step(say, "EU projects", lambda: europe.projects(cursor))
    _step(say, "EU questions", lambda: europe.questions(cursor))
    _step(say, "events abroad", lambda: journeys.events(cursor))
    _step(say, "promises", lambda: journeys.promises(cursor))
    if details:
        _step(say, "meetings", lambda: meetings.meetings(cursor, before, matters=matters))
        _step(say, "guidelines", lambda: europe.guidelines(cursor))
        _step(say, "delegated powers", lambda: shown.powers(cursor))
        _step(say, "examples, messages, information", lambda: shown.profile(cursor))
        _step(say, "messages, questions, observations", lambda: network.write(cursor))
        _step(say, "rounds, plans, accounts", lambda: planning.write(cursor, matters))
        _step(say, "residents", residents.load)


def _step(say: Say, name: str, work: Callable[[], object]) -> None:
    began = time.monotonic()
    done = work()
    rows = f"{done:>11,d}" if isinstance(done, int) else " " * 11
    say(f"  {rows}  {name}  ({time.monotonic() - began:.1f} s)")


@contextmanager
def _indexes_at_rest(cursor: CursorWrapper, say: Say, tables: str, *, worth_it: bool) -> Iterator[None]:
    """Take away the plain indexes of the tables that will be filled and build them anew: a third of the time."""
    if not worth_it:
        yield
        return
    cursor.execute(
        """
        SELECT index.indexrelid::regclass::text, pg_get_indexdef(index.indexrelid)
          FROM pg_index index JOIN pg_class class ON class.oid = index.indrelid
          JOIN pg_namespace space ON space.oid = class.relnamespace
         WHERE space.nspname = current_schema() AND NOT index.indisunique AND NOT index.indisexclusion
           AND class.relname ~ %s
         ORDER BY 1
        """,
        [tables],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield

    def build() -> int:
        for _name, definition in indexes:
            cursor.execute(definition)
        return len(indexes)

    _step(say, "indexes", build)
