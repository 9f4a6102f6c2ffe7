"""The map of the world: in which countries the city has something, as many as the reader may be told of.

The drawing is made once (scripts/world_map.py). What is counted is what the timelines of the countries tell, so that
every number leads to as many lines.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count, F, QuerySet

from governance.language import country_name
from governance.lists import picked
from governance.models import Matter, Person
from governance.prepared import Asked, Asker, rows_of

from . import timelines
from .models import Dealing

FILE = Path(__file__).with_name("world_map.json")
# So many shades can be told apart.
STEPS = 5
# The city's own country stands out by nothing: what is there is no engagement abroad.
HOME = "SE"


@dataclass(frozen=True)
class Drawing:
    """The countries as paths, those too small to be drawn as points, and land that has no code in ISO 3166."""

    width: int
    height: int
    countries: Mapping[str, str]
    points: Mapping[str, tuple[int, int]]
    other: str


@dataclass(frozen=True)
class Country:
    """One country that the city has something with."""

    code: str
    name: str
    count: int
    shade: int


@cache
def drawing() -> Drawing:
    made = json.loads(FILE.read_text(encoding="utf-8"))
    points = {code: (x, y) for code, (x, y) in made["points"].items()}
    width, height = made["size"]
    return Drawing(width, height, made["countries"], points, made["other"])


def counted(person: Person, asked: Asked) -> list[Country]:
    """The countries with anything, the most first. Two statements: of cards, and of partners in other countries."""
    found: Counter[str] = Counter()
    for build in (_counted, _with_partners):
        found.update({code: count for code, count in rows_of(build, person, asked) if code != HOME})
    ends = scale(max(found.values(), default=0))
    listed = [
        Country(code, country_name(code), count, shade_of(count, ends)) for code, count in found.items()
    ]
    return sorted(listed, key=lambda country: (-country.count, country.name))


def _counted(asker: Asker, asked: Asked) -> QuerySet[Any, Any]:
    rows = Matter.objects.exclude(country="").filter(**picked(asked, "kind", "body"))
    if "first" in asked:
        rows = rows.filter(opened_on__range=(asked["first"], asked["last"]))
    rows = timelines.told(rows, asker).order_by().values("country")
    return rows.annotate(count=Count("pk")).values_list("country", "count")


def _with_partners(asker: Asker, asked: Asked) -> QuerySet[Any, Any]:
    tied = Dealing.objects.exclude(organisation__country="").exclude(
        organisation__country=F("matter__country")
    )
    narrowed = {f"matter__{name}": value for name, value in picked(asked, "kind", "body").items()}
    rows = tied.filter(**narrowed)
    if "first" in asked:
        rows = rows.filter(matter__opened_on__range=(asked["first"], asked["last"]))
    rows = timelines.told(rows, asker, "matter__").order_by().values("organisation__country")
    return rows.annotate(count=Count("matter", distinct=True)).values_list("organisation__country", "count")


def scale(most: int) -> list[int]:
    """Where each shade ends. Each holds about as many times more than the one before: most countries have little."""
    ends = {max(step, round(most ** (step / STEPS))) for step in range(1, STEPS + 1)} if most else set()
    return [*sorted(end for end in ends if end < most), *([most] if most else [])]


def shade_of(count: int, ends: Sequence[int]) -> int:
    """The shade of a number, from 1; where few are in use they lie as far apart as they can."""
    step = next(step for step, end in enumerate(ends, start=1) if count <= end)
    return round(step * STEPS / len(ends))


def legend(most: int) -> list[tuple[int, str]]:
    """The shades in use, each with the numbers it stands for."""
    begin, lines = 1, []
    ends = scale(most)
    for end in ends:
        lines.append((shade_of(end, ends), str(end) if begin == end else f"{begin}–{end}"))
        begin = end + 1
    return lines
