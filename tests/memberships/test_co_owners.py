"""An organisation that the city has with others, and what the City Executive Office coordinates."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from engagements.actions import create_organisation
from governance import matters
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


def test_where_several_go_by_the_name_one_is_chosen(client_of, contact, member) -> None:
    first, second = (
        create_organisation(by=contact, name="Tvilling (exempel)", kind="other", city=city, country="SE")
        for city in ("Lund", "Umeå")
    )
    add = reverse("memberships:add_co_owner", args=[member.matter.number])
    entered = {"name": "tvilling (exempel)", "role": "Huvudman"}
    answer = client_of(contact).post(add, entered)
    assert answer.status_code == 422
    said = answer.context["form"].errors["name"][0]
    assert "Lund" in said
    assert "Umeå" in said
    assert f'value="{second.pk}"' in answer.content.decode()
    assert client_of(contact).post(add, {**entered, "organisation": second.pk}).status_code == 302
    assert CoOwner.objects.get().organisation == second != first


def test_one_of_another_name_is_not_chosen(client_of, contact, member) -> None:
    other = make_organisation(contact, "Den andra (exempel)")
    add = reverse("memberships:add_co_owner", args=[member.matter.number])
    answer = client_of(contact).post(add, {"name": "Ingen alls", "role": "x", "organisation": other.pk})
    assert answer.status_code == 422


def test_a_partner_that_is_missing_is_entered_from_the_form(client_of, contact, member) -> None:
    add = reverse("memberships:add_co_owner", args=[member.matter.number])
    assert reverse("engagements:new_organisation") in client_of(contact).get(add).content.decode()


def test_whose_end_lies_ahead_is_a_co_owner_until_then(client_of, contact, member) -> None:
    ends = timezone.localdate() + timedelta(days=90)
    other = make_organisation(contact, "Den andra (exempel)")
    first = actions.add_co_owner(
        member, by=contact, organisation=None, role="Huvudman", share=Decimal(60), until=ends
    )
    with pytest.raises(ValidationError):
        actions.add_co_owner(member, by=contact, organisation=None, role="Huvudman")
    with pytest.raises(ValidationError):
        actions.add_co_owner(member, by=contact, organisation=other, role="Huvudman", share=Decimal(41))
    after = ends + timedelta(days=1)
    actions.add_co_owner(
        member, by=contact, organisation=other, role="Huvudman", share=Decimal(41), since=after
    )
    page = client_of(contact).get(member.get_absolute_url()).content.decode()
    assert reverse("memberships:end_co_owner", args=[member.matter.number, first.pk]) in page


def test_the_citys_own_part_ends_when_it_leaves_and_the_others_are_still_told(
    client_of, contact, member
) -> None:
    region = create_organisation(by=contact, name="Region Stockholm", kind="other")
    for organisation in (None, region):
        actions.add_co_owner(member, by=contact, organisation=organisation, role="Huvudman")
    card = matters.lock(member.matter_id)
    matters.change(card, by=contact, status="leaving")
    actions.leave(member, by=contact, left_on=date(2026, 3, 1), reason="Beslutat.")
    ends = dict(CoOwner.objects.values_list("organisation__name", "until"))
    assert ends == {None: date(2026, 3, 1), "Region Stockholm": None}
    assert "Region Stockholm" in client_of(contact).get(member.get_absolute_url()).content.decode()


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
