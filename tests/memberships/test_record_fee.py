"""What a year cost: entered once, changed by who sees what stands, never overwritten unseen."""

from decimal import Decimal

import pytest
from django.urls import reverse

from memberships import actions
from memberships.models import Fee
from tests.forms import over

FEE = {"year": 2026, "amount": "12 000", "currency": "SEK", "amount_sek": "", "note": ""}


@pytest.fixture
def address(member) -> str:
    return reverse("memberships:record_fee", args=[member.matter.number])


def test_a_new_year_is_entered(client_of, contact, address) -> None:
    client = client_of(contact)
    assert client.post(address, over(client, address) | FEE).status_code == 302
    assert Fee.objects.get().amount == 12_000


def test_a_year_that_has_a_fee_is_not_overwritten_unseen(client_of, contact, member, address) -> None:
    actions.record_fee(member, by=contact, year=2026, amount=Decimal(900), note="Rätt belopp")
    client = client_of(contact)
    answer = client.post(address, over(client, address + "?year=2025") | FEE)
    assert answer.status_code == 422
    assert "year" in answer.context["form"].errors
    assert Fee.objects.get().amount == 900


def test_who_sees_the_fee_may_change_it(client_of, contact, member, address) -> None:
    actions.record_fee(member, by=contact, year=2024, amount=Decimal(900), note="Rätt belopp")
    client = client_of(contact)
    assert address + "?year=2024" in client.get(member.matter.get_absolute_url()).content.decode()
    form = client.get(address + "?year=2024").context["form"]
    assert form["note"].value() == "Rätt belopp"
    answer = client.post(address, over(client, address + "?year=2024") | FEE | {"year": 2024})
    assert answer.status_code == 302
    assert Fee.objects.get().amount == 12_000


def test_two_enter_the_same_year_at_once(client_of, contact, secretary, member, address) -> None:
    client = client_of(contact)
    mine = over(client, address) | FEE | {"note": "Min"}
    actions.record_fee(member, by=secretary, year=2026, amount=Decimal(900), note="Deras")
    answer = client.post(address, mine)
    assert answer.status_code == 409
    clashes = {clash.name: clash for clash in answer.context["clashes"]}
    assert (clashes["note"].mine, clashes["note"].theirs) == ("Min", "Deras")
    assert Fee.objects.get().note == "Deras"
    chosen = FEE | {
        "note": "Min",
        "version": answer.context["version"],
        "base": answer.context["base"],
    }
    assert client.post(address, chosen).status_code == 302
    assert Fee.objects.get().note == "Min"
