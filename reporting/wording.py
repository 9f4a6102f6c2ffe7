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
        "kg": "kg",
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
# What a breakdown is by, as its key ends, and what the column of its parts is called.
PARTED_BY = {
    "sv": {
        "body": "Organ",
        "country": "Land",
        "direction": "Inriktning",
        "form": "Form",
        "funder": "Finansiär",
        "institution": "Institution",
        "kind": "Slag",
        "outcome": "Utfall",
        "payer": "Betalare",
        "place": "Prioriterad plats",
        "programme": "Program",
        "scope": "Omfattning",
        "section": "Avsnitt",
        "theme": "Tema",
        "type": "Typ",
    },
    "en": {
        "body": "Body",
        "country": "Country",
        "direction": "Direction",
        "form": "Form",
        "funder": "Funder",
        "institution": "Institution",
        "kind": "Sort",
        "outcome": "Outcome",
        "payer": "Payer",
        "place": "Prioritised place",
        "programme": "Programme",
        "scope": "Scope",
        "section": "Section",
        "theme": "Theme",
        "type": "Type",
    },
}
MEASURED_IN = {"sv": {"kr": "Kronor"}, "en": {"kr": "SEK"}}
COUNTED = {"sv": "Antal", "en": "Number"}


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
    return _with_unit(number(value, language), unit, language, is_one=value == 1)


def _with_unit(said: str, unit: str, language: Language, *, is_one: bool = False) -> str:
    """103 000 kr and 11,5 mnkr; in English SEK 103 000 and SEK 11.5 million, as everywhere in the register."""
    if language == "en" and unit in ("kr", "MSEK"):
        said = f"SEK{NBSP}{said}"
        return f"{said}{NBSP}million" if unit == "MSEK" else said
    word = (ONE if is_one else UNITS)[language].get(unit) or UNITS[language].get(unit, "")
    return f"{said}{NBSP}{word}" if word else said


def split(said: str) -> tuple[str, str]:
    """A quantity as its number and its unit, for where the number is printed big."""
    head, _space, word = said.rpartition(NBSP)
    return (head, word) if head and not word[:1].isdigit() else (said, "")


def exact(value: Any, unit: str, language: Language) -> str:
    """As `quantity`, but kronor to the krona: for tables, where they are to add up."""
    if value is None:
        return UNTOLD
    said = number(value, language)
    return _with_unit(said, unit, language) if unit in ("kr", "MSEK", "percent") else said


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


def parted_by(key: str, language: Language) -> str:
    """What the parts of a breakdown are: bodies, countries, themes."""
    return PARTED_BY[language][key.rpartition("_by_")[2]]


def measured_in(unit: str, language: Language) -> str:
    """What the values of a breakdown are: kronor, persons, or how many."""
    words = {**UNITS[language], **MEASURED_IN[language]}
    return words.get(unit, COUNTED[language]).capitalize()
