"""The life of an engagement as a road with stations: what is done, where it stands, what lies ahead."""

from collections.abc import Sequence
from datetime import date

# Name, state ("done", "current", "ahead"), day in words.
Step = tuple[str, str, str]


def road(stations: Sequence[tuple[str, date | None]], place: int) -> list[Step]:
    """The stations as steps; `place` is how many lie behind."""
    return [
        (name, "done" if n < place else "current" if n == place else "ahead", day.isoformat() if day else "")
        for n, (name, day) in enumerate(stations)
    ]
