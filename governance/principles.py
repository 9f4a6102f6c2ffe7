"""The principles of a strategy as checks: which one limits what, by which section, and who may decide past it."""

from datetime import date
from functools import lru_cache

from .authority import Ruling, strategy_in_force
from .models import Principle, Strategy

# The fact of a matter that names the principle an exception is asked from. It is no fact of the question who decides.
EXCEPTION = "exception"


def checks(day: date) -> dict[str, Principle]:
    """The principles in force on the day that something is checked by, under the name of the check."""
    return checks_of(strategy_in_force(day))


def checks_of(strategy: Strategy) -> dict[str, Principle]:
    """The same of one version."""
    return _checks(strategy.pk, strategy.checksum)


@lru_cache(maxsize=16)
def _checks(strategy: int, _checksum: str) -> dict[str, Principle]:
    rows = Principle.objects.filter(strategy=strategy).exclude(check_key="")
    return {row.check_key: row for row in rows.select_related("section", "strategy")}


def with_exception(ruling: Ruling, key: str) -> Ruling:
    """The ruling on an exception from the principle; the refusal itself where the strategy foresees none."""
    principle = next((row for row in checks(ruling.on).values() if row.key == key), None)
    if ruling or principle is None or not principle.exception_by:
        return ruling
    return ruling.excepted(
        principle.exception_by,
        f"Principen ”{principle.name_sv}” hindrar detta. Bara kommunfullmäktige kan besluta om undantag, som då"
        " registreras som ett undantag från principen",
        f"The principle “{principle.name_en}” stands in the way. Only the City Council can decide an exception, which"
        " is then recorded as an exception to the principle",
    )
