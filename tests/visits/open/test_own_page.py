"""The guest's own page: the state in the guest's words, nothing internal, the answer, the letters, the way out."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from governance import outbox
from governance.errors import WrongState
from governance.models import Ground, Matter, Notice, OutboxEntry
from tests.visits.open.asking import delegate, draft, link_in, own, post_the_mail, received, shown
from tests.visits.open.rows import sent_letter
from tests.visits.programme_making import run_programmes, said_yes, slot_of
from visits import actions, worklists
from visits.actions import open as guest
from visits.actions import programme
from visits.models import GuestMail, OpenRequest, Visit
from visits.open import limits, requests, tokens

pytestmark = pytest.mark.django_db


def page_of(token: str, language: str = "en") -> str:
    answer = Client().get(f"/oppet/{language}/besok/{token}/")
    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.content.decode()


@pytest.fixture
def asked(city, coordinator):
    visit, token = received()
    post_the_mail()
    return visit, token


def assess(visit, by) -> None:
    keys = Ground.objects.filter(strategy__key="2016").values_list("key", flat=True)
    actions.assess(
        visit,
        by=by,
        answers=dict.fromkeys(keys, ("partly", "Hemlig bedömning.")),
        free_assessment="Internt omdöme.",
        specially_prioritised=True,
        special_reason="Intern orsak.",
    )


def test_each_step_in_the_guests_words_and_nothing_internal(asked, coordinator) -> None:
    visit, token = asked
    assert "We answer within 10 working days" in page_of(token)
    assess(visit, coordinator)
    assert "under assessment" in page_of(token)
    days = timezone.localdate() + timedelta(days=70)
    actions.accept_changed(
        visit, by=coordinator, reasons="Interna skäl.", changes="One day only.", since=days, until=days
    )
    told = page_of(token)
    assert "accepted with changes" in told
    assert "One day only." in told
    assert f"{days.day} {days:%B} {days.year}" in told
    for words in ("Hemlig", "Internt", "Interna skäl", "Intern orsak", "partly", coordinator.name, "points"):
        assert words not in told
    assert [message.subject for message in post_the_mail()] == [
        f"News about your request, {visit.matter.number}"
    ]


def test_a_no_comes_with_what_one_can_do_instead(asked, coordinator) -> None:
    visit, token = asked
    actions.decline(visit, by=coordinator, reasons="Interna skäl.", alternative="Meet us online.")
    told = page_of(token)
    assert "Meet us online." in told
    assert "Interna skäl" not in told
    assert "Withdraw the request" not in told


def test_a_request_passed_on_says_to_whom(asked, coordinator, city, person) -> None:
    visit, token = asked
    actions.forward(visit, by=coordinator, to=city("trafiknamnden"), reasons="Interna skäl.")
    assert "passing your request on" in page_of(token)
    actions.take_forwarded(visit, by=person("contact"))
    told = page_of(token)
    assert "now handled by Transport Committee" in told
    assert "Tove" not in told


def test_the_answer_restarts_the_clock_and_the_officer_hears_of_it(asked, coordinator) -> None:
    visit, token = asked
    actions.ask_guest(visit, by=coordinator, question="How many are you?")
    (mail,) = post_the_mail()
    assert link_in(mail) == own(token)
    assert "How many are you?" not in mail.body
    client = Client()
    assert "How many are you?" in page_of(token)
    assert client.post(own(token) + "svara/", {"answer": " "}).status_code == 422
    Notice.objects.all().delete()
    assert client.post(own(token) + "svara/", {"answer": "Six."})["Location"] == own(token) + "?besvarat"
    matter = Matter.objects.get(pk=visit.pk)
    assert (matter.status, matter.due_on is not None) == ("being_assessed", True)
    event = visit.events.first()
    assert (event.verb, event.note, event.by.username) == ("guest_answered", "Six.", "guest:open-pages")
    assert {notice.person.username for notice in Notice.objects.all()} == {"coordinator"}
    again = client.post(own(token) + "svara/", {"answer": "Seven."})
    assert again.status_code == 409
    assert "has moved on" in again.content.decode()
    assert "Seven." in again.content.decode(), "nothing that was written is lost"


def test_the_guest_writes_without_being_asked_and_the_officer_reads_it_first(
    asked, coordinator, client_of, monkeypatch
) -> None:
    visit, token = asked
    assess(visit, coordinator)
    Notice.objects.all().delete()
    client, due_on = Client(), Matter.objects.get(pk=visit.pk).due_on
    assert client.post(own(token) + "tillagg/", {"more": " "}).status_code == 422
    for words in ("We are six now.", "And one is a vegetarian."):
        assert client.post(own(token) + "tillagg/", {"more": words})["Location"] == own(token) + "?tillagt"
        assert words in page_of(token)
    matter = Matter.objects.get(pk=visit.pk)
    assert (matter.status, matter.due_on) == ("being_assessed", due_on), "it is no answer to a question"
    assert [notice.person.username for notice in Notice.objects.all()] == ["coordinator"] * 2
    inside = client_of(coordinator)
    seen = inside.get(matter.get_absolute_url())
    assert [each.note for each in seen.context["guest_wrote"]] == [
        "And one is a vegetarian.",
        "We are six now.",
    ]
    assert "Gästen har skrivit" in seen.content.decode()
    actions.accept(Visit.objects.get(pk=visit.pk), by=coordinator, reasons="Vi lär av varandra.")
    assert inside.get(matter.get_absolute_url()).context["guest_wrote"] == [], "something was done since"

    monkeypatch.setattr(limits, "MESSAGES", limits.Limit("message", 2, None))
    refused = client.post(own(token) + "tillagg/", {"more": "Once more."})
    assert refused.status_code == 422
    assert "Once more." in refused.content.decode(), "nothing that was typed is lost"
    assert visit.events.filter(verb="guest_added").count() == 2


def test_nothing_is_added_to_what_is_over_or_marked(asked, coordinator, contact) -> None:
    visit, token = asked
    guest.take_back(OpenRequest.objects.get(visit=visit), "")
    answer = Client().post(own(token) + "tillagg/", {"more": "We come after all."})
    assert answer.status_code == 409
    assert "has moved on" in answer.content.decode()
    assert "We come after all." in answer.content.decode()
    assert 'name="more"' not in page_of(token)
    assert not visit.events.filter(verb="guest_added").exists()


@pytest.mark.parametrize("accepted", [False, True])
def test_the_guest_withdraws_after_being_asked_once_more(accepted, asked, coordinator) -> None:
    visit, token = asked
    if accepted:
        assess(visit, coordinator)
        actions.accept(visit, by=coordinator, reasons="x")
    client = Client()
    assert client.get(own(token) + "aterta/").status_code == 200
    assert Matter.objects.get(pk=visit.pk).is_open
    client.post(own(token) + "aterta/", {"reasons": "We cannot come."})
    matter = Matter.objects.get(pk=visit.pk)
    assert (matter.status, matter.is_open) == ("cancelled_by_guest", False)
    assert visit.events.first().verb == ("cancel" if accepted else "withdraw")
    assert post_the_mail()[-1].subject.startswith("You have withdrawn")
    assert client.post(own(token) + "aterta/", {})["Location"] == own(token)


def test_a_letter_is_read_when_it_has_been_sent_and_not_before(asked, coordinator) -> None:
    visit, token = asked
    kept = actions.write_letter(
        visit, by=coordinator, kind="question", language="en", subject="Draft", text="Not yet."
    )
    assert "Not yet." not in page_of(token)
    assert Client().get(own(token) + f"brev/{kept.pk}/").status_code == 404
    letter = sent_letter(visit)
    assert "We thank you." in page_of(token)
    file = Client().get(own(token) + f"brev/{letter.pk}/")
    assert file.content == b"%PDF-1.7"
    assert file.headers["Content-Disposition"].startswith("attachment")
    _other, other_token = received(contact_email="other@nairobi.example", counterpart="Another")
    assert Client().get(own(other_token) + f"brev/{letter.pk}/").status_code == 404
    assert visit.events.first().verb == "send_letter"


def test_a_letter_is_sent_once_and_by_who_handles_the_visit(asked, client_of, coordinator, contact) -> None:
    visit, _token = asked
    letter = sent_letter(visit)
    address = f"/besok/{visit.matter.number}/brev/{letter.pk}/skicka/"
    assert client_of(coordinator).post(address).status_code == 409
    assert client_of("auditor").post(address).status_code == 403
    assert client_of(contact).post(address).status_code == 404


def test_of_a_secret_visit_the_page_says_no_more_than_that_we_have_it(asked, coordinator) -> None:
    visit, token = asked
    letter = sent_letter(visit)
    Matter.objects.filter(pk=visit.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 1, 1))
    told = page_of(token)
    for words in ("We thank you.", "Nairobi", "OSL", "secre", "lakes", "Withdraw the request"):
        assert words not in told
    assert Client().get(own(token) + f"brev/{letter.pk}/").status_code == 404
    for path in ("svara/", "aterta/", "delegation/lank/"):
        Client().post(own(token) + path, {"answer": "x"})
    assert Matter.objects.get(pk=visit.pk).status == "received"
    GuestMail.objects.update(sent_at=None)
    assert post_the_mail() == []


class TestLinks:
    def test_the_database_alone_opens_nothing(self, asked, settings) -> None:
        visit, token = asked
        row = OpenRequest.objects.get(visit=visit)
        assert token not in (row.key, row.token_hash)
        assert tokens.of(row, "request") == token
        with_another_secret = tokens.token("request", row.key, secret="another")
        assert with_another_secret != token

    def test_a_link_outlives_a_change_of_the_secret(self, asked, settings) -> None:
        visit, token = asked
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "x" * 60
        row = OpenRequest.objects.get(visit=visit)
        assert tokens.of(row, "request") == token
        settings.SECRET_KEY_FALLBACKS = []
        renewed = tokens.of(row, "request")
        assert renewed != token
        assert requests.opened_by(renewed) == row

    def test_it_ends_some_time_after_the_visit_is_closed_and_can_be_asked_for_again(self, asked) -> None:
        visit, token = asked
        closed = timezone.localdate() - timedelta(days=90)
        rows = Matter.objects.filter(pk=visit.pk)
        rows.update(status="closed", opened_on=closed, closed_on=closed, due_on=None)
        assert Client().get(own(token)).status_code == 200
        rows.update(opened_on=closed - timedelta(days=1), closed_on=closed - timedelta(days=1))
        assert Client().get(own(token)).status_code == 404
        Client().post("/oppet/en/lank/", {"email": "AMINA@nairobi.example"} | shown())
        (mail,) = post_the_mail()
        assert own(token) in mail.body
        assert Client().get(own(token)).status_code == 200

    def test_the_answer_to_a_lost_link_tells_nobody_which_addresses_we_know(self, asked) -> None:
        pages = []
        for address in ("amina@nairobi.example", "nobody@nairobi.example"):
            answer = Client().post("/oppet/en/lank/", {"email": address} | shown())
            pages.append((answer.status_code, answer.content))
        assert pages[0] == pages[1]
        assert [message.to for message in post_the_mail()] == [["amina@nairobi.example"]]

    def test_one_address_is_mailed_again_after_a_while_and_the_page_says_when(self, asked) -> None:
        answers = [
            Client(REMOTE_ADDR=f"192.0.2.{n}").post("/oppet/en/lank/", {"email": "a@b.example"} | shown())
            for n in range(3)
        ]
        assert [answer.status_code for answer in answers] == [200, 429, 429]
        assert "another in 1 minute." in answers[1].content.decode()
        GuestMail.objects.update(asked_at=timezone.now() - timedelta(seconds=61))
        assert Client().post("/oppet/en/lank/", {"email": "A@B.example"} | shown()).status_code == 200

    def test_a_proof_of_another_address_confirms_nothing(self, city) -> None:
        request, token = draft()
        guest.send(request)
        proof = tokens.proof(request)
        guest.address(request, "other@nairobi.example")
        guest.send(request)
        assert Client().post(own(token) + f"bekrafta/{proof}/").status_code == 404
        request.refresh_from_db()
        assert Client().post(own(token) + f"bekrafta/{tokens.proof(request)}/").status_code == 302

    def test_a_link_that_was_cut_says_so_in_its_language(self, asked) -> None:
        _visit, token = asked
        cut = Client().get(f"/oppet/en/besok/{token[:30]}", follow=True)
        assert cut.status_code == 404
        assert "This link opens nothing" in cut.content.decode()
        assert Client().get(own(token)[:-1], follow=True).status_code == 200

    def test_a_draft_is_forgotten(self, city) -> None:
        _request, token = draft()
        OpenRequest.objects.update(saved_at=timezone.now() - timedelta(days=31))
        assert Client().get(own(token)).status_code == 404
        assert requests.forget_drafts() > 0
        assert not OpenRequest.objects.exists()


def test_mail_is_sent_once_with_a_fixed_id(asked) -> None:
    entry = OutboxEntry.objects.filter(kind="mail_guest").latest("created_at")
    assert entry.done_at is not None
    assert not outbox.run(entry.pk)


def test_the_page_is_the_same_for_somebody_who_is_logged_in(asked, client_of, coordinator) -> None:
    _visit, token = asked
    told = client_of(coordinator).get(own(token)).content.decode()
    assert coordinator.name not in told
    assert "/mina-arenden" not in told
    assert 'class="rail"' not in told


def test_the_guest_fetches_the_programme_that_was_sent_and_no_draft_of_it(asked, coordinator) -> None:
    visit, token = asked
    day = timezone.localdate() + timedelta(days=70)
    assess(visit, coordinator)
    actions.accept_changed(
        visit, by=coordinator, reasons="Interna skäl.", changes="One day only.", since=day, until=day
    )
    actions.plan(visit, by=coordinator, since=day, until=day)
    slot_of(visit, coordinator, day=day, topic="Street lights", internal_note="Hemlig plan.")
    said_yes(visit, coordinator)
    programme.confirm(visit, by=coordinator)
    run_programmes()
    assert "Fetch the programme" not in page_of(token)
    assert Client().get(own(token) + "program/").status_code == 404

    slot_of(visit, coordinator, "11:00", "12:00", day=day, topic="Harbour")
    programme.confirm(visit, by=coordinator, tell_guest=True)
    run_programmes()
    told = page_of(token)
    assert "Version 2," in told
    assert "Hemlig" not in told
    paper = Client().get(own(token) + "program/")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    dates = Client().get(own(token) + "program/kalender.ics").content.decode()
    assert "SUMMARY:Street lights" in dates
    assert "SUMMARY:Harbour" in dates
    assert "Hemlig" not in dates
    assert "URL:" not in dates

    secrecy_marked = {"secrecy_ground": "OSL 15:1", "secrecy_marked_on": timezone.localdate()}
    Matter.objects.filter(pk=visit.pk).update(**secrecy_marked)
    assert "Fetch the programme" not in page_of(token)
    for part in ("program/", "program/kalender.ics"):
        assert Client().get(own(token) + part).status_code == 404


def test_the_officer_begins_with_the_delegates_the_guest_has_noted(asked, coordinator, client_of) -> None:
    visit, _token = asked
    day = timezone.localdate() + timedelta(days=70)
    assess(visit, coordinator)
    actions.accept_changed(
        visit, by=coordinator, reasons="Interna skäl.", changes="One day only.", since=day, until=day
    )
    slot_of(visit, coordinator, day=day)
    someone = delegate(visit)
    page = client_of("coordinator").get(f"/besok/{visit.matter.number}/program/deltagare/").content.decode()
    assert str(someone) in page
    assert "som gästen har noterat" in page
    programme.describe_delegation(visit, by=coordinator, delegation="Skrivet av oss.")
    page = client_of("coordinator").get(f"/besok/{visit.matter.number}/program/deltagare/").content.decode()
    assert "Skrivet av oss." in page
    assert str(someone) not in page


def test_all_that_the_guest_filled_in_stands_on_the_page(asked) -> None:
    _visit, token = asked
    told = page_of(token)
    for words in (
        "Amina Otieno",
        "Chief of protocol",
        "amina@nairobi.example",
        "+254 20 000",
        "for my own city, agency or organisation",
        "Nairobi City County",
        "Kenya",
        "https://www.nairobi.example",
        "To learn how a city keeps its lakes clean.",
        "A plant, and those who run it.",
        "Our own work with rivers.",
        "The head of the water works",
        "Media come along",
        "two days",
        "Do elected representatives come along?",
        "Joseph Kamau",
        "Somebody needs a visa",
        "Step-free ways",
    ):
        assert words in told, words


def test_days_that_have_passed_since_are_still_what_was_asked_for(asked) -> None:
    visit, token = asked
    Visit.objects.filter(pk=visit.pk).update(wishes=[["2025-03-02", "2025-03-03"]])
    assert "2–3 March 2025" in page_of(token)


def test_a_letter_is_spoken_of_when_there_is_one(asked, coordinator) -> None:
    visit, token = asked
    assess(visit, coordinator)
    actions.accept(visit, by=coordinator, reasons="We learn from each other.")
    assert "We are writing you a letter" in page_of(token)
    assert "Our letter" not in page_of(token)
    sent_letter(visit)
    assert "Our letter, below on this page" in page_of(token)
    assert "We are writing you a letter" not in page_of(token)


def test_the_reasons_of_a_no_are_spoken_of_when_they_are_there(asked, coordinator) -> None:
    visit, token = asked
    actions.decline(visit, by=coordinator, reasons="We have no time.", alternative="Read on.")
    assert "We are writing you a letter with the reasons" in page_of(token)
    sent_letter(visit)
    assert "The reasons stand in our letter" in page_of(token)


def test_a_letter_that_is_not_made_yet_cannot_be_sent(asked, coordinator, client_of) -> None:
    visit, _token = asked
    letter = actions.write_letter(
        visit, by=coordinator, kind="thanks", language="en", subject="Thanks", text="Thank you."
    )
    with pytest.raises(WrongState):
        actions.send_letter(letter, by=coordinator)
    client, url = client_of(coordinator), f"/besok/{visit.matter.number}/brev/{letter.pk}/"
    page = client.get(url).content.decode()
    sends = f'<form method="post" action="{url}skicka/">'
    assert sends not in page
    assert "Det kan skickas när dess PDF är klar" in page
    for entry in OutboxEntry.objects.filter(kind="draw_letter", done_at=None):
        assert outbox.run(entry.pk), entry.last_error
    asked_again = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-swap-oob="true"' in asked_again, "the button comes with the state, where it is waited for"
    assert sends in asked_again
    assert sends in client.get(url).content.decode()


def test_addresses_told_to_guests_come_from_one_setting(asked, settings) -> None:
    """Whatever name a browser asked us by."""
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://international.example", ["*"]
    visit, token = asked
    guest.invite_delegate(visit.open_request, "Our engineer")
    for path in ("", "delegation/"):
        told = Client(headers={"host": "evil.example"}).get(own(token) + path).content.decode()
        assert "evil.example" not in told
        assert "https://international." in told.replace("<wbr>", "").replace("\u200b", "")


def test_what_a_guest_sent_in_waits_for_those_who_may_take_it_until_somebody_has(
    asked, client_of, coordinator, person
) -> None:
    visit, _token = asked
    page = f"/besok/{visit.matter.number}/"
    waits = {
        username: page in [each.url for each in worklists.of_person(person(username))]
        for username in ("coordinator", "board_secretary", "contact", "auditor", "administrator")
    }
    assert waits == {
        "coordinator": True,
        "board_secretary": True,
        "contact": False,
        "auditor": False,
        "administrator": False,
    }
    assert page in client_of(coordinator).get("/").content.decode().split('id="besides"')[1]
    assess(visit, coordinator)
    assert page not in [each.url for each in worklists.of_person(person("board_secretary"))]
    assert Matter.objects.get(pk=visit.pk).responsible == coordinator, "whoever takes it up handles it"


def test_a_marked_request_waits_for_those_let_in_alone(asked, person) -> None:
    visit, _token = asked
    Matter.objects.filter(pk=visit.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 1, 1))
    assert worklists.of_person(person("coordinator")) == []


def test_a_mail_says_how_links_from_us_begin_and_every_link_does(asked, settings) -> None:
    settings.BASE_URL = "https://international.example"
    _visit, token = asked
    Client().post(own(token) + "ny-lank/")
    (message,) = post_the_mail()
    assert "Links from us begin with https://international.example/. Open no others." in message.body
    links = [line for line in message.body.splitlines() if "/oppet/" in line]
    assert links == [link for link in links if link.startswith("https://international.example/oppet/")]
    assert "127.0.0.1" not in message.body


def test_our_question_and_the_guests_answer_stay_on_the_page(asked, coordinator) -> None:
    visit, token = asked
    actions.ask_guest(visit, by=coordinator, question="How many are you?")
    told = page_of(token)
    assert told.count("How many are you?") == 1
    assert "You answered" not in told
    guest.answer(OpenRequest.objects.get(visit=visit), "We are twelve.")
    told = page_of(token)
    assert "We asked" in told
    assert told.index("How many are you?") < told.index("We are twelve.")
    actions.ask_guest(Visit.objects.get(pk=visit.pk), by=coordinator, question="And when?")
    actions.guest_answered(Visit.objects.get(pk=visit.pk), by=coordinator, answer="Internt: ringde.")
    assert "Internt" not in page_of(token)


def test_before_it_is_withdrawn_one_reads_which_it_is(asked) -> None:
    visit, token = asked
    page = Client().get(f"/oppet/en/besok/{token}/aterta/").content.decode()
    assert visit.matter.counterpart in page
