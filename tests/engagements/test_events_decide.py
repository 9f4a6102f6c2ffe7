"""The decision on a journey: the right body, the Mayor's delegated power with its source, and what follows."""

from datetime import date

import pytest
from django.utils import timezone

from engagements import journeys
from engagements.actions import events as actions
from governance import decisions
from governance.errors import AlreadyDecided, RefusedByRule, WrongState
from governance.models import Decision, Matter, Notice

from . import events as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def for_the_board(contact, ib_secretary, city):
    """On behalf of the Executive Board, handled in the committee on 20 March."""
    event = make.sent(contact, city("trafiknamnden"), on_behalf_of_executive_board=True)
    return actions.note_handling(
        event, by=ib_secretary, handled_on=date(2026, 3, 20), handling="Tillstyrker."
    )


def by_the_mayor(city, mayor, **facts):
    return make.decision_of(
        city("kommunstyrelsen"),
        form="delegated",
        paragraph="",
        minutes="",
        delegate=mayor,
        power_source="Internationella strategin 2016, avsnitt 5",
        **facts,
    )


def test_what_is_handled_awaits_the_mayor_on_the_list_of_who_records_it(
    for_the_board, mayor, ib_secretary, board_secretary, contact, client_of
):
    number = for_the_board.matter.number
    assert number in [notice.matter.number for notice in Notice.objects.filter(person=mayor)]
    assert Notice.objects.filter(person=board_secretary, matter=for_the_board.matter).exists()
    listed = client_of(board_secretary).get("/").context["to_decide"].rows
    assert number in [matter.number for matter in listed]
    address = for_the_board.get_absolute_url()
    page = client_of(contact).get(address).content.decode()
    assert "Finansborgarrådets beslut väntar" in page
    assert "Väntar på finansborgarrådets beslut" in page
    assert "Ligger hos" not in page
    assert ib_secretary.name in client_of(contact).get(f"{address}beslut/").content.decode()


def test_who_records_a_decision_reads_what_follows(for_the_board, mayor, ib_secretary, client_of, contact):
    address, client = for_the_board.get_absolute_url(), client_of(ib_secretary)
    sent = {"outcome": "approved", "form": "delegated", "decided_on": timezone.localdate().isoformat()}
    sent |= {"delegate": mayor.pk, "power_source": "Avsnitt 5", "wording": "Resan godkänns."}
    page = client.post(f"{address}beslut/", sent, follow=True).content.decode()
    assert f"{contact.name} har fått en avisering" in page
    assert "tills det är anmält till kommunstyrelsen" in page


def test_the_mayor_decides_by_delegation_and_it_is_listed_for_notification(
    for_the_board, mayor, board_secretary, city
):
    decision = actions.decide(for_the_board, by_the_mayor(city, mayor), by=board_secretary)
    assert (decision.delegate, decision.section.number) == (mayor, "5")
    assert Decision.objects.to_notify().get() == decision
    assert Matter.objects.get(pk=for_the_board.pk).status == "approved"


def test_what_the_mayor_tables_stays_on_the_list_of_who_records_it(for_the_board, mayor, ib_secretary, city):
    actions.decide(for_the_board, by_the_mayor(city, mayor, outcome="tabled"), by=ib_secretary)
    matter = Matter.objects.get(pk=for_the_board.pk)
    assert (matter.status, matter.before) == ("tabled", city("kommunstyrelsen"))


def test_the_committees_secretary_may_record_what_the_mayor_decided_there(
    for_the_board, mayor, ib_secretary, city
):
    actions.decide(for_the_board, by_the_mayor(city, mayor), by=ib_secretary)
    assert Matter.objects.get(pk=for_the_board.pk).status == "approved"


def test_the_own_body_is_refused_with_the_ruling(for_the_board, secretary, city):
    with pytest.raises(RefusedByRule) as refused:
        actions.decide(for_the_board, make.decision_of(city("trafiknamnden")), by=secretary)
    assert refused.value.ruling.section == "5"
    assert not Decision.objects.exists()


def test_nobody_decides_before_the_committee_has_handled_it(contact, mayor, board_secretary, city):
    event = make.sent(contact, city("trafiknamnden"), on_behalf_of_executive_board=True)
    with pytest.raises(WrongState):
        actions.decide(event, by_the_mayor(city, mayor), by=board_secretary)


def test_a_decision_from_before_the_handling_is_refused(for_the_board, mayor, board_secretary, city):
    with pytest.raises(WrongState):
        actions.decide(for_the_board, by_the_mayor(city, mayor, on=date(2026, 3, 19)), by=board_secretary)


def test_an_approved_journey_owes_its_report(contact, secretary, city, settings):
    settings.EVENT_REPORT_DAYS = 14
    event = make.approved(contact, secretary, city("trafiknamnden"))
    assert (event.matter.status, event.matter.due_on) == ("approved", date(2026, 6, 25))
    assert event.matter.before is None
    assert Notice.objects.filter(person=contact, key__startswith="decided:").count() == 1


def test_who_comes_second_is_told_who_was_first(contact, secretary, city):
    event = make.approved(contact, secretary, city("trafiknamnden"))
    with pytest.raises(AlreadyDecided):
        actions.decide(event, make.decision_of(city("trafiknamnden")), by=secretary)


def test_referred_back_comes_home_and_asks_anew(contact, secretary, city):
    event = make.sent(contact, city("trafiknamnden"))
    actions.decide(event, make.decision_of(city("trafiknamnden"), "referred_back"), by=secretary)
    event = make.fresh(event)
    assert (event.matter.status, event.matter.before, event.matter.round) == ("referred_back", None, 2)
    actions.send(event, by=contact)
    actions.decide(event, make.decision_of(city("trafiknamnden"), "rejected"), by=secretary)
    event = make.fresh(event)
    assert (event.matter.status, event.matter.is_open) == ("declined", False)


def test_a_corrected_outcome_moves_an_event_that_nobody_has_travelled_to(contact, secretary, city):
    event = make.approved(contact, secretary, city("trafiknamnden"))
    body = city("trafiknamnden")
    decision = Decision.objects.get()
    rejected = decisions.correct(decision, make.decision_of(body, "rejected"), by=secretary)
    assert Matter.objects.get(pk=event.pk).status == "declined"
    assert not Matter.objects.get(pk=event.pk).is_open
    decisions.correct(rejected, make.decision_of(body), by=secretary)
    matter = Matter.objects.get(pk=event.pk)
    assert (matter.status, matter.is_open, matter.due_on) == (
        "approved",
        True,
        journeys.report_due(make.LAST),
    )


def test_a_correction_that_comes_after_the_journey_is_refused(contact, secretary, city):
    make.carried_out(contact, secretary, city("trafiknamnden"))
    decision = Decision.objects.get()
    with pytest.raises(WrongState):
        decisions.correct(decision, make.decision_of(city("trafiknamnden"), "rejected"), by=secretary)


def test_missing_reports_of_the_same_travellers_are_shown_to_whoever_decides(
    contact, secretary, city, client_of
):
    body = city("trafiknamnden")
    late = make.carried_out(
        contact, secretary, body, title="Late one", starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 5)
    )
    event = make.sent(contact, body, title="Next one")
    found = journeys.missing_reports(event, secretary)
    assert [(journey.pk, journey.owed_by) for journey in found] == [(late.pk, ["Tove Trafik"])]
    page = client_of(secretary).get(f"/resor/{event.matter.number}/beslut/").content.decode()
    assert "Late one" in page
    actions.report(late, late.matter.version, by=contact, learnings="x", spread_to="x")
    assert journeys.missing_reports(event, secretary) == []
