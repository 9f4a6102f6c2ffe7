"""A letter reaches the guest: by e-mail from here, or noted as sent; and the visit says which, and when."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from governance import outbox
from governance.errors import WrongState
from governance.models import Matter, OutboxEntry
from visits import actions
from visits.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(take, contact) -> Letter:
    """The yes, written and drawn."""
    written = actions.write_letter(
        take(contact, to="accepted"),
        by=contact,
        kind="acceptance",
        language="en",
        subject="Your visit to Stockholm",
        text="You are welcome.",
    )
    assert outbox.run(OutboxEntry.objects.get(key=written.outbox_key).pk)
    return Letter.objects.select_related("visit__matter").get(pk=written.pk)


def url_of(letter: Letter, rest: str = "") -> str:
    return f"/besok/{letter.visit.matter.number}/brev/{letter.pk}/{rest}"


def test_the_visit_says_that_the_guest_has_not_had_the_answer(letter, client_of, contact) -> None:
    client = client_of(contact)
    page = client.get(f"/besok/{letter.visit.matter.number}/").content.decode()
    assert "Brevet är inte skickat än" in page
    assert url_of(letter) in page
    page = client.get(url_of(letter)).content.decode()
    assert "Brevet är inte skickat än" in page
    assert "Skicka det med e-post till m.vandervelden@rotterdam.example" in page


def test_an_answer_without_a_letter_is_told_as_such(take, client_of, contact) -> None:
    visit = take(contact, to="accepted")
    page = client_of(contact).get(f"/besok/{visit.matter.number}/").content.decode()
    assert "Gästen har inte fått svaret än" in page


def test_a_letter_goes_by_mail_with_its_pdf_and_once(letter, client_of, contact) -> None:
    client = client_of(contact)
    assert client.post(url_of(letter, "skicka/"), {"way": "mail"}).status_code == 302
    assert (
        "väntar på att skickas"
        in client.get(f"/besok/{letter.visit.matter.number}/skickat/").content.decode()
    )
    assert client.post(url_of(letter, "skicka/"), {"way": "mail"}).status_code == 409
    assert outbox.run(OutboxEntry.objects.get(key=letter.mail_key).pk)
    [sent] = [each for each in mail.outbox if each.to == ["m.vandervelden@rotterdam.example"]]
    assert sent.subject == "Your visit to Stockholm"
    assert "You are welcome." in sent.body
    assert [name for name, _content, _type in sent.attachments] == [letter.document.name]
    letter.refresh_from_db()
    assert letter.mailed_at
    told = client.get(f"/besok/{letter.visit.matter.number}/skickat/").content.decode()
    assert "Your visit to Stockholm" in told
    assert "m.vandervelden@rotterdam.example" in told.replace("<wbr>", "")
    assert letter.document.name in told
    visit = client.get(f"/besok/{letter.visit.matter.number}/").content.decode()
    assert "Brevet är inte skickat än" not in visit
    assert "Skickade brevet till gästen med e-post" in visit


def test_what_the_officer_sent_is_noted_with_its_day(letter, client_of, contact) -> None:
    client = client_of(contact)
    tomorrow = {"way": "noted", "sent_on": "2999-01-01"}
    assert client.post(url_of(letter, "skicka/"), tomorrow).status_code == 422
    noted = {"way": "noted", "sent_on": letter.written_on.isoformat()}
    assert client.post(url_of(letter, "skicka/"), noted).status_code == 302
    letter.refresh_from_db()
    assert letter.sent_on == letter.written_on
    assert not OutboxEntry.objects.filter(key=letter.mail_key).exists()
    assert (
        "noterat som skickat" in client.get(f"/besok/{letter.visit.matter.number}/skickat/").content.decode()
    )
    with pytest.raises(WrongState):
        actions.mail_letter(letter, by=contact)


def test_of_a_secret_visit_no_letter_is_mailed(letter, contact) -> None:
    matter = letter.visit.matter
    actions.mail_letter(letter, by=contact)
    Matter.objects.filter(pk=matter.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=letter.written_on, secrecy_marked_by=contact
    )
    assert outbox.run(OutboxEntry.objects.get(key=letter.mail_key).pk)
    assert not [each for each in mail.outbox if each.subject == letter.subject]
    letter.refresh_from_db()
    assert not letter.is_sent


@pytest.mark.parametrize(
    ("starts_in", "closed_ago", "is_warned"),
    [(None, 3, True), (None, 90, False), (9, None, True), (-9, None, False)],
)
def test_the_page_asks_for_the_answer_as_long_as_the_guest_waits(
    starts_in, closed_ago, is_warned, letter, contact, client_of
) -> None:
    matter, today = letter.visit.matter, timezone.localdate()
    Letter.objects.filter(visit=letter.visit).delete()
    Matter.objects.filter(pk=matter.pk).update(
        opened_on=today - timedelta(100),
        starts_on=starts_in and today + timedelta(starts_in),
        ends_on=starts_in and today + timedelta(starts_in),
        closed_on=closed_ago and today - timedelta(closed_ago),
    )
    page = client_of(contact).get(matter.get_absolute_url())
    assert (page.context["untold"] is not None) is is_warned
