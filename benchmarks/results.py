"""One measured figure beside its goal, and how figures travel from the measuring process to the table."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass
class Result:
    """`value` in `unit`; `ratio` is value / limit; `goal` is the largest ratio that is good enough.

    A result without a goal is there to compare with: a limit, or the naive app.
    """

    what: str
    size: str
    value: float
    unit: str = "ms"
    limit: float | None = None
    limit_is: str = "bare-auth"
    goal: float | None = None
    goal_key: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.limit if self.limit else None

    @property
    def falls_short(self) -> bool:
        measured = self.ratio if self.limit else self.value
        return self.goal is not None and measured is not None and measured > self.goal


def write(results: Iterable[Result]) -> str:
    return json.dumps([asdict(result) for result in results])


def read(text: str) -> list[Result]:
    return [Result(**row) for row in json.loads(text)]
