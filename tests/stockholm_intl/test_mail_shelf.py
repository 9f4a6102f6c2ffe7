"""Who tries the demonstration reads its mails without a mail server; nowhere else is there such a page."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from stockholm_intl import mail_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(settings, tmp_path):
    settings.DEMO, settings.EMAIL_BACKEND = True, mail_shelf.BACKEND
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def send(subject: str, text: str) -> None:
    """As the worker does."""
    mail = EmailMultiAlternatives(subject, text, to=["amina@nairobi.example"])
    mail.attach_alternative("<p>Only for <script>alert(1)</script> programs.</p>", "text/html")
    mail.connection = get_connection(mail_shelf.BACKEND)
    mail.send()


def test_a_mail_is_listed_and_its_link_works(shelf, client: Client) -> None:
    assert "No mail yet" in client.get("/mejl/", headers={"accept-language": "en"}).content.decode()
    send(
        "Begär ett besök: bekräfta",
        "Öppna:\n\nhttp://127.0.0.1:8000/oppet/en/besok/abc/\n\n" + "-" * 79 + "\nHej",
    )
    page = client.get("/mejl/").content.decode()
    assert "Begär ett besök: bekräfta" in page
    (written,) = mail_shelf._latest()
    shown = client.get(f"/mejl/{written.name}/").content.decode()
    assert '<a href="http://127.0.0.1:8000/oppet/en/besok/abc/"' in shown
    assert "amina@nairobi.example" in shown
    assert "alert(1)" not in shown


def test_words_that_somebody_typed_stay_words(shelf, client: Client) -> None:
    send("<b>x</b>", "<script>alert(2)</script> javascript:alert(3)")
    (written,) = mail_shelf._latest()
    for path in ("/mejl/", f"/mejl/{written.name}/"):
        page = client.get(path).content.decode()
        assert "<b>x</b>" not in page
        assert "<script>alert" not in page
        assert 'href="javascript' not in page


def test_the_latest_fifty_the_newest_first(shelf, client: Client) -> None:
    shelf.mkdir()
    for n in range(60):
        text = (
            f"Content-Type: text/plain\nSubject: Mail {n:02}\nTo: a@b.example\n"
            "Date: Sun, 22 Nov 2026 12:00:00 +0000\n\nx\n" + "-" * 79 + "\n"
        )
        (shelf / f"20261122-1200{n:02}-1.log").write_text(text)
    page = client.get("/mejl/").content.decode()
    assert page.index("Mail 59") < page.index("Mail 10")
    assert "Mail 09" not in page


def test_the_banner_leads_there(shelf, client: Client) -> None:
    assert 'href="/mejl/"' in client.get("/oppet/en/").content.decode()


@pytest.mark.parametrize(
    "off", [{"DEMO": False}, {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}]
)
def test_nowhere_else_is_there_such_a_page(off, shelf, settings, client: Client) -> None:
    send("Hej", "x")
    (written,) = mail_shelf._latest()
    for name, value in off.items():
        setattr(settings, name, value)
    assert client.get("/mejl/").status_code == 404
    assert client.get(f"/mejl/{written.name}/").status_code == 404
    assert 'href="/mejl/"' not in client.get("/oppet/en/").content.decode()


@pytest.mark.parametrize(
    "name", ["x", "20261122-120000-1-9", "20261122-120001-1-0", "..-0", "20261122-120000-1"]
)
def test_no_other_file_is_read(name, shelf, client: Client) -> None:
    send("Hej", "x")
    assert client.get(f"/mejl/{name}/").status_code == 404
