"""The register of delegated powers: a decision outside its row is refused with the reason; no register, no check."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance import decisions, delegations, matters
from governance.decisions import Record
from governance.errors import RefusedByRule
from governance.models import Decision, DelegatedPower, Kind, Office
from tests.engagements import events as journeys

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 12)
OWN = {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}


@pytest.fixture
def committee(city):
    return city("trafiknamnden")


@pytest.fixture
def matter(committee, contact):
    return matters.open_matter(
        Kind.MEMBERSHIP, by=contact, body=committee, title="x", status="x", facts=OWN, before=committee
    )


@pytest.fixture
def give(committee, secretary):
    """`give(limit=...)` writes a row for the head of the Transport Committee's department."""

    def row(kind: str = Kind.MEMBERSHIP, role: str = Office.Role.HEAD, **said) -> DelegatedPower:
        office = Office.objects.get(body=committee, role=role)
        since = {"since": date(2026, 1, 1), "source": "Delegationsordning 1.3"}
        return delegations.give(committee, by=secretary, kind=kind, office=office, **{**since, **said})

    return row


def delegated(committee, head, **said) -> Record:
    entered = {"form": "delegated", "delegate": head, "power_source": "Delegationsordning 1.3"}
    return Record(committee, "approved", DAY, "Jag går med.", **{**entered, **said})


def test_a_body_without_rows_decides_by_delegation_as_before(matter, committee, head, secretary):
    assert decisions.record(matter, delegated(committee, head), by=secretary).delegate == head


def test_within_its_row_a_decision_is_recorded_with_its_amount(matter, committee, head, secretary, give):
    give(limit=Decimal(100_000))
    decision = decisions.record(matter, delegated(committee, head, amount=Decimal(100_000)), by=secretary)
    assert b'"amount":"100000.00"' in bytes(decision.payload)


@pytest.mark.parametrize(
    ("row", "amount", "why"),
    [
        ({"kind": Kind.AGREEMENT}, None, "no power|ingen beslutanderätt"),
        ({"role": Office.Role.SECRETARY}, None, r"Delegationsordning 1\.3"),
        ({"since": date(2026, 3, 13)}, None, None),
        ({"until": date(2026, 3, 11)}, None, None),
        ({"limit": Decimal(1000)}, Decimal("1000.01"), "1\N{NO-BREAK SPACE}000"),
        ({"limit": Decimal(1000)}, None, "1\N{NO-BREAK SPACE}000"),
    ],
)
def test_outside_every_row_a_decision_is_refused_with_the_reason(
    row, amount, why, matter, committee, head, secretary, give
):
    give(**row)
    if why is None:  # the register begins with another row that is in force on the day
        give(kind=Kind.AGREEMENT)
    with pytest.raises(RefusedByRule, match=why or "Membership|medlemskap|membership") as refused:
        decisions.record(matter, delegated(committee, head, amount=amount), by=secretary)
    assert refused.value.ruling.section == "5"
    assert not Decision.objects.exists()


def test_a_journey_costs_what_it_says_itself_whatever_the_secretary_enters(
    committee, contact, head, secretary, give
):
    give(kind=Kind.EVENT_ABROAD, limit=Decimal(1000))
    journey = journeys.sent(contact, committee)
    for amount in (Decimal(900), None):
        with pytest.raises(RefusedByRule, match="3\N{NO-BREAK SPACE}000"):
            decisions.record(journey.matter, delegated(committee, head, amount=amount), by=secretary)


def test_what_the_body_decides_in_a_meeting_needs_no_row(matter, committee, secretary, give):
    give(kind=Kind.AGREEMENT)
    record = Record(committee, "approved", DAY, "Nämnden går med.", paragraph="7")
    assert decisions.record(matter, record, by=secretary)


@pytest.mark.parametrize("who", ["contact", "head", "other_secretary", "coordinator", "auditor"])
def test_only_the_secretary_of_the_body_keeps_its_register(who, person, committee, give):
    row, office = give(), Office.objects.get(body=committee, role=Office.Role.HEAD)
    with pytest.raises(PermissionDenied):
        delegations.give(committee, by=person(who), kind="visit", office=office, source="x", since=DAY)
    with pytest.raises(PermissionDenied):
        delegations.end(row, by=person(who), until=DAY)


def test_power_is_given_to_an_office_of_the_body_that_can_bind_it(committee, city, secretary, give):
    with pytest.raises(ValidationError):
        give(role=Office.Role.CONTACT_PERSON)
    elsewhere = Office.objects.get(body=city("kommunstyrelsen"), role=Office.Role.COORDINATOR)
    with pytest.raises(ValidationError):
        delegations.give(committee, by=secretary, kind="visit", office=elsewhere, source="x", since=DAY)


def test_two_rows_for_the_same_thing_do_not_overlap_whatever_the_code_does(give):
    first = give()
    with pytest.raises(ValidationError):
        give(since=date(2026, 6, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        DelegatedPower.objects.create(
            body=first.body, kind=first.kind, office=first.office, source="x", since=date(2027, 1, 1)
        )


def test_a_row_that_has_ended_makes_place_for_the_next(give, secretary):
    delegations.end(give(), by=secretary, until=date(2026, 5, 31))
    assert give(since=date(2026, 6, 1)).pk


def test_the_page_says_whether_a_register_is_kept(client_of, committee, give):
    address = reverse("delegated_powers", args=[committee.slug])
    assert "notice-warning" in client_of("newcomer").get(address).content.decode()
    give()
    page = client_of("newcomer").get(address).content.decode()
    assert "notice-warning" not in page
    assert "Delegationsordning 1.3" in page


def test_a_secretary_writes_a_row_in_the_browser_and_is_told_what_is_wrong(client_of, committee):
    client, office = client_of("secretary"), Office.objects.get(body=committee, role=Office.Role.HEAD)
    address = reverse("give_power", args=[committee.slug])
    sent = {
        "kind": "membership",
        "office": office.pk,
        "source": "1.3",
        "since": "2026-01-01",
        "limit": "50 000",
    }
    assert client.post(address, {**sent, "until": "2025-01-01"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 422
    row = DelegatedPower.objects.get()
    assert row.limit == 50_000
    ending = reverse("end_power", args=[committee.slug, row.pk])
    assert client.post(ending, {"until": "2025-01-01"}).status_code == 422
    assert client.post(ending, {"until": "2026-12-31"}).status_code == 302
