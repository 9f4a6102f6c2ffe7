"""Days: those of a yes are not asked for again, and a day that has passed is doubted before it is taken."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.visits.conftest import REQUEST
from tests.visits.test_meet import shown
from visits.models import Visit

pytestmark = pytest.mark.django_db
PAST = "2020-03-02"


def doubted_in(page: str) -> list[str]:
    return re.findall(r'name="doubted" value="([^"]+)"', page)


def test_the_days_of_the_yes_stand_in_the_plan_and_need_no_answer(take, contact, client_of) -> None:
    visit = take(contact, to="accepted")
    client, url = client_of(contact), reverse("visits:plan", args=[visit.matter.number])
    page = client.get(url)
    assert page.context["days_are_said"]
    told = page.content.decode()
    assert told.index("known-days") < told.index("Andra dagar") < told.index('name="since"')
    assert '<details class="more" open' not in told[told.index("known-days") :]
    assert client.post(url, shown(client, url)).status_code == 302
    visit.matter.refresh_from_db()
    assert (visit.matter.status, visit.matter.starts_on) == ("planned", date(2027, 1, 12))


def test_where_no_days_are_known_they_are_asked_for(take, contact, client_of) -> None:
    visit = take(contact, to="accepted", wishes=[])
    page = client_of(contact).get(reverse("visits:plan", args=[visit.matter.number]))
    assert not page.context["days_are_said"]
    assert "known-days" not in page.content.decode()


@pytest.mark.parametrize("verb", ["plan", "accept"])
def test_a_past_day_is_doubted_and_taken_when_it_is_meant(take, contact, client_of, verb) -> None:
    visit = take(contact, to={"plan": "accepted", "accept": "being_assessed"}[verb])
    client, url = client_of(contact), reverse(f"visits:{verb}", args=[visit.matter.number])
    sent = shown(client, url) | {"since": PAST, "until": PAST, "reasons": "Ja."}
    told = client.post(url, sent)
    assert told.status_code == 422
    assert "Dagen har passerat" in told.context["form"].errors["since"][0]
    assert client.post(url, sent | {"doubted": doubted_in(told.content.decode())}).status_code == 302
    visit.matter.refresh_from_db()
    assert visit.matter.starts_on == date(2020, 3, 2)


def test_a_visit_that_has_taken_place_can_be_logged_when_it_is_said_twice(contact, client_of) -> None:
    client, url = client_of(contact), reverse("visits:new")
    sent = {
        "body": "trafiknamnden",
        "channel": "phone",
        "received_on": "2026-01-02",
        "counterpart": "Oslo kommune",
        "country": "NO",
        "purpose": "Cykling",
        "theme_1": "climate",
        "language": "en",
        "mode": "on_site",
        "political_level": "ordinary",
        "since_1": PAST,
    }
    told = client.post(url, sent)
    assert told.status_code == 422
    assert "redan har ägt rum" in told.context["form"].errors["since_1"][0]
    assert client.post(url, sent | {"doubted": doubted_in(told.content.decode())}).status_code == 302
    assert Visit.objects.get().wishes == [[PAST, PAST]]


def test_days_that_have_passed_since_they_were_entered_are_not_doubted(log, contact, client_of) -> None:
    visit = log(contact, wishes=[[PAST, PAST]])
    client, url = client_of(contact), reverse("visits:edit", args=[visit.matter.number])
    assert client.post(url, shown(client, url) | {"contact_phone": "08-1"}).status_code == 302
    assert REQUEST["title"] == visit.matter.title
