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
from governance.models import AgendaItem, Body, Decision, Matter, Notice
from tests.engagements import events as journeys
from tests.engagements.declaration_rows import make_declaration

from .sittings import fresh, note, person, seat

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
    seat(meeting, by)
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
    assert not page.context["form"]["wording"].value()
    for words in ("Finansborgarrådet beslutar enligt förslaget.", "Finansborgarrådet avslår förslaget."):
        assert words in page.content.decode()
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
    seat(meeting, by)
    meetings.close(meeting, fresh(meeting).version, by=by)
    assert decision.notified.happened_on == BOARD_MET
    assert not Decision.objects.to_notify().exists()


def test_the_committees_notes_approved_and_published_say_nothing_at_the_mayors_decision():
    item = handled()
    decision, by = decide(item), person("ib_secretary")
    meeting = fresh(item.meeting)
    meetings.approve(meeting, meeting.version, by=by, approved_on=date(2026, 4, 16), approved_by="Bo")
    assert decision.event("minutes_approved") is None


def test_a_no_does_not_say_that_the_proposal_is_followed(client_of):
    item = handled()
    AgendaItem.objects.filter(pk=item.pk).update(reservations="Vi yrkade avslag")
    client, address = client_of("ib_secretary"), reverse("mayors_decision", args=[item.meeting_id, item.pk])
    assert "Vi yrkade avslag" in client.get(address).content.decode()
    sent = {"outcome": "rejected", "decided_on": "2026-04-10", "wording": "", "reasons": "För dyrt."}
    assert client.post(address, sent).status_code == 302
    assert Decision.objects.get().wording == "Finansborgarrådet avslår förslaget."


def test_the_mayor_is_told_whom_to_tell_and_finds_the_matter_on_the_start_page(client_of):
    item, client = handled(), client_of("mayor")
    start = client.get(reverse("my_work")).content.decode()
    assert f"Besluta om {item.matter.number}" in start
    assert person("ib_secretary").name in start
    page = client.get(item.matter.get_absolute_url()).content.decode()
    assert "Du beslutar det här med delegerad beslutanderätt" in page
    assert person("ib_secretary").name in page
    assert (
        "Du beslutar det här" not in client_of("contact").get(item.matter.get_absolute_url()).content.decode()
    )
    decide(item)
    assert "Besluta om" not in client.get(reverse("my_work")).content.decode()


def test_every_tab_says_that_the_mayor_is_awaited_and_then_that_the_mayor_decided(client_of):
    item, client = handled(), client_of("contact")
    for name in ("matter_decisions", "matter_documents", "matter_history"):
        text = client.get(reverse(name, args=[item.matter.number])).content.decode()
        assert "Väntar på finansborgarrådets beslut" in text
        assert "Ligger hos kommunstyrelsen" not in text
    decide(item)
    text = client.get(reverse("matter_decisions", args=[item.matter.number])).content.decode()
    who = f"Finansborgarrådet {person('mayor').name}"
    assert f"{who}, med delegerad beslutanderätt från kommunstyrelsen: " in text
    assert f"Varför {who} beslutar detta" in text


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
    seat(meeting, by)
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


def recorded_elsewhere(item) -> Decision:
    """The secretary of the board records it on the journey's own page."""
    record = journeys.decision_of(
        body("kommunstyrelsen"),
        on=date(2026, 4, 10),
        form="delegated",
        paragraph="",
        minutes="",
        delegate=person("mayor"),
        power_source="Avsnitt 5",
    )
    return decide_journey(item.matter_id, record, by=person("board_secretary"))


def test_what_was_recorded_elsewhere_is_told_and_not_offered_again(client_of):
    item, client = handled(), client_of("ib_secretary")
    minutes, form = (
        reverse("meeting_minutes", args=[item.meeting_id]),
        reverse("mayors_decision", args=[item.meeting_id, item.pk]),
    )
    page = client.get(minutes).content.decode()
    assert form in page
    assert "Kommunstyrelsens sekreterare registrerar beslutet, eller internationella beredningens" in page
    Notice.objects.all().delete()
    decision = recorded_elsewhere(item)
    assert Notice.objects.filter(person=person("ib_secretary"), matter=item.matter_id).count() == 1
    page = client.get(minutes).content.decode()
    assert form not in page
    assert f"#beslut-{decision.pk}" in page
    assert client.get(form).status_code == 409


def test_what_the_mayor_decides_lies_before_the_board_and_is_not_offered_to_its_meeting(client_of):
    item, by = handled(), person("board_secretary")
    assert Matter.objects.get(pk=item.matter_id).before == body("kommunstyrelsen")
    assert item.matter_id in [
        row.pk for row in client_of("board_secretary").get("/").context["to_decide"].rows
    ]
    meeting = meetings.plan(by=by, body=body("kommunstyrelsen"), held_on=BOARD_MET)
    offered = client_of("board_secretary").get(meeting.get_absolute_url()).context["waiting"]
    assert item.matter_id not in [row.pk for row in offered]


def test_the_page_of_the_notes_is_called_what_its_tab_is(client_of):
    item = handled()
    page = client_of("ib_secretary").get(reverse("meeting_minutes", args=[item.meeting_id])).content.decode()
    assert "<title>Minnesanteckningar" in page
    assert "Protokoll –" not in page


def test_the_journeys_page_says_on_which_agenda_it_stands_and_what_comes_then(client_of):
    journey, by = sent_journey(), person("ib_secretary")
    client, hand = (
        client_of("ib_secretary"),
        reverse("engagements:note_event_handling", args=[journey.matter.number]),
    )
    page = client.get(journey.get_absolute_url()).content.decode()
    assert "inte på någon kommande föredragningslista" in page
    assert hand in page
    meeting = committee_meets(date(2030, 1, 10))
    (item,) = meetings.add_matters(meeting, [journey.matter], by=by)
    page = client.get(journey.get_absolute_url()).content.decode()
    assert item.get_absolute_url() in page
    assert "2030-01-10" in page
    assert "går ärendet vidare till finansborgarrådet" in page
    assert hand not in page
    page = client_of("contact").get(journey.get_absolute_url()).content.decode()
    assert "internationella beredningen den" in page
    assert (
        item.get_absolute_url() not in page
    )  # the committee's meetings are not open to every contact person


def test_a_proposal_can_begin_with_what_the_journey_says(client_of):
    journey, by = sent_journey(), person("ib_secretary")
    (item,) = meetings.add_matters(committee_meets(date(2030, 1, 10)), [journey.matter], by=by)
    client, url = client_of("ib_secretary"), item.get_absolute_url()
    page = client.get(url)
    assert page.context["form"]["proposal"].value() == ""
    assert "Utkast ur ärendet" in page.content.decode()
    page = client.get(f"{url}?utkast")
    start = page.context["form"]["proposal"].value()
    assert "Nordic Street Days (exempel), Helsingfors, Finland, 2026-06-08 – 2026-06-11" in start
    assert "Syfte: Learn how the snow is cleared." in start
    assert "varav staden betalar 3\u00a0000 kronor" in start
    assert "när du har sparat" in page.content.decode()
    item.refresh_from_db()
    assert item.proposal == ""
    client.post(f"{url}?utkast", {"presenter": "", "proposal": "Staden åker.", "version": item.version})
    assert "Utkast ur ärendet" not in client.get(f"{url}?utkast").content.decode()


def test_a_moved_meeting_is_told_to_those_who_were_called(client_of):
    journey, by = sent_journey(), person("ib_secretary")
    meeting = committee_meets(date(2030, 1, 10))
    meetings.add_matters(meeting, [journey.matter], by=by)
    client, edit = client_of("ib_secretary"), reverse("edit_meeting", args=[meeting.pk])

    def move(day: str):
        sent = {"held_on": day, "place": "Stadshuset", "version": fresh(meeting).version}
        return client.post(edit, sent, follow=True).content.decode()

    told = Notice.objects.filter(person=person("contact"), key__startswith="meeting-")
    assert "har fått en avisering" not in move("2030-01-11")
    assert not told.exists()
    client.post(reverse("call_meeting", args=[meeting.pk]), {"version": fresh(meeting).version})
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Sammanträdet kan öppnas" in page
    assert "2030-01-11" in told.get().subject_sv
    said = move("2030-01-17")
    assert f"{person('contact').name} har fått en avisering" in said
    assert "skicka den nya kallelsen" in said
    assert "2030-01-17" in told.order_by("pk").last().subject_sv
    assert "har fått en avisering" not in move("2030-01-17")
    assert told.count() == 2


def test_what_was_proposed_is_endorsed_in_its_words_and_offered_as_the_mayors(client_of):
    by = person("ib_secretary")
    meeting = committee_meets()
    meetings.add_matters(meeting, [sent_journey().matter], by=by)
    item = meeting.items.get()
    meetings.prepare(item, item.version, by=by, proposal="Resan till Oslo godkänns.")
    meetings.begin(fresh(meeting), by=by)
    note(meeting.items.get(), "endorsed", by="ib_secretary")
    assert meeting.items.get().wording.endswith("tillstyrker förslaget:\nResan till Oslo godkänns.")
    seat(meeting, by)
    meetings.close(fresh(meeting), fresh(meeting).version, by=by)
    page = client_of("board_secretary").get(reverse("engagements:decide_event", args=[item.matter.number]))
    assert page.context["form"]["wording"].value() == "Resan till Oslo godkänns."
    assert [each.username for each in page.context["form"].fields["delegate"].queryset] == ["mayor"]
