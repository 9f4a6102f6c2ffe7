"""A journey on the Executive Board's behalf: handled in the committee, decided by the Mayor, notified to the Board."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from engagements.actions import declarations
from engagements.actions.events import decide as decide_journey
from engagements.actions.events import note_handling, send
from governance import matters, meetings
from governance.errors import WrongState
from governance.meetings import agenda
from governance.models import Body, Decision, Matter
from tests.engagements import events as journeys
from tests.engagements.declaration_rows import make_declaration

from .sittings import fresh, note, person

pytestmark = pytest.mark.django_db
MET, BOARD_MET = date(2026, 4, 9), date(2026, 4, 22)


@pytest.fixture(autouse=True)
def small_city(city):
    return city


def body(slug: str) -> Body:
    return Body.objects.get(slug=slug)


def handled(outcome: str = "endorsed"):
    """The committee has met on a journey; its item."""
    journey = journeys.sent(person("contact"), body("trafiknamnden"), on_behalf_of_executive_board=True)
    by = person("ib_secretary")
    meeting = meetings.plan(by=by, body=body("internationella-beredningen"), held_on=MET)
    meetings.add_matters(meeting, [journey.matter], by=by)
    meetings.begin(meeting, by=by)
    note(meeting.items.get(), outcome, by="ib_secretary")
    meetings.close(meeting, fresh(meeting).version, by=by)
    return meeting.items.select_related("matter", "meeting").get()


def decide(item, outcome: str = "approved", on: date = date(2026, 4, 10), **said) -> Decision:
    entered = {"outcome": outcome, "decided_on": on, "wording": "Resan godkänns.", **said}
    return meetings.decide(item, by=person("ib_secretary"), **entered)


def status_of(item) -> str:
    return Matter.objects.get(pk=item.matter_id).status


@pytest.mark.parametrize("outcome", ["endorsed", "advised_against"])
def test_what_was_handled_awaits_the_mayor(outcome):
    item = handled(outcome)
    assert status_of(item) == "before_body"
    assert item.awaits_the_mayor
    assert not Decision.objects.exists()


@pytest.mark.parametrize("outcome", ["tabled", "referred_back", "information"])
def test_what_was_not_handled_lies_before_the_committee_still(outcome):
    item = handled(outcome)
    assert status_of(item) == "in_committee"
    with pytest.raises(WrongState):
        decide(item)


def sent_journey():
    return journeys.sent(person("contact"), body("trafiknamnden"), on_behalf_of_executive_board=True)


def committee_meets(on: date = MET):
    return meetings.plan(by=person("ib_secretary"), body=body("internationella-beredningen"), held_on=on)


def test_what_was_handled_by_hand_is_not_offered_to_the_next_agenda():
    by, meeting, journey = person("ib_secretary"), committee_meets(), sent_journey()
    assert list(agenda.waiting_for(meeting, by)) == [journey.matter]
    note_handling(journey, by=by, handled_on=date(2026, 4, 1), handling="Tillstyrker.")
    assert not agenda.waiting_for(meeting, by)
    with pytest.raises(WrongState):
        meetings.add_matters(meeting, [journey.matter], by=by)


def test_what_is_sent_anew_after_it_was_handled_is_offered_again():
    by, item = person("ib_secretary"), handled()
    record = journeys.decision_of(
        body("kommunstyrelsen"),
        outcome="referred_back",
        on=date(2026, 4, 10),
        form="delegated",
        paragraph="",
        minutes="",
        delegate=person("mayor"),
        power_source="Avsnitt 5",
    )
    decide_journey(item.matter_id, record, by=by)
    send(item.matter.event_abroad, by=person("contact"))
    assert list(agenda.waiting_for(committee_meets(date(2026, 5, 7)), by)) == [item.matter]


def test_what_is_on_an_agenda_is_handled_there_and_not_by_hand():
    by, meeting, journey = person("ib_secretary"), committee_meets(), sent_journey()
    meetings.add_matters(meeting, [journey.matter], by=by)
    with pytest.raises(WrongState):
        note_handling(journey, by=by, handled_on=date(2026, 4, 1))


def test_the_decision_is_the_mayors_by_delegation_with_its_source():
    item = handled()
    decision = decide(item)
    assert (decision.form, decision.delegate) == ("delegated", person("mayor"))
    assert decision.body == body("kommunstyrelsen")
    assert "avsnitt 5" in decision.power_source
    assert status_of(item) == "approved"


def test_the_mayor_does_not_speak_in_the_committees_words(client_of):
    item, client = handled(), client_of("ib_secretary")
    page = client.get(reverse("mayors_decision", args=[item.meeting_id, item.pk]))
    assert page.context["form"]["wording"].value() == "Finansborgarrådet beslutar enligt förslaget."
    assert (
        "varje beslut" not in client.get(reverse("meeting_minutes", args=[item.meeting_id])).content.decode()
    )


def test_a_no_is_given_with_reasons_and_no_decision_comes_before_the_committee_has_met():
    item = handled()
    with pytest.raises(ValidationError):
        decide(item, "rejected")
    with pytest.raises(ValidationError):
        decide(item, on=date(2026, 4, 8))
    decide(item, "rejected", reasons="Resan kan göras digitalt.")
    assert status_of(item) == "declined"


def test_it_is_decided_once():
    item = handled()
    decide(item)
    item.refresh_from_db()
    with pytest.raises(WrongState):
        decide(item)


def test_the_executive_board_is_notified_at_its_next_meeting():
    decision = decide(handled())
    by = person("board_secretary")
    meeting = meetings.plan(by=by, body=body("kommunstyrelsen"), held_on=BOARD_MET)
    item = meetings.add_notification(meeting, by=by)
    assert list(item.told.all()) == [decision]
    meetings.begin(meeting, by=by)
    note(item, "noted", by="board_secretary")
    meetings.close(meeting, fresh(meeting).version, by=by)
    assert decision.notified.happened_on == BOARD_MET
    assert not Decision.objects.to_notify().exists()


def test_the_committees_notes_approved_and_published_say_nothing_at_the_mayors_decision():
    item = handled()
    decision, by = decide(item), person("ib_secretary")
    meeting = fresh(item.meeting)
    meetings.approve(meeting, meeting.version, by=by, approved_on=date(2026, 4, 16), approved_by="Bo")
    assert decision.event("minutes_approved") is None


def test_the_secretary_records_it_in_the_browser(client_of):
    item, client = handled(), client_of("ib_secretary")
    address = reverse("mayors_decision", args=[item.meeting_id, item.pk])
    assert address in client.get(reverse("meeting_minutes", args=[item.meeting_id])).content.decode()
    sent = {"outcome": "rejected", "decided_on": "2026-04-10", "wording": "Nej."}
    assert client.post(address, sent).status_code == 422
    assert client.post(address, {**sent, "outcome": "approved"}).status_code == 302
    assert Decision.objects.get().delegate == person("mayor")


def test_a_declaration_that_was_handled_is_not_offered_for_the_next_agenda_and_is_joined_when_the_mayor_decides():
    by, committee = person("ib_secretary"), body("internationella-beredningen")
    declaration = make_declaration(person("contact"), body("trafiknamnden"))
    declarations.send_for_decision(declaration, by=person("contact"))
    meeting = meetings.plan(by=by, body=committee, held_on=MET)
    meetings.add_matters(meeting, meetings.agenda.waiting_for(meeting, by), by=by)
    meetings.begin(meeting, by=by)
    note(meeting.items.get(), "endorsed", by="ib_secretary")
    meetings.close(meeting, fresh(meeting).version, by=by)
    later = meetings.plan(by=by, body=committee, held_on=date(2026, 5, 7))
    assert not meetings.agenda.waiting_for(later, by).exists()
    item = meeting.items.get()
    decide(item)
    assert status_of(item) == "joined"


def test_a_decision_under_secrecy_on_the_list_is_told_without_its_name(client_of):
    decision, by = decide(handled()), person("board_secretary")
    card = matters.lock(decision.matter_id)
    matters.change(card, by=person("contact"), secrecy_ground="OSL 15:1", secrecy_marked_on=MET)
    meeting = meetings.plan(by=by, body=body("kommunstyrelsen"), held_on=BOARD_MET)
    item = meetings.add_notification(meeting, by=by)
    page = client_of("board_secretary").get(item.get_absolute_url()).content.decode()
    assert "Ett sekretessmarkerat ärende" in page
    assert card.title not in page
