"""No page asks the database more often because there is more to show: every address, with more of everything."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.growth import grow
from tests.page_policy import PAGES, scene
from tests.test_pages import REACHABLE, ask

FEW, MANY = 2, 4
# Some of what hangs on something else: the control that there really is more.
PARTS = set("AgendaItem Assignment Commitment Document Leg Letter Obligation Post Promise Traveller".split())
# What may cost some statements more, and why.
ALLOWED = {
    # A worklist that no longer fits is counted, each once.
    "my_work": 6,
}


@pytest.mark.parametrize("persona", ["secretary", "coordinator"])
def test_no_page_asks_more_when_there_is_more(persona: str, city, client_of) -> None:
    things, client = scene(), client_of(persona)
    pages = [name for name in REACHABLE if PAGES[name].get[persona] == 200]
    grow(1, FEW)
    before = {name: queries(client, name, things) for name in pages}
    made = grow(1 + FEW, MANY)
    assert made["Matter"] >= MANY * 10
    assert {name for name, count in made.items() if count >= MANY} >= PARTS
    after = {name: queries(client, name, things) for name in pages}
    more = {name: (before[name], after[name]) for name in pages}
    assert {name: pair for name, pair in more.items() if pair[1] - pair[0] > ALLOWED.get(name, 0)} == {}


def queries(client: Client, name: str, things: dict[str, object]) -> int:
    ask(client, name, "get", things)  # what a process reads once
    with CaptureQueriesContext(connection) as captured:
        answer = ask(client, name, "get", things)
    assert answer.status_code == 200, (name, answer.status_code)
    return len(captured)
