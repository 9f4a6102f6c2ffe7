"""The pages of meetings: a secretary runs one from the plan to the notice board, and nothing typed is lost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance import meetings
from governance.models import AgendaItem, Decision, Matter, Meeting

from .sittings import before_it, close, fresh, in_session, note_all, person, planned, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretarys(city, client_of):
    return client_of("secretary")


def lines(*seats: dict[str, str]) -> dict[str, str]:
    """The list of attendance as a browser sends it."""
    sent = {"seat-TOTAL_FORMS": str(len(seats)), "seat-INITIAL_FORMS": "0"}
    for n, each in enumerate(seats):
        sent |= {f"seat-{n}-{name}": value for name, value in each.items()}
    return sent


def outcome(item: AgendaItem, **said: str) -> dict[str, str]:
    return {"version": str(AgendaItem.objects.get(pk=item.pk).version), "outcome": "approved", **said}


def test_a_secretary_runs_a_whole_meeting(secretarys, city):
    membership = before_it()
    body = city("trafiknamnden")
    secretarys.post(reverse("new_meeting"), {"body": body.pk, "held_on": "2026-03-12", "begins_at": "13:00"})
    meeting = Meeting.objects.get()
    secretarys.post(reverse("meeting_add_matters", args=[meeting.pk]), {"matters": [membership.pk]})
    secretarys.post(reverse("meeting_add_other", args=[meeting.pk]), {"title": "Val av justerare"})
    matter_item, other = meeting.items.all()
    secretarys.post(reverse("meeting_change_agenda", args=[meeting.pk]), {"up": other.pk})
    version = {"version": fresh(meeting).version}
    assert secretarys.post(reverse("call_meeting", args=[meeting.pk]), version).status_code == 302
    begun = secretarys.post(reverse("begin_meeting", args=[meeting.pk]))
    assert begun.url == reverse("meeting_attendance", args=[meeting.pk])
    there = lines({"name": "Anna Ek", "role": "chair", "is_present": "yes"}, {"name": "", "role": "member"})
    noted = secretarys.post(begun.url, {**there, "version": fresh(meeting).version})
    assert noted.url == other.get_absolute_url()
    next_one = secretarys.post(noted.url, {**outcome(other), "outcome": "noted"})
    assert next_one.url == matter_item.get_absolute_url()
    there_now = meeting.attendance.get()
    done = secretarys.post(next_one.url, outcome(matter_item, conflicts=str(there_now.pk)))
    assert done.url == reverse("close_meeting", args=[meeting.pk])
    sure = secretarys.get(done.url).content.decode()
    assert membership.matter.number in sure
    assert "§ 2" in sure
    version = {"version": fresh(meeting).version}
    nobody = secretarys.post(done.url, version)
    assert nobody.status_code == 422
    assert fresh(meeting).is_in_session
    secretarys.post(done.url, {**version, "approvers": there_now.pk})
    assert Matter.objects.get(pk=membership.pk).status == "member"
    approval = {"version": fresh(meeting).version, "approved_on": "2026-03-20", "approved_by": "Ek, Alm"}
    secretarys.post(reverse("approve_minutes", args=[meeting.pk]), approval)
    posting = {"version": fresh(meeting).version, "posted_on": "2026-03-21"}
    secretarys.post(reverse("post_minutes", args=[meeting.pk]), posting)
    page = secretarys.get(reverse("meeting_minutes", args=[meeting.pk])).content.decode()
    assert "2026-04-14" in page
    assert "Anna Ek" in page
    assert Decision.objects.get().paragraph == "2"


def test_what_stops_the_closing_stands_on_the_page_with_the_ruling(secretarys):
    membership = before_it()
    meeting = in_session(membership)
    note_all(meeting)
    facts = {"act": "join_membership", "scope": "city_wide", "counterpart": "organisation"}
    Matter.objects.filter(pk=membership.pk).update(facts=facts)
    approver = meeting.attendance.get(approves=True)
    sent = {"version": fresh(meeting).version, "approvers": approver.pk}
    answer = secretarys.post(reverse("close_meeting", args=[meeting.pk]), sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'class="cite' in page
    assert "ommunfullmäktige" in page or "City Council" in page


def test_two_who_note_the_same_item_see_both_texts(secretarys):
    meeting = in_session(before_it())
    item = meeting.items.get()
    mine = outcome(item, wording="Min text.")
    secretarys.post(item.get_absolute_url(), outcome(item, wording="Andras text."))
    answer = secretarys.post(item.get_absolute_url(), mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Min text." in page
    assert "Andras text." in page


def test_a_list_of_attendance_that_met_another_is_shown_as_it_was_typed(secretarys):
    meeting = in_session(before_it())
    address = reverse("meeting_attendance", args=[meeting.pk])
    sent = {**lines({"name": "Dag Dahl", "role": "member", "is_present": "yes"}), "version": meeting.version}
    meetings.add_other(meeting, by=person("secretary"), title="x")
    answer = secretarys.post(address, sent)
    assert answer.status_code == 422
    assert "Dag Dahl" in answer.content.decode()
    again = {**sent, "version": fresh(meeting).version}
    assert secretarys.post(address, again).status_code == 302
    assert meeting.attendance.get().name == "Dag Dahl"


def test_nobody_is_there_until_marked_and_one_press_marks_the_rest(secretarys):
    first = in_session(before_it())
    note_all(first)
    close(first)
    meeting = planned(on=date(2026, 4, 9))
    address = reverse("meeting_attendance", args=[meeting.pk])
    page = secretarys.get(address)
    assert [line["is_present"].value() for line in page.context["lines"]][:3] == ["", "", ""]
    assert 'name="all_present"' in page.content.decode()
    sent = {
        **lines(
            {"name": "Anna Ek", "role": "chair"},
            {"name": "Bo Alm", "role": "member"},
            {"name": "Cia Lind", "role": "substitute", "serves_for": "Bo Alm"},
            {"name": "Dag Dahl", "role": "member", "is_present": "no"},
        ),
        "seat-INITIAL_FORMS": "3",
        "version": meeting.version,
        "all_present": "1",
    }
    assert secretarys.post(address, sent).url == address
    marks = {row.name: row.is_present for row in meeting.attendance.all()}
    assert marks == {"Anna Ek": True, "Bo Alm": False, "Cia Lind": True, "Dag Dahl": False}
    assert 'name="all_present"' not in secretarys.get(address).content.decode()
    minutes = secretarys.get(reverse("meeting_minutes", args=[meeting.pk]))
    assert {row.name for row in minutes.context["absent"]} == {"Bo Alm", "Dag Dahl"}
    assert minutes.content.decode().count("Dag Dahl") == 1


def test_a_substitute_chooses_among_the_members_of_the_list(secretarys):
    meeting = in_session(before_it())
    page = secretarys.get(reverse("meeting_attendance", args=[meeting.pk]))
    offered = {
        line["name"].value(): [value for value, _name in line.fields["serves_for"].choices if value]
        for line in page.context["lines"]
    }
    assert offered["Cia Lind"] == ["Anna Ek", "Bo Alm"]
    assert offered["Anna Ek"] == ["Bo Alm"]
    sent = lines({"name": "Cia Lind", "role": "substitute", "serves_for": "Nobody at all"})
    answer = secretarys.post(page.request["PATH_INFO"], {**sent, "version": meeting.version})
    assert answer.status_code == 422


def test_every_page_of_a_meeting_leads_its_secretary_to_the_next_step(secretarys, client_of):
    meeting = planned()
    meetings.add_matters(meeting, [before_it().matter], by=person("secretary"))
    attendance, close_page, item_page = (
        reverse("meeting_attendance", args=[meeting.pk]),
        reverse("close_meeting", args=[meeting.pk]),
        meeting.items.get().get_absolute_url(),
    )
    pages = (meeting.get_absolute_url(), reverse("meeting_minutes", args=[meeting.pk]))

    def onward(address: str) -> str:
        step = secretarys.get(address).context["onward"]
        return step[1] if step else ""

    call_page = reverse("call_meeting", args=[meeting.pk])
    assert {onward(page) for page in pages} == {call_page}
    assert onward(call_page) == ""
    meetings.call(fresh(meeting), fresh(meeting).version, by=person("secretary"))
    assert {onward(page) for page in (*pages, call_page)} == {reverse("begin_meeting", args=[meeting.pk])}
    begun = {**lines({"name": "Anna Ek", "role": "chair"}), "version": fresh(meeting).version, "begin": "1"}
    assert 'name="begin"' in secretarys.get(attendance).content.decode()
    assert secretarys.post(attendance, begun).url == item_page
    assert fresh(meeting).is_in_session
    assert {onward(page) for page in (*pages, item_page)} == {attendance}
    seat(meeting, person("secretary"))
    assert {onward(page) for page in pages} == {item_page}
    note_all(meeting)
    assert {onward(page) for page in (*pages, item_page)} == {close_page}
    assert onward(close_page) == ""
    close(meeting)
    assert {onward(page) for page in pages} == {reverse("approve_minutes", args=[meeting.pk])}
    assert onward(reverse("approve_minutes", args=[meeting.pk])) == ""
    assert client_of("head").get(pages[0]).context["onward"] is None


@pytest.mark.parametrize(
    "path", ["9999999", "99999999999999999999", "1/punkter/99999999999999999999", "1/punkter/0"]
)
def test_what_is_not_there_is_not_found(secretarys, path):
    assert secretarys.get(f"/sammantraden/{path}/").status_code == 404


@pytest.mark.parametrize("sent", ["x", "-1", "99999999999999999999", ""])
def test_a_button_that_names_no_item_changes_nothing(secretarys, sent):
    meeting = planned()
    answer = secretarys.post(reverse("meeting_change_agenda", args=[meeting.pk]), {"up": sent})
    assert answer.status_code == 404
    answer = secretarys.post(reverse("meeting_add_matters", args=[meeting.pk]), {"matters": [sent]})
    assert answer.status_code == 302
    assert not meeting.items.exists()


@pytest.mark.parametrize("name", ["meetings", "meeting", "meeting_minutes", "meeting_item"])
@pytest.mark.parametrize("persona", ["secretary", "head"])
def test_a_page_asks_as_often_for_ten_items_as_for_two(name, persona, city, client_of):
    few = _queries(client_of(persona), name, in_session(*_some(2), on=date(2026, 3, 12)))
    more = in_session(*_some(10, first=10), on=date(2026, 4, 9))
    for n in range(3):
        planned(on=date(2026, 5, n + 1))
    assert _queries(client_of(persona), name, more) == few
    for meeting in Meeting.objects.filter(status="in_session").order_by("held_on"):
        note_all(meeting)
        close(meeting)
    assert _queries(client_of(persona), name, more) <= few + 4


def _some(count: int, first: int = 0):
    return [before_it(f"Streets {n} (exempel)") for n in range(first, first + count)]


def _queries(client, name: str, meeting: Meeting) -> int:
    arguments = {"meetings": [], "meeting_item": [meeting.pk, meeting.items.all()[0].pk]}.get(
        name, [meeting.pk]
    )
    client.get(reverse(name, args=arguments))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(name, args=arguments)).status_code == 200
    return len(captured)


def test_a_call_that_was_never_sent_is_no_step_of_the_road(secretarys):
    begun = secretarys.get(in_session(before_it()).get_absolute_url())
    assert "Kallat" not in [label for label, *_rest in begun.context["steps"]]
    to_come = secretarys.get(planned(on=date(2026, 5, 21)).get_absolute_url())
    assert "Kallat" in [label for label, *_rest in to_come.context["steps"]]
