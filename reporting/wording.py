"""How the values of a report are said: numbers with their units, changes with their sign, in either language."""

from decimal import Decimal
from typing import Any

from governance.language import Language

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
MILLION = 1_000_000

UNITS = {
    "sv": {
        "kr": "kr",
        "kg": "kg",
        "MSEK": "mnkr",
        "percent": "%",
        "days": "arbetsdagar",
        "persons": "personer",
        "groups": "grupper",
    },
    "en": {
        "kr": "SEK",
        "kg": "kg",
        "MSEK": "SEK million",
        "percent": "%",
        "days": "working days",
        "persons": "persons",
        "groups": "groups",
    },
}
ONE = {
    "sv": {"days": "arbetsdag", "persons": "person", "groups": "grupp"},
    "en": {"days": "working day", "persons": "person", "groups": "group"},
}
UNTOLD = "–"


def number(value: Any, language: Language) -> str:
    """12 000; 59,3 in Swedish and 59.3 in English."""
    amount = Decimal(str(value))
    decimals = 0 if amount == amount.to_integral_value() or abs(amount) >= 1000 else 1
    text = f"{abs(amount):,.{decimals}f}".replace(",", NBSP)
    if language == "sv":
        text = text.replace(".", ",")
    return f"{MINUS}{text}" if amount < 0 and text.strip("0,.") else text


def quantity(value: Any, unit: str, language: Language) -> str:
    """The number with its unit; a dash for what cannot be told. Kronor from a million on are told as millions."""
    if value is None:
        return UNTOLD
    if unit == "kr" and abs(Decimal(str(value))) >= MILLION:
        value, unit = Decimal(str(value)) / MILLION, "MSEK"
    word = (ONE if value == 1 else UNITS)[language].get(unit) or UNITS[language].get(unit, "")
    return _with_unit(number(value, language), word)


def _with_unit(said: str, word: str) -> str:
    """11,5 mnkr; in English the currency stands first: SEK 11.5 million."""
    currency, _space, rest = word.partition(" ")
    if currency == "SEK":
        said, word = f"{currency}{NBSP}{said}", rest
    return f"{said}{NBSP}{word}" if word else said


def split(said: str) -> tuple[str, str]:
    """A quantity as its number and its unit, for where the number is printed big."""
    head, _space, word = said.rpartition(NBSP)
    return (head, word) if head and not word[:1].isdigit() else (said, "")


def exact(value: Any, unit: str, language: Language) -> str:
    """As `quantity`, but kronor to the krona: for tables, where they are to add up."""
    if value is None:
        return UNTOLD
    word = UNITS[language].get(unit, "") if unit in ("kr", "MSEK", "percent") else ""
    return _with_unit(number(value, language), word)


def change(value: Any, unit: str, language: Language, say: Any = quantity) -> str:
    """+10, −3 or ±0; a change of a percentage is told in percentage points. Empty when it cannot be told."""
    if value is None:
        return ""
    if value == 0:
        return "±0"
    sign = "+" if value > 0 else MINUS
    if unit == "percent":
        points = "procentenheter" if language == "sv" else "percentage points"
        return f"{sign}{number(abs(value), language)}{NBSP}{points}"
    size = say(abs(value), unit, language) if unit in ("kr", "MSEK") else number(abs(value), language)
    return f"{sign}{size}"
