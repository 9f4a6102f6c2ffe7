"""What a meeting said of a matter stands on the matter's own pages, whatever kind it is of."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance import meetings
from governance.models import AgendaItem

from .sittings import before_it, close, fresh, in_session, note, person
from .test_committee import close as close_committees
from .test_committee import committees, handle_all, held, publish, visit
from .test_mayor import sent_journey

pytestmark = pytest.mark.django_db
RESERVED, STATED = "Vi yrkade avslag", "Vi hade velat se en budget"


@pytest.fixture(autouse=True)
def small_city(city):
    return city


def page(client, name: str, number: str) -> str:
    return client.get(reverse(name, args=[number])).content.decode()


def said_of(matter, outcome: str = "endorsed"):
    """The committee's meeting on a visit, with a reservation and a statement, not closed yet."""
    meeting = held(matter)
    for item in meeting.items.all():
        said = {"reservations": RESERVED, "statements": STATED} if item.matter_id else {}
        note(item, outcome, by="ib_secretary", **said)
    return meeting


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("endorsed", "tillstyrkt"),
        ("advised_against", "avstyrkt"),
        ("tabled", "bordlagt"),
        ("referred_back", "återremi"),
        ("information", "information"),
    ],
)
def test_the_decisions_tab_has_what_the_committee_said_when_its_meeting_is_closed(client_of, outcome, words):
    matter = visit()
    meeting = said_of(matter, outcome)
    client = client_of("contact")
    before = page(client, "matter_decisions", matter.number)
    assert "Internationella beredningen" in before  # on whose agenda it stands
    assert RESERVED not in before
    close_committees(meeting)
    item = meeting.items.get(matter=matter)
    text = page(client, "matter_decisions", matter.number)
    assert f"Internationella beredningen: {words}" in text
    for told in (meeting.held_on.isoformat(), f"§&nbsp;{item.paragraph}", RESERVED, STATED, "inte justerat"):
        assert told in text
    publish(meeting)
    text = page(client, "matter_decisions", matter.number)
    assert reverse("meeting_notes", args=[meeting.pk]) in text
    assert "inte justerat" not in text


def test_the_overview_of_every_kind_says_on_which_agenda_it_stands_and_what_came_of_it(client_of):
    membership, journey, guest = before_it(), sent_journey(), visit()
    meeting = committees()
    by = person("ib_secretary")
    meetings.add_matters(meeting, [journey.matter], by=by)
    meetings.add_visit(meeting, guest, by=by)
    committees_own = in_session(membership, on=date(2026, 3, 12))
    client = client_of("contact")
    for matter, where in ((membership.matter, committees_own), (journey.matter, meeting)):
        text = client.get(matter.get_absolute_url()).content.decode()
        assert 'id="on-agendas"' in text
        assert where.held_on.isoformat() in text
    note(committees_own.items.get(), "tabled")
    close(committees_own)
    text = client.get(membership.matter.get_absolute_url()).content.decode()
    assert "bordlagt" in text[text.index('id="on-agendas"') :]
    number = membership.matter.number
    # The body decided: that stands as a decision, and not twice.
    assert "mote-" not in page(client, "matter_decisions", number)


def test_the_history_tells_of_the_agenda_and_of_what_the_meeting_said(client_of):
    matter, other = visit(), visit("Besök från Oslo")
    meeting = said_of(matter)
    close_committees(meeting)
    later = committees(on=date(2026, 4, 9))
    meetings.add_visit(later, other, by=person("ib_secretary"))
    meetings.remove(later.items.get(), by=person("ib_secretary"))
    client = client_of("contact")
    text = page(client, "matter_history", matter.number)
    item = AgendaItem.objects.get(matter=matter)
    assert f"§ {item.paragraph}: tillstyrkt." in text
    assert RESERVED in text
    assert text.count(f"§ {item.paragraph}: tillstyrkt.") == 1
    removed = page(client, "matter_history", other.number)
    assert "Togs bort från föredragningslistan" in removed


def test_who_may_not_read_the_meeting_is_given_no_link_to_it(client_of):
    matter = visit()
    meeting = said_of(matter)
    handle_all(meeting)
    close_committees(meeting)
    address = fresh(meeting).get_absolute_url()
    assert address not in page(client_of("contact"), "matter_decisions", matter.number)
    assert address in page(client_of("auditor"), "matter_decisions", matter.number)


def test_ten_meetings_cost_no_more_than_one(client_of):
    matter = visit()
    client = client_of("auditor")

    def queries(name: str) -> int:
        page(client, name, matter.number)
        with CaptureQueriesContext(connection) as captured:
            page(client, name, matter.number)
        return len(captured)

    names = ("matter_decisions", "matter_history")
    counts = []
    for month in range(1, 7):
        meeting = committees(on=date(2025, month, 12))
        meetings.add_visit(meeting, matter, by=person("ib_secretary"))
        AgendaItem.objects.filter(meeting=meeting).update(outcome="tabled", paragraph=month)
        type(meeting).objects.filter(pk=meeting.pk).update(status="closed", closed_on=date(2025, month, 12))
        if month in (1, 6):
            counts.append([queries(name) for name in names])
    assert counts[0] == counts[1]
