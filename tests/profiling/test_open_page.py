"""The page that is open to all: the same for everybody, with nothing internal, safe to keep on the way."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.lists import PAGE_SIZE
from governance.models import Matter
from profiling import actions

from .rows import TODAY, make_entry, make_example, make_message, make_shown, upload

pytestmark = pytest.mark.django_db
OPEN, SWEDISH = "/om-staden/", "/om-staden/pa-svenska/"


@pytest.fixture
def published(contact, coordinator, city):
    committee = city("trafiknamnden")
    example = make_shown(
        contact, committee, picture=upload(), alternative_sv="En vit bana.", alternative_en="A white lane."
    )
    entry = actions.publish(make_entry(coordinator, city("kommunstyrelsen")), by=coordinator)
    actions.publish(make_message(coordinator), by=coordinator)
    return example, entry


def read(path: str = OPEN, client: Client | None = None) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_reads_it_in_english_and_in_swedish(published):
    told = read()
    assert '<html lang="en"' in told
    for words in ("Capital of Scandinavia", "International strategy", "Brined cycle lanes", "A white lane."):
        assert words in told
    assert f"Last revised {published[1].revised_on.isoformat()}" in told
    swedish = read(SWEDISH)
    assert '<html lang="sv"' in swedish
    assert "Sopsaltade cykelbanor" in swedish
    assert f"Senast reviderad {published[1].revised_on.isoformat()}" in swedish
    # What is written in English alone is said to be English.
    assert '<h3 lang="en">International strategy' in swedish


def test_it_is_the_same_for_everybody_and_may_be_kept(published, client_of, coordinator):
    logged_in = client_of(coordinator)
    logged_in.cookies["theme"] = "dark"
    logged_in.cookies["language"] = "sv"
    mine, anybodys = logged_in.get(OPEN), Client().get(OPEN)
    assert mine.content == anybodys.content
    for answer in (mine, anybodys):
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["Content-Language"] == "en"
        assert not answer.cookies
        assert "csrf" not in answer.content.decode().lower()
    assert coordinator.name not in mine.content.decode()


def test_nothing_internal_stands_there(published, contact, coordinator, city):
    draft = make_example(contact, city("trafiknamnden"), title_sv="Utkast", title_en="A draft")
    make_message(coordinator, text_en="Not yet said")
    make_entry(coordinator, city("kommunstyrelsen"), title_en="Not yet told")
    make_shown(contact, city("trafiknamnden"), title_en="Not yet valid", since=TODAY() + timedelta(days=1))
    told = read() + read(SWEDISH)
    for words in ("A draft", "Utkast", "Not yet said", "Not yet told", "Not yet valid", contact.name):
        assert words not in told
    assert Client().get(f"/om-staden/bild/{draft.pk}/").status_code == 404
    assert "/arenden/" not in told
    assert not Matter.objects.exists()


def test_what_has_expired_leaves_the_page_with_its_picture(published):
    example, _entry = published
    picture = f"/om-staden/bild/{example.pk}/"
    answer = Client().get(picture)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    type(example).objects.filter(pk=example.pk).update(until=TODAY() - timedelta(days=1))
    assert "Brined cycle lanes" not in read()
    assert Client().get(picture).status_code == 404


def test_a_document_is_fetched_while_its_entry_is_published(coordinator, city):
    entry = make_entry(coordinator, city("kommunstyrelsen"), file=upload(b"%PDF-1.7", "strategi.pdf"))
    path = f"/om-staden/dokument/{entry.pk}/"
    assert Client().get(path).status_code == 404
    actions.publish(entry, by=coordinator)
    answer = Client().get(path)
    assert answer.content == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    actions.take_down(entry, by=coordinator)
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/om-staden/bild/99999999999999999999/", "/om-staden/dokument/0/"])
def test_what_is_not_there_is_not_found(path, city):
    assert Client().get(path).status_code == 404


def test_an_empty_page_says_so(city):
    assert "Nothing is published yet" in read()
    assert Client().post(OPEN).status_code == 405


def test_it_costs_the_same_however_much_is_published(published, contact, coordinator, city):
    def queries() -> int:
        read()
        with CaptureQueriesContext(connection) as captured:
            read()
        return len(captured)

    few = queries()
    for n in range(10):
        make_shown(contact, city("trafiknamnden"), title_en=f"Example {n}")
        actions.publish(make_entry(coordinator, city("trafiknamnden")), by=coordinator)
    assert queries() == few <= 4


def test_a_part_with_many_has_pages_of_its_own_and_loses_none(contact, coordinator, city):
    for n in range(PAGE_SIZE + 1):
        make_shown(
            contact, city("trafiknamnden"), title_en=f"Example {n}.", until=TODAY() + timedelta(days=n + 1)
        )
    actions.publish(make_message(coordinator), by=coordinator)
    first = read()
    assert "Example 0." not in first, "it holds shortest"
    assert "Example 1." in first
    assert 'href="?del=examples"' in first
    alone = read(f"{OPEN}?del=examples")
    assert "Capital of Scandinavia" not in alone
    following = unescape(re.search(r'rel="next" href="([^"]+)"', alone)[1])
    last = read(following)
    assert "Example 0." in last
    assert "Example 1." not in last
    assert f'href="{SWEDISH}?del=examples"' in alone


@pytest.mark.parametrize(
    "query", ["del=x", "del=%00", "del=examples&efter=x", "efter=2026-01-01.1", "del=messages&efter=%00.1"]
)
def test_an_address_that_makes_no_sense_is_the_page_itself(query, published):
    assert "About the City of Stockholm" in read(f"{OPEN}?{query}")


def test_the_brand_line_stands_before_what_holds_longer(coordinator, city):
    for words, brand, days in (("Long.", False, 900), ("Brand.", True, 30), ("Short.", False, 60)):
        until = TODAY() + timedelta(days=days)
        message = make_message(coordinator, text_en=words, is_brand_line=brand, until=until)
        actions.publish(message, by=coordinator)
    told = read()
    assert told.index("Brand.") < told.index("Long.") < told.index("Short.")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "address"), [("sv", "/om-staden/pa-svenska/"), ("en", "/om-staden/")])
def test_a_stranger_finds_it_from_the_page_to_log_in(client, language, address):
    page = client.get("/logga-in/", headers={"accept-language": language}).content.decode()
    assert f'href="{address}">' in page.split('class="foot"')[1]
