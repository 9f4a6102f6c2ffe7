"""Writes what the network of a city has told, asked and seen: some hundreds of each, however many matters."""

from django.db.backends.utils import CursorWrapper

from network.models import NetworkMessage, NetworkQuestion, Observation, Receipt

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
# Everybody who is contact person today.
CONTACTS = """(SELECT DISTINCT person_id FROM governance_appointment held
                 JOIN governance_office office ON office.id = held.office_id AND office.role = 'contact_person'
                WHERE held.until IS NULL) contact"""


def write(cursor: CursorWrapper) -> int:
    """Messages with their receipts, questions and observations."""
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
    return count + fill_and_remember(
        cursor, Observation, ROWS, **WRITTEN, title="'Påhittad observation ' || slot", source="'Påhittad källa'",
        seen_on="current_date - 5 * slot", so_what="'Påhittat.'", theme=THEMES,
    )  # fmt: skip
