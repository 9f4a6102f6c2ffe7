"""The programme of a visit: built, its clashes, confirmed in versions, told to those it concerns, printed."""

from datetime import date, time, timedelta

import pikepdf
import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance import matters
from governance.errors import StaleVersion, WrongState
from governance.models import Matter, Notice, Office
from tests.factories import PERSONAS
from tests.papers import assert_pdf_ua
from tests.visits.programme_making import DAY, NEXT_DAY, form_of, run_programmes, said_yes, slot_of
from visits import clashes, programme_paper, worklists
from visits.actions import programme as actions
from visits.models import Edition, Programme, ProgrammePrint, ProgrammeVersion, Slot, Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(take, contact):
    return take(contact, to="planned")


def found_in(visit: Visit, by) -> dict[int, list[str]]:
    matter = Matter.objects.get(pk=visit.pk)
    slots = list(visit.slots.select_related("host"))
    found = clashes.of_programme(slots, matter, by)
    return {pk: [clash.key.partition(":")[0] for clash in rows] for pk, rows in found.items()}


def fresh(visit: Visit) -> Visit:
    return Visit.objects.select_related("matter").get(pk=visit.pk)


def test_the_same_host_room_vehicle_and_interpreter_clash_within_a_programme(planned, contact) -> None:
    one = slot_of(planned, contact, room="Bråvalla", vehicle="Buss 1", interpreter="Ivo Tolk")
    other = slot_of(
        planned,
        contact,
        "09:30",
        "10:30",
        host_name="ANNA  ek",
        room="bråvalla",
        vehicle="buss 1",
        interpreter="ivo tolk",
    )
    sorts = ["host", "room", "vehicle", "interpreter"]
    assert found_in(planned, contact) == {one.pk: sorts, other.pk: sorts}
    actions.edit_slot(other, by=contact, starts_at=time(10), ends_at=time(11))
    assert found_in(planned, contact) == {one.pk: [], other.pk: []}


def test_the_same_room_of_another_house_is_another_room(planned, contact) -> None:
    slot_of(planned, contact, room="Sal 1")
    slot_of(planned, contact, room="Sal 1", host_name="Bo Alm", place="Stadshuset", ends="09:45")
    assert all("room" not in sorts for sorts in found_in(planned, contact).values())


def test_too_little_time_to_get_there(planned, contact) -> None:
    slot_of(planned, contact)
    later = slot_of(planned, contact, "10:15", "11:00", place="Stadshuset", travel_minutes=25)
    assert found_in(planned, contact)[later.pk] == ["travel"]
    actions.edit_slot(later, by=contact, starts_at=time(10, 25))
    assert found_in(planned, contact)[later.pk] == []
    actions.edit_slot(later, by=contact, starts_at=time(10, 5), travel_minutes=None)
    assert found_in(planned, contact)[later.pk] == ["travel"]


def test_a_long_day_and_hours_without_a_pause(planned, contact) -> None:
    morning = slot_of(planned, contact, "08:00", "12:00")
    noon = slot_of(planned, contact, "12:00", "13:00", catering="")
    evening = slot_of(planned, contact, "17:00", "18:30")
    assert found_in(planned, contact) == {morning.pk: [], noon.pk: ["pause"], evening.pk: ["long"]}
    actions.edit_slot(noon, by=contact, catering="Lunch")
    assert found_in(planned, contact)[noon.pk] == []


def test_a_day_that_is_not_the_visits(planned, contact) -> None:
    slot = slot_of(planned, contact, day=DAY - timedelta(days=1))
    assert found_in(planned, contact)[slot.pk] == ["day"]


def test_a_slot_does_not_end_before_it_begins(planned, contact) -> None:
    with pytest.raises(ValidationError):
        slot_of(planned, contact, "10:00", "09:00")


def test_another_visit_is_named_to_who_may_read_it_and_to_nobody_else(
    take, planned, contact, coordinator, other_contact
) -> None:
    theirs = take(contact, to="planned")
    slot_of(theirs, contact, topic="Hemlig runda", host=coordinator)
    mine = slot_of(planned, contact, host=coordinator)
    slots = [Slot.objects.select_related("host").get(pk=mine.pk)]
    number = fresh(theirs).matter.number

    def told() -> str:
        [row] = clashes.of_programme(slots, fresh(planned).matter, contact)[mine.pk]
        return f"{row.words} {row.url}"

    assert number in told()
    Matter.objects.filter(pk=theirs.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=DAY, secrecy_marked_by=contact
    )
    contact.__dict__.pop("standing", None)
    for secret in (number, "Hemlig", "09", "9.00", "Rotterdam"):
        assert secret not in told()
    assert coordinator.name in told()


def test_a_cancelled_visit_holds_nobody(take, planned, contact) -> None:
    other = take(contact, to="planned")
    slot_of(other, contact)
    mine = slot_of(planned, contact)
    assert found_in(planned, contact)[mine.pk] == ["host"]
    Matter.objects.filter(pk=other.pk).update(status="cancelled_by_guest")
    assert found_in(planned, contact)[mine.pk] == []


def test_a_clash_may_stand_for_a_reason_until_it_grows(planned, contact) -> None:
    slot_of(planned, contact)
    other = slot_of(planned, contact, "09:45", "10:30")
    with pytest.raises(ValidationError):
        actions.accept_clashes(other, by=contact, because=" ")
    actions.accept_clashes(other, by=contact, because="Anna går emellan.")
    slots = list(planned.slots.select_related("host"))
    matter = fresh(planned).matter
    assert clashes.unreasoned(clashes.of_programme(slots, matter, contact)) == []
    actions.edit_slot(other, by=contact, starts_at=time(9, 30))
    slots = list(planned.slots.select_related("host"))
    assert len(clashes.unreasoned(clashes.of_programme(slots, matter, contact))) == 2


def test_slots_change_places_and_keep_their_length(planned, contact) -> None:
    first = slot_of(planned, contact, "09:00", "09:30", topic="Ett")
    second = slot_of(planned, contact, "09:45", "11:00", topic="Två")
    actions.move_slot(second, by=contact, up=True)
    hours = [(slot.topic, f"{slot.starts_at:%H:%M}", f"{slot.ends_at:%H:%M}") for slot in planned.slots.all()]
    assert hours == [("Två", "09:00", "10:15"), ("Ett", "10:30", "11:00")]
    actions.move_slot(second, by=contact, up=False)
    assert [slot.topic for slot in planned.slots.all()] == ["Ett", "Två"]
    with pytest.raises(WrongState):
        actions.move_slot(first, by=contact, up=True)


def test_a_programme_lacks_what_it_lacks(take, contact) -> None:
    visit = take(contact, to="accepted")
    slot_of(visit, contact, place="", host_name="")
    with pytest.raises(ValidationError) as refused:
        actions.confirm(visit, by=contact)
    # The days of the yes hold as soon as the programme is begun.
    assert fresh(visit).matter.status == "planned"
    assert len(refused.value.messages) == 4


def test_versions_tell_only_those_they_concern(planned, contact, coordinator, head) -> None:
    kept = slot_of(planned, contact, "09:00", "10:00", host=coordinator, topic="Kvar")
    changed = slot_of(planned, contact, "10:15", "11:00", host=head, topic="Ändras")
    said_yes(planned, contact)
    first = actions.confirm(planned, by=contact, tell_guest=True)
    assert (first.number, set(first.told)) == (1, {coordinator.name, head.name})
    assert first.mail_to == "m.vandervelden@rotterdam.example"
    with pytest.raises(WrongState):
        actions.confirm(planned, by=contact)
    actions.edit_slot(changed, by=contact, internal_note="Bara för oss")
    assert Programme.objects.get(visit=planned).is_changed
    second = actions.confirm(planned, by=contact, tell_guest=True)
    assert (second.number, second.told, second.mail_to) == (2, [head.name], "")
    actions.edit_slot(changed, by=contact, ends_at=time(11, 15))
    third = actions.confirm(planned, by=contact, tell_guest=True)
    assert third.mail_to
    assert Notice.objects.filter(person=coordinator, key__contains=":programme:").count() == 1
    assert Notice.objects.filter(person=head, key__contains=":programme:").count() == 3
    assert kept.pk in [slot["id"] for slot in first.content["slots"]]


def test_what_is_put_back_is_not_changed(planned, contact) -> None:
    slot = slot_of(planned, contact)
    said_yes(planned, contact)
    actions.confirm(planned, by=contact)
    actions.edit_slot(slot, by=contact, topic="Annat")
    assert Programme.objects.get(visit=planned).is_changed
    actions.edit_slot(slot, by=contact, topic="Vintercykling")
    assert Programme.objects.get(visit=planned).is_confirmed


def test_of_a_secret_visit_only_those_let_in_are_told_and_nothing_leaves_the_house(
    planned, contact, head
) -> None:
    slot_of(planned, contact, host=head)
    said_yes(planned, contact)
    Matter.objects.filter(pk=planned.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=DAY, secrecy_marked_by=contact
    )
    matter = Matter.objects.get(pk=planned.pk)
    matter.grants.create(person=contact, granted_by=contact, cause="case_officer")
    contact.__dict__.pop("standing", None)
    version = actions.confirm(planned, by=contact, tell_guest=True)
    assert version.told == []
    assert head.name in version.to_tell
    assert version.mail_to == ""
    assert not Notice.objects.filter(person=head, key__contains=":programme:").exists()


def test_what_is_marked_secret_before_the_mail_goes_is_not_mailed(planned, contact) -> None:
    slot_of(planned, contact)
    said_yes(planned, contact)
    actions.confirm(planned, by=contact, tell_guest=True)
    Matter.objects.filter(pk=planned.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=DAY, secrecy_marked_by=contact
    )
    run_programmes()
    assert mail.outbox == []


def test_the_four_prints_are_tagged_and_tell_each_reader_what_is_theirs(planned, contact, tmp_path) -> None:
    slot_of(
        planned,
        contact,
        host_office="Enhetschef",
        host_phone="08-508 00 000",
        goal="Ett avtal",
        internal_note="Känsligt",
        risk="Snöfall",
        cost=2500,
        public_note="Warm clothes.",
        entrance="Port 3",
    )
    actions.describe_delegation(planned, by=contact, delegation="Marit van der Velden, alderman")
    said_yes(planned, contact)
    actions.confirm(planned, by=contact, tell_guest=True)
    run_programmes()
    prints = {each.edition: each for each in ProgrammePrint.objects.select_related("document", "version")}
    assert set(prints) == set(Edition.values)
    for edition, each in prints.items():
        file = tmp_path / f"{edition}.pdf"
        file.write_bytes(bytes(each.document.content))
        assert_pdf_ua(each.document.content)
        with pikepdf.open(file) as opened:
            assert str(opened.Root.Lang) == ("en" if edition == Edition.GUEST else "sv")
        assert each.document.matter_id == planned.pk
    visit = Visit.objects.select_related("matter__body", "matter__responsible").get(pk=planned.pk)
    pages = {
        edition: programme_paper.html(programme_paper._paper(each, visit)) for edition, each in prints.items()
    }
    today = timezone.localdate().isoformat()
    for page in pages.values():
        assert f"ersion 1, {today}" in page
        assert "Vintercykling" in page
        assert "Port 3" in page
    inner = ("08-508 00 000", "Ett avtal", "Känsligt", "Snöfall", "2 500")
    assert [word for word in inner if word in pages[Edition.GUEST].replace("\xa0", " ")] == []
    assert "Warm clothes." in pages[Edition.GUEST]
    assert "Ett avtal" in pages[Edition.HOST]
    assert "Känsligt" not in pages[Edition.HOST]
    assert all(word in pages[Edition.INTERNAL].replace("\xa0", " ") for word in inner)
    assert "alderman" in pages[Edition.SECURITY]
    assert "Ett avtal" not in pages[Edition.SECURITY]
    [letter] = mail.outbox
    assert letter.to == ["m.vandervelden@rotterdam.example"]
    assert [name for name, _content, _type in letter.attachments][1] == "program.ics"
    assert "Ett avtal" not in str(letter.message())
    assert ProgrammeVersion.objects.get().mailed_at


def test_drafts_say_so_and_are_drawn_anew_in_place(planned, contact) -> None:
    slot = slot_of(planned, contact)
    actions.ask_for_drafts(planned, by=contact)
    run_programmes()
    drawn = dict(ProgrammePrint.objects.values_list("edition", "document"))
    actions.edit_slot(slot, by=contact, topic="Annat")
    actions.ask_for_drafts(planned, by=contact)
    assert all(each.waits for each in ProgrammePrint.objects.all())
    run_programmes()
    assert dict(ProgrammePrint.objects.values_list("edition", "document")) == drawn
    guest = ProgrammePrint.objects.get(edition=Edition.GUEST)
    visit = Visit.objects.select_related("matter__body", "matter__responsible").get(pk=planned.pk)
    assert "Not confirmed" in programme_paper.html(programme_paper._paper(guest, visit))


def test_what_is_written_is_text_and_fetches_nothing(planned, contact) -> None:
    slot_of(planned, contact, topic='<img src="http://127.0.0.1/x">', public_note="<script>")
    actions.ask_for_drafts(planned, by=contact)
    run_programmes()
    assert ProgrammePrint.objects.filter(document__isnull=False).count() == 4


def test_calendar_files_keep_their_uid_count_up_and_cancel_what_is_gone(
    planned, contact, head, client_of
) -> None:
    kept = slot_of(planned, contact, host=head, topic="Kvar")
    gone = slot_of(planned, contact, "11:00", "12:00", host=head, topic="Borta")
    slot_of(planned, contact, "13:00", "14:00", topic="Annas")
    number, client = fresh(planned).matter.number, client_of(contact)
    assert client.get(reverse("visits:programme_calendar", args=[number])).status_code == 404
    said_yes(planned, contact)
    actions.confirm(planned, by=contact)
    actions.remove_slot(gone, by=contact)
    actions.confirm(planned, by=contact)
    whole = client.get(reverse("visits:programme_calendar", args=[number]))
    assert whole["Content-Type"].startswith("text/calendar")
    events = whole.content.decode().split("BEGIN:VEVENT")[1:]
    assert len(events) == 3
    of_gone = next(event for event in events if f"UID:programpunkt-{gone.pk}@" in event)
    assert "STATUS:CANCELLED" in of_gone
    assert all("SEQUENCE:1" in event for event in events)
    assert "DTSTART;TZID=Europe/Stockholm:20260302T090000" in whole.content.decode()
    hers = client.get(reverse("visits:host_calendar", args=[number, f"person-{head.pk}"])).content.decode()
    assert f"UID:programpunkt-{kept.pk}@" in hers
    assert "Annas" not in hers
    annas = client.get(reverse("visits:host_calendar", args=[number, "anna-ek"])).content.decode()
    assert annas.count("BEGIN:VEVENT") == 1
    assert client.get(reverse("visits:host_calendar", args=[number, "nobody"])).status_code == 404


def test_a_host_reads_the_slots_she_hosts_and_no_more(planned, contact, other_contact, client_of) -> None:
    soon = timezone.localdate() + timedelta(days=3)
    slot_of(
        planned, contact, day=soon, host=other_contact, topic="Hennes", goal="Målet", risk="Risken", cost=10
    )
    slot_of(planned, contact, "11:00", "12:00", day=soon, topic="Inte hennes")
    client = client_of(other_contact)
    number = fresh(planned).matter.number
    assert client.get(reverse("visits:programme", args=[number])).status_code == 404
    page = client.get(reverse("visits:hosted")).content.decode()
    assert "Hennes" in page
    assert "Målet" in page
    assert "Inte hennes" not in page
    assert "Risken" not in page
    Matter.objects.filter(pk=planned.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=DAY, secrecy_marked_by=contact
    )
    assert "Hennes" not in client.get(reverse("visits:hosted")).content.decode()


@pytest.mark.parametrize("username", sorted(set(PERSONAS) - {"contact", "secretary"}))
def test_nobody_else_builds_the_bodys_programme(username: str, planned, contact, person) -> None:
    slot = slot_of(planned, contact)
    other = person(username)
    for act in (
        lambda: slot_of(planned, other),
        lambda: actions.edit_slot(slot, by=other, topic="x"),
        lambda: actions.remove_slot(slot, by=other),
        lambda: actions.move_slot(slot, by=other, up=True),
        lambda: actions.accept_clashes(slot, by=other, because="x"),
        lambda: actions.describe_delegation(planned, by=other, delegation="x"),
        lambda: actions.note_guest(planned, by=other, confirmed_on=DAY, how="x"),
        lambda: actions.ask_for_drafts(planned, by=other),
        lambda: actions.confirm(planned, by=other),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_has_taken_place_is_not_built_any_more(planned, contact, client_of) -> None:
    slot = slot_of(planned, contact)
    matters.change(matters.lock(planned.pk), by=contact, status="carried_out")
    with pytest.raises(WrongState):
        actions.edit_slot(slot, by=contact, topic="x")
    page = client_of(contact).get(reverse("visits:programme", args=[fresh(planned).matter.number]))
    assert page.status_code == 200
    assert "Vintercykling" in page.content.decode()


def test_two_who_edit_a_slot_at_once_are_shown_both_sides(planned, contact, client_of) -> None:
    slot = slot_of(planned, contact)
    client = client_of(contact)
    url = reverse("visits:edit_slot", args=[fresh(planned).matter.number, slot.pk])
    base = client.get(url).context["form"]["base"].value()
    mine = form_of(slot, topic="Mitt", base=base)
    assert client.post(url, form_of(slot, topic="Deras", base=base)).status_code == 302
    answer = client.post(url, mine)
    assert answer.status_code == 409
    assert "Deras" in answer.content.decode()
    assert "Mitt" in answer.content.decode()
    with pytest.raises(StaleVersion):
        actions.move_slot(slot, by=contact, up=True, version=1)


def test_what_was_written_of_a_slot_that_is_gone_is_not_lost(planned, contact, client_of) -> None:
    slot = slot_of(planned, contact)
    typed = form_of(slot, topic="Min text")
    actions.remove_slot(slot, by=contact)
    number = fresh(planned).matter.number
    answer = client_of(contact).post(reverse("visits:edit_slot", args=[number, slot.pk]), typed)
    assert answer.status_code == 422
    assert "Min text" in answer.content.decode()
    assert answer.context["action"] == reverse("visits:add_slot", args=[number])
    assert client_of(contact).post(answer.context["action"], typed).status_code == 302
    assert Slot.objects.get().topic == "Min text"


@pytest.mark.parametrize(
    "change",
    [
        {"topic": ""},
        {"topic": "x\x00y"},
        {"topic": "x" * 400},
        {"starts_at": "25:00"},
        {"ends_at": "08:00"},
        {"day": "9999-12-31"},
        {"host": "99999999999999999999"},
        {"travel_minutes": "-3"},
        {"cost": "NaN"},
    ],
)
def test_what_cannot_be_saved_is_told_at_the_field(change: dict, planned, contact, client_of) -> None:
    slot = slot_of(planned, contact)
    number = fresh(planned).matter.number
    for url in (
        reverse("visits:add_slot", args=[number]),
        reverse("visits:edit_slot", args=[number, slot.pk]),
    ):
        answer = client_of(contact).post(url, form_of(slot, **change))
        assert answer.status_code == 422
        assert answer.context["form"].errors
    assert Slot.objects.count() == 1


def test_a_copy_begins_where_the_slot_ends(planned, contact, client_of) -> None:
    slot = slot_of(planned, contact, "09:00", "09:40", room="Sal 1")
    url = reverse("visits:add_slot", args=[fresh(planned).matter.number])
    form = client_of(contact).get(f"{url}?kopia={slot.pk}").context["form"]
    assert [form[name].value() for name in ("starts_at", "ends_at", "room")] == [
        time(9, 40),
        time(10, 20),
        "Sal 1",
    ]
    for odd in ("x", "9" * 30, "-1", ""):
        assert client_of(contact).get(url, {"kopia": odd, "efter": odd}).status_code == 200


def test_the_pages_ask_as_much_for_many_as_for_few(take, planned, contact, coordinator, client_of) -> None:
    other = take(contact, to="planned")
    client = client_of(contact)
    number = fresh(planned).matter.number
    said_yes(planned, contact)

    def more(first: int, last: int) -> None:
        for hour in range(first, last):
            for visit in (planned, other):
                slot_of(visit, contact, f"{hour:02}:00", f"{hour:02}:50", host=coordinator, catering="Kaffe")
        for slot in planned.slots.all():
            actions.accept_clashes(slot, by=contact, because="Två delar på det.")
        actions.confirm(planned, by=contact)

    def asked(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    more(8, 10)
    urls = [
        planned.matter.get_absolute_url(),
        reverse("visits:hosted"),
        *(
            reverse(f"visits:{name}", args=[number])
            for name in ("programme", "programme_prints", "confirm_programme", "programme_calendar")
        ),
        reverse("visits:programme_version", args=[number, 1]),
    ]
    few = {url: asked(url) for url in urls}
    more(10, 16)
    assert {url: asked(url) for url in urls} == few


def test_the_history_tells_of_slots_by_name(planned, contact, client_of) -> None:
    slot = slot_of(planned, contact, topic="Studiebesök")
    actions.edit_slot(slot, by=contact, room="Sal 2")
    actions.remove_slot(slot, by=contact)
    page = client_of(contact).get(reverse("matter_history", args=[fresh(planned).matter.number]))
    assert page.content.decode().count("Studiebesök") >= 3
    assert "Sal 2" in page.content.decode()


def test_the_visits_page_says_how_far_the_programme_has_come(planned, contact, client_of) -> None:
    client, url = client_of(contact), planned.matter.get_absolute_url()
    state = lambda: client.get(url).context["programme_state"]  # noqa: E731
    assert state()["slots"] == 0
    slot_of(planned, contact, day=NEXT_DAY)
    said_yes(planned, contact)
    assert state() == {"slots": 1, "version": 0, "is_changed": False, "guest": date(2026, 1, 2)}
    actions.confirm(planned, by=contact)
    assert state()["version"] == 1


def test_the_start_page_says_what_is_to_confirm_and_to_host(planned, contact, head) -> None:
    soon = timezone.localdate() + timedelta(days=5)
    matters.change(matters.lock(planned.pk), by=contact, starts_on=soon, ends_on=soon)
    slot_of(planned, contact, day=soon, host=head)
    number = fresh(planned).matter.number
    assert [each.url for each in worklists.of_person(contact)] == [reverse("visits:programme", args=[number])]
    assert [each.url for each in worklists.of_person(head)] == [reverse("visits:hosted")]
    said_yes(planned, contact)
    actions.confirm(planned, by=contact)
    assert worklists.of_person(contact) == []


def _first_step(visit: Visit, client) -> tuple[str, str]:
    label, state, _note = client.get(reverse("visits:programme", args=[visit.matter.number])).context[
        "steps"
    ][0]
    return label, state


def test_the_road_says_that_there_are_clashes_to_writer_and_reader_alike(planned, contact, client_of) -> None:
    slot_of(planned, contact)
    for persona in ("contact", "auditor"):
        assert _first_step(planned, client_of(persona)) == ("Byggt, utan krockar", "done")
    slot_of(planned, contact, "09:30", "10:30", host_name="Bo Alm", place="Stadshuset")
    for persona in ("contact", "auditor"):
        label, state = _first_step(planned, client_of(persona))
        assert "krock" in label
        assert "utan" not in label
        assert state == "current"


def test_a_programme_without_slots_is_not_called_built(planned, client_of) -> None:
    assert _first_step(planned, client_of("contact")) == ("Bygg", "current")


class TestHosts:
    def page(self, visit: Visit, client):
        return client.get(reverse("visits:add_slot", args=[visit.matter.number]))

    def test_persons_of_the_body_are_offered_first_and_not_the_whole_city(
        self, planned, contact, other_contact, client_of
    ) -> None:
        choices = list(self.page(planned, client_of(contact)).context["form"].fields["host"].choices)
        assert choices[0] == ("", "–")
        body, persons = choices[1]
        assert body == planned.matter.body.name
        assert contact.pk in [pk for pk, _name in persons]
        assert other_contact.pk not in [pk for _body, group in choices[1:] for pk, _name in group]

    def test_anybody_is_found_by_name_without_script(self, planned, contact, head, client_of) -> None:
        sent = {"day": DAY.isoformat(), "starts_at": "09:00", "ends_at": "10:00", "topic": "Rundtur"}
        url = reverse("visits:add_slot", args=[planned.matter.number])
        done = client_of(contact).post(url, sent | {"host_find": head.name.split()[0].lower()})
        assert done.status_code == 302
        assert Slot.objects.get().host == head

    def test_of_several_one_is_asked_which_and_of_none_told_so(self, planned, contact, client_of) -> None:
        sent = {"day": DAY.isoformat(), "starts_at": "09:00", "ends_at": "10:00", "topic": "Rundtur"}
        url = reverse("visits:add_slot", args=[planned.matter.number])
        several = client_of(contact).post(url, sent | {"host_find": "a"})
        assert several.status_code == 422
        form = several.context["form"]
        assert "host" in form.errors
        chosen = next(group for _name, group in form.fields["host"].choices[1:])[0][0]
        done = client_of(contact).post(url, sent | {"host_find": "a", "host": chosen})
        assert done.status_code == 302
        assert Slot.objects.get().host_id == chosen
        nobody = client_of(contact).post(url, sent | {"host_find": "Zzyzx"})
        assert "host_find" in nobody.context["form"].errors

    def test_whoever_was_chosen_before_stays_among_the_choices(
        self, planned, contact, other_contact, client_of
    ) -> None:
        slot = slot_of(planned, contact, host=other_contact)
        page = client_of(contact).get(reverse("visits:edit_slot", args=[planned.matter.number, slot.pk]))
        assert f'<option value="{other_contact.pk}" selected>' in page.content.decode()


class TestTitleOfTheHost:
    def save(self, visit: Visit, client, slot: Slot | None = None, **values) -> Slot:
        number = fresh(visit).matter.number
        sent = {
            "day": DAY.isoformat(),
            "starts_at": "09:00",
            "ends_at": "10:00",
            "topic": "Rundtur",
            **values,
        }
        url = reverse("visits:add_slot", args=[number])
        if slot:
            sent, url = form_of(slot, **values), reverse("visits:edit_slot", args=[number, slot.pk])
        answer = client.post(url, sent)
        assert answer.status_code == 302, answer.context["form"].errors
        return Slot.objects.get()

    def test_it_stands_in_the_register_in_the_guests_language(
        self, planned, contact, head, client_of
    ) -> None:
        client = client_of(contact)
        Office.objects.filter(body=planned.matter.body).update(title_en=Concat(Value("The "), "role"))
        slot = self.save(planned, client, host=contact.pk)
        assert slot.host_office == "The contact_person"
        slot = self.save(planned, client, slot, host=head.pk, host_office=slot.host_office)
        assert slot.host_office == head.appointments.get().office.title_en, "it does not stay with another"
        slot = self.save(planned, client, slot, host=head.pk, host_office="Head of the city's winter")
        assert slot.host_office == "Head of the city's winter"
        Visit.objects.filter(pk=planned.pk).update(language="sv")
        slot = self.save(planned, client, slot, host=head.pk, host_office="")
        assert slot.host_office == head.appointments.get().office.title_sv


def test_the_next_slot_is_proposed_where_the_last_one_is(planned, contact, client_of) -> None:
    slot_of(planned, contact, place="Stadshuset", address="Ragnar Östbergs plan 1")
    page = client_of(contact).get(reverse("visits:add_slot", args=[fresh(planned).matter.number]))
    form = page.context["form"]
    assert (form["place"].value(), form["address"].value()) == ("Stadshuset", "Ragnar Östbergs plan 1")
    assert [slot.place for slot in page.context["so_far"]] == ["Stadshuset"]


def test_the_time_proposed_for_the_next_slot_holds_elsewhere_too(planned, contact, client_of) -> None:
    before = slot_of(planned, contact, "09:00", "10:00")
    url = reverse("visits:add_slot", args=[fresh(planned).matter.number])
    form = client_of(contact).get(f"{url}?efter={before.pk}").context["form"]
    begins, ends = (f"{form[name].value():%H:%M}" for name in ("starts_at", "ends_at"))
    slot_of(planned, contact, begins, ends, place="Stadshuset")
    assert found_in(planned, contact)[Slot.objects.latest("pk").pk] == []


def test_where_the_least_travel_time_comes_from_is_told(planned, contact, client_of) -> None:
    slot_of(planned, contact, "09:00", "10:00")
    slot_of(planned, contact, "10:00", "11:00", place="Stadshuset")
    page = client_of(contact).get(reverse("visits:programme", args=[fresh(planned).matter.number]))
    assert "räknas mellan två platser" in page.content.decode()


def test_whoever_confirms_is_not_named_among_those_notified(
    planned, contact, other_contact, client_of
) -> None:
    slot_of(planned, contact, host=contact)
    slot_of(planned, contact, "10:00", "11:00", host=other_contact)
    said_yes(planned, contact)
    page = client_of(contact).get(reverse("visits:confirm_programme", args=[planned.matter.number]))
    assert [host.pk for host in page.context["hosts"]] == [other_contact.pk]


def test_the_form_tells_to_write_in_the_guests_language(planned, contact, client_of) -> None:
    url = reverse("visits:add_slot", args=[planned.matter.number])
    assert "Gästen läser det här: skriv på engelska." in client_of(contact).get(url).content.decode()
    Visit.objects.filter(pk=planned.pk).update(language="sv")
    assert "skriv på engelska" not in client_of(contact).get(url).content.decode()
