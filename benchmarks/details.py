"""P3: the pages of a matter with 50 decisions, 200 history rows and 30 documents."""

from collections.abc import Iterator

from django.urls import NoReverseMatch, reverse

from stockholm_intl.demonstration.generated import notable

from .clock import take_turns
from .results import Result
from .visitor import BARE, Visitor

ROUNDS = 40
TABS = ("matter_decisions", "matter_documents", "matter_history")


def measure(size: str) -> Iterator[Result]:
    matter, visitor = notable.long_matter(), Visitor(notable.busy_person())
    pages = {"overview": matter.get_absolute_url()}
    for name in TABS:
        try:
            pages[name] = reverse(name, args=[matter.number])
        except NoReverseMatch:
            continue
    medians = take_turns(
        {BARE: visitor.getting(BARE)} | {n: visitor.getting(p) for n, p in pages.items()}, ROUNDS
    )
    for name, page in pages.items():
        yield Result(
            f"long matter: {name}", size, medians[name], limit=medians[BARE], goal=5.0, goal_key="P3"
        )
        count = visitor.queries(page)
        yield Result(f"long matter: {name}, queries", size, count, unit="queries", goal=10, goal_key="P3")
