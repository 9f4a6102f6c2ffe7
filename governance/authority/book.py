"""All versions of the strategy, read once: which table was in force on a day, and what it rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from governance.models.authority import AuthorityRule
from governance.models.strategy import Direction, Section, Strategy
from governance.prepared import kept_cursor

from .errors import BeforeFirstStrategy, NoStrategy
from .facts import Question
from .rulings import Ruling
from .table import Rule, Table


@dataclass(frozen=True)
class Book:
    """The tables in the order they came into force. Ask one book many questions to spare the database."""

    tables: Sequence[Table]

    def table_on(self, day: date) -> Table:
        """Raises NoStrategy or BeforeFirstStrategy."""
        if not self.tables:
            raise NoStrategy
        in_force = [table for table in self.tables if table.since <= day]
        if not in_force:
            raise BeforeFirstStrategy(day=day, first=self.tables[0].since)
        return in_force[-1]

    def table_of(self, strategy_id: int) -> Table:
        """The table of one version. Raises KeyError for one that is not loaded, which no row can name."""
        return {table.strategy_id: table for table in self.tables}[strategy_id]

    def rule(self, question: Question, on: date) -> Ruling:
        """The one ruling on a question. Raises a kind of AuthorityError when there is none."""
        question.check()
        table = self.table_on(on)
        return Ruling(question, on, table.find(question), table)


def book() -> Book:
    """Every loaded version. One query; rows that this process has seen before are not read again."""
    with kept_cursor() as cursor:
        cursor.execute("SELECT id, checksum FROM governance_strategy ORDER BY since")
        versions = cursor.fetchall()
    return Book([_table(pk, checksum) for pk, checksum in versions])


def rule(question: Question, on: date) -> Ruling:
    """Who decides, by the strategy in force on that day. Raises a kind of AuthorityError."""
    question.check()
    return book().rule(question, on)


def strategy_in_force(day: date) -> Strategy:
    """The version that governs on the day. Raises NoStrategy or BeforeFirstStrategy."""
    found = Strategy.objects.in_force(day).first()
    if found is None:
        first = Strategy.objects.order_by("since").first()
        raise BeforeFirstStrategy(day=day, first=first.since) if first else NoStrategy
    return found


@lru_cache(maxsize=32)
def _table(pk: int, checksum: str) -> Table:
    """The rows of one version. They never change under a checksum, so a process may keep them."""
    strategy = Strategy.objects.get(pk=pk)
    sections = list(
        Section.objects.filter(strategy=pk)
        .order_by("position")
        .values_list("pk", "number", "title_sv", "title_en")
    )
    directions = Direction.objects.filter(strategy=pk).values_list("key", "name_sv", "name_en")
    rules: dict[str, list[Rule]] = {}
    for row in (
        AuthorityRule.objects.filter(strategy=pk).select_related("section").order_by("act", "position")
    ):
        rules.setdefault(row.act, []).append(_rule(row))
    return Table(
        key=strategy.key,
        since=strategy.since,
        title_sv=strategy.title_sv,
        title_en=strategy.title_en,
        short_title_sv=strategy.short_title_sv,
        short_title_en=strategy.short_title_en,
        sections={number: (title_sv, title_en) for _pk, number, title_sv, title_en in sections},
        section_numbers={section: number for section, number, *_titles in sections},
        directions={key: (name_sv, name_en) for key, name_sv, name_en in directions},
        rules=rules,
        diary_number=strategy.diary_number,
        strategy_id=strategy.pk,
    )


def _rule(row: AuthorityRule) -> Rule:
    return Rule(
        act=row.act,
        position=row.position,
        when=tuple(row.when),
        decides=row.decides,
        power=row.power,
        explanation_sv=row.explanation_sv,
        explanation_en=row.explanation_en,
        handled_in=row.handled_in,
        prepared_by=row.prepared_by,
        consult=tuple(row.consult),
        report_to=row.report_to,
        section=row.section.number if row.section else "",
        see_also=tuple(row.see_also),
        rule_id=row.pk,
        section_id=row.section_id,
    )
