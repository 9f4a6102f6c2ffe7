"""Writes what the network of a city has told, asked and seen: some hundreds of each, however many matters."""
# ruff: noqa: S608 (names of tables and columns are our own; whatever comes from outside is a parameter)

from django.db.backends.utils import CursorWrapper

from network.models import (
    Analysis,
    CityProfile,
    Competence,
    Definition,
    Indicator,
    IndicatorValue,
    MeetingReply,
    NetworkMeeting,
    NetworkMessage,
    NetworkQuestion,
    Observation,
    Participant,
    Ranking,
    RankingPlace,
    Receipt,
    Training,
)

from . import words
from .filling import fill, fill_and_remember, highest

ROWS = "(SELECT slot, (SELECT min(id) FROM city_clerk) AS somebody FROM generate_series(1, 400) slot) row"
THEMES = f"(ARRAY{[str(theme) for theme, _words in words.THEMES]})[1 + mod(slot, 9)]"
WRITTEN = {
    "author": "somebody",
    "written_at": "now() - slot * interval '5 days'",
    "is_invented": "true",
    "version": "1",
}
# Of what is written more seldom there are so many.
SOME = 60
CITIES = "ARRAY['Stockholm', 'Oslo', 'Helsingfors', 'Köpenhamn']"
# Everybody who is contact person today.
CONTACTS = """(SELECT DISTINCT person_id FROM governance_appointment held
                 JOIN governance_office office ON office.id = held.office_id AND office.role = 'contact_person'
                WHERE held.until IS NULL) contact"""


def write(cursor: CursorWrapper) -> int:
    """Messages with their receipts, questions, observations and what comes of them, meetings and trainings."""
    before = highest(cursor, NetworkMessage)
    count = fill(
        cursor, NetworkMessage, ROWS, **WRITTEN, subject="'Påhittat meddelande ' || slot", text="'Påhittat.'",
    )  # fmt: skip
    count += fill(
        cursor, Receipt, f"network_networkmessage message CROSS JOIN {CONTACTS} WHERE message.id > {before:d}",
        message="message.id",
        person="contact.person_id", read_at="CASE WHEN mod(message.id + contact.person_id, 3) > 0 THEN now() END",
    )  # fmt: skip
    count += fill_and_remember(
        cursor, NetworkQuestion, ROWS, **WRITTEN, title="'Påhittad fråga ' || slot", theme=THEMES,
        status="(ARRAY['closed', 'answered', 'open'])[1 + mod(slot, 3)]",
        closed_on="CASE WHEN mod(slot, 3) = 0 THEN current_date END",
    )  # fmt: skip
    count += fill_and_remember(
        cursor, Observation, ROWS, **WRITTEN, title="'Påhittad observation ' || slot", source="'Påhittad källa'",
        seen_on="current_date - 5 * slot", so_what="'Påhittat.'", theme=THEMES,
    )  # fmt: skip
    return count + _horizon(cursor) + _together(cursor) + _learnt(cursor)


def _horizon(cursor: CursorWrapper) -> int:
    """Analyses of the observations, profiles of cities, and what cities are counted and ranked by."""
    count = fill_and_remember(
        cursor, Analysis, f"{ROWS} WHERE slot <= {SOME}", **WRITTEN, title="'Påhittad analys ' || slot",
        findings="'Påhittat.'", meaning="'Påhittat.'",
    )  # fmt: skip
    cursor.execute(
        """UPDATE network_observation seen SET analysis_id = analysis.id FROM network_analysis analysis
            WHERE seen.title = 'Påhittad observation ' || split_part(analysis.title, ' ', 3)"""
    )
    profiled = f"SELECT organisation_id FROM {CityProfile._meta.db_table}"
    count += fill_and_remember(
        cursor, CityProfile,
        f"""(SELECT partner.id AS partner, row_number() OVER (ORDER BY partner.id)::int AS slot, somebody
               FROM city_partner partner CROSS JOIN (SELECT min(id) AS somebody FROM city_clerk) clerk
              WHERE partner.kind = 'city' AND partner.id NOT IN ({profiled}) LIMIT {SOME}) row""",
        **WRITTEN, organisation="partner", niche="'Påhittad nisch'", source="'Påhittad källa'",
        relation="(ARRAY['partner', 'competitor', 'both'])[1 + mod(slot, 3)]",
    )  # fmt: skip
    some = f"{ROWS} WHERE slot <= {SOME}"
    beyond = highest(cursor, Indicator), highest(cursor, Definition), highest(cursor, Ranking)
    count += fill_and_remember(
        cursor, Indicator, some, **WRITTEN, name_sv="'Påhittad indikator ' || slot",
        name_en="'Invented indicator ' || slot",
    )  # fmt: skip
    count += fill_and_remember(
        cursor, Definition,
        f"(SELECT id, id::int AS slot, author_id AS somebody FROM network_indicator WHERE id > {beyond[0]:d}) row",
        **WRITTEN, indicator="id", text="'Påhittat sätt att räkna'", unit="'procent'",
    )  # fmt: skip
    count += fill_and_remember(
        cursor, Ranking, some, **WRITTEN, name="'Påhittad ranking ' || slot", publisher="'Påhittad utgivare'",
        measures="'Påhittat.'",
    )  # fmt: skip
    year = "extract(year FROM current_date)::int - back"
    count += fill(
        cursor, IndicatorValue, _of_years(Definition, beyond[1]), **WRITTEN, definition="row.id", city="city",
        year=year, value="10 + mod(row.id + nth * back, 60)", source="'Påhittad källa'",
    )  # fmt: skip
    return count + fill(
        cursor, RankingPlace, _of_years(Ranking, beyond[2]), **WRITTEN, ranking="row.id", city="city", year=year,
        place="nth + 5 * back", of_how_many="100",
    )  # fmt: skip


def _of_years(model: type[Definition | Ranking], beyond: int) -> str:
    """Some cities in some years for each of our rows."""
    return f"""(SELECT id, id::int AS slot, author_id AS somebody FROM {model._meta.db_table}) row
               CROSS JOIN generate_series(1, 5) AS back CROSS JOIN unnest({CITIES}) WITH ORDINALITY AS place (city, nth)
               WHERE row.id > {beyond:d}"""


def _together(cursor: CursorWrapper) -> int:
    """The meetings of the network, one of ten to come, and who has said that they come."""
    beyond = highest(cursor, NetworkMeeting)
    begins = "(current_date - 14 * (slot - 40) + time '09:00') AT TIME ZONE 'UTC'"
    count = fill_and_remember(
        cursor, NetworkMeeting, ROWS, **WRITTEN, title="'Påhittat nätverksmöte ' || slot", starts_at=begins,
        ends_at=f"{begins} + interval '2 hours'", place="'Påhittad sal'",
        cancelled_because="CASE WHEN mod(slot, 17) = 0 THEN 'Påhittat skäl.' ELSE '' END",
    )  # fmt: skip
    return count + fill(
        cursor, MeetingReply,
        f"network_networkmeeting held CROSS JOIN {CONTACTS} WHERE held.id > {beyond:d} AND mod(held.id, 10) = 0",
        meeting="held.id", person="contact.person_id",
        comes="CASE mod(held.id + contact.person_id, 3) WHEN 0 THEN true WHEN 1 THEN false END",
    )  # fmt: skip


def _learnt(cursor: CursorWrapper) -> int:
    """Trainings with those who take part, and what the contact persons can."""
    beyond = highest(cursor, Training)
    count = fill_and_remember(
        cursor, Training, ROWS, **WRITTEN, title="'Påhittad utbildning ' || slot", place="'Påhittad sal'",
        held_on="current_date - 14 * (slot - 40)", seats="30",
    )  # fmt: skip
    count += fill(
        cursor, Participant,
        f"""network_training training CROSS JOIN {CONTACTS}
            WHERE training.id > {beyond:d} AND mod(training.id + contact.person_id, 40) = 0""",
        training="training.id", person="contact.person_id",
    )  # fmt: skip
    spoken = "(ARRAY['en', 'de', 'fr'])[1 + mod(slot, 3)]"
    return count + fill_and_remember(
        cursor, Competence,
        f"""(SELECT person_id AS somebody, slot, kind
               FROM (SELECT person_id, row_number() OVER (ORDER BY person_id)::int AS slot FROM {CONTACTS}) contact
               CROSS JOIN unnest(ARRAY['language', 'eu', 'project']) AS kind) row
            WHERE NOT EXISTS (SELECT FROM network_competence had WHERE had.author_id = somebody)""",
        **WRITTEN, kind="kind", language=f"CASE kind WHEN 'language' THEN {spoken} ELSE '' END",
        level="(ARRAY['basic', 'working', 'fluent'])[1 + mod(slot, 3)]",
        text="CASE kind WHEN 'language' THEN '' ELSE 'Påhittad kunskap' END",
    )  # fmt: skip
