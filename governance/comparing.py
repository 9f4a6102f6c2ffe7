"""Two versions of the strategy side by side, and what it means for the matters that wait for a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from . import authority
from .authority import AuthorityError, Question, Table
from .differences import differences, words_between
from .lists import with_bodies
from .models import Decision, Matter, Person, Principle, Section, Strategy
from .policy_files import table_of
from .principles import EXCEPTION

# So many of the matters that change hands are shown.
SHOWN = 25
CARD = "number kind title status opened_on due_on secrecy_ground body_id facts is_invented".split()


@dataclass(frozen=True)
class Version:
    """One side of a comparison: a version of the strategy, or a draft of one."""

    # A few letters, for the head of a column; and the name in the middle of a sentence.
    key: str
    short_title: str
    table: Table
    sections: Sequence[Section]
    principles: Sequence[Principle]


def address(before: Strategy, after: Strategy) -> str:
    """The page that compares two versions."""
    return f"{reverse('compare_strategies')}?{urlencode({'fran': before.key, 'till': after.key})}"


def of_strategy(strategy: Strategy) -> Version:
    """A version that is written in the register."""
    return Version(
        key=strategy.key,
        short_title=strategy.short_title,
        table=authority.book().table_of(strategy.pk),
        sections=list(strategy.sections.all()),
        principles=list(strategy.principles.all()),
    )


def of_data(data: Mapping[str, Any], key: str, short_title: str) -> Version:
    """A version that is data as yet."""
    return Version(
        key=key,
        short_title=short_title,
        table=table_of(data),
        sections=[Section(**row) for row in data["sections"]],
        principles=[
            Principle(**{name: value for name, value in row.items() if name != "section"})
            for row in data["principles"]
        ],
    )


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
        """Whether something else happens if it is not met."""
        if self.before is None or self.after is None:
            return False
        return self.before.if_it_fails != self.after.if_it_fails

    @property
    def is_excepted_otherwise(self) -> bool:
        """Whether somebody else may decide an exception."""
        if self.before is None or self.after is None:
            return False
        return self.before.exception_by != self.after.exception_by


@dataclass(frozen=True)
class Shift:
    """An open matter that somebody else would decide: by whom it is decided under either version."""

    matter: Matter
    before: str
    after: str


def of_versions(person: Person, before: Version, after: Version) -> dict[str, Any]:
    """`changes` of the table, `principles`, `sections`, and the `shifts` of open matters with their `shift_count`."""
    shifts, count = _shifts(person, before.table, after.table)
    return {
        "changes": authority.changes(before.table, after.table),
        "principles": _principles(before, after),
        "sections": differences(before.sections, after.sections),
        "shifts": shifts,
        "shift_count": count,
    }


def _principles(before: Version, after: Version) -> list[PrincipleChange]:
    """In the order of the later version, what it left out last; only those that differ."""
    old = {row.key: row for row in before.principles}
    new = {row.key: row for row in after.principles}
    found = []
    for key in dict.fromkeys([*new, *old]):
        texts = [f"{row.name}. {row.text}" if row else "" for row in (old.get(key), new.get(key))]
        change = PrincipleChange(old.get(key), new.get(key), list(words_between(*texts)))
        if texts[0] != texts[1] or change.weighs_otherwise or change.is_excepted_otherwise:
            found.append(change)
    return found


def _shifts(person: Person, before: Table, after: Table) -> tuple[list[Shift], int]:
    """Matters that wait for a decision and that the person may read. Asked once for all that ask alike."""
    undecided = waiting(Matter.objects.visible_to(person))
    where, count = _moved(undecided, before, after)
    if not count:
        return [], 0
    rows = list(undecided.filter(where).only(*CARD).order_by("-opened_on", "-pk")[:SHOWN])
    with_bodies(rows, person)
    shifts = [Shift(row, _decider(row.facts, before) or "", _decider(row.facts, after) or "") for row in rows]
    return shifts, count


def moved(before: Table, after: Table) -> list[int]:
    """The keys of all open matters that would change hands, for who tells those responsible and reads none of it."""
    undecided = waiting(Matter.objects.all())
    where, count = _moved(undecided, before, after)
    return list(undecided.filter(where).order_by("pk").values_list("pk", flat=True)) if count else []


def _moved(undecided: QuerySet[Matter], before: Table, after: Table) -> tuple[Q, int]:
    """Which of those that wait are answered otherwise, and how many they are."""
    asked = undecided.values_list("facts").annotate(count=Count("pk"))
    found = [(facts, count) for facts, count in asked if _differs(facts, before, after)]
    where = Q()
    for facts, _count in found:
        where |= Q(facts=facts)
    return where, sum(count for _facts, count in found)


def waiting(matters: Any) -> QuerySet[Matter]:
    """Open matters whose question has no answer that stands; what has been decided keeps its version."""
    answers = Decision.objects.standing().exclude(outcome__in=Decision.RETURNING)
    answered = answers.filter(matter=OuterRef("pk"), round=OuterRef("round"))
    undecided: QuerySet[Matter] = matters.open().filter(~Exists(answered), facts__has_key="act").order_by()
    return undecided


def _differs(facts: dict[str, Any], before: Table, after: Table) -> bool:
    old, new = _decider(facts, before), _decider(facts, after)
    return old is not None and new is not None and old != new


def question_of(facts: dict[str, Any]) -> Question:
    """What a matter asks. Raises AuthorityError."""
    asked = {name: value for name, value in facts.items() if name not in ("act", EXCEPTION)}
    return Question.read(facts["act"], asked)


def _decider(facts: dict[str, Any], table: Table) -> str | None:
    """Who decides by a table; None where it needs facts that the matter does not have."""
    try:
        return str(table.find(question_of(facts)).decides)
    except (AuthorityError, KeyError):  # not enough is known, or an older table does not have the act
        return None
