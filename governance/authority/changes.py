"""Two tables of authority side by side: which cases the later answers otherwise, and which change hands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from .facts import ACT_FACTS, FACTS
from .table import Rule, Table

# Of each fact that does not have all its values: those it has. Together they hold for some cases, and for no others.
Block = Mapping[str, Sequence[Any]]
# What a row answers, apart from its reasons.
ANSWER = ("decides", "power", "handled_in", "prepared_by", "consult", "report_to")


@dataclass(frozen=True)
class Change:
    """Cases of one act that had one row for an answer and have another: when (any of the blocks), and both rows."""

    act: str
    when: Sequence[Block]
    before: Rule
    after: Rule

    @property
    def changes_hands(self) -> bool:
        """Whether somebody else decides; else it is the way there, or the right it is done by, that differs."""
        return self.before.decides != self.after.decides


def changes(before: Table, after: Table) -> list[Change]:
    """Every case that is answered otherwise, those that change hands first; each as few blocks of cases as found."""
    found = [
        change for act in ACT_FACTS if act in before.rules and act in after.rules
        for change in _of_act(before, after, act)
    ]  # fmt: skip
    return sorted(found, key=lambda change: not change.changes_hands)


def _of_act(before: Table, after: Table, act: str) -> Iterator[Change]:
    names = ACT_FACTS[act]
    values = [_values(before, after, act, name) for name in names]
    pairs: dict[tuple[int, int], set[tuple[Any, ...]]] = {}
    rows: dict[tuple[int, int], tuple[Rule, Rule]] = {}
    for case in product(*values):
        facts = dict(zip(names, case, strict=True))
        old, new = before.first(act, facts), after.first(act, facts)
        if _answer(old) != _answer(new):
            pair = (old.position, new.position)
            rows[pair] = (old, new)
            pairs.setdefault(pair, set()).add(case)
    for pair, cases in sorted(pairs.items()):
        yield Change(act, [_block(names, values, each) for each in blocks(cases)], *rows[pair])


def _values(before: Table, after: Table, act: str, name: str) -> Sequence[Any]:
    """The values that stand for all, as far as either table tells them apart."""
    found = {*before.values(act, name), *after.values(act, name)}
    choices = FACTS[name].choices
    return [value for value in choices.values if value in found] if choices else sorted(found)


def _answer(row: Rule) -> tuple[Any, ...]:
    return tuple(
        tuple(value) if isinstance(value, list) else value
        for value in (getattr(row, name) for name in ANSWER)
    )


def blocks(cases: Iterable[tuple[Any, ...]]) -> list[tuple[frozenset[Any], ...]]:
    """The cases as few blocks: two that differ in one fact become one, until none do."""
    found = {tuple(frozenset([value]) for value in case) for case in cases}
    places = range(len(next(iter(found)))) if found else range(0)
    while True:
        merged = found
        for place in places:
            merged = _merged(merged, place)
        if merged == found:
            return sorted(found, key=lambda block: [sorted(map(str, part)) for part in block])
        found = merged


def _merged(found: set[tuple[frozenset[Any], ...]], place: int) -> set[tuple[frozenset[Any], ...]]:
    alike: dict[tuple[frozenset[Any], ...], frozenset[Any]] = {}
    for block in found:
        rest = block[:place] + block[place + 1 :]
        alike[rest] = alike.get(rest, frozenset()) | block[place]
    return {(*rest[:place], part, *rest[place:]) for rest, part in alike.items()}


def _block(names: Sequence[str], values: Sequence[Sequence[Any]], block: tuple[frozenset[Any], ...]) -> Block:
    """Only what is said: a fact that may have any of its values is left out."""
    return {
        name: _wanted(name, every, part)
        for name, every, part in zip(names, values, block, strict=True)
        if len(part) < len(every)
    }


def _wanted(name: str, every: Sequence[Any], part: frozenset[Any]) -> Any:
    """As a row of a table says it: one value, several, or a number from or below one."""
    kept = [value for value in every if value in part]
    if FACTS[name].choices or isinstance(kept[0], bool):
        return kept[0] if len(kept) == 1 else kept
    if kept == list(every[-len(kept) :]):
        return {"min": kept[0]}
    if kept == list(every[: len(kept)]):
        return {"below": every[len(kept)]}
    return kept
