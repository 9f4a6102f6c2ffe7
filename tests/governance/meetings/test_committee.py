"""The preparatory committee: two lists, handling that decides nothing, notes that name no secret, published to all."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from governance import meetings
from governance.errors import WrongState
from governance.matters import change, lock, open_matter
from governance.models import AgendaItem, Body, Decision, Kind, Matter, Meeting, Notice

from .sittings import DAY, fresh, note, person, seat

pytestmark = pytest.mark.django_db
IB = "internationella-beredningen"


@pytest.fixture(autouse=True)
def small_city(city):
    return city


def visit(title: str = "Besök från Helsingfors") -> Matter:
    facts = {"act": "handle_visit", "areas": 1, "political_level": "ordinary"}
    body = Body.objects.get(slug="trafiknamnden")
    return open_matter(
        Kind.VISIT,
        by=person("contact"),
        body=body,
        title=title,
        status="accepted",
        facts=facts,
        responsible=person("contact"),
    )


def committees(on: date = DAY) -> Meeting:
    by = person("ib_secretary")
    return meetings.plan(by=by, body=Body.objects.get(slug=IB), held_on=on)


def held(*visits: Matter) -> Meeting:
    """A meeting of the committee that has begun, with an item on each of its lists."""
    by, meeting = person("ib_secretary"), committees()
    for each in visits:
        meetings.add_visit(meeting, each, by=by)
    meetings.add_other(meeting, by=by, title="Nätverksmöte i Oslo", stream="international")
    meetings.begin(meeting, by=by)
    seat(meeting, by)
    return fresh(meeting)


def handle_all(meeting: Meeting, outcome: str = "endorsed") -> None:
    for item in meeting.items.all():
        note(item, outcome, by="ib_secretary")


def close(meeting: Meeting) -> Meeting:
    return meetings.close(meeting, fresh(meeting).version, by=person("ib_secretary"))


def publish(meeting: Meeting) -> Meeting:
    by = person("ib_secretary")
    meetings.approve(meeting, fresh(meeting).version, by=by, approved_on=date(2026, 3, 20), approved_by="Bo")
    return meetings.post(meeting, fresh(meeting).version, by=by, posted_on=date(2026, 3, 21))


def test_the_international_matters_come_before_hospitality_whatever_was_put_there_first():
    meeting = held(visit())
    handle_all(meeting)
    close(meeting)
    assert {item.stream: item.paragraph for item in meeting.items.all()} == {
        "international": 1,
        "hospitality": 2,
    }


def test_handling_decides_nothing_and_those_who_prepare_are_told():
    matter = visit()
    meeting = held(matter)
    handle_all(meeting)
    close(meeting)
    assert not Decision.objects.exists()
    assert Matter.objects.get(pk=matter.pk).status == "accepted"
    assert Notice.objects.get(matter=matter).person == person("contact")


def test_the_committee_neither_approves_nor_rejects():
    meeting = held()
    with pytest.raises(ValidationError):
        note(meeting.items.get(), "approved", by="ib_secretary")


def test_only_a_visit_is_put_on_the_list_of_hospitality_and_only_there():
    by = person("ib_secretary")
    facts = {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}
    body = Body.objects.get(slug="trafiknamnden")
    membership = open_matter(
        Kind.MEMBERSHIP, by=person("contact"), body=body, title="x", status="x", facts=facts
    )
    with pytest.raises(WrongState):
        meetings.add_visit(committees(), membership, by=by)
    committee = Body.objects.get(slug="trafiknamnden")
    other = meetings.plan(by=person("secretary"), body=committee, held_on=DAY)
    with pytest.raises(WrongState):
        meetings.add_visit(other, visit(), by=person("secretary"))


def test_an_item_stays_on_its_list_when_it_is_moved():
    by, meeting = person("ib_secretary"), held(visit())
    hospitality = meeting.items.get(stream="hospitality")
    meetings.move(hospitality, by=by, up=True)
    meetings.move(hospitality, by=by, up=False)
    assert AgendaItem.objects.get(pk=hospitality.pk).position == hospitality.position


@pytest.mark.parametrize("who", "board_secretary secretary mayor coordinator".split())
def test_only_the_committees_secretary_keeps_its_notes(who):
    meeting = held()
    with pytest.raises(PermissionDenied):
        meetings.note_outcome(meeting.items.get(), 1, by=person(who), outcome="endorsed")


def test_published_notes_are_read_by_everybody_and_name_no_secret(client_of):
    open_one, secret = visit("Besök från Oslo"), visit("Besök från Hemligstad")
    meeting = held(open_one, secret)
    handle_all(meeting)
    close(meeting)
    address = reverse("meeting_notes", args=[meeting.pk])
    assert client_of("newcomer").get(address).status_code == 404
    publish(meeting)
    matter = lock(secret)
    change(matter, by=person("contact"), secrecy_ground="OSL 15:1", secrecy_marked_on=DAY)
    page = client_of("newcomer").get(address).content.decode()
    assert "Besök från Oslo" in page
    assert "Hemligstad" not in page
    assert address in client_of("newcomer").get(reverse("published_notes")).content.decode()


def test_the_minutes_of_a_body_that_decides_are_no_published_notes(client_of):
    committee = Body.objects.get(slug="trafiknamnden")
    meeting = meetings.plan(by=person("secretary"), body=committee, held_on=DAY)
    Meeting.objects.filter(pk=meeting.pk).update(status="posted")
    assert client_of("secretary").get(reverse("meeting_notes", args=[meeting.pk])).status_code == 404


def test_a_visit_is_put_on_the_list_by_its_number(client_of):
    client, meeting, matter = client_of("ib_secretary"), committees(), visit()
    address = reverse("meeting_add_visit", args=[meeting.pk])
    assert client.post(address, {"number": "2026-99999"}).status_code == 422
    assert client.post(address, {"number": f" {matter.number} "}).status_code == 302
    assert meeting.items.get().stream == "hospitality"


def test_the_mayor_decides_on_nothing_that_the_committee_has_not_handled():
    meeting = held(visit())
    handle_all(meeting)
    close(meeting)
    for item in meeting.items.all():
        with pytest.raises(WrongState):
            meetings.decide(
                item, by=person("ib_secretary"), outcome="approved", decided_on=date(2026, 3, 13), wording="x"
            )
    assert not Decision.objects.exists()


def test_notes_are_published_and_have_no_notice_board_nor_time_for_appeal(client_of):
    meeting, client = held(), client_of("ib_secretary")
    handle_all(meeting)
    close(meeting)
    approving = client.get(reverse("approve_minutes", args=[meeting.pk])).content.decode()
    assert "Protokollet" not in approving
    publish(meeting)
    page = client.get(reverse("meeting_notes", args=[meeting.pk])).content.decode()
    assert "Publicerade" in page
    assert "Anslaget" not in page
    word = client.get(reverse("meeting_paper_word", args=[meeting.pk, "protokoll"]))
    assert "minnesanteckningar-1-2026-" in word.headers["Content-Disposition"]


def test_the_form_to_publish_speaks_of_no_appeal(client_of):
    meeting, by = held(), person("ib_secretary")
    handle_all(meeting)
    close(meeting)
    meetings.approve(meeting, fresh(meeting).version, by=by, approved_on=date(2026, 3, 20), approved_by="Bo")
    page = client_of("ib_secretary").get(reverse("post_minutes", args=[meeting.pk])).content.decode()
    assert "verklagande" not in page


def test_the_visits_that_fit_are_offered_to_choose_among(client_of):
    fits, taken = visit("Besök från Oslo"), visit("Besök från Bergen")
    closed = visit("Besök från Åbo")
    Matter.objects.filter(pk=closed.pk).update(closed_on=closed.opened_on)
    meeting = committees()
    meetings.add_visit(meeting, taken, by=person("ib_secretary"))
    page = client_of("ib_secretary").get(meeting.get_absolute_url())
    assert [each.pk for each in page.context["visits"]] == [fits.pk]
    text = page.content.decode()
    assert f'<option value="{fits.number}">Besök från Oslo' in text
    assert f"till exempel {fits.number}" in text
