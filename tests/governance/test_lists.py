"""Lists: every row once whichever way one turns the pages; filters that forgive; a search that keeps to rights."""

import re
from datetime import date
from itertools import count

import pytest
from django.urls import reverse

from governance import search
from governance.language import country_called
from governance.lists import COUNT_LIMIT
from governance.models import Matter
from tests.governance.rows import make_matters

MATTERS = reverse("matters")


def walk(client, url: str, direction: str) -> list[list[str]]:
    pages = []
    for _turn in count():
        page = client.get(url).context["page"]
        pages.append([matter.number for matter in page.rows])
        url = getattr(page, direction)
        if not url:
            return pages
    return pages


def test_the_pages_forwards_show_every_row_once_in_order(city, client_of) -> None:
    rows = make_matters(80, city("trafiknamnden"))
    expected = [row.number for row in sorted(rows, key=lambda row: (row.opened_on, row.pk), reverse=True)]
    pages = walk(client_of("contact"), MATTERS, "next_url")
    assert [number for page in pages for number in page] == expected


def test_the_pages_backwards_show_the_same_rows(city, client_of) -> None:
    make_matters(80, city("trafiknamnden"))
    client = client_of("contact")
    forwards = walk(client, MATTERS, "next_url")
    url = MATTERS
    while next_url := client.get(url).context["page"].next_url:
        url = next_url
    backwards = walk(client, url, "previous_url")[::-1]
    assert [n for page in backwards[1:] for n in page][-30:] == [n for page in forwards for n in page][-30:]
    assert backwards[0] == forwards[0]


def test_the_statuses_offered_are_those_of_the_kind_asked_for(client_of, city) -> None:
    client = client_of("contact")
    for kind, theirs, others in (("visit", "carried_out", "member"), ("membership", "member", "carried_out")):
        for _again in range(2):
            page = client.get(MATTERS, {"kind": kind}).content.decode()
            assert f'<option value="{theirs}">' in page
            assert f'<option value="{others}">' not in page


LISTS = [
    "matters", "decisions", "notices", "visits:list", "memberships:list", "engagements:organisations",
    "engagements:eu_projects", "engagements:eu_questions", "engagements:eu_meetings",
]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "place", ["2016-06-30.1", "2016-06-30T10:00:00+02:00.1", "Berlin.7", "nonsense", "."]
)
@pytest.mark.parametrize("way", ["efter", "fore"])
def test_every_list_can_be_entered_at_any_place(client_of, city, name, place, way) -> None:
    assert client_of("contact").get(reverse(name), {way: place}).status_code == 200


def test_the_count_stops_at_its_limit(city, client_of) -> None:
    make_matters(COUNT_LIMIT + 50, city("trafiknamnden"))
    page = client_of("contact").get(MATTERS).context["page"]
    assert (page.total, page.capped) == (COUNT_LIMIT, True)


def test_how_many_there_are_is_told_where_the_list_begins(city, client_of) -> None:
    make_matters(60, city("trafiknamnden"))
    client = client_of("contact")
    first = client.get(MATTERS).context["page"]
    second = client.get(first.next_url).context["page"]
    assert (first.total, second.total) == (60, None)
    assert "60 träffar" in client.get(MATTERS).content.decode()
    assert client.get(second.previous_url).context["page"].total == 60


def test_a_list_that_begins_with_its_keys_shows_every_row_once_in_order(city, client_of, person) -> None:
    """What one takes part in is found through another table, so its keys are found first."""
    rows = make_matters(60, city("jarva"), before=city("trafiknamnden"))
    make_matters(5, city("jarva"), first=200)
    client, url = client_of("contact"), f"{MATTERS}?state=taking_part"
    expected = [row.number for row in sorted(rows, key=lambda row: (row.opened_on, row.pk), reverse=True)]
    assert [number for page in walk(client, url, "next_url") for number in page] == expected
    assert client.get(url).context["page"].total == 60


def test_each_filter_narrows_and_can_be_taken_away(city, client_of) -> None:
    make_matters(3, city("trafiknamnden"), title="Cykling", country="FI")
    make_matters(2, city("trafiknamnden"), first=50, kind="visit", status="received", country="EE")
    client = client_of("contact")
    found = {
        query: client.get(f"{MATTERS}?{query}").context["page"].total
        for query in (
            "kind=visit",
            "country=FI",
            "q=cyklingen",
            "year=2025",
            "year=2024",
            "body=trafiknamnden",
        )
    }
    assert found == {
        "kind=visit": 2,
        "country=FI": 3,
        "q=cyklingen": 3,
        "year=2025": 5,
        "year=2024": 0,
        "body=trafiknamnden": 5,
    }
    answer = client.get(f"{MATTERS}?kind=visit&country=EE")
    assert [url for _words, url in answer.context["chips"]] == [
        f"{MATTERS}?country=EE",
        f"{MATTERS}?kind=visit",
    ]


BAD = [
    "kind=%00",
    "kind=nonsense&body=x&state=x&year=0&country=XX",
    "year=99999999999999999999",
    "q=%00%00",
    "q=" + "a" * 5000,
    "q=%27%3A%2A+%26+%7C+%21%28",
    "q=%3Cscript%3E",
    "efter=2026-13-40.1",
    "efter=2026-01-01.99999999999999999999999",
    "efter=%00&fore=%00",
    "fore=1.2.3",
    "efter=2026-01-01.%D9%A3",
    "section=2016-999&form=x&outcome=%00",
    "dag=0000-00-00&act=%00",
    "act=join_membership&scope=%00&counterpart=zzz",
    "act=run_aid_project&external_funding=NaN&scope=city_wide",
    "act=run_aid_project&external_funding=1e999999&scope=city_wide",
    "act=handle_visit&areas=99999999999999999999&political_level=high",
    "act=handle_visit&areas=1&political_level=high&dag=0001-01-01",
    "fore=2026-01-01T00:00:00%2B99:99",
]


@pytest.mark.parametrize("name", ["matters", "search", "decisions", "who_decides", "notices", "bodies"])
def test_bad_values_in_the_address_never_break_a_page(name, city, client_of) -> None:
    client = client_of("coordinator")
    answers = {query: client.get(f"{reverse(name)}?{query}").status_code for query in BAD}
    assert {query: status for query, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("number", ["2026-99999", "%00", "x" * 300, "2026-00001%00", "../../etc"])
def test_a_matter_that_is_not_there_is_not_found(number, city, client_of) -> None:
    assert client_of("auditor").get(f"/arenden/{number}/historik/").status_code == 404


def test_search_finds_inflected_words_beginnings_numbers_and_diary_numbers(city, client_of) -> None:
    (one,) = make_matters(1, city("trafiknamnden"), title="Cykling i Helsingfors", diary_number="T2026-00917")
    client = client_of("contact")
    for text in ("cyklingen", "cykl", "Helsingfors", one.number, "2026-00917", "t2026-009", '"cykling i"'):
        page = client.get(reverse("search"), {"q": text}).context["page"]
        assert [row.number for row in page.rows] == [one.number], text
    for text in ("cykling -helsingfors", "buss", ""):
        assert client.get(reverse("search"), {"q": text}).context["page"].total == 0


@pytest.mark.parametrize("text", ["Finland", "finland", "FI"])
def test_a_search_for_a_country_finds_what_has_it_on_its_card(text, city, client_of) -> None:
    there, elsewhere = make_matters(2, city("trafiknamnden"), title="Cykling")
    Matter.objects.filter(pk=there.pk).update(country="FI")
    Matter.objects.filter(pk=elsewhere.pk).update(country="NO")
    for name in ("search", "matters"):
        page = client_of("contact").get(reverse(name), {"q": text}).context["page"]
        assert [row.number for row in page.rows] == [there.number], name
    assert client_of("other_contact").get(reverse("search"), {"q": text}).context["page"].total == 0


def test_a_country_is_searched_for_in_both_languages_and_never_by_a_small_word() -> None:
    assert [country_called(text) for text in ("Tyskland", "germany", "DE", "de", "is", "")] == ["DE"] * 3 + [
        ""
    ] * 3


def test_a_common_word_gives_the_newest_first_and_each_can_be_reached(city, client_of) -> None:
    made = make_matters(search.LIMIT + 60, city("trafiknamnden"), title="Cykling")
    client, newest = client_of("contact"), max(made, key=lambda matter: (matter.opened_on, matter.pk))
    for name in ("search", "matters"):
        page = client.get(reverse(name), {"q": "cykling"}).context["page"]
        assert (page.rows[0].pk, page.capped) == (newest.pk, True)
        seen = len(page.rows)
        while page.next_url:
            page = client.get(page.next_url).context["page"]
            seen += len(page.rows)
        assert seen == len(made)


def test_search_finds_nothing_of_other_bodies_and_nothing_secret(city, client_of) -> None:
    make_matters(1, city("trafiknamnden"), title="Cykling")
    (secret,) = make_matters(1, city("trafiknamnden"), first=9, title="Cykling hemlig")
    Matter.objects.filter(pk=secret.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 1, 1))
    assert client_of("other_contact").get(reverse("search"), {"q": "cykling"}).context["page"].total == 0
    assert client_of("administrator").get(reverse("search"), {"q": "cykling"}).context["page"].total == 0
    assert client_of("contact").get(reverse("search"), {"q": "cykling"}).context["page"].total == 1


def test_a_hit_is_marked_and_its_title_escaped(city, client_of) -> None:
    make_matters(1, city("trafiknamnden"), title="Cykling <script>alert(1)</script>")
    page = client_of("contact").get(reverse("search"), {"q": "cykling"}).content.decode()
    assert "<mark>Cykling</mark> &lt;script&gt;" in page
    assert "<script>alert" not in page


def test_a_list_says_what_it_holds_and_never_how_much_it_does_not_show(city, client_of) -> None:
    said = "av sekretessmarkerade ärenden bara dem som du har släppts in i"
    for name in ("matters", "search", "visits:list"):
        address = reverse(name) + "?q=cykling&country=FI"
        before = client_of("contact").get(address).content.decode()
        assert said in before, name
    marked = {"secrecy_ground": "OSL 15", "secrecy_marked_on": "2026-01-01"}
    make_matters(2, city("trafiknamnden"), title="Cykling", kind="visit", country="FI", **marked)
    after = client_of("contact").get(address).content.decode()
    assert _without_tokens(after) == _without_tokens(before)


def _without_tokens(page: str) -> str:
    return re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken[^>]*|X-CSRFToken[^}]*|[0-9a-zA-Z]{60,}', "", page)
