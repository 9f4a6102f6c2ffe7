"""A request between its first word and the mail that confirms it: changed, sent again, given up, found again."""

from datetime import timedelta

import pytest
from django.conf import settings as the_settings
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests.visits.open.asking import (
    begin,
    day,
    draft,
    link_in,
    own,
    post_the_mail,
    received,
    shown,
    what,
    when,
    who,
)
from visits.actions import open as guest
from visits.models import GuestMail, OpenRequest, Visit
from visits.open import forms, here, tokens

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(city):
    """A request that was sent and waits for its mail: the row, its token, and the address in the mail."""
    request, token = draft()
    guest.send(request)
    request.refresh_from_db()
    return request, token, link_in(post_the_mail()[-1])


def page(path: str, client: Client | None = None) -> str:
    return (client or Client()).get(path).content.decode()


class TestMailAgain:
    def test_it_is_sent_again_after_a_while_that_grows_and_is_told(self, waiting) -> None:
        _request, token, _link = waiting
        assert "another in 1 minute." in page(own(token))
        assert Client().post(own(token) + "skicka-igen/")["Location"].endswith("?vanta")
        for minutes in (1, 2, 5):
            GuestMail.objects.update(asked_at=timezone.now() - timedelta(minutes=minutes, seconds=1))
            assert "You can ask for another" not in page(own(token))
            assert Client().post(own(token) + "skicka-igen/")["Location"].endswith("?igen")
        assert "another in 15 minutes" in page(own(token))
        assert the_settings.PUBLIC_CONTACT in page(own(token))

    def test_who_has_asked_often_can_still_send_and_be_mailed_the_link(self, waiting) -> None:
        _request, token, _link = waiting
        for _n in range(10):
            GuestMail.objects.update(asked_at=timezone.now() - timedelta(hours=2))
            Client().post(own(token) + "skicka-igen/")
        _second, other = draft()
        assert Client().post(own(other) + "granska/").status_code == 302
        answer = Client().post("/oppet/en/lank/", {"email": "amina@nairobi.example"} | shown())
        assert answer.status_code == 200


class TestChangedWhileItWaits:
    def test_the_page_tells_what_is_confirmed_and_says_so(self, waiting) -> None:
        request, token, link = waiting
        guest.keep(request, {"size": "10"}, "en")
        told = page(own(token))
        assert "What stands here when you confirm is what we get" in told
        for words in ("To learn how a city keeps its lakes clean.", "Nairobi City County", "10"):
            assert words in told
            assert words in page(link)
        Client().post(link)
        assert Visit.objects.get().size == 10

    def test_what_lacks_something_is_not_confirmed_and_the_page_says_what(self, waiting) -> None:
        request, token, link = waiting
        guest.keep(request, {"purpose": ""}, "en")
        told = page(link)
        assert "It cannot be confirmed yet" in told
        assert own(token) + "del/vad/?ratta" in told
        assert "Confirm and send" not in told
        assert Client().post(link, {"seen": "x"}).status_code == 422
        assert not Visit.objects.exists()
        assert "cannot be confirmed now" in page(own(token))
        guest.keep(request, {"purpose": "Lakes."}, "en")
        assert Client().post(link).status_code == 302

    def test_what_was_changed_after_it_was_read_is_read_again(self, waiting) -> None:
        request, _token, link = waiting
        seen = forms_seen(page(link))
        guest.keep(request, {"size": "11"}, "en")
        answer = Client().post(link, {"seen": seen})
        assert answer.status_code == 422
        assert "changed meanwhile" in answer.content.decode()
        assert not Visit.objects.exists()
        assert Client().post(link, {"seen": forms_seen(answer.content.decode())}).status_code == 302

    def test_no_step_is_done_that_lacks_something(self, city) -> None:
        client = Client()
        _request, token = begin(client)
        steps = page(own(token) + "del/nar/", client)
        assert 'The visit</span><span class="sr"> (done)' not in steps
        assert 'The visit</span><span class="step-note">not finished' in steps
        assert 'You</span><span class="sr"> (done)' in steps

    def test_the_last_step_does_not_send_the_mail_once_more(self, waiting) -> None:
        _request, token, _link = waiting
        assert "waits for your confirmation" in page(own(token) + "granska/")
        Client().post(own(token) + "granska/")
        assert GuestMail.objects.filter(kind="confirm").count() == 1


def forms_seen(told: str) -> str:
    return told.split('name="seen" value="')[1].split('"')[0]


class TestGivenUp:
    def test_it_goes_at_once_with_its_mail_and_its_link(self, waiting) -> None:
        request, token, link = waiting
        guest.send(request)
        assert "Delete the request" in page(own(token))
        answer = Client().post(own(token) + "ta-bort/")
        assert "Your request has been deleted" in page(answer["Location"])
        assert not OpenRequest.objects.exists()
        assert not GuestMail.objects.exists()
        assert post_the_mail() == []
        assert Client().get(link).status_code == 404

    def test_what_has_reached_us_is_not_deleted(self, city) -> None:
        _visit, token = received()
        assert Client().post(own(token) + "ta-bort/")["Location"] == own(token) + "?for-sent"
        assert OpenRequest.objects.exists()
        assert "Delete the request" not in page(own(token))


class TestBegun:
    def test_the_front_leads_back_and_forgets_when_asked(self, city) -> None:
        client = Client()
        assert "You have begun" not in page("/oppet/en/", client)
        _request, token = begin(client)
        front = page("/oppet/en/", client)
        assert "You have begun a request" in front
        assert f'href="{own(token)}"' in front
        assert "Forget it in this browser" in page(own(token), client)
        cookie = client.cookies["visit_request"]
        assert (cookie["httponly"], cookie["path"]) == (True, "/oppet/")
        client.post(own(token) + "glom-har/")
        assert "You have begun" not in page("/oppet/en/", client)
        assert client.get(own(token)).status_code == 200, "the link works as before"

    def test_a_new_link_is_remembered_and_a_forged_one_is_nothing(self, city) -> None:
        client = Client()
        request, token = begin(client)
        client.post(own(token) + "ny-lank/")
        request.refresh_from_db()
        assert own(tokens.of(request, "request")) in page("/oppet/en/", client)
        for forged in ("x", "A" * 43, "é"):
            client.cookies["visit_request"] = forged
            assert "You have begun" not in page("/oppet/en/", client)

    def test_several_requests_are_led_back_to_and_forgotten_one_by_one(self, city) -> None:
        client = Client()
        (_first, one), (_second, other) = begin(client), begin(client)
        front = page("/oppet/en/", client)
        assert front.index(own(other)) < front.index(own(one)), "the latest first"
        client.post(own(other) + "ny-lank/")
        assert own(one) in page("/oppet/en/besok/", client)
        client.post(own(one) + "ta-bort/")
        left = page("/oppet/en/", client)
        assert own(one) not in left
        assert left.count("You have begun a request") == 1
        for _n in range(here.MOST + 1):
            _request, latest = begin(client)
        full = page("/oppet/en/", client)
        assert full.count("You have begun a request") == here.MOST
        assert own(latest) in full

    def test_saved_without_an_address_says_what_to_do(self, city) -> None:
        client = Client()
        answer = client.post("/oppet/en/besok/", who(contact_email="amina") | shown())
        token = answer["Location"].split("/")[4]
        later = client.post(own(token) + "del/vem/", who(contact_email="") | {"later": "1"})
        told = page(later["Location"], client)
        assert "no e-mail address to send the link to" in told
        assert "notice-warning" in told
        assert 'data-copy="own-address"' in told


def test_who_is_quicker_than_a_person_presses_once_more_and_loses_nothing(city) -> None:
    client = Client()
    answer = client.post("/oppet/en/besok/", who() | shown(0))
    told = answer.content.decode()
    assert "Press the button once more" in told
    clock = told.split('name="shown" value="')[1].split('"')[0]
    assert client.post("/oppet/en/besok/", who() | {"shown": clock, "fax_number": ""}).status_code == 302


def test_a_part_that_is_changed_from_the_last_step_leads_back_to_it(city) -> None:
    _request, token = draft()
    assert own(token) + "del/vem/?granska" in page(own(token) + "granska/")
    assert 'name="granska"' in page(own(token) + "del/vem/?granska")
    assert 'name="granska"' not in page(own(token) + "del/vem/")
    answer = Client().post(own(token) + "del/vem/", who(contact_name="") | {"granska": "1"})
    assert 'name="granska"' in answer.content.decode()
    assert (
        Client().post(own(token) + "del/vem/", who() | {"granska": "1"})["Location"]
        == own(token) + "granska/"
    )
    assert Client().post(own(token) + "del/vem/", who())["Location"] == own(token) + "del/vad/"


def test_soon_is_told_and_taken(city) -> None:
    _request, token = draft(since_1=day(8), until_1="")
    told = page(own(token) + "granska/")
    assert "The visit is soon" in told
    assert Client().post(own(token) + "granska/")["Location"] == own(token)
    _request, other = draft()
    assert "The visit is soon" not in page(own(other) + "granska/")


@pytest.mark.parametrize("number", ["call me", "+46", "12", "0700 call", "<b>070 123 45 67</b>"])
def test_words_are_no_telephone_number(number, city) -> None:
    assert "contact_phone" in forms.bound("vem", who(contact_phone=number)).errors


@pytest.mark.parametrize(
    "number", ["", "+254 20 000", "08-508 29 000", "(020) 7946 0958 ext. 12", "+47.22.33.44"]
)
def test_a_telephone_number_is_taken_however_it_is_written(number, city) -> None:
    assert "contact_phone" not in forms.bound("vem", who(contact_phone=number)).errors


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u061c"])
def test_marks_that_turn_the_writing_are_left_out_of_a_name(mark, city) -> None:
    form = forms.bound("vem", who(contact_name=f"Amina{mark} Otieno"))
    assert form.is_valid()
    assert form.cleaned_data["contact_name"] == "Amina Otieno"


@pytest.mark.parametrize(
    ("part", "wrong"),
    [("vem", {"website": "not a site"}), ("nar", {"size": "9000"}), ("nar", {"size": "many"})],
)
def test_what_is_wrong_is_said_as_to_a_person(part, wrong, city) -> None:
    form = forms.bound(part, (who if part == "vem" else when)() | wrong)
    with override("en"):
        said = str(form.errors)
    assert "Ensure" not in said
    assert "Enter a" not in said
    assert "Write" in said


def test_the_accessibility_statement_speaks_of_a_telephone_where_there_is_one(city, settings) -> None:
    assert "call us" not in page("/oppet/en/tillganglighet/")
    settings.PUBLIC_TELEPHONE = "+46 8 508 00 000"
    assert "+46 8 508 00 000" in page("/oppet/en/tillganglighet/")


def test_a_city_finds_itself_and_its_theme(city) -> None:
    _request, token = begin()
    assert "for my own city, agency or organisation" in page("/oppet/en/besok/")
    assert "Energy, transport, water and waste" in page(own(token) + "del/vad/")


def test_what_is_complete_has_a_summary(city) -> None:
    said = [words for _label, words in forms.summary(who() | what() | when())]
    assert len(said) == 7
