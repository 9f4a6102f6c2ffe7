"""Who may do what with a meeting: its secretary everything, who reads the body's matters look, others nothing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from governance import meetings
from governance.matters import change, lock
from governance.models import Matter

from .sittings import DAY, before_it, close, committee, fresh, in_session, note_all, person, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_city(city):
    return city


@pytest.mark.parametrize(
    "who", "contact other_secretary board_secretary head coordinator auditor mayor".split()
)
def test_only_the_secretary_of_the_body_keeps_its_meetings(who):
    with pytest.raises(PermissionDenied):
        meetings.plan(by=person(who), body=committee(), held_on=DAY)
    meeting = in_session(before_it())
    note_all(meeting)
    by, version, item = person(who), fresh(meeting).version, meeting.items.get()
    for verb in (
        lambda: meetings.close(meeting, version, by=by),
        lambda: meetings.add_other(meeting, by=by, title="x"),
        lambda: meetings.move(item, by=by, up=True),
        lambda: meetings.remove(item, by=by),
        lambda: meetings.note_outcome(item, item.version, by=by, outcome="tabled"),
        lambda: meetings.note_attendance(meeting, version, (), by=by),
        lambda: meetings.cancel(meeting, version, by=by, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_a_secret_matter_is_told_to_those_let_in_only(client_of):
    membership = before_it("Hemliga gator (exempel)")
    meeting = in_session(membership)
    matter = lock(Matter.objects.get(pk=membership.pk))
    change(matter, by=person("contact"), secrecy_ground="OSL 15:1", secrecy_marked_on=DAY)
    item = meeting.items.get()
    for name in ("meeting", "meeting_minutes"):
        page = client_of("head").get(reverse(name, args=[meeting.pk]))
        assert "Hemliga gator" not in page.content.decode()
    assert client_of("head").get(item.get_absolute_url()).status_code == 404


def test_a_matter_marked_secret_meanwhile_is_not_decided_by_who_is_not_let_in():
    membership = before_it()
    meeting = in_session(membership)
    note_all(meeting)
    matter = lock(Matter.objects.get(pk=membership.pk))
    change(matter, by=person("contact"), secrecy_ground="OSL 15:1", secrecy_marked_on=DAY)
    with pytest.raises(meetings.ItemRefused):
        close(meeting)


def test_who_does_not_read_the_bodys_matters_does_not_find_its_meetings(client_of):
    meeting = planned()
    for who in ("other_contact", "company_contact", "newcomer"):
        assert client_of(who).get(meeting.get_absolute_url()).status_code == 404
        assert str(meeting.held_on) not in client_of(who).get(reverse("meetings")).content.decode()
