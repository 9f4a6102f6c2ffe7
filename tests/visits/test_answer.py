"""Answering the guest: yes, yes with changes, no; kept with who, when, the grounds and the ruling."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from governance.errors import WrongState
from visits import actions
from visits.models import Reply

pytestmark = pytest.mark.django_db


def test_a_yes_is_kept_with_its_reasons_grounds_and_ruling(take, contact) -> None:
    visit = take(contact, to="accepted")
    reply = Reply.objects.get(visit=visit)
    assert (reply.outcome, reply.given_by, reply.reasons) == ("accepted", contact, "Vi lär av varandra.")
    assert {ground["verdict"] for ground in reply.grounds} == {"partly"}
    assert reply.ruling["decides"] == "own_body"
    assert visit.answered_on == reply.given_on


def test_a_later_assessment_does_not_change_what_was_answered(take, answers, contact) -> None:
    visit = take(contact, to="accepted")
    visit.ground_answers.update(verdict="no")
    assert {ground["verdict"] for ground in Reply.objects.get().grounds} == {"partly"}


def test_a_no_closes_the_matter_and_keeps_the_alternative(take, contact) -> None:
    visit = take(contact, to="being_assessed")
    visit = actions.decline(visit, by=contact, reasons="Vi hinner inte.", alternative="Ett digitalt möte.")
    visit.matter.refresh_from_db()
    assert visit.matter.status == "declined"
    assert visit.matter.closed_on is not None
    assert visit.matter.due_on is None
    assert Reply.objects.get().alternative == "Ett digitalt möte."


def test_an_answered_request_is_not_answered_again(take, contact) -> None:
    visit = take(contact, to="accepted")
    with pytest.raises(WrongState):
        actions.decline(visit, by=contact, reasons="Ångrar oss.")
    assert Reply.objects.count() == 1


def test_what_rests_wakes_with_a_new_clock(take, contact) -> None:
    visit = take(contact, to="being_assessed")
    visit = actions.let_rest(visit, by=contact, until=date(2100, 1, 4), reasons="Efter valet.")
    visit.matter.refresh_from_db()
    assert (visit.matter.status, visit.matter.due_on) == ("dormant", date(2100, 1, 4))
    visit = actions.begin_assessment(visit, by=contact)
    visit.matter.refresh_from_db()
    assert visit.matter.status == "being_assessed"
    assert visit.matter.due_on < date(2100, 1, 1)


def test_only_what_was_promised_is_called_off(take, contact) -> None:
    visit = take(contact, to="being_assessed")
    with pytest.raises(WrongState):
        actions.cancel(visit, by=contact, who="no_show", reasons="Ingen kom.")
    visit = actions.accept(visit, by=contact, reasons="Ja.")
    visit = actions.cancel(visit, by=contact, who="no_show", reasons="Ingen kom.")
    visit.matter.refresh_from_db()
    assert visit.matter.status == "no_show"
    assert not visit.matter.is_open


def test_the_guest_takes_the_request_back_before_the_answer_and_calls_off_after_it(take, contact) -> None:
    asked, promised = take(contact, to="received"), take(contact, to="accepted")
    with pytest.raises(WrongState):
        actions.withdraw(promised, by=contact, reasons="Budgeten räcker inte.")
    actions.cancel(promised, by=contact, who="cancelled_by_guest", reasons="Budgeten räcker inte.")
    actions.withdraw(asked, by=contact, reasons="Budgeten räcker inte.")
    for visit in (asked, promised):
        visit.matter.refresh_from_db()
        assert (visit.matter.status, visit.matter.is_open) == ("cancelled_by_guest", False)


def test_a_yes_may_name_one_day_of_those_that_were_wished(take, contact) -> None:
    visit = take(contact, to="being_assessed", wishes=[("2026-03-02", "2026-03-04")])
    day = date(2026, 3, 3)
    matter = actions.accept(visit, by=contact, reasons="Välkomna.", since=day).matter
    matter.refresh_from_db()
    assert (matter.starts_on, matter.ends_on, matter.due_on) == (day, day, day)


def test_a_yes_does_not_end_before_it_begins(take, contact) -> None:
    visit = take(contact, to="being_assessed")
    with pytest.raises(WrongState, match="före den första"):
        actions.accept(visit, by=contact, reasons="Välkomna.", since=date(2026, 3, 3), until=date(2026, 3, 2))


@pytest.mark.parametrize(("days", "is_told"), [(3, True), (60, False)])
def test_a_guest_who_wishes_to_come_before_the_answer_is_due_is_told_of(
    days, is_told, log, contact, client_of
) -> None:
    wished = (timezone.localdate() + timedelta(days=days)).isoformat()
    visit = log(contact, wishes=[[wished, wished]])
    page = client_of("contact").get(visit.matter.get_absolute_url()).content.decode()
    assert ("Gästen vill komma innan svaret ska vara lämnat" in page) == is_told
    visit = actions.decline(visit, by=contact, reasons="Vi hinner inte.")
    page = client_of("contact").get(visit.matter.get_absolute_url()).content.decode()
    assert "Gästen vill komma innan svaret" not in page
