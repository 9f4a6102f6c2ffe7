"""Requests for receptions: the city's criteria are shown and stop nothing; the committee handles them on its list."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from governance import meetings, receptions
from governance.errors import WrongState
from governance.models import Body, Notice, Reception

from .requests import GOOD, make_request
from .sittings import DAY, person, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_city(city):
    return city


def committees():
    body = Body.objects.get(slug="internationella-beredningen")
    return meetings.plan(by=person("ib_secretary"), body=body, held_on=DAY)


def unmet(**said) -> int:
    return sum(not each.is_met for each in make_request(person("contact"), "trafiknamnden", **said).criteria)


@pytest.mark.parametrize(
    "said",
    [
        {"reach": "other"},
        {"foreign_guests": 200},
        {"in_stockholm": False},
        {"in_hotels": False},
        {"wished_on": date(2027, 5, 9)},
        {"wished_on": date(2027, 5, 13)},
    ],
)
def test_each_criterion_is_shown_by_itself_when_it_is_not_met(said):
    assert unmet() == 0
    assert unmet(**said) == 1


def test_fewer_guests_than_preferred_is_no_demand():
    request = make_request(person("contact"), "trafiknamnden", guests=149, foreign_guests=100)
    assert request.meets_all
    assert sum(not each.is_met for each in request.criteria) == 1


def test_what_does_not_add_up_is_refused():
    with pytest.raises(ValidationError):
        make_request(person("contact"), "trafiknamnden", ends_on=date(2027, 5, 1))
    with pytest.raises(ValidationError):
        make_request(person("contact"), "trafiknamnden", foreign_guests=401)


@pytest.mark.parametrize("day", [date(2027, 5, 8), date(2027, 5, 14), date(2026, 5, 11)])
def test_a_reception_on_a_day_without_the_event_is_refused(day):
    with pytest.raises(ValidationError) as refused:
        make_request(person("contact"), "trafiknamnden", wished_on=day)
    assert "wished_on" in refused.value.message_dict


def test_only_who_prepares_the_matters_of_the_body_logs_for_it():
    for who in ("other_contact", "head", "auditor", "newcomer"):
        with pytest.raises(PermissionDenied):
            make_request(person(who), "trafiknamnden")


def test_the_committees_secretary_is_told_and_lists_it_once():
    request, by, meeting = (
        make_request(person("contact"), "trafiknamnden"),
        person("ib_secretary"),
        committees(),
    )
    assert Notice.objects.filter(person=by, key__startswith=f"reception:{request.pk}").exists()
    item = receptions.list_for(meeting, request, by=by)
    assert (item.stream, item.heading) == ("hospitality", "Mottagning: Nordisk läkarkongress (exempel)")
    with pytest.raises(WrongState):
        receptions.list_for(meeting, request, by=by)
    meetings.remove(item, by=by)
    assert Reception.objects.get(pk=request.pk).item is None


def test_no_other_body_handles_receptions():
    request = make_request(person("contact"), "trafiknamnden")
    with pytest.raises(WrongState):
        receptions.list_for(planned(), request, by=person("secretary"))


def test_a_request_is_read_by_its_body_and_by_those_who_read_what_the_committee_has(client_of):
    request = make_request(person("contact"), "trafiknamnden")
    for who, status in (("contact", 200), ("ib_secretary", 200), ("other_contact", 404), ("newcomer", 404)):
        assert client_of(who).get(request.get_absolute_url()).status_code == status
        shown = request.event in client_of(who).get(reverse("receptions")).content.decode()
        assert shown == (status == 200)


def test_a_request_goes_from_the_form_to_the_list_of_hospitality(client_of):
    contact, secretary, meeting = client_of("contact"), client_of("ib_secretary"), committees()
    sent = {
        **GOOD,
        "body": Body.objects.get(slug="trafiknamnden").pk,
        "in_stockholm": "on",
        "in_hotels": "on",
    }
    assert contact.post(reverse("new_reception"), {**sent, "foreign_guests": 500}).status_code == 422
    assert contact.post(reverse("new_reception"), sent).status_code == 302
    request = Reception.objects.get()
    page = secretary.get(meeting.get_absolute_url()).content.decode()
    assert request.event in page
    address = reverse("meeting_list_reception", args=[meeting.pk])
    assert secretary.post(address, {"reception": request.pk}).status_code == 302
    assert "criteria" in secretary.get(meeting.items.get().get_absolute_url()).content.decode()
