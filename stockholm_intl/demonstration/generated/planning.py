"""Writes the rounds of a city: every body's plan of some years with its lines and ties, and its accounts."""
# ruff: noqa: S608 (names of tables and columns are our own; whatever comes from outside is a parameter)

from django.db.backends.utils import CursorWrapper

from governance.models import Body, Matter
from planning.lamps import PLANNED_KINDS
from planning.models import Account, LineOutcome, Plan, PlanLine, PlanTie, Round

from . import cards
from .filling import fill_and_remember, highest

# So many years back in a large city and in a small one, and the year to come.
YEARS_BACK, FEW_YEARS, LARGE = 4, 1, 10_000
LINES = 7
OPERATING = ", ".join(f"'{kind.value}'" for kind in Body.OPERATING)
KINDS = ", ".join(f"'{kind.value}'" for kind in PLANNED_KINDS)
# What every body hands in to the rounds of the city: `slot` says how far those of the year to come are.
HANDED = """
CREATE TEMP TABLE city_handed AS
SELECT {beyond} + row_number() OVER (ORDER BY asked.year, asked.subject, body.id) AS id, asked.id AS round_id,
       asked.subject, asked.year, asked.opened_on, asked.due_on, body.id AS body_id,
       asked.due_on < current_date AS is_over, row_number() OVER (PARTITION BY asked.id ORDER BY body.id) AS slot,
       {strategy} AS strategy_id,
       (SELECT officer.person_id FROM city_officer officer
         WHERE officer.body_id = body.id ORDER BY officer.slot LIMIT 1) AS person_id
  FROM {round} asked CROSS JOIN {body} body
 WHERE asked.id > {first} AND body.until IS NULL AND body.kind IN ({operating});
CREATE UNIQUE INDEX ON city_handed (id);
ANALYZE city_handed;
"""
STATUS = """CASE WHEN plan.is_over THEN CASE WHEN mod(plan.slot, 9) = 0 THEN 'draft' ELSE 'locked' END
                 ELSE (ARRAY['open', 'draft', 'ready', 'submitted', 'accepted'])[1 + mod(plan.slot, 5)] END"""
AWAITED = f"({STATUS}) IN ('open', 'draft', 'ready')"


def write(cursor: CursorWrapper, matters: int) -> int:
    """Rounds, plans, lines, ties, accounts and outcomes. A city that has rounds already keeps them."""
    if highest(cursor, Round):
        return 0
    count = _rounds(cursor, YEARS_BACK if matters >= LARGE else FEW_YEARS)
    statements = HANDED.format(
        beyond=highest(cursor, Matter), strategy=cards.STRATEGY.format(day="asked.opened_on"), first=0,
        round=Round._meta.db_table, body=Body._meta.db_table, operating=OPERATING,
    )  # fmt: skip
    for statement in statements.split(";\n"):
        if statement.strip():
            cursor.execute(statement)
    return count + _cards(cursor) + _plans(cursor) + _accounts(cursor)


def _rounds(cursor: CursorWrapper, back: int) -> int:
    """A plan of each year is asked for in October before it, an account in January after it."""
    this = "extract(year FROM current_date)::int"
    return fill_and_remember(
        cursor, Round,
        f"""(SELECT * FROM (SELECT 'plan' AS subject, year, make_date(year - 1, 10, 1) AS opened_on
                              FROM generate_series({this} - {back:d}, {this} + 1) year
                            UNION ALL
                            SELECT 'account', year, make_date(year + 1, 1, 10)
                              FROM generate_series({this} - {back:d}, {this} - 1) year) asked
              WHERE opened_on <= current_date) plan
            CROSS JOIN (SELECT min(id) AS somebody FROM city_clerk) clerk""",
        subject="plan.subject", year="plan.year", opened_on="plan.opened_on", opened_by="clerk.somebody",
        due_on="plan.opened_on + 70", is_invented="true", version="1",
        locked_on="CASE WHEN plan.opened_on + 100 < current_date THEN plan.opened_on + 100 END",
    )  # fmt: skip


def _cards(cursor: CursorWrapper) -> int:
    """The card of each."""
    is_plan = "plan.subject = 'plan'"
    return cards.write(
        cursor, "city_handed", kind="plan.subject", body="plan.body_id", responsible="plan.person_id",
        title=f"""CASE WHEN {is_plan} THEN 'Påhittad plan ' || plan.year || ' för internationellt arbete'
                       ELSE 'Påhittad redovisning av internationellt arbete ' || plan.year END""",
        scope="'own_operation'", status=STATUS, due_on=f"CASE WHEN {AWAITED} THEN plan.due_on END",
        closed_on=f"CASE WHEN {STATUS} = 'locked' THEN plan.opened_on + 90 END",
        starts_on="make_date(plan.year, 1, 1)", ends_on="make_date(plan.year, 12, 31)",
        facts="""'{"act": "plan_year"}'::jsonb""",
    )  # fmt: skip


def _handed() -> dict[str, str]:
    """What a plan and an account have alike."""
    return {
        "matter": "plan.id",
        "round": "plan.round_id",
        "hand_in_by": "plan.due_on",
        "submitted_on": f"CASE WHEN NOT {AWAITED} THEN least(plan.opened_on + 60, current_date) END",
        "submitted_by": f"CASE WHEN NOT {AWAITED} THEN plan.person_id END",
        "accepted_on": f"CASE WHEN {STATUS} IN ('accepted', 'locked') THEN least(plan.opened_on + 80, now()::date) END",
        "locked_on": f"CASE WHEN {STATUS} = 'locked' THEN plan.opened_on + 90 END",
    }


def _plans(cursor: CursorWrapper) -> int:
    beyond, row = highest(cursor, PlanLine), PlanLine._meta.db_table
    source = "city_handed plan WHERE plan.subject = 'plan'"
    count = fill_and_remember(
        cursor, Plan, f"{source} ORDER BY plan.id", **_handed(), aims="'Påhittat: vad nämnden vill.'",
        budget="100000 + 1000 * mod(plan.id, 90)", last_serial=f"{LINES}",
    )  # fmt: skip
    kind = "(ARRAY['membership', 'project', 'event', 'cooperation', 'other', 'event'])[place - 1]"
    count += fill_and_remember(
        cursor, PlanLine,
        f"""city_handed plan JOIN {Matter._meta.db_table} card ON card.id = plan.id
            CROSS JOIN generate_series(1, {LINES}) AS place WHERE plan.subject = 'plan' ORDER BY plan.id, place""",
        plan="plan.id", body="plan.body_id", year="plan.year",
        ident="card.number || '-' || lpad(place::text, 3, '0')",
        kind=f"CASE WHEN place = 1 THEN 'goal' ELSE {kind} END",
        title="'Påhittad rad ' || place || ' i planen för ' || plan.year", why="'Påhittat skäl.'",
        cost="CASE WHEN place > 1 THEN 5000 * place END", budget_line="'P-' || mod(plan.id, 40)",
    )  # fmt: skip
    cursor.execute(
        f"""UPDATE {row} line SET goal_id = goal.id FROM {row} goal
             WHERE line.plan_id = goal.plan_id AND goal.kind = 'goal' AND line.kind <> 'goal' AND line.id > {beyond}"""
    )
    # Each line but the goals and the last ones is about one of the newest matters of its body.
    return count + fill_and_remember(
        cursor, PlanTie,
        f"""(SELECT line.id AS line_id, line.plan_id, line.body_id, plan.person_id, plan.opened_on,
                    row_number() OVER (PARTITION BY line.body_id ORDER BY line.id) AS n
               FROM {row} line JOIN city_handed plan ON plan.id = line.plan_id
              WHERE line.kind <> 'goal' AND right(line.ident, 3) < '005' AND line.id > {beyond}) line
            JOIN (SELECT id, body_id, number, secrecy_ground,
                         row_number() OVER (PARTITION BY body_id ORDER BY opened_on DESC, id) AS n
                    FROM {Matter._meta.db_table} WHERE kind IN ({KINDS})) card
              ON card.body_id = line.body_id AND card.n = line.n""",
        plan="line.plan_id", line="line.line_id", matter="card.id",
        label="CASE WHEN card.secrecy_ground = '' THEN card.number ELSE '' END", tied_on="line.opened_on",
        tied_by="coalesce(line.person_id, (SELECT min(id) FROM city_clerk))",
    )  # fmt: skip


def _accounts(cursor: CursorWrapper) -> int:
    count = fill_and_remember(
        cursor, Account,
        """city_handed plan LEFT JOIN city_handed planned
             ON planned.subject = 'plan' AND planned.year = plan.year AND planned.body_id = plan.body_id
            WHERE plan.subject = 'account' ORDER BY plan.id""",
        **_handed(), plan="planned.id", summary="'Påhittat: vad arbetet gav.'", counted_at="now()",
    )  # fmt: skip
    return count + fill_and_remember(
        cursor, LineOutcome,
        f"{Account._meta.db_table} account JOIN {PlanLine._meta.db_table} line ON line.plan_id = account.plan_id",
        account="account.matter_id", line="line.id", text="'Påhittat utfall.'",
        result="(ARRAY['done', 'partly', 'not_done', 'moved'])[1 + mod(line.id, 4)]",
    )  # fmt: skip
