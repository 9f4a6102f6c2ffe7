"""What goes on after a meeting, and before it, is at hand: the next agenda, what was reserved, what is done."""

import re
from datetime import date

import pytest
from django.urls import reverse

from governance import meetings
from governance.models import Notice

from .sittings import before_it, close, in_session, note, note_all, person, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_city(city):
    return city


def test_what_was_tabled_is_put_on_the_next_agenda_from_the_minutes(client_of):
    client, meeting = client_of("secretary"), in_session(before_it())
    note(meeting.items.get(), "tabled")
    close(meeting)
    address = reverse("meeting_minutes", args=[meeting.pk])
    assert "Planera nästa sammanträde" in client.get(address).content.decode()
    following = planned(on=date(2030, 4, 9))
    assert "Sätt upp på listan 2030-04-09" in client.get(address).content.decode()
    client.post(
        reverse("meeting_add_matters", args=[following.pk]), {"matters": meeting.items.get().matter_id}
    )
    assert following.items.get().matter == meeting.items.get().matter
    text = client.get(address).content.decode()
    assert "Sätt upp på listan" not in text
    assert "2030-04-09" in text


def test_a_reservation_is_seen_before_the_meeting_closes(client_of):
    meeting = in_session(before_it())
    note(meeting.items.get(), reservations="Vi yrkade avslag", statements="Vi hade velat mer")
    text = client_of("secretary").get(reverse("close_meeting", args=[meeting.pk])).content.decode()
    assert "Vi yrkade avslag" in text
    assert "Vi hade velat mer" in text


def test_a_meeting_with_nothing_on_its_agenda_is_not_urged_to_begin(client_of):
    client, meeting = client_of("secretary"), planned()
    assert client.get(meeting.get_absolute_url()).context["onward"] is None
    meetings.add_other(meeting, by=person("secretary"), title="Val av justerare")
    assert client.get(meeting.get_absolute_url()).context["onward"][1] == reverse(
        "begin_meeting", args=[meeting.pk]
    )


def test_a_notice_of_what_waits_says_when_it_waits_no_more(client_of):
    client, meeting = client_of("secretary"), in_session(before_it())
    notice = Notice.objects.get(person=person("secretary"), key__startswith="before:")
    words, pages = "väntar inte på beslut längre", (reverse("my_work"), reverse("notices"))
    for page in pages:
        assert notice.subject_sv in client.get(page).content.decode()
        assert words not in client.get(page).content.decode()
    note_all(meeting)
    close(meeting)
    for page in pages:
        text = client.get(page).content.decode()
        assert words in text or "ärendet är avslutat" in text


def test_the_first_button_of_a_secretary_is_of_meetings(client_of):
    def first(who: str) -> str:
        text = client_of(who).get(reverse("my_work")).content.decode()
        return re.search(r"<a[^>]*button-primary[^>]*>", text).group()

    assert "/sammantraden/?state=to_come" in first("secretary")
    assert "/sammantraden/" not in first("contact")
