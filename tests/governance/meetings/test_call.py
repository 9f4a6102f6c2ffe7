"""Calling a meeting: one sees who is told of what before anything is sent, and afterwards what was sent."""

from datetime import date

import pytest
from django.urls import reverse

from governance import meetings
from governance.models import Notice, NoticeSettings

from .sittings import before_it, fresh, person, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_city(city):
    return city


@pytest.fixture
def meeting():
    """A coming meeting with one matter, whose case officer is the contact person, and two who are expected."""
    found = planned(on=date(2030, 3, 12))
    meetings.add_matters(found, [before_it().matter], by=person("secretary"))
    found.attendance.create(name="Anna Ek", role="chair")
    return fresh(found)


def test_nothing_is_sent_before_one_has_seen_who_is_told(client_of, meeting):
    client, address = client_of("secretary"), reverse("call_meeting", args=[meeting.pk])
    text = client.get(address).content.decode()
    officer = person("contact")
    for words in (officer.name, officer.email, meeting.items.get().matter.number, "Anna Ek"):
        assert words in text
    assert "Registret skickar ingenting till ledamöter och ersättare" in text
    assert not Notice.objects.filter(key__startswith="meeting-called").exists()
    assert fresh(meeting).status == "planned"
    # From the agenda one comes to the page, and sends nothing on the way.
    assert f'href="{address}"' in client.get(meeting.get_absolute_url()).content.decode()


def test_afterwards_the_page_says_what_was_sent_to_whom(client_of, meeting):
    client, address = client_of("secretary"), reverse("call_meeting", args=[meeting.pk])
    assert client.post(address, {"version": meeting.version}).url == address
    text = client.get(address).content.decode()
    assert person("contact").name in text
    assert f"mejl till {person('contact').email} är på väg" in text
    notice = Notice.objects.get(key__startswith="meeting-called")
    Notice.objects.filter(pk=notice.pk).update(mailed_at=notice.created_at)
    assert "är på väg" in text
    assert client.post(address, {"version": fresh(meeting).version}).status_code == 409


def test_who_wants_no_mail_is_said_to_get_none(client_of, meeting):
    NoticeSettings.objects.create(
        person=person("contact"), no_mail=["meetings", "matters", "decisions", "other"]
    )
    text = client_of("secretary").get(reverse("call_meeting", args=[meeting.pk])).content.decode()
    assert "inget mejl" in text
