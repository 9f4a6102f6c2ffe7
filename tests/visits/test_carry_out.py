"""The visit itself: planned, carried out in figures, followed up, closed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.errors import StaleVersion, WrongState
from tests.forms import over
from visits import actions
from visits.actions import parts
from visits.models import Cost, Visit

pytestmark = pytest.mark.django_db


def test_groups_persons_and_costs_are_kept_and_the_follow_up_is_due(take, contact) -> None:
    visit = take(contact, to="carried_out")
    assert (visit.groups, visit.persons, visit.persons_from_abroad) == (1, 12, 10)
    assert visit.countries == ["NL"]
    assert [(cost.kind, cost.amount) for cost in visit.costs.all()] == [("meals", Decimal(2400))]
    assert visit.matter.due_on == date(2026, 4, 2)
    assert (visit.matter.starts_on, visit.matter.ends_on) == (date(2026, 3, 2), date(2026, 3, 3))


def test_a_visit_is_not_carried_out_before_it_has_taken_place(take, contact) -> None:
    visit = take(contact, to="accepted")
    figures = {"groups": 1, "persons": 2, "persons_from_abroad": 2}
    with pytest.raises(WrongState):
        actions.carry_out(visit, by=contact, since=date(2100, 1, 1), until=date(2100, 1, 2), **figures)
    with pytest.raises(WrongState):
        actions.carry_out(visit, by=contact, since=date(2026, 2, 2), until=date(2026, 2, 1), **figures)


def test_the_follow_up_asks_for_promises_as_rows_and_taken_again_adds_to_them(
    take, contact, client_of
) -> None:
    visit = take(contact, to="carried_out")
    Visit.objects.filter(pk=visit.pk).update(promises="Som det skrevs förr.")
    client, address = client_of(contact), reverse("visits:follow_up", args=[visit.matter.number])
    assert "Som det skrevs förr." in client.get(address).content.decode()
    for n, text in enumerate(("Vi skickar snöplanen.", "Vi bjuder in igen."), start=1):
        said = {"learnings": "x", f"promise_{n}": text, f"whose_{n}": "city", f"by_{n}": "2027-01-15"}
        assert client.post(address, over(client, address) | said).status_code == 302
        assert visit.matter.promised.count() == n
    page = client.get(visit.matter.get_absolute_url()).content.decode()
    assert all(
        text in page for text in ("Vi skickar snöplanen.", "Vi bjuder in igen.", "Som det skrevs förr.")
    )
    refused = client.post(address, over(client, address) | {"learnings": "x", "by_1": "2027-01-15"})
    assert set(refused.context["form"].errors) == {"promise_1", "whose_1"}


def test_no_more_come_from_abroad_than_come(take, contact) -> None:
    visit = take(contact, to="accepted")
    with pytest.raises(WrongState):
        actions.carry_out(
            visit,
            by=contact,
            since=date(2026, 2, 2),
            until=date(2026, 2, 2),
            groups=1,
            persons=2,
            persons_from_abroad=3,
        )
    visit.persons, visit.persons_from_abroad = 2, 3
    with pytest.raises(IntegrityError), transaction.atomic():
        visit.save()


def test_a_visit_is_closed_when_it_has_been_followed_up(take, contact) -> None:
    visit = take(contact, to="carried_out")
    with pytest.raises(WrongState):
        actions.close(visit, by=contact)
    visit = actions.follow_up(visit, by=contact, learnings="Mycket.")
    visit = actions.close(visit, by=contact)
    visit.matter.refresh_from_db()
    assert visit.matter.closed_on is not None
    assert visit.learnings == "Mycket."


def test_a_cost_that_is_corrected_is_told_with_what_it_was(take, contact, client_of) -> None:
    visit = take(contact, "carried_out")
    now = [Cost(visit=visit, kind="meals", amount=Decimal(2500)), Cost(visit=visit, kind="gift", amount=300)]
    parts.renew(visit.costs, now, ("kind", "payer"), by=contact)
    assert [cost.amount for cost in visit.costs.all()] == [2500, 300]
    page = client_of(contact).get(f"/arenden/{visit.matter.number}/historik/").content.decode()
    for told in ("2\xa0400,00", "2\xa0500,00", "gåvor"):
        assert told in page


def corrected(visit, by, **said):
    figures = {"since": date(2026, 3, 2), "until": date(2026, 3, 2), "groups": 2, "persons": 11}
    entered = {**figures, "persons_from_abroad": 9, "reason": "Fakturan kom efteråt.", **said}
    return actions.correct_outcome(visit, by=by, **entered)


@pytest.mark.parametrize("status", ["carried_out", "followed_up", "closed"])
def test_what_was_noted_is_corrected_with_its_reason_and_the_visit_stands_where_it_stood(
    take, contact, client_of, status
) -> None:
    visit = corrected(take(contact, status), contact, costs=[("meals", Decimal(2900), "city")])
    visit.matter.refresh_from_db()
    assert visit.matter.status == status
    assert (visit.groups, visit.persons, visit.matter.ends_on) == (2, 11, date(2026, 3, 2))
    assert visit.matter.due_on == (date(2026, 4, 1) if status == "carried_out" else None)
    assert [cost.amount for cost in visit.costs.all()] == [2900]
    client = client_of(contact)
    assert "Fakturan kom efteråt." in client.get(visit.matter.get_absolute_url()).content.decode()
    history = client.get(f"/arenden/{visit.matter.number}/historik/").content.decode()
    assert "2\xa0400,00" in history
    assert "2\xa0900,00" in history


def test_a_correction_has_a_reason_and_meets_another(take, contact) -> None:
    visit = take(contact, "closed")
    version = visit.matter.version
    with pytest.raises(WrongState):
        corrected(visit, contact, reason=" ")
    with pytest.raises(WrongState):
        corrected(visit, contact, until=date(2100, 1, 1))
    corrected(visit, contact, version=version)
    with pytest.raises(StaleVersion):
        corrected(visit, contact, version=version)


def test_the_form_of_a_correction_begins_with_all_that_stands_there(take, contact, client_of) -> None:
    visit = take(contact, "followed_up")
    standing = [Cost(visit=visit, kind=kind, amount=100) for kind, _words in Cost.Kind.choices]
    parts.renew(visit.costs, standing, ("kind", "payer"), by=contact)
    address = f"/besok/{visit.matter.number}/ratta-utfallet/"
    form = client_of(contact).get(address).context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    assert sent["persons"] == 12
    sent |= {"since": "2026-03-02", "until": "2026-03-03", "amount_5": "1 250", "cost_1": "", "amount_1": ""}
    assert client_of(contact).post(address, sent).status_code == 422
    client_of(contact).post(address, {**sent, "reason": "Två fel."})
    assert [cost.amount for cost in visit.costs.order_by("id")] == [100, 100, 100, 1250, 100]
