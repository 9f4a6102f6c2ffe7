"""Horizon scanning: from an observation to a matter; cities, indicators that are not mixed, rankings."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from governance import matters
from governance.models import Kind, Matter
from network.actions import horizon, writing
from network.models import Analysis, Observation
from tests.network.rows import (
    make_analysis,
    make_city,
    make_definition,
    make_indicator,
    make_observation,
    make_place,
    make_ranking,
    make_value,
)

pytestmark = pytest.mark.django_db
TEXTS = {
    "version": 1,
    "title": "Översyn",
    "findings": "Flera gallrar.",
    "meaning": "Vi också.",
    "proposal": "",
}


def a_matter(contact, city) -> Matter:
    return matters.open_matter(
        Kind.MEMBERSHIP, by=contact, body=city("trafiknamnden"), title="Översyn (exempel)", status="proposed"
    )


def test_an_observation_is_lifted_to_an_analysis_and_on_to_a_matter(client_of, contact, city) -> None:
    seen, other = make_observation(contact), make_observation(contact, title="Oslo reviderar")
    client = client_of(contact)
    offered = client.get(f"/omvarld/analyser/ny/?observation={seen.pk}").context["form"]
    assert offered["observations"].value() == [seen.pk]
    answer = client.post("/omvarld/analyser/ny/", {**TEXTS, "observations": [seen.pk, other.pk]})
    analysis = Analysis.objects.get()
    assert answer["Location"] == analysis.get_absolute_url()
    assert set(analysis.observations.all()) == {seen, other}
    matter = a_matter(contact, city)
    address = analysis.get_absolute_url()
    assert client.post(address + "atgard/", {"number": "2026-99999"}).status_code == 422
    assert client.post(address + "atgard/", {"number": matter.number}).status_code == 302
    shown = client.get(address).content.decode()
    assert matter.get_absolute_url() in shown
    assert matter.number not in client_of("other_contact").get(address).content.decode()
    rows = client.get("/omvarld/?state=acted").context["page"].rows
    assert set(rows) == {seen, other}


def test_an_observation_is_lifted_once(contact, other_contact) -> None:
    seen = make_observation(contact)
    make_analysis(contact, seen)
    with pytest.raises(ValidationError):
        make_analysis(other_contact, seen)
    with pytest.raises(ValidationError):
        horizon.analyse(by=contact, observations=[], title="x", findings="x", meaning="x")


def test_a_marked_matter_is_not_linked_and_one_marked_later_not_told(
    client_of, contact, city, coordinator
) -> None:
    analysis, matter = make_analysis(contact), a_matter(contact, city)
    horizon.act(analysis, by=contact, number=matter.number)
    Matter.objects.filter(pk=matter.pk).update(
        secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on="2026-01-01"
    )
    for who in ("contact", "coordinator", "auditor"):
        page = client_of(who).get(analysis.get_absolute_url()).content.decode()
        assert matter.number not in page
        assert matter.title not in page
    with pytest.raises(ValidationError):
        horizon.act(make_analysis(coordinator), by=coordinator, number=matter.number)


def test_who_wrote_it_or_coordinates_changes_it(contact, other_contact, coordinator, head) -> None:
    seen = make_observation(contact)
    with pytest.raises(PermissionDenied):
        writing.change(seen, 1, by=other_contact, title="x")
    changed = writing.change(seen, 1, by=coordinator, title="Ny rubrik")
    assert (changed.version, Observation.history.count()) == (2, 2)
    with pytest.raises(PermissionDenied):
        make_observation(head)


def test_an_observation_of_tomorrow_or_with_odd_signs_is_told_at_the_form(client_of) -> None:
    given = {
        "version": 1,
        "title": "x",
        "source": "x",
        "so_what": "x",
        "theme": "general",
        "seen_on": "2026-01-01",
    }
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    wrong = (
        {"seen_on": tomorrow},
        {"title": "\x00"},
        {"theme": "x"},
        {"link": "javascript:1"},
        {"so_what": "x" * 30_000},
    )
    for each in wrong:
        answer = client_of("contact").post("/omvarld/observationer/ny/", {**given, **each})
        assert answer.status_code == 422, each
    for query in ("?observation=x", "?observation=99999999999999999999", "?observation=9" + "9" * 17):
        assert client_of("contact").get("/omvarld/analyser/ny/" + query).status_code == 200


def test_values_of_two_definitions_are_not_drawn_but_explained(client_of, contact) -> None:
    indicator = make_indicator(contact)
    ours = make_definition(contact, indicator, "Medlemskap vid årets slut")
    theirs = make_definition(contact, indicator, "Nätverk på den offentliga listan")
    make_value(contact, ours, "Stockholm", 2021, 95)
    make_value(contact, ours, "Stockholm", 2020, 85)
    make_value(contact, theirs, "Helsingfors", 2007, 100)
    page = client_of("auditor").get(indicator.get_absolute_url())
    comparison = page.context["comparison"]
    assert not comparison.svg
    assert "Stockholm: Medlemskap vid årets slut (nätverk)" in comparison.refusal
    assert "Helsingfors: Nätverk på den offentliga listan" in comparison.refusal
    alone = client_of("auditor").get(f"{indicator.get_absolute_url()}?definition={ours.pk}")
    drawn = alone.context["comparison"]
    assert not drawn.refusal
    assert drawn.svg.startswith("<svg")
    assert "Stockholm 2020 85; Stockholm 2021 95" in drawn.svg  # the words for whoever does not see it
    assert b"<th" in alone.content
    for query in ("definition=x", "definition=%00", "year=9999", f"definition={theirs.pk}999"):
        assert client_of("auditor").get(f"{indicator.get_absolute_url()}?{query}").status_code == 200


def test_a_value_stands_once_and_under_the_definitions_of_its_indicator(client_of, contact) -> None:
    indicator, other = make_indicator(contact), make_indicator(contact)
    mine, foreign = make_definition(contact, indicator, "a"), make_definition(contact, other, "b")
    make_value(contact, mine, "Stockholm", 2021, 95)
    address = f"{indicator.get_absolute_url()}varden/nytt/"
    given = {"version": 1, "definition": mine.pk, "city": "Oslo", "year": 2021, "value": "7.5", "source": "x"}
    client = client_of(contact)
    assert client.post(address, {**given, "definition": foreign.pk}).status_code == 422
    assert client.post(address, {**given, "city": "Stockholm"}).status_code == 422
    for wrong in ({"value": "NaN"}, {"value": "1e999"}, {"year": "1"}, {"year": "x"}, {"city": "\x00"}):
        assert client.post(address, {**given, **wrong}).status_code == 422, wrong
    assert client.post(address, given).status_code == 302
    assert client.get(f"/omvarld/indikatorer/{2**63}/").status_code == 404


def test_two_who_change_a_value_see_both(client_of, contact, coordinator) -> None:
    definition = make_definition(contact, make_indicator(contact), "a")
    value = make_value(contact, definition, "Stockholm", 2021, 95)
    writing.change(value, 1, by=coordinator, value=96)
    entered = {
        "version": 1,
        "definition": definition.pk,
        "city": "Stockholm",
        "year": 2021,
        "value": 97,
        "source": "x",
    }
    assert client_of(contact).post(f"/omvarld/varden/{value.pk}/andra/", entered).status_code == 409


def test_a_city_has_one_profile_with_its_figures_and_places(client_of, contact) -> None:
    profile = make_city(contact)
    with pytest.raises(ValidationError):
        make_city(contact)
    definition = make_definition(contact, make_indicator(contact), "a")
    make_value(contact, definition, "Helsingfors", 2007, 100)
    page = client_of("auditor").get(profile.get_absolute_url()).content.decode()
    assert "2007: 100" in page.replace("\n", " ")


def test_a_ranking_tells_its_years_the_latest_first(client_of, contact) -> None:
    ranking = make_ranking(contact)
    make_place(contact, ranking, 2023, 9)
    make_place(contact, ranking, 2024, 7, of_how_many=100, note="Metoden ändrades")
    places = client_of("auditor").get(ranking.get_absolute_url()).context["places"]
    assert [(each.year, each.place) for each in places] == [(2024, 7), (2023, 9)]
    entered = {"version": 1, "city": "Stockholm", "year": 2025, "place": 101, "of_how_many": 100}
    assert client_of(contact).post(f"{ranking.get_absolute_url()}ar/nytt/", entered).status_code == 422


def test_the_history_tells_the_values_and_who_changed_them(client_of, contact, coordinator) -> None:
    definition = make_definition(contact, make_indicator(contact), "Medlemskap vid årets slut")
    writing.change(make_value(contact, definition, "Stockholm", 2021, 95), 1, by=coordinator, value=96)
    page = client_of("auditor").get(f"{definition.indicator.get_absolute_url()}historik/").content.decode()
    for words in ("Lo Ledning", "95", "96"):
        assert words in page
