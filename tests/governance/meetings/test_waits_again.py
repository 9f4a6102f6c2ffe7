"""What goes on after a meeting, and before it, is at hand: the next agenda, what was reserved, what is done."""

import re
from datetime import date

import pytest
from django.urls import reverse

from governance import meetings, outbox
from governance.models import MeetingFile, Notice, OutboxEntry

from .sittings import before_it, close, fresh, in_session, note, note_all, person, planned

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


def test_a_conflict_of_interest_is_seen_before_the_meeting_closes_and_at_the_decision(client_of):
    meeting, client = in_session(before_it()), client_of("secretary")
    note(meeting.items.get(), conflicts=[meeting.attendance.get(name="Anna Ek")])
    text = client.get(reverse("close_meeting", args=[meeting.pk])).content.decode()
    assert "<strong>Jäv:</strong> Anna Ek" in text
    close(meeting)
    item = meeting.items.select_related("decision", "matter").get()
    address = item.decision.get_absolute_url()
    told = client.get(address).content.decode()
    assert "<dt>Jäv</dt><dd>Anna Ek</dd>" in told
    assert "Utdrag som PDF" not in told  # the minutes are not approved
    meetings.approve(
        fresh(meeting),
        fresh(meeting).version,
        by=person("secretary"),
        approved_on=meeting.held_on,
        approved_by="Anna Ek",
    )
    for entry in OutboxEntry.objects.filter(kind="draw_excerpt", done_at=None):
        assert outbox.run(entry.pk)
    drawn = MeetingFile.objects.get(meeting=meeting, kind="excerpt").document_id
    link = reverse("document", args=[item.matter.number, drawn])
    assert f'<a href="{link}">Utdrag som PDF</a>' in client.get(address).content.decode()
    assert client.get(link).status_code == 200


def test_a_meeting_with_nothing_on_its_agenda_is_not_urged_to_begin(client_of):
    client, meeting = client_of("secretary"), planned()
    assert client.get(meeting.get_absolute_url()).context["onward"] is None
    meetings.add_other(meeting, by=person("secretary"), title="Val av justerare")
    page = client.get(meeting.get_absolute_url())
    assert page.context["onward"][1] == reverse("call_meeting", args=[meeting.pk])
    # Who begins it all the same finds the quiet button.
    assert reverse("begin_meeting", args=[meeting.pk]) in page.content.decode()


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


def test_an_item_of_ones_own_that_was_tabled_is_taken_up_again_with_its_proposal(client_of):
    client, meeting, by = client_of("secretary"), in_session(before_it()), person("secretary")
    own = meetings.add_other(meeting, by=by, title="Upprop om tåg")
    said = {"title": own.title, "presenter": "Eva", "proposal": "Nämnden ställer sig bakom."}
    own = meetings.prepare(own, own.version, by=by, **said)
    note(meeting.items.exclude(pk=own.pk).get())
    note(own, "tabled")
    close(meeting)
    following = planned(on=date(2030, 4, 9))
    minutes = reverse("meeting_minutes", args=[meeting.pk])
    again = reverse("meeting_take_up_again", args=[following.pk])
    assert again in client.get(minutes).content.decode()
    client.post(again, {"item": own.pk})
    taken = following.items.get()
    assert (taken.kind, taken.title, taken.presenter) == ("other", "Upprop om tåg", "Eva")
    assert taken.proposal == "Nämnden ställer sig bakom."
    text = client.get(minutes).content.decode()
    assert again not in text
    assert "Det står på föredragningslistan 2030-04-09" in text
    # Once is enough.
    assert client.post(again, {"item": own.pk}).status_code == 409
    assert following.items.count() == 1


def test_only_what_was_tabled_at_a_closed_meeting_is_taken_up_again(client_of):
    client, meeting = client_of("secretary"), in_session(before_it())
    item, following = meeting.items.get(), planned(on=date(2030, 4, 9))
    again = reverse("meeting_take_up_again", args=[following.pk])
    assert client.post(again, {"item": item.pk}).status_code == 409
    note(item)
    close(meeting)
    assert client.post(again, {"item": item.pk}).status_code == 409
    assert not following.items.exists()


def test_a_closed_meeting_opens_on_its_minutes(client_of):
    meeting = in_session(before_it())
    assert fresh(meeting).get_absolute_url() == reverse("meeting", args=[meeting.pk])
    note_all(meeting)
    close(meeting)
    minutes = reverse("meeting_minutes", args=[meeting.pk])
    assert fresh(meeting).get_absolute_url() == minutes
    assert minutes in client_of("secretary").get(reverse("meetings")).content.decode()


def test_of_meetings_to_come_the_nearest_stands_first(client_of):
    far, near = planned(on=date(2030, 4, 9)), planned(on=date(2030, 3, 12))
    page = client_of("secretary").get(reverse("meetings"), {"state": "to_come"}).context["page"]
    assert page.rows == [near, far]
    assert client_of("secretary").get(reverse("meetings")).context["page"].rows == [far, near]


def test_the_minutes_and_the_decision_lead_to_one_another_and_say_who_was_told(client_of):
    client, meeting = client_of("secretary"), in_session(before_it())
    note_all(meeting)
    address = reverse("close_meeting", args=[meeting.pk])
    answer = client.post(
        address,
        {"version": fresh(meeting).version, "approvers": meeting.attendance.get(name="Anna Ek").pk},
        follow=True,
    )
    text = answer.content.decode()
    assert "1 beslut är registrerat i sitt ärende" in text
    assert f"Har fått veta i registret: {person('contact').name}." in text
    item = meeting.items.get()
    minutes = f"{reverse('meeting_minutes', args=[meeting.pk])}#p{item.pk}"
    decision = client.get(reverse("matter_decisions", args=[item.matter.number])).content.decode()
    assert f'<a href="{minutes}">§ {item.paragraph}, ' in decision


def test_a_decision_leads_to_no_minutes_that_one_may_not_read(client_of):
    meeting = in_session(before_it())
    note_all(meeting)
    close(meeting)
    matter = meeting.items.get().matter
    shown = {}
    for who in ("contact", "auditor"):
        answer = client_of(who).get(reverse("matter_decisions", args=[matter.number]))
        shown[who] = reverse("meeting_minutes", args=[meeting.pk]) in answer.content.decode()
        may_open = client_of(who).get(reverse("meeting_minutes", args=[meeting.pk])).status_code == 200
        assert shown[who] == may_open
