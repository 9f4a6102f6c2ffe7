"""The demonstration has a year that the City Council has received: the open register is not empty there."""

import pytest
from django.test import Client

from governance.models import Decision, Matter
from reporting import demonstration
from reporting.models import AnnualReport

pytestmark = pytest.mark.django_db


def test_one_year_is_received_by_both_bodies_and_the_next_is_left_to_the_worker(city) -> None:
    year = f'id="year-{demonstration.RECEIVED}"'
    assert year not in Client().get("/oppet/en/register/ar/").content.decode()
    assert demonstration.load() > 0
    received = AnnualReport.objects.get(year=demonstration.RECEIVED)
    assert received.matter.status == "received"
    assert Decision.objects.filter(matter=received.pk).count() == 2
    assert Matter.objects.get(pk=received.pk).is_invented
    assert AnnualReport.objects.get(year=demonstration.YEAR).matter.status == "opened"
    assert AnnualReport.objects.order_by("opened_at").first().year == demonstration.YEAR
    assert year in Client().get("/oppet/en/register/ar/").content.decode()
    assert demonstration.load() == 0
