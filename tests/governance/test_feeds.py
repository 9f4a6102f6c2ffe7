"""Subscriptions: the address that is told once, what a feed holds and never holds, and what the file says."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance import access, feeds, secrecy
from governance.models import Appointment, Feed, Matter, Person
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=40)


def visit(body, title: str = "Besök från Åbo", first: int = 1, **card) -> Matter:
    given = {
        "kind": "visit",
        "status": "planned",
        "starts_on": SOON,
        "ends_on": SOON + timedelta(days=1),
        **card,
    }
    return make_matters(1, body, first=first, title=title, **given)[0]


def fetch(token: str, **headers) -> str:
    """What a calendar program gets, which is nobody to the register."""
    answer = Client().get(reverse("feed", args=[token]), headers=headers)
    assert answer.status_code == 200
    return answer.content.decode().replace("\r\n ", "")


def status(token: str) -> int:
    return Client().get(reverse("feed", args=[token])).status_code


def test_a_feed_of_a_body_has_its_days_as_rfc_5545_says(city, contact) -> None:
    transport = city("trafiknamnden")
    made = visit(transport, "Besök från Åbo; spår, " + "ä" * 60)
    visit(city("miljo-och-halsoskyddsnamnden"), "Annans", first=9)
    _feed, token = feeds.subscribe(contact, transport)
    raw = Client().get(reverse("feed", args=[token]))
    assert raw["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in raw.content.split(b"\r\n")) <= 75
    lines = fetch(token).split("\r\n")
    for line in (
        "BEGIN:VTIMEZONE",
        f"DTSTART;VALUE=DATE:{SOON:%Y%m%d}",
        # The day after the last.
        f"DTEND;VALUE=DATE:{SOON + timedelta(days=2):%Y%m%d}",
        "SUMMARY:Besök: Besök från Åbo\\; spår\\, " + "ä" * 60,
        "SEQUENCE:0",
        "TRANSP:TRANSPARENT",
    ):
        assert line in lines, line
    assert [line for line in lines if line.startswith(f"UID:besok-{made.pk}@")]
    assert not [line for line in lines if "Annans" in line]


def test_the_address_is_kept_as_a_hash_and_shown_once(city, client_of, contact) -> None:
    client = client_of(contact)
    url = client.post(reverse("feeds")).context["url"]
    token = url.rsplit("/", 1)[-1].removesuffix(".ics")
    assert len(token) >= 40
    assert status(token) == 200
    row = Feed.objects.get()
    assert token not in (row.token_hash, str(row))
    assert row.token_hash == feeds.hash_of(token)
    assert token not in client.get(reverse("feeds")).content.decode()


def test_a_new_address_ends_the_old_one_and_an_ended_feed_is_not_there(city, client_of, contact) -> None:
    _feed, old = feeds.subscribe(contact)
    feed, new = feeds.subscribe(contact)
    assert (status(old), status(new), Feed.objects.count()) == (404, 200, 1)
    assert client_of("other_contact").post(reverse("end_feed", args=[feed.pk])).status_code == 404
    assert client_of(contact).post(reverse("end_feed", args=[feed.pk])).status_code == 302
    assert status(new) == 404
    for bad in ("x", "å" * 43, "a" * 500):
        assert status(bad) == 404


def test_whoever_may_no_longer_log_in_has_no_feed(city, contact) -> None:
    _feed, token = feeds.subscribe(contact)
    Person.objects.filter(pk=contact.pk).update(is_active=False)
    assert status(token) == 404


def test_what_is_secret_is_in_no_feed_whoever_is_let_in(city, contact) -> None:
    transport = city("trafiknamnden")
    made = visit(transport, "Hemligt besök", responsible=contact)
    tokens = [feeds.subscribe(contact, body)[1] for body in (None, transport)]
    assert all("Hemligt besök" in fetch(token) for token in tokens)
    secrecy.mark(
        Matter.objects.get(pk=made.pk),
        1,
        by=contact,
        ground="OSL 15 kap. 1 §",
        motive="x",
        reexamine_on=TODAY + timedelta(days=90),
    )
    assert access.may_view(Person.objects.get(pk=contact.pk), Matter.objects.get(pk=made.pk))
    for token in tokens:
        assert "Hemligt" not in fetch(token)
        assert made.number not in fetch(token)


def test_a_feed_holds_what_the_person_may_read_now(city, contact) -> None:
    transport = city("trafiknamnden")
    visit(transport)
    _feed, token = feeds.subscribe(contact, transport)
    assert "Åbo" in fetch(token)
    Appointment.objects.filter(person=contact).update(until=TODAY - timedelta(days=1))
    Person.objects.filter(pk=contact.pk).update(rights_as_of=TODAY - timedelta(days=1))
    assert "Åbo" not in fetch(token)


def test_nobody_subscribes_to_a_body_they_do_not_read(city, contact, client_of) -> None:
    environment = city("miljo-och-halsoskyddsnamnden")
    with pytest.raises(PermissionDenied):
        feeds.subscribe(contact, environment)
    assert client_of(contact).post(reverse("feeds"), {"body": environment.slug}).status_code == 422
    assert not Feed.objects.exists()


def test_what_has_not_changed_is_not_sent_again(city, contact) -> None:
    transport = city("trafiknamnden")
    _feed, token = feeds.subscribe(contact, transport)
    url, client = reverse("feed", args=[token]), Client()
    tag = client.get(url)["ETag"]
    again = client.get(url, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    visit(transport)
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200
    assert Feed.objects.get().asked_on == TODAY
    assert not client.cookies


def test_a_feed_speaks_the_persons_language_and_keeps_to_its_bounds(city, contact) -> None:
    transport = city("trafiknamnden")
    visit(transport, "Nära")
    for first, day in ((20, TODAY - timedelta(days=400)), (30, TODAY + timedelta(days=800))):
        visit(transport, "Fjärran", first=first, starts_on=day, ends_on=day)
    _feed, token = feeds.subscribe(contact, transport)
    assert "SUMMARY:Besök: Nära" in fetch(token)
    Person.objects.filter(pk=contact.pk).update(language="en")
    assert "SUMMARY:Visit: Nära" in fetch(token)
    assert "Fjärran" not in fetch(token)


def test_ones_own_days_are_those_one_handles(city, contact) -> None:
    transport = city("trafiknamnden")
    visit(transport, "Mitt", responsible=contact)
    visit(transport, "Annans", first=9)
    _feed, token = feeds.subscribe(contact)
    assert "Mitt" in fetch(token)
    assert "Annans" not in fetch(token)
