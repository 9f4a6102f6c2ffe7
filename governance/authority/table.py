"""A strategy's table of authority, and the reading of it: the first row whose conditions hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

from governance.language import bilingual

from .errors import MissingFact
from .facts import ACT_FACTS, FACTS, Question

# One alternative: {fact: value | [values] | {"min": n} | {"below": n}}, all of which must hold.
Condition = Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """One row. `section` is empty when the strategy does not regulate the question."""

    act: str
    position: int
    when: Sequence[Condition]
    decides: str
    power: str
    explanation_sv: str
    explanation_en: str
    handled_in: str = ""
    prepared_by: str = ""
    consult: Sequence[str] = ()
    report_to: str = ""
    section: str = ""
    see_also: Sequence[str] = ()
    rule_id: int | None = None
    section_id: int | None = None

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return any(
            all(_meets(facts[name], wanted) for name, wanted in alternative.items())
            for alternative in self.when
        )

    @property
    def asks(self) -> set[str]:
        return {name for alternative in self.when for name in alternative}


@dataclass(frozen=True)
class Table:
    """All rows of one version, and what is needed to cite it. Immutable, so it may be kept."""

    key: str
    since: date
    title_sv: str
    title_en: str
    short_title_sv: str
    short_title_en: str
    # Number to headings (Swedish, English).
    sections: Mapping[str, tuple[str, str]]
    rules: Mapping[str, Sequence[Rule]]
    diary_number: str = ""
    strategy_id: int | None = None
    # Id to number, for lists that cite a section on every row.
    section_numbers: Mapping[int, str] = field(default_factory=dict, compare=False)
    # Key to names (Swedish, English) of the directions, for whoever says that a matter supports one.
    directions: Mapping[str, tuple[str, str]] = field(default_factory=dict, compare=False)
    _thresholds: dict[str, set[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_thresholds", {act: _thresholds(rows) for act, rows in self.rules.items()})

    title = bilingual("title")

    def asks(self, act: str) -> set[str]:
        """The facts that some row of the act looks at."""
        return {name for row in self.rules[act] for name in row.asks}

    def find(self, question: Question) -> Rule:
        """The one row that answers. Raises MissingFact when the unknown facts could lead to different rows."""
        given = {name: getattr(question, name) for name in ACT_FACTS[question.act]}
        unknown = [name for name in given if given[name] is None and name in self.asks(question.act)]
        found = {
            case: self.first(question.act, {**given, **dict(zip(unknown, case, strict=True))})
            for case in product(*(self.values(question.act, name) for name in unknown))
        }
        rows = {row.position: row for row in found.values()}
        if len(rows) > 1:
            missing = [name for index, name in enumerate(unknown) if _makes_a_difference(index, found)]
            raise MissingFact(FACTS[name] for name in missing)
        return next(iter(rows.values()))

    def values(self, act: str, name: str) -> Sequence[Any]:
        """Values of a fact that stand for all it can have, as far as this act's rows tell them apart."""
        if choices := FACTS[name].choices:
            return choices.values
        if name == "areas":
            return sorted({1, *(t - 1 for t in self._thresholds[act] if t > 1), *self._thresholds[act]})
        if name == "external_funding":
            return sorted({0, 100, *(t - 1 for t in self._thresholds[act] if t > 0), *self._thresholds[act]})
        return (True, False)

    def first(self, act: str, facts: Mapping[str, Any]) -> Rule:
        """The row that answers a complete case."""
        return next(row for row in self.rules[act] if row.holds(facts))


def cases(table: Table, act: str) -> Iterator[dict[str, Any]]:
    """Every complete case of an act that the table can tell apart: what its totality is proved on."""
    names = ACT_FACTS[act]
    for values in product(*(table.values(act, name) for name in names)):
        yield dict(zip(names, values, strict=True))


def _meets(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return value >= wanted["min"] if "min" in wanted else value < wanted["below"]
    if isinstance(wanted, list | tuple):
        return value in wanted
    return value == wanted


def _thresholds(rows: Sequence[Rule]) -> set[int]:
    return {
        bound
        for row in rows
        for alternative in row.when
        for wanted in alternative.values()
        if isinstance(wanted, Mapping)
        for bound in wanted.values()
    }


def _makes_a_difference(index: int, found: Mapping[tuple[Any, ...], Rule]) -> bool:
    """Whether two cases that differ in this one fact lead to different rows."""
    seen: dict[tuple[Any, ...], int] = {}
    return any(
        seen.setdefault(case[:index] + case[index + 1 :], row.position) != row.position
        for case, row in found.items()
    )
