"""A guest asks for a visit: saved as one goes, confirmed by mail, logged as any other request."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.models import Matter, Notice
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
from visits import clock
from visits.duplicates import of_visit
from visits.models import GuestMail, OpenCount, OpenRequest, Visit

pytestmark = pytest.mark.django_db


def test_from_the_first_word_to_the_number(city, coordinator) -> None:
    client = Client()
    request, token = begin(client)
    assert request.data["counterpart"] == "Nairobi City County"
    assert client.post(own(token) + "del/vad/", what())["Location"] == own(token) + "del/nar/"
    assert client.post(own(token) + "del/nar/", when())["Location"] == own(token) + "granska/"
    page = client.get(own(token) + "granska/").content.decode()
    for words in ("Kenya", "climate, environment and mobility", "Step-free ways", "Personal data"):
        assert words in page
    assert client.post(own(token) + "granska/")["Location"] == own(token)
    assert "confirm by mail" in client.get(own(token)).content.decode()
    assert not Visit.objects.exists(), "nothing is a visit before the mail has been answered"
    link, question = post_the_mail()
    assert link_in(link) == own(token)
    confirm = link_in(question)
    assert "Confirm and send" in client.get(confirm).content.decode()
    assert not Visit.objects.exists(), "a page that was fetched changes nothing"
    assert client.post(confirm)["Location"] == own(token) + "?mottagen"
    visit = Visit.objects.get()
    matter = visit.matter
    assert (matter.body.slug, matter.status, matter.responsible) == ("kommunstyrelsen", "received", None)
    assert matter.due_on == clock.answer_due(matter.opened_on)
    assert (visit.channel, visit.themes, visit.size) == ("form", ["climate", "digital"], 6)
    assert visit.wishes == [[day(60), day(61)]]
    assert str(matter.history.first().history_user) == "Gästen / The guest"
    event = visit.events.get()
    assert (event.verb, event.by.username, event.body) == ("log", "guest:open-pages", None)
    request.refresh_from_db()
    assert (request.visit, request.data, request.elected) == (visit, {}, True)
    assert [notice.person for notice in Notice.objects.all()] == [coordinator]
    (acknowledged,) = post_the_mail()
    assert matter.number in acknowledged.subject
    assert "10 working days" in acknowledged.body
    assert client.post(confirm)["Location"] == own(token), "twice is once"
    assert Visit.objects.count() == 1


def test_a_duplicate_is_found_like_any_other(city, coordinator) -> None:
    first, _token = received()
    second, _token = received(contact_email="other@nairobi.example")
    assert [line.matter for line in of_visit(second, coordinator)] == [first.matter]


def test_the_guest_cannot_log_in_and_holds_no_office(city) -> None:
    visit, _token = received()
    guest = visit.events.get().by
    assert not guest.is_active
    assert not guest.has_usable_password()
    assert not guest.offices
    assert guest.bodies_with("view_matters") == set()


def test_what_is_wrong_is_kept_and_said(city) -> None:
    client = Client()
    answer = client.post("/oppet/en/besok/", who(contact_email="amina", contact_name="") | shown())
    assert answer["Location"].endswith("/del/vem/?ratta")
    page = client.get(answer["Location"])
    assert page.status_code == 422
    assert 'value="amina"' in page.content.decode()
    assert OpenRequest.objects.get().data["counterpart"] == "Nairobi City County"
    assert post_the_mail() == []


def test_what_is_typed_is_kept_while_it_is_typed_and_when_one_goes_on_later(city) -> None:
    client = Client()
    request, token = begin(client)
    answer = client.post(own(token) + "del/vad/spara/", what(theme_1="", unknown="x"))
    assert answer.content == b"Saved"
    request.refresh_from_db()
    assert request.data["purpose"].startswith("To learn")
    assert "unknown" not in request.data
    later = client.post(own(token) + "del/nar/", {"size": "many", "later": "1"})
    assert later["Location"] == own(token) + "?sparat"
    assert 'value="many"' in client.get(own(token) + "del/nar/").content.decode()
    page = client.get(own(token)).content.decode()
    assert page.count("not finished") == 2
    refused = client.post(own(token) + "granska/")
    assert refused.status_code == 422
    assert not GuestMail.objects.filter(kind="confirm").exists()


def test_language_lies_in_the_address_and_mail_follows_it(city) -> None:
    client = Client(headers={"accept-language": "de"})
    assert client.get("/oppet/")["Location"] == "/oppet/en/"
    assert Client(headers={"accept-language": "sv-SE,en;q=0.5"}).get("/oppet/")["Location"] == "/oppet/sv/"
    page = client.get("/oppet/sv/besok/").content.decode()
    assert '<html lang="sv"' in page
    assert 'href="/oppet/en/besok/"' in page
    answer = client.post("/oppet/sv/besok/", who() | shown())
    assert answer["Location"].startswith("/oppet/sv/")
    (message,) = post_the_mail()
    assert link_in(message).startswith("/oppet/sv/")
    assert "besök" in message.subject


def test_the_days_must_be_to_come_and_in_order(city) -> None:
    client = Client()
    _request, token = begin(client)
    page = client.post(own(token) + "del/nar/", when(since_1=day(-1), until_1=day(-2)))
    assert page.status_code == 422
    assert "Choose a day that is to come" in page.content.decode()
    assert "The last day is before the first" in page.content.decode()


class TestMachines:
    def test_who_falls_into_the_trap_is_told_and_loses_nothing(self, city) -> None:
        page = Client().post("/oppet/en/besok/", who() | shown() | {"fax_number": "1"})
        assert page.status_code == 422
        assert "stop machines" in page.content.decode()
        assert 'value="Nairobi City County"' in page.content.decode()
        assert not OpenRequest.objects.exists()

    @pytest.mark.parametrize("seconds", [0, 1, 30 * 24 * 3600])
    def test_a_form_sent_at_once_or_as_an_old_copy_is_not_taken(self, seconds, city) -> None:
        assert Client().post("/oppet/en/besok/", who() | shown(seconds)).status_code == 422
        assert not OpenRequest.objects.exists()

    @pytest.mark.parametrize("forged", ["", "x", "1700000000", "WzFd:1abc:def"])
    def test_a_clock_that_is_not_ours_is_not_taken(self, forged, city) -> None:
        assert Client().post("/oppet/en/besok/", who() | shown() | {"shown": forged}).status_code == 422

    def test_from_one_address_so_many_a_day(self, city, settings) -> None:
        for _n in range(20):
            begin()
        page = Client().post("/oppet/en/besok/", who() | shown())
        assert page.status_code == 429
        assert "too many attempts" in page.content.decode()
        assert 'value="Nairobi City County"' in page.content.decode()
        assert Client(REMOTE_ADDR="192.0.2.7").post("/oppet/en/besok/", who() | shown()).status_code == 302
        assert GuestMail.objects.count() == 8, "one address is not flooded with mail"
        kept = "".join(OpenCount.objects.values_list("who", flat=True))
        assert "127.0.0.1" not in kept

    def test_behind_our_proxy_its_word_counts_and_no_other(self, city, settings) -> None:
        settings.TRUSTED_PROXIES = 1
        for n in range(20):
            begin(Client(headers={"x-forwarded-for": f"10.0.0.{n}, 192.0.2.7"}))
        full = Client(headers={"x-forwarded-for": "10.1.1.1, 192.0.2.7"})
        assert full.post("/oppet/en/besok/", who() | shown()).status_code == 429

    def test_forms_are_protected_against_forgery(self, city) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert strict.post("/oppet/en/besok/", who() | shown()).status_code == 403


HOSTILE = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    [
        "\x00",
        "a\r\nBcc: x@y.example",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "' OR 1=1 --",
        "\u202egnp.exe",
        "9" * 400,
    ]
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=st.lists(HOSTILE, min_size=6, max_size=6))
def test_nothing_that_is_typed_breaks_a_page_or_a_mail(texts, city, log_nothing) -> None:
    OpenCount.objects.all().delete()
    names = ("contact_name", "contact_email", "counterpart", "country", "website", "role")
    client = Client()
    answer = client.post("/oppet/en/besok/", who(**dict(zip(names, texts, strict=True))) | shown())
    assert answer.status_code == 302
    token = answer["Location"].split("/")[4]
    for part in ("vad", "nar"):
        sent = dict.fromkeys(("purpose", "theme_1", "since_1", "size", "elected", "access_needs"), texts[0])
        assert client.post(own(token) + f"del/{part}/", sent).status_code in (302, 422)
    for path in ("", "granska/", "del/vem/", "del/vem/?ratta"):
        page = client.get(own(token) + path)
        assert page.status_code in (200, 422)
        assert b"<script>alert" not in page.content
    post_the_mail()


@pytest.fixture
def log_nothing(caplog):
    caplog.set_level("CRITICAL")


def test_a_line_break_in_a_name_begins_no_header(city) -> None:
    visit, _token = received(contact_name="A\r\nBcc: x@y.example", counterpart="Nairobi\r\nX: 1")
    for message in post_the_mail():
        assert "\n" not in message.subject
        assert "Bcc" not in str(message.message())
    assert "\n" not in visit.matter.title
    assert Matter.objects.get().counterpart == "Nairobi X: 1"


def test_a_draft_is_nobodys_but_its_holders(city) -> None:
    request, token = draft()
    for guess in (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "A" * 43,
        request.token_hash[:43],
        request.key.ljust(43, "0"),
    ):
        page = Client().get(own(guess))
        assert page.status_code == 404
        assert "Nairobi" not in page.content.decode()
