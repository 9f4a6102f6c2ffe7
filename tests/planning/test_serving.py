"""A journey says which line of the plan it serves: chosen when it is proposed or later, told on its page."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from engagements.models import EventAbroad
from governance import plan_lines
from planning.models import PlanTie
from tests.engagements import events as journeys
from tests.engagements.test_events_pages import WRITTEN

from .making import ENVIRONMENT, YEAR, body, goal, line, locked, of, opened, person, written

pytestmark = pytest.mark.django_db
NEXT = YEAR + 1
BEGINS = {"purpose": "Lära.", "starts_on": f"{NEXT}-06-08", "ends_on": f"{NEXT}-06-11", "plan_link": ""}


@pytest.fixture
def planned(city):
    """A line of the Transport Committee's plan of next year, and of this year's."""
    return line(of(opened(year=NEXT)), kind="event", title="Gatudagar"), line(of(opened()), title="I år")


def test_the_lines_of_the_own_plans_are_offered_where_a_journey_is_proposed(planned, client_of):
    client = client_of("contact")
    coming, current = planned
    page = client.get("/resor/ny/").content.decode()
    assert f'<optgroup label="{NEXT}">' in page
    assert all(str(each) in page for each in planned)
    answer = client.post("/resor/ny/", {**WRITTEN, **BEGINS, "plan_line": current.ident})
    assert answer.status_code == 422
    assert str(NEXT) in answer.context["form"].errors["plan_line"][0]
    client.post("/resor/ny/", {**WRITTEN, **BEGINS, "plan_line": coming.ident})
    event = EventAbroad.objects.select_related("matter").get()
    assert list(event.matter.plan_lines.all()) == [coming]
    page = client.get(event.get_absolute_url()).content.decode()
    assert str(coming) in page
    assert coming.plan.matter.get_absolute_url() in page
    assert "inte skrivet än" not in page
    assert "Välj den rad i planen" not in page


def test_without_plans_words_are_asked_for_alone(client_of):
    assert "plan_line" not in client_of("contact").get("/resor/ny/").context["form"].fields


def test_another_bodys_line_is_neither_offered_nor_tied(client_of):
    theirs = line(of(opened(year=NEXT), ENVIRONMENT), by="other_contact")
    client = client_of("contact")
    client.post("/resor/ny/", {**WRITTEN, **BEGINS, "plan_line": theirs.ident})
    assert not PlanTie.objects.exists()
    journey = journeys.propose(person("contact"), body())
    with pytest.raises(ValidationError):
        plan_lines.known().tie(journey.matter, theirs.ident, by=person("contact"))
    with pytest.raises(ValidationError):
        plan_lines.known().tie(journey.matter, "2026-99999-001", by=person("contact"))
    with pytest.raises(PermissionDenied):
        plan_lines.known().tie(journey.matter, theirs.ident, by=person("other_contact"))


def test_a_line_is_chosen_later_also_of_a_plan_that_is_locked_whose_copy_stays(client_of):
    plan = locked(written(of(opened())))
    chosen = plan.lines.get(kind="membership")
    before = [copy.checksum for copy in plan.matter.kept_copies.all()]
    day = date(YEAR, 6, 8)
    journey = journeys.propose(person("contact"), body(), plan_link="", starts_on=day, ends_on=day)
    client, url = client_of("contact"), f"{journey.get_absolute_url()}planrad/"
    assert str(chosen) in client.get(url).content.decode()
    assert client.post(url, {"plan_line": "x"}).status_code == 422
    assert client.post(url, {"plan_line": chosen.ident}).status_code == 302
    tie = PlanTie.objects.get()
    assert (tie.line, tie.matter, tie.tied_by) == (chosen, journey.matter, person("contact"))
    assert chosen.ident not in str(client.get(url).context["form"].fields["plan_line"].choices)
    plan.matter.refresh_from_db()
    assert plan.matter.status == "locked"
    assert [copy.checksum for copy in plan.matter.kept_copies.all()] == before


def test_where_no_line_is_left_the_words_are_asked_for(client_of):
    journey = journeys.propose(person("contact"), body(), plan_link="")
    answer = client_of("contact").get(f"{journey.get_absolute_url()}planrad/")
    assert answer.headers["Location"].endswith("/andra/#id_plan_link")
    sent = journeys.sent(person("contact"), body())
    answer = client_of("contact").get(f"{sent.get_absolute_url()}planrad/")
    assert answer.headers["Location"] == sent.get_absolute_url()


def test_the_line_is_told_to_who_may_not_read_the_plan_without_a_link(planned, client_of):
    coming = planned[0]
    journey = journeys.propose(person("contact"), body(), plan_link="")
    plan_lines.known().tie(journey.matter, coming.ident, by=person("contact"))
    (told,) = plan_lines.known().of(journey.matter, person("other_contact"))
    assert (told.ident, told.url) == (coming.ident, "")
    (told,) = plan_lines.known().of(journey.matter, person("contact"))
    assert told.url == coming.plan.matter.get_absolute_url()


def test_a_goal_can_be_served_too(client_of):
    plan = of(opened(year=NEXT))
    served = goal(plan)
    assert served.ident in [each.ident for each in plan_lines.known().offered([plan.matter.body_id], [NEXT])]
