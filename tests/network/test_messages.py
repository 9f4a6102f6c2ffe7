"""Messages, questions and meetings of the network: who is reached, who has read, who answers, who comes."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from governance.errors import WrongState
from governance.models import Notice, OutboxEntry
from network import calendar
from network.actions import meetings, messages, questions
from network.models import NetworkMeeting, NetworkMessage, NetworkQuestion
from tests.network.rows import make_knowing, make_meeting, make_message, make_question

pytestmark = pytest.mark.django_db


def told(key: str) -> set[str]:
    return set(Notice.objects.filter(key__startswith=key).values_list("person__username", flat=True))


def test_a_message_reaches_all_or_those_of_a_theme_or_a_kind_of_body(coordinator, contact) -> None:
    make_knowing(contact, "climate")
    to_all = make_message(coordinator)
    assert told(f"network-message:{to_all.pk}") == {"contact", "other_contact", "company_contact"}
    by_theme = make_message(coordinator, theme="climate")
    assert told(f"network-message:{by_theme.pk}") == {"contact"}
    by_kind = make_message(contact, body_kind="company")
    assert told(f"network-message:{by_kind.pk}") == {"company_contact"}
    mails = OutboxEntry.objects.filter(key__startswith=f"mail:network-message:{to_all.pk}:")
    assert mails.count() == 3
    assert {notice.path for notice in Notice.objects.filter(key__startswith="network-message:")} == {
        f"/natverket/meddelanden/{each.pk}/" for each in (to_all, by_theme, by_kind)
    }


def test_a_message_to_nobody_is_refused_at_the_form(client_of, coordinator) -> None:
    with pytest.raises(ValidationError):
        make_message(coordinator, theme="safety")
    entered = {"version": 1, "subject": "x", "text": "x", "theme": "safety"}
    assert client_of(coordinator).post("/natverket/meddelanden/nytt/", entered).status_code == 422
    assert not NetworkMessage.objects.exists()


def test_who_has_read_stands_beside_the_message(client_of, coordinator, contact) -> None:
    message = make_message(coordinator)
    address = message.get_absolute_url()
    assert client_of(contact).get("/natverket/meddelanden/?state=unread").context["page"].rows == [message]
    client_of(contact).get(address)
    assert message.receipts.get(person=contact).read_at is None  # to look is not to say so
    for _twice in range(2):
        assert client_of(contact).post(address + "last/").status_code == 302
    shown = client_of(coordinator).get(address).context
    assert [each.person.name for each in shown["read"]] == ["Tove Trafik"]
    assert len(shown["unread"]) == 2
    assert client_of(contact).get("/natverket/meddelanden/?state=unread").context["page"].rows == []


def test_a_message_is_read_by_those_it_was_sent_to_alone(
    client_of, coordinator, contact, other_contact
) -> None:
    make_knowing(contact, "climate")
    message = make_message(coordinator, theme="climate")
    assert client_of(other_contact).get(message.get_absolute_url()).status_code == 404
    with pytest.raises(PermissionDenied):
        messages.read(message, by=other_contact)


def test_who_is_not_in_the_network_writes_nothing(secretary, coordinator, head) -> None:
    with pytest.raises(PermissionDenied):
        make_message(secretary)
    with pytest.raises(PermissionDenied):
        make_question(head)
    with pytest.raises(PermissionDenied):
        questions.answer(make_question(coordinator), by=secretary, text="x")
    with pytest.raises(PermissionDenied):
        make_meeting(secretary)


def test_a_question_goes_to_those_who_know_the_theme_else_to_the_coordinators(contact, other_contact) -> None:
    question = make_question(contact)
    assert told(f"network-question:{question.pk}") == {"coordinator"}
    make_knowing(other_contact, "climate")
    question = make_question(contact)
    assert told(f"network-question:{question.pk}") == {"other_contact"}


def test_a_question_is_answered_closed_and_found_afterwards(client_of, contact, other_contact) -> None:
    question = make_question(contact)
    address = question.get_absolute_url()
    answer = {"text": "Vi träffade dem i Pärnu 2024."}
    assert client_of(other_contact).post(address + "svara/", answer).status_code == 302
    assert told("network-answer:") == {"contact"}
    assert NetworkQuestion.objects.get().status == "answered"
    assert client_of(other_contact).post(address + "stang/", {"came_of_it": "x"}).status_code == 403
    assert (
        client_of(contact).post(address + "stang/", {"came_of_it": "Vi reser dit i vår."}).status_code == 302
    )
    for words in ("Tallinn", "Pärnu", "i vår"):
        assert client_of("auditor").get(f"/natverket/fragor/?q={words}").context["page"].rows == [question]
    assert client_of("auditor").get("/natverket/fragor/?q=Oslo").context["page"].rows == []
    with pytest.raises(WrongState):
        questions.answer(question, by=other_contact, text="för sent")
    assert client_of(other_contact).post(address + "svara/", answer).status_code == 409


def test_a_question_is_changed_by_two_and_both_are_kept(client_of, contact, coordinator) -> None:
    question = make_question(contact)
    questions.change(question, 1, by=coordinator, title="Vem känner Tallinn?")
    entered = {"version": 1, "title": "Vem?", "text": "", "theme": "climate"}
    answer = client_of(contact).post(question.get_absolute_url() + "andra/", entered)
    assert answer.status_code == 409
    assert NetworkQuestion.objects.get().title == "Vem känner Tallinn?"


MEETING = {
    "version": 1,
    "title": "Vårmöte",
    "held_on": "2027-03-30",
    "begins": "13:00",
    "ends": "15.30",
    "place": "Stadshuset, rum 3",
}


def test_a_meeting_is_called_moved_and_answered(client_of, coordinator, contact) -> None:
    answer = client_of(coordinator).post("/natverket/moten/nytt/", MEETING)
    meeting = NetworkMeeting.objects.get()
    assert answer["Location"] == meeting.get_absolute_url()
    assert timezone.localtime(meeting.starts_at).isoformat() == "2027-03-30T13:00:00+02:00"
    assert told(f"network-meeting:{meeting.pk}:called") == {"contact", "other_contact", "company_contact"}
    assert client_of(contact).post(meeting.get_absolute_url() + "svar/", {"act": "comes"}).status_code == 302
    assert meeting.replies.get(person=contact).comes
    moved = {**MEETING, "place": "Tekniska nämndhuset"}
    assert client_of(coordinator).post(meeting.get_absolute_url() + "andra/", moved).status_code == 302
    assert told(f"network-meeting:{meeting.pk}:moved:2") == {"contact", "other_contact", "company_contact"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends": "12:00"}, {"held_on": "0001-01-01"}, {"begins": "25:00"}, {"title": "\x00"},
        {"link": "javascript:alert(1)"}, {"title": "x" * 200}, {"place": ""}, {"version": "x"},
    ],
)  # fmt: skip
def test_bad_input_is_told_at_the_form(wrong, client_of, coordinator) -> None:
    answer = client_of(coordinator).post("/natverket/moten/nytt/", {**MEETING, **wrong})
    assert answer.status_code == 422
    assert not NetworkMeeting.objects.exists()


def test_a_meeting_that_is_called_off_or_held_is_not_answered(coordinator, contact) -> None:
    meeting = make_meeting(coordinator)
    meetings.call_off(meeting, by=coordinator, reason="För få kan.")
    assert told(f"network-meeting:{meeting.pk}:cancelled") == {"contact", "other_contact", "company_contact"}
    with pytest.raises(WrongState):
        meetings.reply(meeting, by=contact, comes=True)
    ago = timezone.now() - timedelta(days=3)
    held = make_meeting(coordinator, starts_at=ago, ends_at=ago + timedelta(hours=1))
    with pytest.raises(WrongState):
        meetings.reply(held, by=contact, comes=True)
    with pytest.raises(WrongState):
        meetings.call_off(held, by=coordinator, reason="x")


def test_the_calendar_file_is_what_rfc_5545_says(client_of, coordinator) -> None:
    at = timezone.get_default_timezone()
    meeting = make_meeting(
        coordinator,
        title="Höstmöte; remissen, å" + "ä" * 60,
        starts_at=datetime(2027, 1, 14, 13, 0, tzinfo=at),
        ends_at=datetime(2027, 1, 14, 15, 0, tzinfo=at),
        agenda="Ett\r\nTvå, och\\tre",
    )
    answer = client_of("auditor").get(meeting.get_absolute_url() + "kalender.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"natverksmote-{date(2027, 1, 14)}.ics" in answer["Content-Disposition"]
    file = answer.content
    lines = file.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in file.replace(b"\r\n", b"")
    unfolded = file.decode().replace("\r\n ", "").split("\r\n")
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "SUMMARY:Höstmöte\\; remissen\\, å" + "ä" * 60,
        "DTSTART;TZID=Europe/Stockholm:20270114T130000",
        "DTEND;TZID=Europe/Stockholm:20270114T150000",
        "DESCRIPTION:Ett\\nTvå\\, och\\\\tre",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "TZID:Europe/Stockholm",
    ):
        assert line in unfolded, line
    meetings.call_off(meeting, by=coordinator, reason="x")
    again = calendar.calendar_of(NetworkMeeting.objects.get()).decode()
    assert "STATUS:CANCELLED" in again
    assert "SEQUENCE:1" in again


def test_what_is_addressed_oddly_is_not_there_and_never_an_error(client_of, coordinator) -> None:
    client = client_of(coordinator)
    for part in ("meddelanden", "fragor", "moten", "utbildningar", "uppdrag", "kompetens"):
        for pk in (0, 2**63 - 1, 2**63, 10**30):
            for tail in ("", "andra/", "historik/", "last/", "svar/", "plats/", "godta/", "kalender.ics"):
                address = f"/natverket/{part}/{pk}/{tail}"
                for send in (client.get, client.post):
                    assert send(address).status_code in (404, 405), address
