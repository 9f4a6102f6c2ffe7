"""The history of a matter: every change is told once, whatever stands between the pages."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from governance import history
from governance.models import Matter
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(city, contact):
    """Save a matter some times, each time with other values; the moments lie a minute apart."""
    (matter,) = make_matters(1, city("trafiknamnden"))

    def save(times: int, **values: str) -> Matter:
        for number in range(times):
            for name, value in values.items():
                setattr(matter, name, f"{value} {number}")
            matter._history_user = contact
            matter.save()
        for place, state in enumerate(matter.history.order_by("history_id")):
            state.history_date = state.history_date.replace(year=2026, month=1, day=1) + timedelta(
                minutes=place
            )
            state.save()
        return matter

    return save


def told(client, address: str) -> list[str]:
    """What the pages say changed, from the first to the last."""
    found = []
    while address:
        page = client.get(address).context["page"]
        assert page.entries, "no page is empty"
        found += [change for entry in page.entries for change in entry.changes]
        address = page.next_url
    return found


def test_savings_that_tell_nothing_make_no_empty_pages(saved, client_of) -> None:
    saved(3, city="Åbo")
    matter = saved(70)
    changes = told(client_of("contact"), reverse("matter_history", args=[matter.number]))
    assert [after for _label, _before, after in changes] == ["Åbo 2", "Åbo 1"]


def test_what_was_saved_in_one_moment_is_not_lost_between_two_pages(saved, client_of) -> None:
    matter = saved(60, city="Åbo")
    states = list(matter.history.order_by("history_id"))
    matter.history.filter(pk__in=[state.pk for state in states[20:45]]).update(
        history_date=states[20].history_date
    )
    changes = told(client_of("contact"), reverse("matter_history", args=[matter.number]))
    assert len(changes) == len({after for _label, _before, after in changes}) == 59


def test_what_a_history_names_by_its_key_has_a_whole_number_for_one():
    """The names of all that is told are read by their keys as one array of whole numbers."""
    wholes = (models.AutoField, models.ForeignKey)
    others = {
        field.related_model
        for model in apps.get_models()
        if hasattr(getattr(model, "history", None), "model")
        for field in history._told(model.history.model)
        if field.related_model and not isinstance(field.related_model._meta.pk, wholes)
    }
    assert others == set()
