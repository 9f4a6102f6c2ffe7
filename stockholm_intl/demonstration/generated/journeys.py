"""Writes the drawn city's journeys: events abroad, who travelled, how, and at what cost."""
# ruff: noqa: S608 (names of tables and columns are our own; whatever comes from outside is a parameter)

from django.db.backends.utils import CursorWrapper

from engagements import emissions
from engagements.models import EventAbroad, EventCost, Leg, Promise, Traveller

from .filling import fill_and_remember

TRAVELLED = "('carried_out', 'reported')"
TRAVELLERS = "(1 + mod(plan.n, 4))"
# Within a day's journey by train and boat are the neighbours; the rest one flies to.
MODE = "CASE WHEN plan.country IN ('NO', 'DK') THEN 'train' WHEN plan.country = 'FI' THEN 'boat' ELSE 'flight' END"
DISTANCE = """CASE WHEN plan.country IN ('NO', 'DK', 'FI', 'EE', 'LV', 'LT') THEN 400 + mod(plan.partner_id, 300)
                   ELSE 1000 + mod(plan.partner_id, 7000) END"""


def events(cursor: CursorWrapper) -> int:
    """Events with one to four travellers, the way there and back, and three lines of cost."""
    count = fill_and_remember(
        cursor, EventAbroad, "city_plan plan WHERE plan.kind = 'event_abroad'",
        matter="plan.id",
        kind="(ARRAY['conference', 'conference', 'meeting', 'study_visit', 'fair'])[1 + mod(plan.n, 5)]",
        role="(ARRAY['speaker', 'delegate', 'delegate', 'panel'])[1 + mod(plan.n, 4)]",
        purpose="'Påhittat syfte.'", plan_link="CASE WHEN mod(plan.n, 9) = 0 THEN '' ELSE 'Påhittad plan.' END",
        digital="CASE WHEN mod(plan.n, 3) = 0 THEN 'partly' ELSE 'none' END",
        digital_reason="'Påhittat: mötena hålls på plats.'",
        learnings="CASE WHEN plan.status = 'reported' THEN 'Påhittad lärdom.' ELSE '' END",
        contacts_made="CASE WHEN plan.status = 'reported' THEN 'Påhittade kontakter.' ELSE '' END",
        reported_on="CASE WHEN plan.status = 'reported' THEN plan.closed_on END",
        cancelled_reason="CASE WHEN plan.status = 'cancelled' THEN 'Påhittat: den flyttades.' ELSE '' END",
        reminded_on="CASE WHEN plan.status = 'carried_out' AND plan.due_on < current_date THEN current_date - 1 END",
    )  # fmt: skip
    ours = "WHERE plan.kind = 'event_abroad'"
    count += fill_and_remember(
        cursor, Traveller, f"city_plan plan CROSS JOIN generate_series(1, {TRAVELLERS}) AS k {ours}",
        event="plan.id", name="'Påhittad Resenär ' || mod(plan.n, 2500) || '-' || k", body="plan.body_id",
        office="CASE WHEN mod(plan.n + k, 7) = 0 THEN 'elected' ELSE 'official' END",
        role="CASE k WHEN 1 THEN 'speaker' ELSE 'delegate' END",
    )  # fmt: skip
    ways = f"""(SELECT plan.*, k, actual, {MODE} AS mode, ({DISTANCE})::int AS distance
                  FROM city_plan plan CROSS JOIN generate_series(1, 2) AS k CROSS JOIN generate_series(0, 1) AS actual
                 {ours} AND (actual = 0 OR plan.status IN {TRAVELLED})) plan"""
    count += fill_and_remember(
        cursor, Leg, ways,
        event="plan.id", is_actual="actual = 1", mode="mode", distance_km="distance", travellers=TRAVELLERS,
        origin="CASE k WHEN 1 THEN 'Stockholm' ELSE plan.place END",
        destination="CASE k WHEN 1 THEN plan.place ELSE 'Stockholm' END",
        co2_kg=f"round({_grams()} * distance * {TRAVELLERS} / 1000, 1)",
    )  # fmt: skip
    amount = f"({TRAVELLERS} * round((900 + plan.r6 * 6000)::numeric, 2))"
    return count + fill_and_remember(
        cursor, EventCost, f"city_plan plan CROSS JOIN unnest(ARRAY['travel', 'hotel', 'fee']) AS type {ours}",
        event="plan.id", sort="type", body="plan.body_id", estimated=amount,
        payer="CASE WHEN type = 'hotel' AND mod(plan.n, 11) = 0 THEN 'organiser' ELSE 'city' END",
        actual=f"CASE WHEN plan.status IN {TRAVELLED} THEN {amount} * 1.1 END",
    )  # fmt: skip


def promises(cursor: CursorWrapper) -> int:
    """One at every tenth visit and journey: of four two are kept, one is dropped or late, one is to be kept."""
    met = "(plan.kind = 'visit' AND plan.status IN ('carried_out', 'followed_up', 'closed'))"
    source = f"""(SELECT plan.*, mod(plan.n / 10, 4) AS how, plan.ends_on + 60 AS by_then FROM city_plan plan
        WHERE mod(plan.n, 10) = 0 AND plan.ends_on IS NOT NULL
          AND ({met} OR (plan.kind = 'event_abroad' AND plan.status IN {TRAVELLED}))) plan"""
    return fill_and_remember(
        cursor, Promise, source,
        matter="plan.id", text="'Påhittat löfte.'",
        side="CASE WHEN mod(plan.n, 30) = 0 THEN 'counterpart' ELSE 'city' END",
        due_on="CASE how WHEN 3 THEN current_date + 30 + mod(plan.n, 300) ELSE by_then END",
        kept_on="CASE WHEN how < 2 THEN least(current_date, by_then) END",
        dropped_on="CASE WHEN how = 2 AND by_then < current_date - 100 THEN by_then END",
        outcome="CASE WHEN how < 2 OR (how = 2 AND by_then < current_date - 100) THEN 'Påhittat besked.' ELSE '' END",
        reminded_on="CASE WHEN how = 2 AND by_then BETWEEN current_date - 100 AND current_date - 1"
                    " THEN current_date - 1 END",
    )  # fmt: skip


def _grams() -> str:
    """What one traveller emits on one kilometre, by the factors in use."""
    cases = " ".join(f"WHEN '{mode}' THEN {grams}" for mode, grams in emissions.factors().grams.items())
    return f"CASE mode {cases} END"
