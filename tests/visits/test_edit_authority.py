"""Who may change a request: those who prepare the matters of its owner, while it is open and of the version seen."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from governance import matters
from governance.errors import StaleVersion, WrongState
from governance.models import Body, Matter, MatterParticipant, SecrecyGrant
from tests.factories import PERSONAS
from visits import actions
from visits.models import Visit

from .conftest import REQUEST

pytestmark = pytest.mark.django_db

OWNERS = {"contact", "secretary"}
CHANGED = {**REQUEST, "purpose": "To learn about something else."}
TYPED = {
    "channel": "email",
    "received_on": "2026-06-01",
    "counterpart": "City of Rotterdam",
    "country": "NL",
    "language": "en",
    "political_level": "ordinary",
    "mode": "on_site",
    "purpose": CHANGED["purpose"],
    "theme_1": "climate",
}


def edit(visit: Visit, by: Any, version: int | None = None) -> Visit:
    now = Matter.objects.get(pk=visit.pk).version
    return actions.edit(visit, CHANGED, now if version is None else version, by=by)


def purpose(visit: Visit) -> str:
    return Visit.objects.get(pk=visit.pk).purpose


@pytest.mark.parametrize("username", PERSONAS)
def test_only_the_owners_preparers_change_the_request(username: str, log, contact, person) -> None:
    visit = log(contact)
    if username in OWNERS:
        edit(visit, person(username))
        assert purpose(visit) == CHANGED["purpose"]
    else:
        with pytest.raises(PermissionDenied):
            edit(visit, person(username))
        assert purpose(visit) == REQUEST["purpose"]


@pytest.mark.parametrize("username", PERSONAS)
def test_so_it_is_on_the_page(username: str, log, contact, client_of) -> None:
    visit = log(contact)
    url = reverse("visits:edit", args=[visit.matter.number])
    client_of(username).post(url, {**TYPED, "version": visit.matter.version})
    expected = CHANGED if username in OWNERS else REQUEST
    assert purpose(visit) == expected["purpose"]


def test_a_body_that_takes_part_or_is_asked_to_take_it_reads_but_does_not_write(
    log, contact, other_contact, city
) -> None:
    visit, other = log(contact), city("miljo-och-halsoskyddsnamnden")
    MatterParticipant.objects.create(matter=visit.matter, body=other)
    with pytest.raises(PermissionDenied):
        edit(visit, other_contact)
    actions.forward(visit, by=contact, to=other, reasons="x")
    with pytest.raises(PermissionDenied):
        edit(visit, other_contact)


def test_who_took_the_request_writes_and_who_gave_it_no_longer_does(
    log, contact, other_contact, city
) -> None:
    visit = log(contact)
    actions.forward(visit, by=contact, to=city("miljo-och-halsoskyddsnamnden"), reasons="x")
    actions.take_forwarded(visit, by=other_contact)
    with pytest.raises(PermissionDenied):
        edit(visit, contact)
    edit(visit, other_contact)
    assert purpose(visit) == CHANGED["purpose"]


def test_an_older_version_or_none_overwrites_nobody(log, contact, secretary, client_of) -> None:
    visit = log(contact)
    seen = visit.matter.version
    actions.edit(visit, {**REQUEST, "purpose": "Somebody was faster."}, seen, by=secretary)
    with pytest.raises(StaleVersion):
        edit(visit, contact, version=seen)
    url = reverse("visits:edit", args=[visit.matter.number])
    client = client_of(contact)
    assert client.post(url, {**TYPED, "version": seen}).status_code == 409
    for version in ("", "x", "-1", str(2**70)):
        assert client.post(url, {**TYPED, "version": version}).status_code in (409, 422)
    assert client.post(url, TYPED).status_code == 422
    assert purpose(visit) == "Somebody was faster."


def test_the_reason_for_a_high_level_goes_with_the_level(log, contact) -> None:
    visit = log(contact, political_level="high", political_level_reason="Lord Mayor")
    edit(visit, contact)
    visit.refresh_from_db()
    assert (visit.political_level, visit.political_level_reason) == ("ordinary", "")
    assert visit.is_significant is False


def test_a_closed_request_stands(log, contact) -> None:
    visit = log(contact)
    matters.close(matters.lock(visit.matter_id), by=contact, status="withdrawn")
    with pytest.raises(WrongState):
        edit(visit, contact)


def test_a_secret_request_is_changed_by_who_was_let_in(log, contact, secretary, client_of, person) -> None:
    visit = log(contact)
    Matter.objects.filter(pk=visit.pk).update(secrecy_ground="OSL 18:1", secrecy_marked_on="2026-02-01")
    SecrecyGrant.objects.create(matter=visit.matter, person=contact, granted_by=contact)
    url = reverse("visits:edit", args=[visit.matter.number])
    assert client_of(secretary).get(url).status_code == 404
    assert client_of(secretary).post(url, {**TYPED, "version": visit.matter.version}).status_code == 404
    edit(visit, person("contact"))
    assert purpose(visit) == CHANGED["purpose"]


def test_the_owner_number_and_state_are_not_taken_from_the_form(log, contact, client_of) -> None:
    visit = log(contact)
    before = Matter.objects.values("number", "body", "status", "responsible", "secrecy_ground").get(
        pk=visit.pk
    )
    other = Body.objects.get(slug="miljo-och-halsoskyddsnamnden").pk
    smuggled = {
        "body": other,
        "body_id": other,
        "status": "accepted",
        "number": "2026-99999",
        "is_significant": "on",
    }
    url = reverse("visits:edit", args=[visit.matter.number])
    typed = {**TYPED, **smuggled, "responsible": "1", "matter": "1", "version": visit.matter.version}
    assert client_of(contact).post(url, typed).status_code == 302
    assert Matter.objects.values(*before).get(pk=visit.pk) == before
    assert not Visit.objects.get(pk=visit.pk).is_significant
