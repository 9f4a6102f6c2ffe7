"""The demonstration's table of residents: a plausible form with invented figures, and marked so wherever they stand."""

from pathlib import Path

from governance import residents

FILE = Path(__file__).with_name("residents.csv")


def load() -> int:
    """Load it into a register that has none. Returns how many countries."""
    if residents.latest() is not None:
        return 0
    table = residents.load(
        FILE.read_text(encoding="utf-8"),
        by=None,
        year=2025,
        source="Påhittad tabell i samma form som statistikens folkmängd efter födelseland",
        population=1_000_000,
        is_invented=True,
    )
    return table.rows.count()
