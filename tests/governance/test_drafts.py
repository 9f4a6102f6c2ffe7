"""Drafts: nothing typed is lost, nothing hostile is kept, nobody reads another's, and none rises again."""

import re
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from governance import drafts, tasks
from governance.models import Draft, SentForm
from stockholm_intl.celery import app

URL = reverse("save_draft", args=["visit-log"])
TOKEN = {"draft_token": str(uuid4())}


def posted(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data


def test_what_is_typed_comes_back_as_it_was(client_of, contact) -> None:
    answer = client_of(contact).post(
        URL,
        TOKEN
        | {"title": "Besök\nfrån Åbo", "themes": ["a", "b"], "csrfmiddlewaretoken": "x", "version": "3"},
    )
    assert answer.content.decode().startswith("Utkast sparat ")
    assert drafts.load(contact, "visit-log") == {"title": "Besök\nfrån Åbo", "themes": ["a", "b"]}


def test_the_later_takes_the_place_of_the_earlier(client_of, contact) -> None:
    client = client_of(contact)
    client.post(URL, TOKEN | {"title": "ett"})
    client.post(URL, TOKEN | {"title": "två"})
    assert drafts.load(contact, "visit-log") == {"title": "två"}
    assert Draft.objects.count() == 1


def test_a_draft_is_its_writers_alone(client_of, contact, other_contact) -> None:
    client_of(contact).post(URL, TOKEN | {"title": "mitt"})
    client_of(other_contact).post(reverse("discard_draft", args=["visit-log"]))
    assert drafts.load(other_contact, "visit-log") == {}
    assert drafts.load(contact, "visit-log") == {"title": "mitt"}


def test_nul_is_dropped_and_too_much_is_refused(client_of, contact) -> None:
    client = client_of(contact)
    client.post(URL, TOKEN | {"title": "a\x00b"})
    assert drafts.load(contact, "visit-log") == {"title": "ab"}
    assert client.post(URL, TOKEN | {"title": "x" * 300_000}).status_code == 413
    assert drafts.load(contact, "visit-log") == {"title": "ab"}


def test_one_draft_too_many_is_refused_and_takes_the_place_of_no_other(client_of, contact, rf) -> None:
    for index in range(drafts.GREATEST_NUMBER):
        drafts.save(contact, f"form-{index}", rf.post("/", {"n": index}).POST)
    answer = client_of(contact).post(URL, TOKEN | {"title": "nytt"})
    assert answer.status_code == 409
    assert "50 utkast" in answer.content.decode()
    assert drafts.load(contact, "form-0") == {"n": "0"}
    drafts.save(contact, "form-7", rf.post("/", {"n": "mer"}).POST)  # what is there already may grow
    Draft.objects.filter(form="form-0").update(saved_at=timezone.now() - timedelta(days=91))
    assert client_of(contact).post(URL, TOKEN | {"title": "nytt"}).status_code == 200
    assert drafts.load(contact, "form-0") == {}
    assert drafts.load(contact, "form-1") == {"n": "1"}


def test_a_long_text_in_swedish_is_no_longer_than_one_in_english(client_of, contact) -> None:
    assert client_of(contact).post(URL, TOKEN | {"title": "å" * 150_000}).status_code == 200


def test_discarding_goes_back_to_the_form_and_nowhere_else(client_of, contact) -> None:
    client = client_of(contact)
    client.post(URL, TOKEN | {"title": "x"})
    url = reverse("discard_draft", args=["visit-log"])
    assert client.post(url, {"next": "/besok/"})["Location"] == "/besok/"
    assert client.post(url, {"next": "https://evil.example/"})["Location"] == "/"
    assert drafts.load(contact, "visit-log") == {}


def test_what_comes_after_the_form_was_sent_is_refused(client_of, contact) -> None:
    client = client_of(contact)
    assert client.post(URL, TOKEN | {"title": "utkast"}).status_code == 200
    drafts.discard(contact, "visit-log", posted(**TOKEN))
    late = client.post(URL, TOKEN | {"title": "för sent"})
    assert (late.status_code, late.content.decode()) == (409, "Redan skickat")
    assert drafts.load(contact, "visit-log") == {}


def test_another_showing_of_the_same_form_goes_on(client_of, contact) -> None:
    drafts.discard(contact, "visit-log", posted(**TOKEN))
    assert client_of(contact).post(URL, {"title": "nästa", "draft_token": str(uuid4())}).status_code == 200
    assert drafts.load(contact, "visit-log") == {"title": "nästa"}


def test_what_was_thrown_away_does_not_come_back_either(client_of, contact) -> None:
    client = client_of(contact)
    client.post(reverse("discard_draft", args=["visit-log"]), TOKEN)
    assert client.post(URL, TOKEN | {"title": "för sent"}).status_code == 409


@pytest.mark.parametrize(
    "token", [{}, {"draft_token": ""}, {"draft_token": "x\x00"}, {"draft_token": "9" * 90}]
)
def test_a_form_that_does_not_say_which_showing_it_is_is_not_kept(token: dict, client_of, contact) -> None:
    assert client_of(contact).post(URL, {"title": "x"} | token).status_code == 400
    assert not Draft.objects.exists()


@pytest.mark.parametrize("path", ["/besok/ny/", "/medlemskap/nytt/"])
def test_every_form_of_a_page_names_the_same_showing_and_the_next_page_another(path: str, client_of, contact):
    client = client_of(contact)

    def tokens() -> set[str]:
        return set(re.findall(r'name="draft_token" value="([^"]+)"', client.get(path).content.decode()))

    first, second = tokens(), tokens()
    assert len(first) == len(second) == 1
    assert first != second


@pytest.mark.django_db(transaction=True)
def test_a_draft_saved_in_the_same_moment_waits_for_the_sending_and_is_refused(contact) -> None:
    refused = []

    def save_late() -> None:
        try:
            drafts.save(contact, "visit-log", posted(title="för sent", **TOKEN))
        except drafts.AlreadySent:
            refused.append(True)
        finally:
            connection.close()

    with transaction.atomic():
        drafts.discard(contact, "visit-log", posted(**TOKEN))
        saving = threading.Thread(target=save_late)
        saving.start()
        saving.join(0.5)
        assert saving.is_alive()
    saving.join(5)
    assert refused
    assert not Draft.objects.exists()


def test_tokens_are_forgotten_when_nothing_can_come_any_more(contact) -> None:
    old, young = uuid4(), uuid4()
    for token in (old, young):
        drafts.discard(contact, "visit-log", posted(draft_token=str(token)))
    SentForm.objects.filter(token=old).update(sent_at=timezone.now() - timedelta(days=3))
    assert tasks.forget_sent_forms() == 1
    assert SentForm.objects.get().token == young
    assert tasks.forget_sent_forms.name in {entry["task"] for entry in app.conf.beat_schedule.values()}
