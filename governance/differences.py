"""What two versions of a document have between them, section by section and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

# A word or a mark with the blanks before it: what differs is told word by word, and the last word of a text stays
# itself where something is written after it. A mark inside a word (3.1, 2026-11-22) is of the word.
WORD = re.compile(r"\s*(?:\w+(?:[^\w\s]\w+)*|[^\w\s])|\s+$")


class Written(Protocol):
    """What has a number, a heading and a text."""

    @property
    def number(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Difference:
    """One section in both versions: "same", "changed", "added" or "removed", and its words as (sign, words)."""

    number: str
    title: str
    kind: str
    words: list[tuple[str, str]]

    @property
    def is_numbered(self) -> bool:
        """A section without a number is known by its Swedish heading instead."""
        return self.number[:1].isdigit()


def differences(before: Sequence[Written], after: Sequence[Written]) -> list[Difference]:
    """Section by section in the order of the later version, what was taken away last."""
    earlier = {section.number: section for section in before}
    found = [_difference(earlier.get(section.number), section) for section in after]
    kept = {section.number for section in after}
    return found + [_difference(section, None) for section in before if section.number not in kept]


def _difference(before: Written | None, after: Written | None) -> Difference:
    shown = after or before
    assert shown is not None
    old, new = (f"{each.title}\n\n{each.text}" if each else "" for each in (before, after))
    kind = "added" if before is None else "removed" if after is None else "same" if old == new else "changed"
    return Difference(shown.number, shown.title, kind, list(words_between(old, new)))


def words_between(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The words of two texts in order: ("=", kept), ("-", taken away), ("+", put in)."""
    first, second = WORD.findall(old), WORD.findall(new)
    for tag, i, j, k, m in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "=", "".join(first[i:j])
            continue
        if i < j:
            yield "-", "".join(first[i:j])
        if k < m:
            yield "+", "".join(second[k:m])
