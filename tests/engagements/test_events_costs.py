"""What the journeys of a year cost: every line adds up to the whole, and opens what it counted."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements import accounts
from engagements.actions import events as actions
from engagements.models import EventCost
from governance.models import Matter

from . import events as make

pytestmark = pytest.mark.django_db
# 800 km on a boat.
CO2 = Decimal("15.2")


@pytest.fixture
def year(contact, secretary, city):
    """2026: one journey to Finland made, one to Norway called off, one approved and not made, one secret."""
    body = city("trafiknamnden")
    made = make.carried_out(contact, secretary, body, title="Made")
    off = make.approved(contact, secretary, body, title="Off", country="NO", city="Oslo")
    actions.cancel(off, by=contact, reason="Snow.", cost=Decimal(900))
    make.approved(contact, secretary, body, title="Not made")
    secret = make.carried_out(contact, secretary, body, title="Secret")
    Matter.objects.filter(pk=secret.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 3, 2))
    EventCost.objects.filter(event=made, payer="organiser").update(body=city("jarva"))
    return made


def test_the_year_is_what_was_paid(year):
    whole = accounts.total(2026)
    assert (whole.cost, whole.own_cost, whole.co2_kg, whole.events) == (7900, 4400, CO2, 1)
    assert accounts.total(2025).cost == 0


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("body", {"trafiknamnden": (4400, CO2), "jarva": (3500, 0)}),
        ("country", {"FI": (7000, CO2), "NO": (900, 0)}),
        ("payer", {"city": (4400, 0), "organiser": (3500, 0)}),
    ],
)
def test_the_lines_add_up_and_open_what_they_count(year, by, expected):
    lines = accounts.lines(2026, by)
    assert {line.key: (line.cost, line.co2_kg) for line in lines} == expected
    for line in lines:
        behind = accounts.events(2026, by, line.key)
        assert sum(row.cost or 0 for row in behind) == line.cost


def test_the_page_opens_a_line_and_tells_no_secret(year, client_of):
    for persona in ("auditor", "company_contact"):
        page = client_of(persona).get("/resor/kostnad/", {"year": 2026}).content.decode()
        assert "7\xa0900\xa0kr" in page
        assert "Secret" not in page
    page = client_of("auditor").get("/resor/kostnad/", {"year": 2026, "country": "NO"}).content.decode()
    assert "Off" in page
    assert "Made" not in page


def test_the_file_has_one_row_for_each_event_and_no_formulas(year, client_of):
    Matter.objects.filter(pk=year.pk).update(title="=HYPERLINK(1)")
    lines = client_of("auditor").get("/resor/kostnad.csv", {"year": 2026}).content.decode().splitlines()
    assert len(lines) == 3
    assert any("'=HYPERLINK" in line for line in lines)


@pytest.mark.parametrize("asked", ["year=x", "year=1999", "year=99999", "year=%00"])
def test_a_year_that_is_none_is_not_found(asked, client_of):
    assert client_of("auditor").get(f"/resor/kostnad/?{asked}").status_code == 404


def test_somebody_without_an_office_is_told_nothing(year, client_of):
    assert "7\xa0900\xa0kr" not in client_of("newcomer").get("/resor/kostnad/?year=2026").content.decode()


def test_the_page_costs_the_same_for_one_journey_and_for_ten(year, contact, secretary, city, client_of):
    def queries() -> int:
        client = client_of("auditor")
        client.get("/resor/kostnad/?year=2026")
        with CaptureQueriesContext(connection) as captured:
            client.get("/resor/kostnad/?year=2026")
        return len(captured)

    few = queries()
    for _n in range(9):
        make.carried_out(contact, secretary, city("trafiknamnden"))
    assert queries() == few <= 20
