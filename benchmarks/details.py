"""P3: the pages of a matter with 50 decisions, 200 history rows and 30 documents, and of others as long."""

from collections.abc import Iterator

from django.urls import reverse

from stockholm_intl.demonstration.generated import notable

from .clock import take_turns
from .results import Result
from .visitor import BARE, Visitor

ROUNDS = 40
TABS = ("matter_decisions", "matter_documents", "matter_history")


def measure(size: str) -> Iterator[Result]:
    visitor = Visitor(notable.busy_person())
    matter = notable.long_matter()
    tabs = {f"long matter: {name}": reverse(name, args=[matter.number]) for name in TABS}
    yield from _pages(size, visitor, {"long matter: overview": matter.get_absolute_url(), **tabs})
    # Whoever reads every body's matters. No goal for their time: a hundred rows on one page cost what they cost, and
    # the goal is for a page that shows some and leads to the rest. How many statements it takes is bounded still.
    visitor = Visitor(notable.coordinator())
    yield from _pages(size, visitor, {
        f"agreement with {notable.OBLIGATIONS} obligations and activities": notable.full_agreement().get_absolute_url(),
        f"journey of {notable.TRAVELLERS} travellers": notable.full_journey().get_absolute_url(),
        f"meeting with {notable.ITEMS} items": notable.full_meeting().get_absolute_url(),
    }, goal=None)  # fmt: skip


def _pages(size: str, visitor: Visitor, pages: dict[str, str], goal: float | None = 5.0) -> Iterator[Result]:
    works = {BARE: visitor.getting(BARE)} | {name: visitor.getting(page) for name, page in pages.items()}
    medians = take_turns(works, ROUNDS)
    for name, page in pages.items():
        yield Result(name, size, medians[name], limit=medians[BARE], goal=goal, goal_key="P3")
        count = visitor.queries(page)
        yield Result(f"{name}, queries", size, count, unit="queries", goal=10, goal_key="P3")
