"""Whoever decides on a journey sees on the agenda which earlier ones nobody has reported."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance import meetings
from governance.models import Matter
from tests.engagements import events as make

pytestmark = pytest.mark.django_db
HEADING = "Rapporter från tidigare resor saknas"
LATE = {"starts_on": date(2026, 4, 13), "ends_on": date(2026, 4, 15)}


@pytest.fixture
def item(contact, secretary, city) -> str:
    """The item of a journey of the Transport Committee on the agenda of its next meeting."""
    body = city("trafiknamnden")
    event = make.sent(contact, body, title="Nästa resa (exempel)")
    meeting = meetings.plan(by=secretary, body=body, held_on=date(2030, 1, 10))
    meetings.add_matters(meeting, [event.matter], by=secretary)
    return reverse("meeting_item", args=[meeting.pk, meeting.items.get().pk])


def unreported(by, secretary, body, title: str, name: str = "Tove Trafik") -> Matter:
    event = make.propose(by, body, title=title, **LATE)
    make.complete(event, by, name)
    event = make.actions.send(make.fresh(event), by=by)
    make.actions.decide(event, make.decision_of(body), by=secretary)
    return Matter.objects.get(pk=event.pk)


def test_a_report_that_the_body_owes_is_shown_with_its_day_and_a_link(
    item, contact, secretary, city, client_of
):
    assert HEADING not in client_of("secretary").get(item).content.decode()
    owed = unreported(contact, secretary, city("trafiknamnden"), "Förra resan (exempel)", name="Någon Annan")
    for reader in ("secretary", "contact", "auditor"):
        text = client_of(reader).get(item).content.decode()
        assert HEADING in text
        assert owed.get_absolute_url() in text
        assert owed.due_on.isoformat() in text


def test_a_report_that_a_traveller_owes_another_body_is_shown_by_name(
    item, other_contact, other_secretary, city, client_of
):
    other = city("miljo-och-halsoskyddsnamnden")
    owed = unreported(other_contact, other_secretary, other, "Miljöresan (exempel)", name="tove trafik")
    unreported(other_contact, other_secretary, other, "En helt annan resa (exempel)", name="Mika Miljö")
    text = client_of("secretary").get(item).content.decode()
    assert "Miljöresan" in text
    assert "tove trafik" in text
    assert owed.get_absolute_url() not in text  # the file of another body does not open
    assert "En helt annan resa" not in text


def test_what_is_reported_or_secret_is_not_shown(item, contact, secretary, city, client_of):
    owed = unreported(contact, secretary, city("trafiknamnden"), "Förra resan (exempel)")
    Matter.objects.filter(pk=owed.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 5, 1))
    owed.grants.create(person=secretary, granted_by=contact)
    text = client_of("secretary").get(item).content.decode()
    assert HEADING not in text
    assert "Förra resan" not in text


def test_many_cost_no_more_than_one(item, contact, secretary, city, client_of):
    client, body = client_of("secretary"), city("trafiknamnden")

    def queries() -> int:
        client.get(item)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(item).status_code == 200
        return len(captured)

    unreported(contact, secretary, body, "Resa 0 (exempel)")
    one = queries()
    for number in range(1, 4):
        unreported(contact, secretary, body, f"Resa {number} (exempel)")
    assert queries() == one


def test_once_it_is_decided_nothing_is_shown(item, contact, secretary, city, client_of):
    unreported(contact, secretary, city("trafiknamnden"), "Förra resan (exempel)")
    event = Matter.objects.get(title="Nästa resa (exempel)")
    meeting = event.agenda_items.get().meeting
    meetings.cancel(meeting, meeting.version, by=secretary, reason="x")
    assert HEADING not in client_of("secretary").get(item).content.decode()
