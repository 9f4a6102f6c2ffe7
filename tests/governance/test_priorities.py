"""What a strategy puts first is data of its version, and a ground among others: never a yes by itself."""

import pytest
from django.urls import reverse

from governance import matters, priorities, residents
from governance.capitals import is_capital
from governance.models import Kind, Strategy
from governance.policy_files import PolicyError, prove
from visits.models import Visit

pytestmark = pytest.mark.django_db


def keys(version: str, country: str, city: str, many: tuple[str, ...] = ()) -> list[str]:
    strategy = Strategy.objects.get(key=version)
    return [row.key for row in priorities.of_place(strategy, country, city, many)]


@pytest.mark.parametrize(
    ("version", "country", "place", "found"),
    [
        ("2016", "FI", "Helsingfors", ["nordic-capitals", "capitals"]),
        ("2016", "FI", "helsinki ", ["nordic-capitals", "capitals"]),
        ("2016", "FR", "Paris", ["capitals"]),
        ("2016", "FI", "Åbo", []),
        ("2016", "SE", "Stockholm", []),
        ("2016", "", "", []),
        ("2008", "FI", "Helsingfors", []),
        ("2003", "US", "Chicago", ["north-america"]),
        ("2003", "DK", "Köpenhamn", ["capitals", "nordic", "northern-europe", "european-union"]),
    ],
)
def test_each_version_puts_its_own_places_first(
    city, version: str, country: str, place: str, found: list[str]
) -> None:
    assert keys(version, country, place) == found


def test_countries_of_origin_are_read_from_the_loaded_table(city) -> None:
    assert keys("2016", "IQ", "Basra") == []
    assert keys("2016", "IQ", "Basra", ("IQ",)) == ["countries-of-origin"]


def test_a_cluster_has_its_themes(city) -> None:
    strategy = Strategy.objects.get(key="2003")
    found = [row.key for row in priorities.of_theme(strategy, "digital")]
    assert found == ["time-sector", "information-society"]
    assert priorities.of_theme(Strategy.objects.get(key="2016"), "digital") == []


def test_a_capital_is_known_by_its_names() -> None:
    assert is_capital("DK", "København")
    assert not is_capital("DK", "Århus")
    assert not is_capital("ZZ", "Paris")


def test_a_nordic_capital_is_a_capital_too(city) -> None:
    strategy = Strategy.objects.get(key="2016")
    assert priorities.keys_within(strategy, "capitals") == ("capitals", "nordic-capitals")
    assert priorities.keys_within(strategy, "nordic-capitals") == ("nordic-capitals",)
    assert priorities.keys_within(strategy, "ingen") == ()


def make(contact, city, place: str, country: str):
    body = city("trafiknamnden")
    return matters.open_matter(
        Kind.VISIT,
        by=contact,
        body=body,
        title=f"Besök från {place}",
        status="received",
        city=place,
        country=country,
        facts={"act": "handle_visit", "areas": 1, "political_level": "ordinary"},
    )


def test_the_card_keeps_its_foremost_place_and_the_list_finds_it(contact, city, client_of) -> None:
    make(contact, city, "Helsingfors", "FI")
    paris = make(contact, city, "Paris", "FR")
    make(contact, city, "Lyon", "FR")
    assert paris.priority_place == "capitals"
    page = client_of(contact).get(reverse("matters") + "?place=capitals").content.decode()
    assert "Besök från Paris" in page
    assert "Besök från Helsingfors" in page
    assert "Besök från Lyon" not in page
    page = client_of(contact).get(reverse("matters") + "?place=nordic-capitals").content.decode()
    assert "Besök från Paris" not in page
    changed = matters.change(matters.lock(paris), by=contact, city="Lyon")
    assert changed.priority_place == ""


def test_every_version_stands_on_the_page_also_the_one_without_any(client_of, auditor) -> None:
    page = client_of(auditor).get(reverse("priorities")).content.decode()
    assert page.count('id="version-') >= 6
    assert "avsnitt-4" in page


def test_the_assessment_begins_with_the_reason_and_without_an_answer(client_of, contact, city) -> None:
    residents.load(
        "land;antal\nFI;900", by=None, year=2024, source="Exempel", population=1000, is_invented=True
    )
    matter = make(contact, city, "Helsingfors", "FI")
    Visit.objects.create(matter=matter, received_on=matter.opened_on, purpose="x")
    form = client_of(contact).get(reverse("visits:assess", args=[matter.number])).context["form"]
    assert form["verdict_capitals"].value() is None
    assert "Helsingfors" in form["reason_capitals"].value()
    assert "900" in form.known["countries-of-origin"][0]


def test_a_priority_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(PolicyError):
        prove({"strategy": {}, "priorities": [{"key": "x"}]})
