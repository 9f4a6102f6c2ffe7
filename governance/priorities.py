"""What a version of the strategy puts first, and which of it a place or a theme is: data, asked by everybody alike.

That something is prioritised is a ground among others and never an answer.
"""

from collections.abc import Iterable
from functools import lru_cache

from .capitals import is_capital
from .models import Priority, Strategy


def of_version(strategy: Strategy) -> tuple[Priority, ...]:
    """The version's priorities with their sections, the first before the next. Kept in memory: to read only."""
    return _of(strategy.pk, strategy.checksum)


@lru_cache(maxsize=16)
def _of(strategy: int, _checksum: str) -> tuple[Priority, ...]:
    return tuple(Priority.objects.filter(strategy=strategy).select_related("section", "strategy"))


def of_place(strategy: Strategy, country: str, city: str, residents: Iterable[str] = ()) -> list[Priority]:
    """The places of the version that this is. `residents`: the countries that many residents come from."""
    found = of_version(strategy)
    return [row for row in found if row.kind == Priority.Kind.PLACE and _is(row, country, city, residents)]


def _is(row: Priority, country: str, city: str, residents: Iterable[str]) -> bool:
    if row.by_residents:
        return country in residents
    if row.countries and country not in row.countries:
        return False
    if row.capitals:
        return country != "SE" and is_capital(country, city)
    return bool(row.countries)


def first_place(strategy: Strategy, country: str, city: str) -> str:
    """The key of the foremost place this is, for the card; empty when the version puts it before nothing."""
    return next((row.key for row in of_place(strategy, country, city)), "")


def of_theme(strategy: Strategy, theme: str) -> list[Priority]:
    """The clusters and themes of the version that one of the register's themes belongs to."""
    return [row for row in of_version(strategy) if theme and theme in row.themes]


def places(strategy: Strategy) -> list[Priority]:
    """The places that a card can be found by: a table of residents changes, so what hangs on it stands on no card."""
    return [row for row in of_version(strategy) if row.kind == Priority.Kind.PLACE and not row.by_residents]


def keys_within(strategy: Strategy, key: str) -> tuple[str, ...]:
    """The key of a place, and those of the places that are part of it: a Nordic capital is a capital too."""
    found = {row.key: row for row in places(strategy)}
    whole = found.get(key)
    if whole is None:
        return ()
    return (key, *(row.key for row in found.values() if row.key != key and _is_part(row, whole)))


def _is_part(row: Priority, whole: Priority) -> bool:
    within = not whole.countries or (bool(row.countries) and set(row.countries) <= set(whole.countries))
    return within and (row.capitals or not whole.capitals)
