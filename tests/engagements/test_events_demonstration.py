"""The invented journeys of the demonstration: one for each thing that can happen, marked, and made once."""

import pytest

from engagements import example_journeys
from engagements.models import Promise
from governance.models import Kind, Matter

pytestmark = pytest.mark.django_db


def test_a_small_city_gets_those_of_its_bodies_once(city):
    assert example_journeys.load() == 3
    events = Matter.objects.filter(kind=Kind.EVENT_ABROAD)
    assert sorted(events.values_list("status", flat=True)) == ["carried_out", "proposed", "reported"]
    assert all(event.is_invented and "(exempel)" in event.title for event in events)
    assert example_journeys.load() == 0


def test_what_was_promised_in_helsinki_is_open_and_the_case_officer_is_told(city):
    example_journeys.load()
    (promise,) = Promise.objects.open()
    assert promise.matter.city == "Helsingfors"
    assert promise.is_late
    assert promise.matter.notices.filter(key__startswith=f"promise-late:{promise.pk}:").exists()
