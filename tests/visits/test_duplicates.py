"""Possible duplicates: the same organisation or city in any body, by any name, as a register line."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from engagements.actions import create_organisation
from governance import matters
from tests.visits.conftest import form_of
from visits import actions
from visits.duplicates import MOST, similar
from visits.models import Visit

pytestmark = pytest.mark.django_db


def titles(lines) -> list[str]:
    return [line.matter.title for line in lines]


def test_the_same_organisation_spelt_a_little_differently_is_found(log, contact, other_contact) -> None:
    log(other_contact, body="miljo-och-halsoskyddsnamnden", title="Den andra")
    assert titles(similar(contact, organisation="Citty of Roterdam")) == ["Den andra"]
    assert similar(contact, organisation="University of Otago") == []


def test_the_same_city_is_found_under_another_name(log, contact) -> None:
    log(contact, counterpart="Stadsmiljökontoret", city="Helsinki", title="Den andra")
    assert titles(similar(contact, organisation="Turistbyrån", city="Helsingfors")) == ["Den andra"]


def test_an_organisation_is_found_under_its_alias(log, contact) -> None:
    create_organisation(
        by=contact, name="Ayuntamiento de Madrid", kind="city", aliases=[("Madrids stad", "sv")]
    )
    log(contact, counterpart="Ayuntamiento de Madrid", city="", title="Den andra")
    assert titles(similar(contact, organisation="Madrids stad")) == ["Den andra"]


def test_two_governments_of_different_cities_are_not_the_same(log, contact) -> None:
    log(contact, counterpart="Tokyo Metropolitan Government", city="Tokyo")
    assert similar(contact, organisation="Seoul Metropolitan Government", city="Seoul") == []


def test_what_is_older_than_two_years_is_found_only_when_the_days_overlap(log, contact) -> None:
    old = timezone.localdate() - timedelta(days=3 * 366)
    log(contact, on=old, received_on=old, wishes=[["2027-01-12", "2027-01-14"]], title="Gammal")
    assert similar(contact, organisation="City of Rotterdam") == []
    found = similar(
        contact, organisation="City of Rotterdam", since=date(2027, 1, 14), until=date(2027, 1, 20)
    )
    assert titles(found) == ["Gammal"]
    assert found[0].same_days


def test_another_body_sees_the_line_and_the_reasons_but_no_way_in(take, contact, other_contact) -> None:
    visit = take(contact, to="being_assessed")
    actions.decline(visit, by=contact, reasons="Vi hinner inte.", alternative="Möt oss digitalt.")
    line = similar(other_contact, organisation="City of Rotterdam")[0]
    assert (line.matter.status, line.reasons, line.url) == ("declined", "Vi hinner inte.", "")
    assert similar(contact, organisation="City of Rotterdam")[0].url == visit.matter.get_absolute_url()


def test_a_secret_matter_is_never_told_of(log, contact) -> None:
    visit = log(contact)
    matter = matters.lock(visit.matter_id)
    matters.change(matter, by=contact, secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 11, 1))
    assert similar(contact, organisation="City of Rotterdam", city="Rotterdam") == []


def test_without_scripts_the_form_stops_once_to_show_them(log, client_of, contact) -> None:
    number = log(contact).matter.number
    client = client_of(contact)
    answer = client.post("/besok/ny/", form_of())
    assert answer.status_code == 422
    assert number in answer.content.decode()
    assert Visit.objects.count() == 1
    assert client.post("/besok/ny/", form_of(seen=[number])).status_code == 302
    assert Visit.objects.count() == 2


def test_a_line_that_is_no_link_says_why(log, client_of, contact, other_contact) -> None:
    log(contact)
    why = "Tillhör trafiknämnden"
    url = "/besok/ny/liknande/?counterpart=City+of+Rotterdam"
    assert why in client_of(other_contact).get(url).content.decode()
    assert why not in client_of(contact).get(url).content.decode()


def test_the_part_asked_for_while_typing_shows_them(log, client_of, contact) -> None:
    number = log(contact).matter.number
    answer = client_of(contact).get(
        "/besok/ny/liknande/", {"counterpart": "City of Rotterdam", "since_1": "nej"}
    )
    assert number in answer.content.decode()
    assert (
        client_of(contact).get("/besok/ny/liknande/", {"counterpart": "\x00", "city": "x" * 5000}).status_code
        == 200
    )


def test_the_number_of_queries_does_not_grow(log, contact, django_assert_max_num_queries) -> None:
    for number in range(8):
        log(contact, title=f"Besök {number}")
    with django_assert_max_num_queries(12):
        assert len(similar(contact, organisation="City of Rotterdam", city="Rotterdam")) == 8


def test_when_there_are_more_than_are_shown_it_says_so(log, client_of, contact) -> None:
    for _number in range(MOST):
        log(contact)
    found = similar(contact, organisation="City of Rotterdam", city="Rotterdam")
    assert (len(found), found.more) == (MOST, False)
    log(contact)
    found = similar(contact, organisation="City of Rotterdam", city="Rotterdam")
    assert (len(found), found.more) == (MOST, True)
    page = client_of(contact).get(reverse("visits:duplicates"), {"counterpart": "City of Rotterdam"})
    assert "De 8 senaste visas" in page.content.decode()
