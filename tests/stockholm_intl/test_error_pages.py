"""The pages for what goes wrong speak the product's words, also when little else works."""

from django.test import RequestFactory
from django.utils.translation import override
from django.views.defaults import bad_request, server_error


@override("sv")
def test_the_page_for_our_own_fault_needs_neither_person_nor_database(rf: RequestFactory) -> None:
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Något gick sönder hos oss" in answer.content.decode()


@override("sv")
def test_the_page_for_a_bad_request_needs_neither_person_nor_database(rf: RequestFactory) -> None:
    answer = bad_request(rf.get("/"), ValueError("x"))
    assert answer.status_code == 400
    assert "Registret förstod inte det som skickades" in answer.content.decode()


def test_a_stranger_may_choose_the_theme_and_is_not_led_away(client, db) -> None:
    answer = client.post("/utseende/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer.cookies["theme"].value == "dark"
    assert client.post("/utseende/", {"theme": "<nonsense>"}).cookies["theme"].value == ""
    assert client.get("/utseende/").status_code == 405


def test_at_an_open_address_that_is_none_a_guest_finds_back(client, client_of, contact) -> None:
    for asks in (client, client_of(contact)):
        for address, language, words in (
            ("/oppet/en/nothing/", "en", "There is nothing at this address"),
            ("/oppet/sv/inget/", "sv", "Det finns inget på den här adressen"),
            ("/oppet/xx/", "en", "There is nothing at this address"),
        ):
            answer = asks.get(address)
            page = answer.content.decode()
            assert answer.status_code == 404
            assert f'<html lang="{language}"' in page
            assert words in page
            assert f'href="/oppet/{language}/"' in page
            assert 'id="find"' not in page
            assert contact.name not in page
    assert 'id="find"' in client_of(contact).get("/inget/").content.decode()
