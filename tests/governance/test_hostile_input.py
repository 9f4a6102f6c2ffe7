"""Hostile and careless input: every answer is a page that says what is wrong, never an error of ours."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from engagements.actions import create_organisation
from governance.models import Appointment, Document, Draft, Matter
from memberships import actions as memberships
from tests.page_policy import memberships_scene
from tests.visits.conftest import REQUEST
from visits import actions

pytestmark = pytest.mark.django_db

NEW_VISIT = {
    "body": "trafiknamnden",
    "channel": "email",
    "received_on": "2026-06-01",
    "counterpart": "Zeta",
    "country": "NL",
    "language": "en",
    "political_level": "ordinary",
    "mode": "on_site",
    "purpose": "x",
    "theme_1": "climate",
}
# Deeper than the parser of JSON follows.
BRACKETS = "[" * 100_000


def draft(client, form: str, **typed: object) -> int:
    url = reverse("save_draft", args=[form])
    return client.post(url, {**typed, "draft_token": str(uuid4())}).status_code


MOMENTS = [
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-01-01T00:00:00+23:59",
    "2026-01-01T00:00:00-23:59:59",
    "9999-12-31T23:59:59-14:00.5",
    "2026-13-01T00:00:00+01:00",
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_place_beyond_the_calendar_is_the_first_page(moment: str, client_of, contact, city) -> None:
    matter = actions.log(REQUEST, by=contact, body=city("trafiknamnden")).matter
    client = client_of(contact)
    for url, name, place in (
        (reverse("matter_history", args=[matter.number]), "fore", moment),
        (reverse("body_history", args=["trafiknamnden"]), "fore", moment),
        (reverse("notices"), "efter", f"{moment}.1"),
        (reverse("notices"), "fore", f"{moment}.1"),
    ):
        assert client.get(url, {name: place}).status_code == 200


def test_each_address_knows_only_its_own_kind_of_matter(client_of, contact, city) -> None:
    scene = memberships_scene()
    visit = actions.log(REQUEST, by=contact, body=city("trafiknamnden")).matter.number
    client = client_of(contact)
    for name in ("detail", "edit", "write_letter", "assess", "accept"):
        assert client.get(reverse(f"visits:{name}", args=[scene["member"]])).status_code == 404
    for name in ("memberships:detail", "memberships:review", "engagements:eu_project"):
        assert client.get(reverse(name, args=[visit])).status_code == 404


def test_brackets_without_end_in_what_the_form_carries_are_no_more_than_noise(
    client_of, contact, city
) -> None:
    client = client_of(contact)
    matter = actions.log(REQUEST, by=contact, body=city("trafiknamnden")).matter
    stale = {**NEW_VISIT, "version": 0, "base": BRACKETS}
    assert client.post(reverse("visits:edit", args=[matter.number]), stale).status_code == 409
    assert (
        client.post(reverse("visits:new"), {**NEW_VISIT, "size": "x", "from_mail": BRACKETS}).status_code
        == 422
    )


@pytest.mark.parametrize("marks", [BRACKETS, ["a", "b"], "1e999", "null", json.dumps([[1]])])
def test_a_draft_may_hold_anything_and_the_form_opens(marks: object, client_of, contact) -> None:
    client = client_of(contact)
    assert draft(client, "visits:new", from_mail=marks) == 200
    assert client.get(reverse("visits:new")).status_code == 200
    answer = client.post(reverse("visits:read_mail"), {"text": "Dear all, we are 12 persons from Rotterdam."})
    assert answer.status_code == 302


def test_a_mail_that_has_no_room_beside_what_was_typed_leaves_it_as_it_was(client_of, contact) -> None:
    client = client_of(contact)
    assert draft(client, "visits:new", benefit="x" * 199_900) == 200
    answer = client.post(reverse("visits:read_mail"), {"text": "Dear all, we come. " + "word " * 900})
    assert answer.status_code == 422
    assert len(Draft.objects.get(person=contact).data["benefit"]) == 199_900
    assert not Document.objects.exists()


def test_a_diary_number_that_is_taken_is_told_at_its_field(client_of, contact, city) -> None:
    first = actions.log({**REQUEST, "diary_number": "T2026-1"}, by=contact, body=city("trafiknamnden"))
    second = actions.log({**REQUEST, "city": "Lyon"}, by=contact, body=city("trafiknamnden")).matter
    client = client_of(contact)
    taken = {**NEW_VISIT, "diary_number": "t2026-1", "version": second.version}
    for url in (reverse("visits:new"), reverse("visits:edit", args=[second.number])):
        answer = client.post(url, taken)
        assert answer.status_code == 422
        assert "diary_number" in answer.context["form"].errors
    own = {**taken, "version": first.matter.version}
    assert client.post(reverse("visits:edit", args=[first.matter.number]), own).status_code == 302


def test_so_it_is_on_a_proposed_membership(client_of, contact, city) -> None:
    proposal = Matter.objects.get(number=memberships_scene()["proposal"])
    actions.log({**REQUEST, "diary_number": "T2026-1"}, by=contact, body=city("trafiknamnden"))
    words = dict.fromkeys(("why", "contribution", "benefit", "not_enough"), "x")
    entered = {
        **words,
        "kind": "network",
        "scope": "own_operation",
        "cost_four_years": "0",
        "currency": "SEK",
        "diary_number": "T2026-1",
    }
    client = client_of(contact)
    edit = reverse("memberships:edit", args=[proposal.number])
    answer = client.post(edit, {**entered, "version": proposal.version})
    assert answer.status_code == 422
    assert "diary_number" in answer.context["form"].errors
    new = {**entered, "body": "trafiknamnden", "name": "Zzyx Kappa", "organisation": "new"}
    assert client.post(reverse("memberships:new"), new).status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "1799-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_is_told_at_its_field(
    day: str, client_of, contact, newcomer
) -> None:
    scene = memberships_scene()
    Appointment.objects.filter(office__role="contact_person").exclude(person=contact).delete()
    appoint = reverse("appoint_contact", args=["trafiknamnden"])
    for who, url, entered in (
        ("head", appoint, {"person": newcomer.pk, "since": day}),
        ("contact", reverse("memberships:open_review", args=[scene["member"]]), {"due_on": day}),
        ("contact", reverse("visits:new"), {**NEW_VISIT, "since_1": day}),
    ):
        answer = client_of(who).post(url, entered)
        assert answer.status_code == 422
        assert answer.context["form"].errors


def test_a_membership_does_not_begin_at_the_end_of_the_calendar(client_of, contact, secretary, city) -> None:
    membership = memberships.propose(
        by=contact,
        body=city("trafiknamnden"),
        organisation=create_organisation(by=contact, name="Zzyx (exempel)", kind="network"),
        kind="network",
        scope="own_operation",
        starts_on=date(2027, 1, 1),
        **dict.fromkeys(("not_enough", "why", "contribution", "benefit"), "x"),
        cost_four_years=0,
    )
    memberships.prepare(membership, by=contact)
    memberships.send_for_decision(membership, by=contact)
    number = membership.matter.number
    decided = {"outcome": "approved", "form": "meeting", "decided_on": "2026-03-02", "paragraph": "1"}
    client_of(secretary).post(reverse("memberships:decide", args=[number]), {**decided, "wording": "x"})
    join = reverse("memberships:join", args=[number])
    assert client_of(contact).post(join, {"joined_on": "9999-12-31"}).status_code == 422
    assert client_of(contact).post(join, {"joined_on": "2027-01-01"}).status_code == 302


@pytest.mark.parametrize("path", ["/logga-in/", "/besok/ny/", "/utseende/"])
def test_an_encoding_we_do_not_read_is_a_bad_request(path: str, client_of, contact) -> None:
    client = client_of(contact)
    client.handler.enforce_csrf_checks = True
    client.cookies["csrf"] = "a" * 32
    client.raise_request_exception = False
    body, kind = b"a=b", "application/x-www-form-urlencoded; charset=utf-7"
    assert client.generic("POST", path, body, kind).status_code == 400
