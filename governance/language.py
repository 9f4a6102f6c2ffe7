"""Text that exists in Swedish and English side by side, read in the reader's language."""

from datetime import datetime, time
from functools import cache, lru_cache
from typing import Any, Literal

from django.db.models import TextChoices
from django.utils import timezone
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


def moment_in_words(at: datetime) -> str:
    """A moment as 2026-11-20 kl. 13.00 (English 2026-11-20 13:00) in the city's own time."""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return (
        f"{local:%Y-%m-%d %H:%M}" if active_language() == "en" else f"{local:%Y-%m-%d} kl.\u00a0{local:%H.%M}"
    )


def clock(at: time) -> str:
    """An hour as 9.00, in English 9:00."""
    return f"{at.hour}{':' if active_language() == 'en' else '.'}{at:%M}"


def choice_label(choices: type[TextChoices], value: str) -> str:
    """The words of a choice, worked out once per language; the value as it is when it is not one of them.

    What `get_FOO_display` gives; that works through every choice of the field each time, and rows have several.
    """
    return _choice_label(choices, value, get_language())


@lru_cache(maxsize=2048)
def _choice_label(choices: type[TextChoices], value: str, _language: str | None) -> str:
    return str(choices(value).label) if value in choices.values else value


# å, ä and ö come last in Swedish, in that order; no locale of the machine is needed for it.
_SWEDISH = str.maketrans("åäöéüç", "{|}euc")


def countries_in_order() -> tuple[tuple[str, str], ...]:
    """Code and name of every country in the active language, by name as a Swedish reader looks for it."""
    return _countries(active_language())


def country_name(code: str) -> str:
    """The country in the active language; the code as it is when no country has it."""
    return _country_names(active_language()).get(code, code)


def country_called(text: str) -> str:
    """The code of the country that has this name in Swedish or English, or this code in capitals; else empty."""
    if text in _country_names("sv"):
        return text
    return _codes().get(text.casefold(), "")


@cache
def _codes() -> dict[str, str]:
    return {name.casefold(): code for code, name in (*_countries("en"), *_countries("sv"))}


@cache
def _country_names(language: Language) -> dict[str, str]:
    return dict(_countries(language))


@cache
def _countries(language: Language) -> tuple[tuple[str, str], ...]:
    with override(language):
        named = [(code, str(name)) for code, name in countries]
    return tuple(sorted(named, key=lambda country: country[1].lower().translate(_SWEDISH)))
