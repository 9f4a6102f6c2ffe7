"""An organisation that the city has with others, and what the City Executive Office coordinates."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from engagements.actions import create_organisation
from governance.models import Kind, MatterParticipant, Notice
from memberships import actions
from memberships.models import CoOwner
from tests.memberships.conftest import make_organisation, make_proposal

pytestmark = pytest.mark.django_db
SEF = "Stockholmsregionens Europaförening"


@pytest.fixture
def member(contact, city):
    return actions.enter_existing(
        by=contact, body=city("trafiknamnden"), organisation=make_organisation(contact, "Föreningen (exempel)"),
        kind="organisation", scope="own_operation", joined_on=date(2020, 1, 1),
    )  # fmt: skip


def test_the_principals_stand_on_the_page_and_in_the_history(client_of, contact, member) -> None:
    client = client_of(contact)
    region = create_organisation(by=contact, name="Region Stockholm", kind="other")
    add = reverse("memberships:add_co_owner", args=[member.matter.number])
    assert client.post(add, {"name": "Stockholms stad", "role": "Huvudman"}).status_code == 302
    assert (
        client.post(add, {"name": "region stockholm", "role": "Huvudman", "share": "33.3"}).status_code == 302
    )
    assert [row.organisation for row in CoOwner.objects.order_by("id")] == [None, region]
    page = client.get(member.get_absolute_url()).content.decode()
    assert "Region Stockholm" in page
    assert "33,3" in page
    history = client.get(reverse("matter_history", args=[member.matter.number])).content.decode()
    assert "Huvudman" in history


def test_a_name_the_register_does_not_know_is_told_at_its_field(client_of, contact, member) -> None:
    add = reverse("memberships:add_co_owner", args=[member.matter.number])
    answer = client_of(contact).post(add, {"name": "Ingen alls", "role": "x"})
    assert answer.status_code == 422
    assert "name" in answer.context["form"].errors


def test_shares_come_to_a_hundred_at_most_and_each_owns_once(contact, member) -> None:
    actions.add_co_owner(member, by=contact, organisation=None, role="Huvudman", share=Decimal(60))
    other = make_organisation(contact, "Den andra (exempel)")
    with pytest.raises(ValidationError):
        actions.add_co_owner(member, by=contact, organisation=other, role="Huvudman", share=Decimal(41))
    with pytest.raises(ValidationError):
        actions.add_co_owner(member, by=contact, organisation=None, role="Huvudman")
    ended = actions.end_co_owner(CoOwner.objects.get(), by=contact, until=date(2026, 1, 1))
    assert ended.until == date(2026, 1, 1)


def test_another_bodys_contact_person_writes_no_co_owner(other_contact, member) -> None:
    with pytest.raises(PermissionDenied):
        actions.add_co_owner(member, by=other_contact, organisation=None, role="Huvudman")


def test_a_matter_with_the_association_is_shown_to_the_executive_office(
    client_of, contact, coordinator, city
) -> None:
    create_organisation(by=contact, name=SEF, kind="organisation")
    matter = make_proposal(contact, city("trafiknamnden"), name=SEF, kind="organisation").matter
    assert (
        Notice.objects.filter(person=coordinator, matter=matter, key__startswith="coordinated:").count() == 1
    )
    board = city("kommunstyrelsen")
    assert MatterParticipant.objects.filter(matter=matter, body=board).exists()
    page = client_of(contact).get(matter.get_absolute_url()).content.decode()
    assert 'id="coordination"' in page
    assert "avsnitt-5" in page


def test_any_other_matter_is_not(coordinator, contact, client_of, city) -> None:
    matter = make_proposal(contact, city("trafiknamnden")).matter
    assert not Notice.objects.filter(person=coordinator, matter=matter).exists()
    assert 'id="coordination"' not in client_of(contact).get(matter.get_absolute_url()).content.decode()


def test_coordination_gives_no_power_to_decide(contact, city) -> None:
    create_organisation(by=contact, name=SEF, kind="organisation")
    membership = make_proposal(contact, city("trafiknamnden"), name=SEF, kind="organisation")
    actions.prepare(membership, by=contact)
    sent = actions.send_for_decision(membership, by=contact)
    assert sent.matter.before == city("trafiknamnden")
    assert sent.matter.kind == Kind.MEMBERSHIP
