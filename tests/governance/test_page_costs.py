"""No page asks the database more often because there is more to show."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance import decisions, documents, matters
from governance.decisions import Record
from governance.lists import COUNT_LIMIT
from governance.models import Notice, Person
from tests.governance.rows import make_matters
from tests.page_policy import scene

LISTS = [
    "my_work",
    "matters",
    "search",
    "decisions",
    "decisions_to_notify",
    "notices",
    "bodies",
    "strategies",
    "lamps",
    "lamp_matters",
]
LARGEST = 22


def queries(client, url: str) -> int:
    client.get(url)  # what a process reads once
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("persona", ["contact", "secretary", "coordinator", "auditor", "administrator"])
def test_a_list_costs_the_same_for_three_rows_and_for_sixty(name, persona, city, client_of) -> None:
    client, url = client_of(persona), reverse(name) + ("?q=Helsingfors" if name == "search" else "")
    fill(city, persona, 3, first=1)
    few = queries(client, url)
    fill(city, persona, 57, first=100)
    many = queries(client, url)
    # A worklist that no longer fits is counted once; apart from that nothing is added.
    assert many - few <= (6 if name == "my_work" else 0)
    assert many <= LARGEST


def fill(city, persona: str, count: int, first: int) -> None:
    """Matters that are mine, late and before my body, decided by delegation, with notices."""
    me = Person.objects.get(username=persona)
    committee, board = city("trafiknamnden"), Person.objects.get(username="secretary")
    late = date(2026, 1, 1)
    rows = make_matters(count, committee, first=first, responsible=me, due_on=late, before=committee)
    make_matters(count, committee, first=first + 500, kind="visit", status="forwarded", before=committee)
    Notice.objects.bulk_create(
        Notice(person=me, matter=row, key=f"{row.pk}", subject_sv="Hej", subject_en="Hi") for row in rows
    )
    facts = {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}
    for row in rows[: min(count, 12)]:
        type(row).objects.filter(pk=row.pk).update(facts=facts)
        entry = Record(
            committee,
            "approved",
            date(2026, 3, 2),
            "Ja.",
            form="delegated",
            delegate=Person.objects.get(username="head"),
            power_source="Delegationsordningen 4.1",
        )
        decisions.record(row, entry, by=board)


def test_my_work_with_two_thousand_open_matters_stays_a_page(city, client_of, contact) -> None:
    make_matters(2000, city("trafiknamnden"), responsible=contact, due_on=date(2026, 1, 1))
    client = client_of(contact)
    answer = client.get(reverse("my_work"))
    assert f"&gt; {COUNT_LIMIT}" in answer.content.decode()
    assert len(answer.content) < 60_000
    assert queries(client, reverse("my_work")) <= LARGEST


@pytest.mark.parametrize("name", ["matter_decisions", "matter_documents", "matter_history"])
def test_a_matter_costs_the_same_however_much_hangs_on_it(name, city, client_of) -> None:
    number = scene()["matter"]
    client, url = client_of("auditor"), reverse(name, args=[number])
    few = queries(client, url)
    matter = matters.lock(type(matters.Matter.objects.get(number=number)).objects.get(number=number).pk)
    by = Person.objects.get(username="contact")
    for index in range(200):
        matters.change(matter, by=by, internal_title=f"Rubrik {index}", responsible=by if index % 2 else None)
    for index in range(30):
        documents.store(b"x", f"{index}.txt", "text/plain", matter, by)
    decision = matter.decisions.get()
    for index in range(20):
        entry = Record(decision.body, "approved", date(2026, 3, 2), f"Rättelse {index}", paragraph="7")
        decision = decisions.correct(decision, entry, by=Person.objects.get(username="secretary"))
    many = queries(client, url)
    assert many - few <= 1  # the names behind what changed
    assert many <= 10
