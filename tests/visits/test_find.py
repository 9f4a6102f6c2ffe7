"""A search reads what visits are about, for those who may read them; a city is found by every name it has."""

import pytest
from django.urls import reverse

from engagements.actions import create_organisation
from engagements.models import Organisation
from governance import search
from governance.models import Matter, Person

ABOUT = {
    "purpose": "To see how seagrass meadows are planted.",
    "questions": "Who waters the pollinator corridors?",
    "offer": "Our <b>handbook</b> on quiet asphalt.",
}


def _besides(client, text: str) -> list[tuple[str, str]]:
    found = client.get(reverse("search"), {"q": text}).context["besides"]
    return [(hit.url, hit.text) for each in found for hit in each.hits]


@pytest.mark.parametrize("word", ["seagrass", "corridors", "asphalt"])
def test_purpose_questions_and_offer_lead_to_the_visit_with_the_words_around(log, contact, client_of, word):
    visit = log(contact, **ABOUT)
    ((url, text),) = _besides(client_of(contact), word)
    assert url == visit.matter.get_absolute_url()
    assert f"<mark>{word}</mark>" in text


@pytest.mark.parametrize("page", ["visits:list", "matters"])
def test_a_list_finds_a_visit_by_what_it_is_about_where_its_file_opens(page, log, contact, client_of) -> None:
    visit = log(contact, **ABOUT)

    def found(who) -> list[str]:
        return [
            row.number for row in client_of(who).get(reverse(page), {"q": "seagrass"}).context["page"].rows
        ]

    assert found(contact) == [visit.matter.number]
    assert found("other_contact") == []


def test_what_was_learnt_leads_to_the_visit(log, contact, client_of) -> None:
    visit = log(contact, **ABOUT)
    type(visit).objects.filter(pk=visit.pk).update(
        learnings="Their buses get green light.", contacts_made="Kaisa"
    )
    for word in ("buses", "Kaisa"):
        assert visit.matter.get_absolute_url() in dict(_besides(client_of(contact), word))


def test_what_a_guest_wrote_is_escaped(log, contact, client_of) -> None:
    log(contact, **ABOUT)
    ((_url, text),) = _besides(client_of(contact), "asphalt")
    assert "<b>" not in text


def test_nobody_finds_what_they_may_not_read(log, contact, client_of) -> None:
    visit = log(contact, **ABOUT)
    assert _besides(client_of("other_contact"), "seagrass") == []
    assert _besides(client_of("administrator"), "seagrass") == []
    Matter.objects.filter(pk=visit.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on="2026-01-01")
    assert _besides(client_of(contact), "seagrass") == []


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Helsingfors", "Helsinki"),
        ("Helsinki", "helsingfors"),
        ("Oslo", "Kristiania"),
        ("Köpenhamn", "kobenhavn"),
        ("Kapstaden", "Cape Town"),
        ("Göteborg", "klimat Gothenburg"),
        ("Sankt Petersburg", "Leningrad"),
    ],
)
def test_a_city_is_found_by_every_name_it_has(log, contact, client_of, written, asked) -> None:
    log(contact, city=written, title="Besök om klimat", counterpart="Stadskansliet")
    assert client_of(contact).get(reverse("search"), {"q": asked}).context["page"].total == 1


def test_the_names_a_partner_city_has_in_the_register_lead_to_its_matters(log, contact, client_of) -> None:
    log(contact, city="Skånestad", counterpart="Stadskansliet")
    client = client_of(contact)
    assert client.get(reverse("search"), {"q": "Scaniatown"}).context["page"].total == 0
    _city("Skånestad", "Scaniatown")
    assert client.get(reverse("search"), {"q": "Scaniatown"}).context["page"].total == 1
    assert client.get(reverse("search"), {"q": "Scaniatown klimat"}).context["page"].total == 0


def test_a_partner_is_found_by_another_name_of_its_city(contact, client_of) -> None:
    made = _city("Helsingfors stad")
    assert made.get_absolute_url() in [url for url, _text in _besides(client_of(contact), "Helsinki")]


@pytest.mark.parametrize("asked", ["'", "Oslo '", "-Oslo", '"Oslo', "Oslo & |", "den haag :*", "<-> Prag"])
def test_whatever_is_typed_beside_a_name_is_no_error(log, contact, client_of, asked) -> None:
    assert client_of(contact).get(reverse("search"), {"q": asked}).status_code == 200


def test_the_names_cost_one_statement_together_with_the_accents(contact, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert "helsingfors" in search.Words.of("Helsinki").beginnings.lower()


def _city(name: str, *others: str) -> Organisation:
    by = Person.objects.get(username="contact")
    aliases = [(each, "") for each in others]
    return create_organisation(by=by, name=name, kind=Organisation.Kind.CITY, aliases=aliases, country="FI")
