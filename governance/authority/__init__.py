"""Authority: who decides, by what right, with which section. Pure over the rows; reads, never writes."""

from .answers import Answer, may_decide
from .book import Book, book, rule, strategy_in_force
from .changes import Change, changes
from .errors import (
    AuthorityError,
    BadFact,
    BeforeFirstStrategy,
    MissingFact,
    NoStrategy,
    UnknownAct,
    UnknownFact,
)
from .facts import ACT_FACTS, FACTS, AskedFact, Fact, Question, facts_of
from .reports import explain_for_report
from .rulings import Ruling
from .table import Rule, Table

__all__ = [
    "ACT_FACTS",
    "FACTS",
    "Answer",
    "AskedFact",
    "AuthorityError",
    "BadFact",
    "BeforeFirstStrategy",
    "Book",
    "Change",
    "Fact",
    "MissingFact",
    "NoStrategy",
    "Question",
    "Rule",
    "Ruling",
    "Table",
    "UnknownAct",
    "UnknownFact",
    "book",
    "changes",
    "explain_for_report",
    "facts_of",
    "may_decide",
    "rule",
    "strategy_in_force",
]
