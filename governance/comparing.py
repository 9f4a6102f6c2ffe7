"""Two versions of the strategy side by side, and what it means for the matters that wait for a decision."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from . import authority
from .authority import AuthorityError, Question, Table
from .differences import Difference, differences, words_between
from .lists import with_bodies
from .models import Decision, Matter, Person, Principle, Strategy
from .principles import EXCEPTION

# So many of the matters that change hands are shown.
SHOWN = 25
CARD = "number kind title status opened_on due_on secrecy_ground body_id facts is_invented".split()


@dataclass(frozen=True)
class PrincipleChange:
    """A principle in both versions: its words as (sign, words), and whether its weight has changed."""

    before: Principle | None
    after: Principle | None
    words: list[tuple[str, str]]

    @property
    def shown(self) -> Principle:
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def kind(self) -> str:
        """As of a section (governance.differences)."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"

    @property
    def weighs_otherwise(self) -> bool:
        if self.before is None or self.after is None:
            return False
        return self.before.if_it_fails != self.after.if_it_fails


@dataclass(frozen=True)
class Shift:
    """An open matter that somebody else would decide: by whom it is decided under either version."""

    matter: Matter
    before: str
    after: str


def of_versions(person: Person, before: Strategy, after: Strategy) -> dict[str, Any]:
    """`changes` of the table, `principles`, `sections`, and the `shifts` of open matters with their `shift_count`."""
    book = authority.book()
    old, new = book.table_of(before.pk), book.table_of(after.pk)
    shifts, count = _shifts(person, old, new)
    return {
        "changes": authority.changes(old, new),
        "principles": _principles(before, after),
        "sections": _sections(before, after),
        "shifts": shifts,
        "shift_count": count,
    }


def _sections(before: Strategy, after: Strategy) -> list[Difference]:
    return differences(list(before.sections.all()), list(after.sections.all()))


def _principles(before: Strategy, after: Strategy) -> list[PrincipleChange]:
    """In the order of the later version, what it left out last; only those that differ."""
    old = {row.key: row for row in before.principles.all()}
    new = {row.key: row for row in after.principles.all()}
    found = []
    for key in dict.fromkeys([*new, *old]):
        texts = [f"{row.name}. {row.text}" if row else "" for row in (old.get(key), new.get(key))]
        change = PrincipleChange(old.get(key), new.get(key), list(words_between(*texts)))
        if texts[0] != texts[1] or change.weighs_otherwise:
            found.append(change)
    return found


def _shifts(person: Person, before: Table, after: Table) -> tuple[list[Shift], int]:
    """Matters that wait for a decision and that the person may read. Asked once for all that ask alike."""
    waiting = _waiting(person)
    asked = waiting.values_list("facts").annotate(count=Count("pk"))
    moved = [(facts, count) for facts, count in asked if _differs(facts, before, after)]
    if not moved:
        return [], 0
    where = Q()
    for facts, _count in moved:
        where |= Q(facts=facts)
    rows = list(waiting.filter(where).only(*CARD).order_by("-opened_on", "-pk")[:SHOWN])
    with_bodies(rows, person)
    shifts = [Shift(row, _decider(row.facts, before) or "", _decider(row.facts, after) or "") for row in rows]
    return shifts, sum(count for _facts, count in moved)


def _waiting(person: Person) -> QuerySet[Matter]:
    """Open matters whose question has no answer that stands; what has been decided keeps its version."""
    answers = Decision.objects.standing().exclude(outcome__in=Decision.RETURNING)
    answered = answers.filter(matter=OuterRef("pk"), round=OuterRef("round"))
    return Matter.objects.visible_to(person).open().filter(~Exists(answered), facts__has_key="act").order_by()


def _differs(facts: dict[str, Any], before: Table, after: Table) -> bool:
    old, new = _decider(facts, before), _decider(facts, after)
    return old is not None and new is not None and old != new


def _decider(facts: dict[str, Any], table: Table) -> str | None:
    """Who decides by a table; None where it needs facts that the matter does not have."""
    asked = {name: value for name, value in facts.items() if name not in ("act", EXCEPTION)}
    try:
        return str(table.find(Question.read(facts["act"], asked)).decides)
    except AuthorityError:
        return None
