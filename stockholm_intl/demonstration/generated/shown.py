"""Writes what a city has some dozens of, however many matters: what it shows of itself, and its delegated powers."""

from django.db.backends.utils import CursorWrapper

from governance.models import DelegatedPower
from profiling.models import CityInformation, GoodExample, KeyMessage

from . import words
from .filling import fill_and_remember
from .spine import POWER

BODIES = """(SELECT body.*, row_number() OVER (ORDER BY id) AS slot, (SELECT min(id) FROM city_clerk) AS somebody
              FROM governance_body body WHERE until IS NULL AND kind <> 'preparatory_committee'
             ORDER BY id LIMIT 30) body"""
# Every fifth is a draft, every fourth has expired.
SHOWN = {
    "published_at": "CASE WHEN mod(slot, 5) > 0 THEN now() - interval '100 days' END",
    "published_by": "CASE WHEN mod(slot, 5) > 0 THEN somebody END",
    "is_invented": "true",
}
VALID = {
    "since": "current_date - 400",
    "until": "CASE WHEN mod(slot, 4) = 0 THEN current_date - 20 ELSE current_date + 15 * slot::int END",
}
THEMES = f"ARRAY{[str(theme) for theme, _words in words.THEMES]}"


def profile(cursor: CursorWrapper) -> int:
    """Good examples and entries on the city of thirty bodies, and a dozen key messages."""
    count = fill_and_remember(
        cursor, GoodExample, BODIES, body="body.id", **SHOWN, **VALID,
        title_sv="'Påhittat exempel från ' || body.name_sv", title_en="'Invented example from ' || body.name_en",
        what_sv="'Påhittat.'", what_en="'Invented.'", result_sv="'Påhittat.'", result_en="'Invented.'",
        theme=f"({THEMES})[1 + mod(slot, 9)]", directions="ARRAY['profiling']", contact_sv="'Påhittat kontor'",
        contact_en="'Invented office'",
    )  # fmt: skip
    count += fill_and_remember(
        cursor, KeyMessage, f"{BODIES} WHERE slot <= 12", **SHOWN, **VALID,
        text_en="'Invented key message ' || slot", text_sv="'Påhittat budskap ' || slot", is_brand_line="slot = 1",
    )  # fmt: skip
    return count + fill_and_remember(
        cursor, CityInformation, BODIES, body="body.id", **SHOWN,
        kind="CASE WHEN mod(slot, 2) = 0 THEN 'city_information' ELSE 'steering_document' END",
        title_en="'Invented information from ' || body.name_en", text_en="'Invented.'",
        revised_on="current_date - 20 * slot::int",
    )  # fmt: skip


def powers(cursor: CursorWrapper) -> int:
    """What the heads may decide for their bodies. A body that keeps its register already is left alone."""
    return fill_and_remember(
        cursor, DelegatedPower,
        """governance_body body JOIN governance_office office ON office.body_id = body.id AND office.role = 'head'
           CROSS JOIN unnest(ARRAY['event_abroad', 'visit', 'eu_project']) AS given
           WHERE body.until IS NULL AND NOT EXISTS (SELECT FROM governance_delegatedpower WHERE body_id = body.id)""",
        body="body.id", kind="given", office="office.id", source=f"'{POWER}'", since="date '2015-01-01'",
    )  # fmt: skip
