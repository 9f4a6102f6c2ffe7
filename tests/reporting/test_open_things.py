"""What is published is read, found, fetched and mapped by everybody, in two languages; nothing secret ever is."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance import matters, publishing
from governance.models import Matter, Publication
from tests.governance.published import mark, member, published

pytestmark = pytest.mark.django_db
PAGES = ("", "karta/", "ar/", "anteckningar/", "oppna-data/", "register.csv", "register.json", "?q=streets")
NAME = "Nordic Streets (exempel)"


@pytest.fixture
def matter(contact, secretary, city) -> Matter:
    made = member(contact, secretary, city, NAME)
    return matters.change(matters.lock(made), by=contact, country="NO", city="Oslo")


def get(path: str, language: str = "en", status: int = 200) -> str:
    answer = Client().get(f"/oppet/{language}/register/{path}")
    assert answer.status_code == status, path
    return (answer.getvalue() if answer.streaming else answer.content).decode()


def everything(matter: Matter) -> str:
    """All that a stranger can read, in both languages."""
    told = [get(path, language) for path in PAGES for language in ("sv", "en")]
    return "".join(
        [*told, *(Client().get(f"/oppet/en/register/{matter.number}/").content.decode() for _ in "1")]
    )


def test_before_anything_is_published_the_page_tells_what_will_stand_there() -> None:
    assert "Nothing is published yet" in get("")
    assert "Inget" in get("", "sv") or "Ingenting" in get("", "sv")


def test_what_is_not_published_is_nowhere(matter) -> None:
    assert NAME not in everything(matter)
    assert matter.number not in everything(matter)
    get(f"{matter.number}/", status=404)


def test_what_is_published_is_read_found_fetched_and_mapped(matter, coordinator) -> None:
    published(matter, coordinator, summary_sv="Om gator.", summary_en="About streets.")
    page = get(f"{matter.number}/")
    for text in (NAME, "About streets.", "Transport Committee", "2026-03-12", "§ 14", "Norway"):
        assert text in page
    swedish = get(f"{matter.number}/", "sv")
    for text in ("Om gator.", "Trafiknämnden", "Norge"):
        assert text in swedish
    for path in ("", "?q=stre", "?q=Norge", "?kind=membership&country=NO&year=2026&body=trafiknamnden"):
        assert f"/oppet/en/register/{matter.number}/" in get(path), path
    assert matter.number not in get("?q=something+else")
    assert "?country=NO" in get("karta/")
    rows = list(csv.DictReader(io.StringIO(get("register.csv").lstrip("\ufeff")), delimiter=";"))
    assert [(row["number"], row["country"], row["summary"]) for row in rows] == [
        (matter.number, "Norway", "About streets.")
    ]
    told = json.loads(get("register.json"))
    assert [each["sv"]["heading"] for each in told["published"]] == [
        publishing.of_matter(matter)["sv"]["heading"]
    ]
    assert told["licence"].startswith("https://creativecommons.org/publicdomain/zero/")


def test_it_is_found_by_english_words_and_by_every_name_of_a_city(matter, coordinator, contact) -> None:
    matters.change(matters.lock(matter), by=contact, city="Köpenhamn", country="DK")
    matter.refresh_from_db()
    published(matter, coordinator, summary_sv="Cykelvägar.", summary_en="A network of cycle lanes in cities.")
    for text in ("cycling", "cycles", "city networks", "Copenhagen", "Köpenhamn", "memberships", "cykelväg"):
        assert f"/oppet/en/register/{matter.number}/" in get(f"?q={text.replace(' ', '+')}"), text
    assert matter.number not in get("?q=motorway")
    for text in ("cycle -lanes", "cykelväg -nätverk", "-cycling", "cycle -Copenhagen"):
        assert matter.number not in get(f"?q={text.replace(' ', '+')}"), text
    for text in ("cycle -motorway", "-motorway", "Köpenhamn - cykelväg"):
        assert matter.number in get(f"?q={text.replace(' ', '+')}"), text


def test_it_tells_how_things_stood_when_it_was_published(matter, coordinator, contact) -> None:
    published(matter, coordinator)
    matters.change(matters.lock(matter), by=contact, title="NYTT NAMN", city="Bergen", country="DK")
    told = everything(matter)
    assert "NYTT NAMN" not in told
    assert "Bergen" not in told
    assert "?country=DK" not in told


@pytest.mark.parametrize("by_hand", [False, True], ids=["marked", "marked past the verb"])
def test_nothing_of_a_secret_matter_is_anywhere(by_hand, matter, coordinator, contact) -> None:
    published(matter, coordinator, summary_en="About streets.")
    if by_hand:
        Matter.objects.filter(pk=matter.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on="2026-01-01")
        assert Publication.objects.standing().exists()
    else:
        mark(matter, contact)
    told = everything(matter)
    for text in (NAME, matter.number, matter.title, "About streets.", "?country=NO", "Norway", "Norge"):
        assert text not in told, text
    get(f"{matter.number}/", status=410)


def test_what_is_withdrawn_says_so_and_shows_nothing(matter, coordinator) -> None:
    row = published(matter, coordinator)
    publishing.withdraw(row, by=coordinator, reason="HEMLIG ORSAK")
    for language in ("sv", "en"):
        page = get(f"{matter.number}/", language, status=410)
        assert NAME not in page
        assert "HEMLIG ORSAK" not in page
        assert matter.title not in page
    assert matter.number not in "".join(get(path) for path in PAGES)


@pytest.mark.parametrize(
    "path",
    ["?q=%00", "?country=XX", "?year=abc", "?efter=x", "?body=zzz", "anteckningar/9999999999999999999/"],
)
def test_an_address_that_means_nothing_is_answered(path, matter, coordinator) -> None:
    published(matter, coordinator)
    assert Client().get(f"/oppet/en/register/{path}").status_code in (200, 404)


@pytest.mark.parametrize("path", ["", "?q=nordic", "karta/", "register.json", "register.csv"])
def test_a_page_asks_no_more_for_many_than_for_one(path, contact, secretary, city, coordinator) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            get(path)
        return len(captured)

    published(member(contact, secretary, city, "Nordic 0 (exempel)"), coordinator)
    asked()
    few = asked()
    for n in range(1, 5):
        published(member(contact, secretary, city, f"Nordic {n} (exempel)"), coordinator)
    assert asked() <= few


def test_a_page_leads_to_the_same_in_the_other_language(matter, coordinator) -> None:
    published(matter, coordinator)
    assert f'hreflang="sv" href="/oppet/sv/register/{matter.number}/"' in get(f"{matter.number}/")
    assert "/oppet/sv/register/?q=streets" in get("?q=streets")
