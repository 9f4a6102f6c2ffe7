"""Drafts: nothing typed is lost, nothing hostile is kept, nobody reads another's."""

from django.urls import reverse

from governance import drafts
from governance.models import Draft

URL = reverse("save_draft", args=["visit-log"])


def test_what_is_typed_comes_back_as_it_was(client_of, contact) -> None:
    answer = client_of(contact).post(
        URL, {"title": "Besök\nfrån Åbo", "themes": ["a", "b"], "csrfmiddlewaretoken": "x", "version": "3"}
    )
    assert answer.content.decode().startswith("Utkast sparat ")
    assert drafts.load(contact, "visit-log") == {"title": "Besök\nfrån Åbo", "themes": ["a", "b"]}


def test_the_later_takes_the_place_of_the_earlier(client_of, contact) -> None:
    client = client_of(contact)
    client.post(URL, {"title": "ett"})
    client.post(URL, {"title": "två"})
    assert drafts.load(contact, "visit-log") == {"title": "två"}
    assert Draft.objects.count() == 1


def test_a_draft_is_its_writers_alone(client_of, contact, other_contact) -> None:
    client_of(contact).post(URL, {"title": "mitt"})
    client_of(other_contact).post(reverse("discard_draft", args=["visit-log"]))
    assert drafts.load(other_contact, "visit-log") == {}
    assert drafts.load(contact, "visit-log") == {"title": "mitt"}


def test_nul_is_dropped_and_too_much_is_refused(client_of, contact) -> None:
    client = client_of(contact)
    client.post(URL, {"title": "a\x00b"})
    assert drafts.load(contact, "visit-log") == {"title": "ab"}
    assert client.post(URL, {"title": "x" * 300_000}).status_code == 413
    assert drafts.load(contact, "visit-log") == {"title": "ab"}


def test_a_person_keeps_a_bounded_number(contact, rf) -> None:
    for index in range(drafts.GREATEST_NUMBER + 5):
        drafts.save(contact, f"form-{index}", rf.post("/", {"n": index}).POST)
    assert Draft.objects.filter(person=contact).count() == drafts.GREATEST_NUMBER
    assert drafts.load(contact, "form-0") == {}


def test_discarding_goes_back_to_the_form_and_nowhere_else(client_of, contact) -> None:
    client = client_of(contact)
    client.post(URL, {"title": "x"})
    url = reverse("discard_draft", args=["visit-log"])
    assert client.post(url, {"next": "/besok/"})["Location"] == "/besok/"
    assert client.post(url, {"next": "https://evil.example/"})["Location"] == "/"
    assert drafts.load(contact, "visit-log") == {}
