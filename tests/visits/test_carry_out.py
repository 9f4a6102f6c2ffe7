"""The visit itself: planned, carried out in figures, followed up, closed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from governance.errors import WrongState
from visits import actions
from visits.actions import parts
from visits.models import Cost

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
    for told in ("2400", "2500", "gåvor"):
        assert told in page
