"""Writes the cards of what is drawn apart from the matters that were asked for: plans, referrals, reports."""
# ruff: noqa: S608 (names of tables and columns are our own; whatever comes from outside is a parameter)

from django.db.backends.utils import CursorWrapper

from governance.models import Matter, MatterSeries, Strategy

from . import spine
from .filling import advance, fill, highest

# The strategy in force on a day.
STRATEGY = f"""(SELECT strategy.id FROM {Strategy._meta.db_table} strategy
                 WHERE strategy.since <= {{day}} ORDER BY strategy.since DESC LIMIT 1)"""


def write(cursor: CursorWrapper, drawn: str, **columns: str) -> int:
    """A card with its history for each row of a drawn table, numbered on from where the series of its year stood.

    The rows have `id`, `opened_on` and `strategy_id`; `columns` are SQL over `plan`, as in `fill`.
    """
    beyond, series = highest(cursor, Matter), MatterSeries._meta.db_table
    count = fill(
        cursor, Matter,
        f"""(SELECT drawn.*, extract(year FROM drawn.opened_on)::int AS drawn_in,
                    coalesce(series.last, 0) + row_number() OVER (
                        PARTITION BY extract(year FROM drawn.opened_on) ORDER BY drawn.opened_on, drawn.id) AS drawn
               FROM {drawn} drawn
               LEFT JOIN {series} series ON series.year = extract(year FROM drawn.opened_on)) plan
            ORDER BY plan.id""",
        id="plan.id", opened_on="plan.opened_on", strategy="plan.strategy_id", is_invented="true",
        number="plan.drawn_in || '-' || lpad(plan.drawn::text, greatest(5, length(plan.drawn::text)), '0')",
        created_at="plan.opened_on + time '08:00' AT TIME ZONE 'UTC'", **columns,
    )  # fmt: skip
    cursor.execute(
        f"""INSERT INTO {series} AS series (year, last)
            SELECT extract(year FROM opened_on)::int, count(*) FROM {drawn} GROUP BY 1
            ON CONFLICT (year) DO UPDATE SET last = series.last + excluded.last"""
    )
    advance(cursor, Matter)
    spine.matter_history(cursor, beyond + 1)
    return count
