"""The invented journeys of the demonstration: one for each thing that can happen, marked, and made once."""

import pytest

from engagements import example_journeys
from governance.models import Kind, Matter

pytestmark = pytest.mark.django_db


def test_a_small_city_gets_those_of_its_bodies_once(city):
    assert example_journeys.load() == 3
    events = Matter.objects.filter(kind=Kind.EVENT_ABROAD)
    assert sorted(events.values_list("status", flat=True)) == ["carried_out", "proposed", "reported"]
    assert all(event.is_invented and "(exempel)" in event.title for event in events)
    assert example_journeys.load() == 0
