"""Text that exists in Swedish and English side by side, read in the reader's language."""

from functools import cache
from typing import Any, Literal

from django.utils.translation import get_language, override
from django_countries import countries

Language = Literal["sv", "en"]


def active_language() -> Language:
    """English when the page is in English, otherwise Swedish: the language the city decides in."""
    return "en" if (get_language() or "").startswith("en") else "sv"


def bilingual(field: str) -> Any:
    """A read-only attribute that gives `<field>_sv` or `<field>_en`, by the active language."""

    def read(self: object) -> str:
        return getattr(self, f"{field}_{active_language()}")

    return property(read, doc=f"The {field} in the active language.")


# å, ä and ö come last in Swedish, in that order; no locale of the machine is needed for it.
_SWEDISH = str.maketrans("åäöéüç", "{|}euc")


def countries_in_order() -> tuple[tuple[str, str], ...]:
    """Code and name of every country in the active language, by name as a Swedish reader looks for it."""
    return _countries(active_language())


@cache
def _countries(language: Language) -> tuple[tuple[str, str], ...]:
    with override(language):
        named = [(code, str(name)) for code, name in countries]
    return tuple(sorted(named, key=lambda country: country[1].lower().translate(_SWEDISH)))
