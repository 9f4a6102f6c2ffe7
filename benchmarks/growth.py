"""P1, growth: the same page of the smallest and of the largest city, asked in turns in the same moment.

Two runs some minutes apart differ by more than the goal allows, whatever the page; two requests one after the other
do not.
"""

import json
import statistics
import subprocess
import sys
from contextlib import ExitStack

from . import cities
from .results import Result

GOAL = 1.2
ROUNDS, WARM = 31, 3
# What comes near the goal or passes it is measured thrice again with more rounds: the middle figure stands. One process
# may be slow for a minute, whatever page it is asked for.
NEAR, AGAIN, MORE_ROUNDS = 1.1, 3, 75


def measure(sizes: tuple[str, str]) -> list[Result]:
    """Of each list the page that grows most. Pages that are not full in both cities are no fair pair."""
    with ExitStack() as stack:
        small, large = (_City(stack, cities.city(size)) for size in sizes)
        return [_worst(name, paces, sizes) for name, paces in _paces(small, large).items()]


def _paces(small: "_City", large: "_City") -> dict[str, dict[str, float]]:
    """{list: {variant: median of the large / median of the small}}."""
    paces: dict[str, dict[str, float]] = {}
    for what in small.pages:
        if what in large.pages:
            pace = _pace(small, large, what, ROUNDS)
            if pace > NEAR:
                pace = statistics.median(_pace(small, large, what, MORE_ROUNDS) for _ in range(AGAIN))
            name, variant = what.split(" ", 1)
            paces.setdefault(name, {})[variant] = pace
    return paces


def _pace(small: "_City", large: "_City", what: str, rounds: int) -> float:
    taken = [(small.time(what), large.time(what)) for _ in range(WARM + rounds)][WARM:]
    before, after = (statistics.median(times) for times in zip(*taken, strict=True))
    return after / before


def _worst(name: str, paces: dict[str, float], sizes: tuple[str, str]) -> Result:
    most = max(paces, key=lambda variant: paces[variant])
    return Result(
        f"{name}: growth",
        " to ".join(sizes),
        round(paces[most], 2),
        unit="×",
        goal=GOAL,
        goal_key="P1",
        note=f"most of {len(paces)}: {most}; median {statistics.median(paces.values()):.2f} ×",
    )


class _City:
    """A process that has the pages of one city open."""

    def __init__(self, stack: ExitStack, database: str) -> None:
        self._process = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", "benchmarks.answering"],
                env=cities.environment(database),
                cwd=cities.PROJECT,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        )
        stack.callback(self._process.stdin.close)
        self.pages = {what: number for number, what in enumerate(json.loads(self._answer()))}

    def time(self, what: str) -> float:
        """Milliseconds of one request."""
        self._process.stdin.write(f"{self.pages[what]}\n")
        self._process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> str:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the measuring process ended")
        return line
