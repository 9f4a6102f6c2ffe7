"""A row that somebody else holds for long: a page says so, and what was written can be sent again from it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from html import unescape
from re import findall

import pytest
from django.db import connection, models, transaction
from django.urls import reverse

from governance.models import Decision, Matter, Person
from tests.page_policy import scene

pytestmark = pytest.mark.django_db(transaction=True)
WORDING = 'Nämnden säger "ja" & tackar.\nAndra raden.'


@contextmanager
def held_by_another(rows: models.QuerySet) -> Iterator[None]:
    """Another connection holds the rows until the block ends."""
    holds, may_let_go = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                list(rows.select_for_update())
                holds.set()
                may_let_go.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert holds.wait(10)
        yield
    finally:
        may_let_go.set()
        thread.join()


@pytest.fixture
def things(city):
    with transaction.atomic():
        return scene()


def test_what_was_written_can_be_sent_again_from_the_page(client_of, things) -> None:
    client = client_of("secretary")
    url = reverse("decision_correct", args=[things["matter"], things["decision"]])
    written = {
        "outcome": "approved", "form": "meeting", "decided_on": "2026-03-02", "paragraph": "8", "wording": WORDING,
    }  # fmt: skip
    with held_by_another(Matter.objects.filter(number=things["matter"])):
        answer = client.post(f"{url}?from=here", written)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Någon annan sparar just nu" in page
    assert f'action="{url}?from=here"' in page
    assert not Decision.objects.filter(supersedes=things["decision"]).exists()
    kept = findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    again = {name: unescape(value) for name, value in kept if name != "csrfmiddlewaretoken"}
    assert client.post(url, again).status_code == 302
    assert Decision.objects.get(supersedes=things["decision"]).wording == WORDING


def test_a_password_is_not_written_on_the_page(client_of, things, administrator, newcomer) -> None:
    url = reverse("admin:governance_person_change", args=[newcomer.pk])
    data = {
        "name": "Ny",
        "email": "",
        "language": "sv",
        "is_active": "on",
        "first_password": "hemligt-och-langt",
    }
    with held_by_another(Person.objects.filter(pk=newcomer.pk)):
        answer = client_of(administrator).post(url, data)
    assert answer.status_code == 409
    assert "hemligt-och-langt" not in answer.content.decode()


def test_the_first_page_of_a_day_waits_for_nobodys_row_either(client_of, things) -> None:
    client = client_of("contact")
    Person.objects.filter(username="contact").update(rights_as_of=date(2026, 1, 1))
    with held_by_another(Person.objects.filter(username="contact")):
        answer = client.get(reverse("matters"))
    assert answer.status_code == 409
    assert client.get(reverse("matters")).status_code == 200
