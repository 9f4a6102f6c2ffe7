"""Writes the meetings where the drawn city decided, those to come, and what was told to somebody there."""
# ruff: noqa: S608 (names of tables and columns are our own; whatever comes from outside is a parameter)

from django.db.backends.utils import CursorWrapper

from governance.models import (
    AgendaItem,
    Assignment,
    Attendance,
    Decision,
    Meeting,
    MinutesSeries,
    Reception,
)

from .filling import advance, fill, fill_and_remember, highest
from .plan import FIRST_MEETING

# Of a body's meetings that are behind it these are done; a few days later the minutes are posted too.
POSTED_AFTER = 9
# So many matters that wait are on the agenda of a meeting to come.
ON_THE_AGENDA = 20
# What is told to somebody is one decision of so many, and of what the preparatory committee takes up one of so many.
ASSIGNED, ASSIGNED_IN_COMMITTEE = 15, 2
COMMITTEE = "'preparatory_committee'"
# It has met every fourth week for so many weeks, and takes up at most so many matters, as many as lie between.
WEEKS_BACK, FEWEST_MATTERS, PER_MATTER, MOST_MATTERS = 498, 5, 2_000, 60
PREPARED = "('agreement', 'event_abroad')"
SEATS = "ARRAY['chair', 'vice_chair', 'member', 'member', 'member', 'substitute', 'secretary']"
# The meetings of this city: a body and a day, with the key that each will get.
DAYS = """
CREATE TEMP TABLE city_meeting AS
SELECT {beyond} + row_number() OVER (ORDER BY day, body_id) AS id, body_id, day,
       row_number() OVER (PARTITION BY body_id, extract(year FROM day) ORDER BY day) AS number
  FROM (SELECT DISTINCT body_id, decided_on AS day FROM {decisions} WHERE id > {first} AND form = 'meeting'
        UNION
        SELECT body.id, current_date + ahead - mod(current_date - ({first_meeting}), 28)
          FROM governance_body body CROSS JOIN unnest(ARRAY[28, 56]) AS ahead
         WHERE body.until IS NULL AND body.kind <> {committee}
        UNION
        SELECT body.id, current_date - 7 * week
          FROM governance_body body CROSS JOIN generate_series(-2, {weeks}, 4) AS week
         WHERE body.until IS NULL AND body.kind = {committee}) held;
CREATE UNIQUE INDEX ON city_meeting (id);
CREATE INDEX ON city_meeting (body_id, day);
ANALYZE city_meeting;
CREATE TEMP TABLE city_committee AS
SELECT held.* FROM city_meeting held JOIN governance_body body ON body.id = held.body_id
 WHERE body.kind = {committee} AND held.day <= current_date;
"""


# What the committee took up at the meetings that are behind it: matters that came in since the one before, first those
# that wait to begin, and requests for a reception.
TAKEN_UP = """
CREATE TEMP TABLE city_item AS
SELECT taken.*, row_number() OVER (PARTITION BY meeting_id ORDER BY stream DESC, id) AS place,
       row_number() OVER (PARTITION BY body_id, extract(year FROM day) ORDER BY day, stream DESC, id) AS paragraph
  FROM (SELECT held.id AS meeting_id, held.body_id, held.day, 'international' AS stream, card.id
          FROM (SELECT *, row_number() OVER (PARTITION BY back
                                             ORDER BY NOT waits, mod(n::bigint * 7919, 1009), n) AS place
                  FROM (SELECT id, n, status = 'approved' AS waits, (current_date + 14 - opened_on) / 28 AS back
                          FROM city_plan WHERE kind IN {prepared}) lately) card
          JOIN city_committee held ON held.day = current_date + 14 - 28 * card.back
         WHERE card.place <= {matters}
        UNION ALL
        SELECT held.id, held.body_id, held.day, 'hospitality', wish.id
          FROM city_reception wish
          JOIN LATERAL (SELECT * FROM city_committee held WHERE held.day <= wish.wished_on - 20
                         ORDER BY held.day DESC LIMIT 1) held ON true
         WHERE wish.wished_on < current_date + 40) taken;
"""


def meetings(cursor: CursorWrapper, decision: int, *, matters: int) -> int:
    """The meetings with all that hangs on them. `decision`: the last one that was there before the city."""
    table, beyond = Decision._meta.db_table, highest(cursor, Meeting)
    statements = DAYS.format(
        beyond=beyond, decisions=table, first=decision, first_meeting=FIRST_MEETING.format(body="body.id"),
        weeks=WEEKS_BACK, committee=COMMITTEE,
    )  # fmt: skip
    for statement in statements.split(";\n"):
        if statement.strip():
            cursor.execute(statement)
    past = "plan.day <= current_date"
    posted = f"plan.day + {POSTED_AFTER} <= current_date"
    count = fill_and_remember(
        cursor, Meeting, "city_meeting plan ORDER BY plan.id",
        id="plan.id", body="plan.body_id", held_on="plan.day", begins_at="time '16:00'", place="'Påhittad sal'",
        status=f"""CASE WHEN {posted} THEN 'posted' WHEN {past} THEN 'closed'
                        WHEN plan.day < current_date + 30 THEN 'called' ELSE 'planned' END""",
        number=f"CASE WHEN {past} THEN plan.number END", closed_on=f"CASE WHEN {past} THEN plan.day END",
        called_on="CASE WHEN plan.day < current_date + 30 THEN least(current_date, plan.day - 7) END",
        approved_on=f"CASE WHEN {posted} THEN plan.day + 8 END",
        approved_by=f"CASE WHEN {posted} THEN 'Påhittad Ordförande' ELSE '' END",
        posted_on=f"CASE WHEN {posted} THEN plan.day + {POSTED_AFTER} END", is_invented="true",
    )  # fmt: skip
    advance(cursor, Meeting)
    count += fill(
        cursor, Attendance,
        f"city_meeting plan CROSS JOIN unnest({SEATS}) WITH ORDINALITY AS seat (role, place) WHERE {past}",
        meeting="plan.id", name="'Påhittad Ledamot ' || mod(plan.body_id * 7 + place, 400)", role="seat.role",
        is_present="true", approves="seat.role = 'vice_chair'",
    )  # fmt: skip
    count += _agendas(cursor, table, decision)
    _wishes(cursor, max(20, matters // 500))
    count += _taken_up(cursor, min(MOST_MATTERS, max(FEWEST_MATTERS, matters // PER_MATTER)))
    _series(cursor)
    return count + _assignments(cursor) + _receptions(cursor)


def _agendas(cursor: CursorWrapper, decisions: str, decision: int) -> int:
    """What was decided, in the order of its §; of the meetings to come what lies before the body."""
    count = fill_and_remember(
        cursor, AgendaItem,
        f"""(SELECT decision.*, held.id AS meeting, decision.paragraph::int AS number,
                    row_number() OVER (PARTITION BY held.id ORDER BY decision.paragraph::int) AS place
               FROM {decisions} decision
               JOIN city_meeting held ON held.body_id = decision.body_id AND held.day = decision.decided_on
              WHERE decision.id > {decision:d} AND decision.form = 'meeting') plan""",
        meeting="plan.meeting", position="plan.place", matter="plan.matter_id", outcome="plan.outcome",
        proposal="plan.wording", wording="plan.wording", reasons="plan.reasons", paragraph="plan.number",
        decision="plan.id",
    )  # fmt: skip
    return count + fill_and_remember(
        cursor, AgendaItem,
        f"""(SELECT card.id AS matter, coming.id AS meeting,
                    row_number() OVER (PARTITION BY card.before_id ORDER BY card.id) AS place
               FROM city_plan drawn JOIN governance_matter card ON card.id = drawn.id
               JOIN (SELECT DISTINCT ON (body_id) * FROM city_meeting WHERE day > current_date
                      ORDER BY body_id, day) coming ON coming.body_id = card.before_id) plan
            WHERE plan.place <= {ON_THE_AGENDA}""",
        meeting="plan.meeting", position="plan.place", matter="plan.matter",
        proposal="'Påhittat förslag till beslut.'", presenter="'Påhittad Föredragande'",
    )  # fmt: skip


def _series(cursor: CursorWrapper) -> None:
    """The § and the minutes of each body and year go on where the city ended."""
    cursor.execute(
        f"""INSERT INTO {MinutesSeries._meta.db_table} AS series (body_id, year, last_paragraph, last_number)
            SELECT held.body_id, extract(year FROM held.day)::int, coalesce(max(item.paragraph), 0), max(held.number)
              FROM city_meeting held LEFT JOIN {AgendaItem._meta.db_table} item ON item.meeting_id = held.id
             WHERE held.day <= current_date GROUP BY 1, 2
            ON CONFLICT (body_id, year) DO UPDATE
               SET last_paragraph = greatest(series.last_paragraph, excluded.last_paragraph),
                   last_number = greatest(series.last_number, excluded.last_number)"""
    )


def _assignments(cursor: CursorWrapper) -> int:
    """Told to the owner of the matter: to be done within half a year; of the earlier ones most have been received."""
    old = "plan.day < current_date - 300"
    late = "mod(plan.id, 10) = 0"
    return fill_and_remember(
        cursor, Assignment,
        f"""(SELECT item.id, held.day, held.body_id AS giver, card.id AS matter, card.body_id AS owner
               FROM city_meeting held JOIN {AgendaItem._meta.db_table} item ON item.meeting_id = held.id
               JOIN governance_matter card ON card.id = item.matter_id
              JOIN governance_body giver ON giver.id = held.body_id
              WHERE item.paragraph IS NOT NULL
                AND mod(item.id, CASE giver.kind WHEN {COMMITTEE} THEN {ASSIGNED_IN_COMMITTEE} ELSE {ASSIGNED} END) = 0
            ) plan""",
        item="plan.id", text="'Påhittat uppdrag: att återkomma med en uppföljning.'", owner="plan.owner",
        given_by="plan.giver", given_on="plan.day", matter="plan.matter", due_on="plan.day + 180",
        status=f"""CASE WHEN {old} AND NOT {late} THEN CASE WHEN mod(plan.id, 9) = 0 THEN 'dropped' ELSE 'received' END
                        WHEN plan.day < current_date - 150 AND NOT {late} THEN 'done' ELSE 'open' END""",
        report=f"CASE WHEN plan.day < current_date - 150 AND NOT {late} THEN 'Påhittad rapport.' ELSE '' END",
        closed_on=f"CASE WHEN plan.day < current_date - 150 AND NOT {late} THEN plan.day + 140 END",
        received_on=f"CASE WHEN {old} AND NOT {late} AND mod(plan.id, 9) <> 0 THEN plan.day + 168 END",
    )  # fmt: skip


def _wishes(cursor: CursorWrapper, wanted: int) -> None:
    """Draw requests for a reception, of the last three years and the months to come."""
    cursor.execute(
        f"""CREATE TEMP TABLE city_reception AS
            SELECT {highest(cursor, Reception)} + k AS id, k, current_date + 100 - mod(k * 7, 1050) AS wished_on,
                   body.id AS body_id, officer.person_id
              FROM generate_series(1, {wanted:d}) AS k
              JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS slot, count(*) OVER () AS count
                      FROM governance_body WHERE until IS NULL AND kind IN ('executive_board', 'company')) body
                ON body.slot = mod(k, body.count)
              JOIN city_officer officer ON officer.body_id = body.id AND officer.slot = 0"""
    )


def _taken_up(cursor: CursorWrapper, matters: int) -> int:
    """What the preparatory committee heard of or handled, in the order of its §."""
    cursor.execute(TAKEN_UP.format(prepared=PREPARED, matters=matters))
    is_matter = "plan.stream = 'international'"
    return fill_and_remember(
        cursor, AgendaItem, "city_item plan ORDER BY plan.meeting_id, plan.place",
        meeting="plan.meeting_id", stream="plan.stream", position="plan.place", paragraph="plan.paragraph",
        kind=f"CASE WHEN {is_matter} THEN 'matter' ELSE 'other' END", matter=f"CASE WHEN {is_matter} THEN plan.id END",
        title=f"CASE WHEN {is_matter} THEN '' ELSE 'Mottagning: Påhittad kongress ' || plan.id END",
        outcome=f"CASE WHEN {is_matter} THEN 'information' ELSE 'endorsed' END",
        wording=f"CASE WHEN {is_matter} THEN 'Beredningen tackar för informationen.' "
                f"ELSE 'Beredningen tillstyrker.' END",
    )  # fmt: skip


def _receptions(cursor: CursorWrapper) -> int:
    """Each request, with the item where the preparatory committee has handled it."""
    count = fill_and_remember(
        cursor, Reception,
        f"""city_reception plan LEFT JOIN {AgendaItem._meta.db_table} item
              ON item.kind = 'other' AND item.title = 'Mottagning: Påhittad kongress ' || plan.id""",
        id="plan.id", event="'Påhittad kongress ' || plan.id", organiser="'Påhittad arrangör'",
        reach="(ARRAY['nordic', 'european', 'international', 'championship', 'other'])[1 + mod(plan.k, 5)]",
        begins_on="plan.wished_on - 1", ends_on="plan.wished_on + 2", guests="80 + mod(plan.k * 13, 900)",
        foreign_guests="40 + mod(plan.k * 7, 40)", in_stockholm="true", in_hotels="mod(plan.k, 9) <> 0",
        wished_on="plan.wished_on", slot="'18-20'", body="plan.body_id", logged_by="plan.person_id",
        logged_on="plan.wished_on - 150", item="item.id", is_invented="true",
    )  # fmt: skip
    advance(cursor, Reception)
    return count
