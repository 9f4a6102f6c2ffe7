"""What a journey emits: distance by means of travel, by the factors in emissions.toml with their source and year."""

import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

FACTORS = Path(__file__).with_name("emissions.toml")
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Factors:
    """Grams of CO2 equivalents for one traveller and one kilometre by means of travel, and where they come from."""

    grams: dict[str, Decimal]
    source: str
    year: int
    is_the_citys_own: bool


@cache
def factors() -> Factors:
    """The factors in use."""
    read = tomllib.loads(FACTORS.read_text(encoding="utf-8"), parse_float=Decimal)
    grams = {mode: Decimal(grams) for mode, grams in read["grams"].items()}
    return Factors(grams, read["source"], read["year"], read["is_the_citys_own"])


def co2_kg(mode: str, distance_km: int, travellers: int) -> Decimal:
    """Kilograms for all who travel the leg together."""
    grams = factors().grams[mode] * distance_km * travellers
    return (grams / 1000).quantize(TENTH, ROUND_HALF_UP)
