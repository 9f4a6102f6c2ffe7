"""A walk through the product for each role, read once from `tours.toml`.

A step is a page as it is, with a strip above it that says what one does there. Where one stands in the walk is in the
address (`?visning=contact_person-2`), so a step can be sent to a colleague, and nothing needs a script.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

FILE = Path(__file__).with_name("tours.toml")
PARAMETER = "visning"


@dataclass(frozen=True)
class Step:
    """What one does at one page. `place` counts from one."""

    role: str
    place: int
    page: str
    sv: str
    en: str
    text_sv: str
    text_en: str

    @property
    def name(self) -> str:
        return self.sv if get_language() == "sv" else self.en

    @property
    def text(self) -> str:
        return self.text_sv if get_language() == "sv" else self.text_en

    @property
    def mark(self) -> str:
        return f"{self.role}-{self.place}"

    @property
    def url(self) -> str:
        return f"{reverse(self.page)}?{urlencode({PARAMETER: self.mark})}"


@dataclass(frozen=True)
class Tour:
    """The steps of one role, in the order one takes them."""

    role: str
    sv: str
    en: str
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        return self.sv if get_language() == "sv" else self.en


@cache
def tours() -> Mapping[str, Tour]:
    """Every walk by its role."""
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["tours"]
    return {
        row["role"]: Tour(
            row["role"],
            row["sv"],
            row["en"],
            tuple(Step(row["role"], place, **step) for place, step in enumerate(row["steps"], start=1)),
        )
        for row in rows
    }


def of_roles(roles: Iterable[str]) -> list[Tour]:
    """The walks of these roles, in the order they are written."""
    held = set(roles)
    return [tour for role, tour in tours().items() if role in held]


def step_of(mark: str, roles: Iterable[str]) -> Step | None:
    """The step an address names; None for one that is not there, or is of a role one does not hold."""
    role, _dash, place = mark.rpartition("-")
    tour = tours().get(role)
    if tour is None or role not in roles or not place.isdecimal() or len(place) > 2:
        return None
    number = int(place)
    return tour.steps[number - 1] if 0 < number <= len(tour.steps) else None


def beside(step: Step) -> tuple[Step | None, Step | None]:
    """The step before and the step after."""
    steps = tours()[step.role].steps
    before = steps[step.place - 2] if step.place > 1 else None
    after = steps[step.place] if step.place < len(steps) else None
    return before, after
