"""P4: the start page of a person with 2,000 open matters."""

from collections.abc import Iterator

from django.urls import reverse

from stockholm_intl.demonstration.generated import notable

from .clock import take_turns
from .results import Result
from .visitor import BARE, Visitor


def measure(size: str) -> Iterator[Result]:
    person = notable.busy_person()
    visitor, page = Visitor(person), reverse("my_work")
    medians = take_turns({BARE: visitor.getting(BARE), "page": visitor.getting(page)}, 40)
    note = f"{person.matters.filter(closed_on=None).count()} open matters, {visitor.queries(page)} queries"
    yield Result(
        "my work of the busiest person",
        size,
        medians["page"],
        limit=medians[BARE],
        goal=8.0,
        goal_key="P4",
        note=note,
    )
