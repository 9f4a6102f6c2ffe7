"""Notices: told once, in the reader's language, by a real mail server, surviving its absence."""

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from governance import matters, notices, outbox
from governance.models import Matter, Notice, OutboxEntry, Person

pytestmark = pytest.mark.django_db


class Mailbox:
    """What the mail server received."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    server.stop()


@pytest.fixture
def matter(contact, city) -> Matter:
    return matters.open_matter(
        "visit", by=contact, body=city("trafiknamnden"), title="Besök från Åbo", status="received"
    )


def tell(persons: list[Person], matter: Matter | None) -> list[Notice]:
    return notices.notify(
        persons, matter=matter, key="test:1", subject_sv="Ett besök väntar", subject_en="A visit waits"
    )


def send_all() -> list[bool]:
    return [outbox.run(pk) for pk in outbox.waiting_entries()]


def test_a_notice_of_a_closed_matter_says_so(client_of, contact, matter):
    tell([contact], matter)
    closed = "ärendet är avslutat"
    pages = ("/", reverse("notices"))
    assert not any(closed in client_of(contact).get(page).content.decode() for page in pages)
    matters.close(matters.lock(matter.pk), by=contact, status="declined")
    assert all(closed in client_of(contact).get(page).content.decode() for page in pages)


def test_the_page_of_notices_names_the_matter_to_who_may_read_it(client_of, contact, other_contact, matter):
    """The mail does not: it leaves the house. A marking that is set afterwards takes the name away again."""
    tell([contact, other_contact], matter)

    def is_named_to(person: Person) -> bool:
        return matter.title in client_of(person).get(reverse("notices")).content.decode()

    assert (is_named_to(contact), is_named_to(other_contact)) == (True, False)
    Matter.objects.filter(pk=matter.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=timezone.localdate()
    )
    assert not is_named_to(contact)


def test_a_notice_is_mailed_with_an_address_that_opens_the_matter(mailbox, contact, matter):
    tell([contact], matter)
    assert send_all() == [True]
    [mail] = mailbox.messages
    assert mail["Subject"] == "Ett besök väntar"
    assert mail["To"] == contact.email
    assert f"{settings.BASE_URL}/arenden/{matter.number}/" in mail.get_content()
    assert Notice.objects.get().mailed_at


def test_each_reads_it_in_the_own_language(mailbox, contact, matter):
    contact.language = "en"
    contact.save()
    tell([contact], matter)
    send_all()
    assert mailbox.messages[0]["Subject"] == "A visit waits"


def test_the_same_thing_is_told_once(mailbox, contact, matter):
    tell([contact], matter)
    tell([contact], matter)
    send_all()
    assert len(mailbox.messages) == Notice.objects.count() == 1


def test_a_second_try_carries_the_same_message_id(mailbox, contact, matter):
    tell([contact], matter)
    send_all()
    OutboxEntry.objects.update(done_at=None)  # as after a crash between sending and noting it
    send_all()
    first, second = mailbox.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_without_a_mail_server_the_notice_stands_and_the_mail_waits(settings, contact, matter):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    tell([contact], matter)
    assert send_all() == [False]
    entry = OutboxEntry.objects.get()
    assert entry.done_at is None
    assert entry.not_before > timezone.now()
    assert Notice.objects.filter(person=contact, read_at=None).exists()


def test_a_subject_cannot_smuggle_a_header(mailbox, contact, matter):
    notices.notify(
        [contact],
        matter=matter,
        key="test:2",
        subject_sv="Hej\r\nBcc: everybody@stockholm.example",
        subject_en="Hi",
    )
    send_all()
    [mail] = mailbox.messages
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hej Bcc: everybody@stockholm.example"


def test_who_has_no_address_is_told_in_the_product_only(mailbox, contact, matter):
    contact.email = ""
    contact.save()
    tell([contact], matter)
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_never_kept_without_its_mail(contact, secretary):
    """A sweep that has no transaction of its own is cut off: told halfway, nobody would be told the rest."""

    def cut_off():
        yield contact
        raise ConnectionError

    with pytest.raises(ConnectionError):
        notices.notify(cut_off(), matter=None, key="x", subject_sv="x", subject_en="x")
    assert not Notice.objects.exists()
    assert not OutboxEntry.objects.exists()
