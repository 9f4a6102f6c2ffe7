"""The demonstration's visits: loaded once, in many states, marked as invented."""

import pytest

from governance.models import Body, Office
from tests.factories import appoint, make_person
from visits import demonstration
from visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def officers(city):
    """The demonstration writes through the contact persons of bodies that the small city lacks."""
    for slug, name in (
        ("exploateringsnamnden", "Exploateringsnämnden"),
        ("stockholm-vatten-och-avfall", "Stockholm Vatten och Avfall AB"),
    ):
        Body.objects.create(slug=slug, kind="committee", name_sv=name, name_en=name)
    appoint(make_person("elin", "Elin Exempel"), "exploateringsnamnden", Office.Role.CONTACT_PERSON)


def test_the_examples_are_loaded_once_and_stand_in_many_states(officers) -> None:
    assert demonstration.load() >= 14
    assert demonstration.load() == 0
    assert not Visit.objects.filter(matter__is_invented=False).exists()
    statuses = set(Visit.objects.values_list("matter__status", flat=True))
    assert {"closed", "declined", "handed_over", "forwarded", "needs_information", "planned"} <= statuses
