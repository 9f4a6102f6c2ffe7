"""The demonstration shows every state and invents no decision for a real membership."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import settings

from engagements.models import EuProject, Organisation
from governance.models import Decision, Matter, Notice
from memberships import actions, demonstration
from memberships.lifecycle import Status
from memberships.models import Membership
from tests.kept_rows import once

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(city):
    return once("memberships of the demonstration", demonstration.load)


def test_loading_twice_changes_nothing(loaded):
    before = Matter.objects.count()
    assert demonstration.load() == 0
    assert Matter.objects.count() == before


def test_the_tour_in_the_readme_opens_what_it_says(loaded):
    readme = (settings.BASE_DIR / "README.md").read_text()
    ahead = date.fromisoformat(re.search(r"With `--on (\S+)` it looks ahead: the two", readme)[1])
    assert "Five of the demonstration's wait" in readme
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        assert [actions.flag_due_reviews(day).count for day in (None, ahead)] == [5, 2]


def test_every_state_but_tabled_is_shown(loaded):
    shown = set(Matter.objects.filter(kind="membership").values_list("status", flat=True))
    assert set(Status.values) - shown == {"tabled"}


def test_everything_with_a_decision_is_marked_as_invented(loaded):
    assert Decision.objects.exists()
    assert not Decision.objects.filter(matter__is_invented=False).exists()
    for membership in Membership.objects.select_related("organisation", "matter"):
        assert membership.matter.is_invented == membership.organisation.is_invented
        assert membership.matter.is_invented == ("(exempel)" in membership.organisation.name)


def test_real_memberships_have_their_years_and_owners(loaded):
    eurocities = Membership.objects.select_related("matter__body").get(organisation__slug="eurocities")
    assert (eurocities.joined_on, eurocities.joined_year_only) == (date(1995, 1, 1), True)
    assert eurocities.predates_register
    assert eurocities.matter.body.slug == "kommunstyrelsen"
    assert eurocities.posts.count() == 3
    assert Membership.objects.get(organisation__slug="polis").matter.body.slug == "trafiknamnden"


def test_an_initiative_of_mayors_is_no_membership(loaded):
    mayors = Organisation.objects.get(slug="oecd-champion-mayors")
    assert not mayors.memberships.exists()


def test_a_project_of_two_bodies_is_one_and_a_national_grant_is_no_eu_money(loaded):
    eccentric = EuProject.objects.get(matter__title="CIVITAS ECCENTRIC")
    assert [p.body.slug for p in eccentric.matter.participations.all()] == ["trafiknamnden"]
    national = EuProject.objects.get(matter__title="Klimatneutrala Stockholm 2030")
    assert not national.is_eu_money
    assert national.eu_funding_to_city is None


def test_the_clock_then_finds_the_real_ones(loaded):
    opened = {review.membership.organisation.slug for review in actions.flag_due_reviews()}
    assert {"eurocities", "uceu", "c40"} <= opened


def test_what_was_told_of_closed_matters_is_no_news(loaded):
    told = Notice.objects.filter(matter__closed_on__isnull=False)
    assert told.exists()
    assert not told.filter(read_at=None).exists()
