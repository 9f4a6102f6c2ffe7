"""From the yes to a confirmed programme: built at once, proposed to the guest, told to everybody."""

from datetime import time

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from governance import outbox
from governance.errors import WrongState
from governance.models import Matter, OutboxEntry
from tests.visits.programme_making import DAY, NEXT_DAY, form_of, said_yes, slot_of
from visits import actions as visit_actions
from visits import gone_out
from visits.actions import programme as actions
from visits.models import Letter, Programme, ProgrammeProposal, Visit

pytestmark = pytest.mark.django_db


def url(visit: Visit, rest: str = "") -> str:
    return f"{reverse('visits:programme', args=[visit.matter.number])}{rest}"


def page_of(client, visit: Visit) -> str:
    return client.get(visit.matter.get_absolute_url()).content.decode()


@pytest.fixture
def planned(take, contact) -> Visit:
    return take(contact, to="planned")


@pytest.fixture
def told_yes(take, contact) -> Visit:
    """Accepted for a day to come, and the guest has the letter."""
    visit = take(contact, to="accepted")
    Matter.objects.filter(pk=visit.pk).update(starts_on="2999-01-04", ends_on="2999-01-05")
    letter = visit_actions.write_letter(
        visit, by=contact, kind="acceptance", language="en", subject="Yes", text="Welcome."
    )
    visit_actions.note_letter_sent(letter, by=contact, sent_on=letter.written_on)
    return Visit.objects.select_related("matter").get(pk=visit.pk)


def test_after_the_yes_the_main_button_builds_the_programme(told_yes, client_of, contact) -> None:
    client = client_of(contact)
    page = page_of(client, told_yes)
    assert f'<a class="button button-primary" href="{url(told_yes)}">' in page
    assert page.count(f'href="{url(told_yes)}"') >= 2, "the button, and among what comes next"
    assert f'button-secondary" href="/besok/{told_yes.matter.number}/planera/' in page
    assert f'button-secondary" href="/besok/{told_yes.matter.number}/genomfort/' not in page
    assert page.count("inte påbörjad") == 2, "the step, and the panel"
    assert page.index('id="programme"') < page.index('id="request"')
    Letter.objects.update(sent_on=None)
    assert f'<a class="button button-primary" href="{url(told_yes)}">' not in page_of(client, told_yes)


def test_the_first_slot_has_place_and_host_of_the_visit_and_settles_the_days(
    told_yes, client_of, contact, head
) -> None:
    Visit.objects.filter(pk=told_yes.pk).update(
        place="Stadshuset", hosts=f"{head.name}, direktör\nAnna Ek", language="sv"
    )
    form = client_of(contact).get(url(told_yes, "punkt/")).context["form"]
    assert form["place"].value() == "Stadshuset"
    assert (form["host"].value(), form["host_office"].value()) == (head.pk, "direktör")
    Visit.objects.filter(pk=told_yes.pk).update(hosts="Okänd Person")
    form = client_of(contact).get(url(told_yes, "punkt/")).context["form"]
    assert (form["host"].value(), form["host_name"].value()) == (None, "Okänd Person")
    slot_of(told_yes, contact, day=told_yes.matter.starts_on)
    visit = Visit.objects.select_related("matter").get(pk=told_yes.pk)
    assert (visit.matter.status, visit.hosts) == ("planned", "Okänd Person")
    assert visit.events.filter(verb="plan").exists()


def test_nobody_is_told_before_it_is_noted(planned, client_of, contact) -> None:
    client = client_of(contact)
    slot_of(planned, contact)
    before = [label for label, _state, _note in client.get(url(planned)).context["steps"]]
    assert before[1:] == ["Gästens ja", "Bekräfta och meddela"]
    said_yes(planned, contact)
    kept = actions.confirm(planned, by=contact, tell_guest=True)
    assert kept.still_to_tell == ["Anna Ek"]
    _label, state, _note = client.get(url(planned)).context["steps"][2]
    assert (_label, state) == ("Bekräftat, 1 återstår att meddela", "current")
    here = url(planned, "version/1/meddelad/")
    assert here in client.get(url(planned)).content.decode()
    today = timezone.localdate().isoformat()
    assert client.post(here, {"who": "Anna Ek", "told_on": "2020-01-01"}).status_code == 422
    assert client.post(here, {"who": "Någon annan", "told_on": today}).status_code == 422
    assert client.post(here, {"who": "Anna Ek", "told_on": today}).status_code == 302
    kept.refresh_from_db()
    assert [(each["name"], each["on"], each["by"]) for each in kept.told_by_hand] == [
        ("Anna Ek", today, contact.name)
    ]
    _label, state, _note = client.get(url(planned)).context["steps"][2]
    assert (_label, state) == ("Bekräftat och meddelat", "done")
    with pytest.raises(WrongState):
        actions.note_told(kept, by=contact, who="Anna Ek", told_on=timezone.localdate())
    assert today in client.get(url(planned, "version/1/")).content.decode()


def test_a_day_of_the_visit_without_a_slot_is_told(planned, client_of, contact) -> None:
    client = client_of(contact)
    Matter.objects.filter(pk=planned.pk).update(starts_on=DAY, ends_on=NEXT_DAY)
    slot_of(planned, contact)
    said_yes(planned, contact)
    assert "Ingen programpunkt den här dagen" in client.get(url(planned)).content.decode()
    for page in ("bekrafta/", "forslag/"):
        assert client.get(url(planned, page)).context["empty_days"] == [NEXT_DAY]
    slot_of(planned, contact, day=NEXT_DAY)
    assert "Ingen programpunkt den här dagen" not in client.get(url(planned)).content.decode()


def test_the_mail_is_read_before_it_is_sent_and_says_whose_address_it_is(planned, client_of, contact) -> None:
    slot_of(planned, contact, topic="Vintercykling på väg")
    said_yes(planned, contact)
    client = client_of(contact)
    page = client.get(url(planned, "bekrafta/")).content.decode()
    assert "Programme of your visit to Stockholm" in page
    assert "till dig själv" not in page
    Visit.objects.filter(pk=planned.pk).update(contact_email=contact.email)
    assert "till dig själv" in client.get(url(planned, "bekrafta/")).content.decode()


def test_what_the_guest_gets_is_read_before_it_is_sent(planned, client_of, contact) -> None:
    slot_of(
        planned, contact, topic="Winter cycling", internal_note="De frågar om pris", host_phone="508 26 000"
    )
    said_yes(planned, contact)
    client = client_of(contact)
    for page in ("forslag/", "bekrafta/"):
        answer = client.get(url(planned, page))
        [(_day, rows)] = answer.context["paper"].days
        assert [row.topic for row in rows] == ["Winter cycling"]
        shown = answer.content.decode()
        assert "Läs programmet som gästen får det" in shown
        assert "Your host" in shown, "in the guest's language"
        assert "De frågar om pris" not in shown
        assert "508 26 000" not in shown


def test_what_comes_first_when_all_is_there_is_to_ask_the_guest(planned, client_of, contact) -> None:
    slot_of(planned, contact, host_name="")
    client = client_of(contact)
    assert client.get(url(planned)).context["to_propose"] is False, "the host is missing"
    slot = planned.slots.get()
    actions.edit_slot(slot, by=contact, host_name="Anna Ek")
    page = client.get(url(planned))
    assert page.context["to_propose"] is True
    assert "Klart för gästen" in page.content.decode()
    actions.propose_to_guest(Visit.objects.get(pk=planned.pk), by=contact)
    page = client.get(url(planned))
    assert page.context["to_propose"] is False
    assert "Skicka ett nytt förslag" in page.content.decode()


def test_the_calendar_file_is_read_as_the_guest_has_it(planned, client_of, contact) -> None:
    slot_of(planned, contact, topic="Winter cycling")
    said_yes(planned, contact)
    actions.confirm(Visit.objects.get(pk=planned.pk), by=contact, tell_guest=True)
    client = client_of(contact)
    number = Visit.objects.get(pk=planned.pk).matter.number
    link = f"{reverse('visits:programme_calendar', args=[number])}?gast=1"
    assert link in client.get(reverse("visits:sent", args=[number])).content.decode()
    theirs, ours = (client.get(each).content.decode() for each in (link, link.partition("?")[0]))
    assert "Winter cycling" in theirs
    assert "URL" in ours
    assert "URL" not in theirs, "the register does not open for the guests"


def test_an_english_programme_that_looks_swedish_is_warned_of_and_not_refused(
    planned, client_of, contact
) -> None:
    slot = slot_of(planned, contact, topic="Vintercykling på väg", place="Tekniska nämndhuset")
    said_yes(planned, contact)
    client = client_of(contact)
    found = client.get(url(planned, "bekrafta/")).context["swedish"]
    assert [line.endswith("Vintercykling på väg") for line in found] == [True]
    Visit.objects.filter(pk=planned.pk).update(language="sv")
    assert client.get(url(planned, "bekrafta/")).context["swedish"] == []
    Visit.objects.filter(pk=planned.pk).update(language="en")
    actions.edit_slot(slot, by=contact, topic="Winter cycling")
    assert client.get(url(planned, "bekrafta/")).context["swedish"] == [], "a place keeps its name"
    actions.edit_slot(slot, by=contact, topic="På väg")
    assert actions.confirm(Visit.objects.get(pk=planned.pk), by=contact).number == 1


def test_the_programme_goes_to_the_guest_as_a_proposal_and_the_answer_is_filed(
    planned, client_of, contact
) -> None:
    client = client_of(contact)
    with pytest.raises(WrongState):
        actions.propose_to_guest(planned, by=contact)
    slot_of(planned, contact, topic="Winter cycling")
    here = url(planned, "forslag/")
    form = client.get(here)
    assert "Proposed programme of your visit to Stockholm" in form.content.decode()
    entered = {field.html_name: field.value() or "" for field in form.context["form"]}
    assert client.post(here, entered).status_code == 302
    for kind in ("draw_proposal", "mail_proposal"):
        assert outbox.run(OutboxEntry.objects.get(kind=kind).pk)
    [sent] = [each for each in mail.outbox if each.to == ["m.vandervelden@rotterdam.example"]]
    assert "tell us whether it suits you" in sent.body
    [(name, content, _type)] = sent.attachments
    assert name.endswith(".pdf")
    assert content.startswith(b"%PDF-")
    proposal = ProgrammeProposal.objects.get()
    assert proposal.mailed_at
    assert proposal.document.matter_id == planned.pk
    listed = client.get(reverse("visits:sent", args=[planned.matter.number])).content.decode()
    assert "Förslag till program" in listed or "Proposed programme" in listed
    assert any("rotterdam" in gone.words for gone in gone_out.of_matter(planned.matter))
    file = SimpleUploadedFile("yes.eml", b"From: guest\n\nYes.", content_type="message/rfc822")
    said = {"confirmed_on": timezone.localdate().isoformat(), "how": "E-post", "answer": file}
    assert client.post(url(planned, "gastens-svar/"), said).status_code == 302
    answer = Programme.objects.get(visit=planned).guest_answer
    assert (answer.name, answer.matter_id) == ("yes.eml", planned.pk)
    assert str(answer.pk) in client.get(url(planned)).content.decode()
    # Noting it once more without a file keeps the one that is there.
    actions.note_guest(planned, by=contact, confirmed_on=timezone.localdate(), how="E-post igen")
    assert Programme.objects.get(visit=planned).guest_answer == answer


def test_what_has_become_secret_is_proposed_to_nobody(planned, contact) -> None:
    slot_of(planned, contact)
    actions.propose_to_guest(planned, by=contact)
    assert outbox.run(OutboxEntry.objects.get(kind="draw_proposal").pk)
    Matter.objects.filter(pk=planned.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=DAY, secrecy_marked_by=contact
    )
    sent = len(mail.outbox)
    assert outbox.run(OutboxEntry.objects.get(kind="mail_proposal").pk)
    assert len(mail.outbox) == sent


def test_a_letter_whose_mail_was_given_up_is_noted_as_sent_by_hand(take, client_of, contact) -> None:
    visit = take(contact, to="accepted")
    letter = visit_actions.write_letter(
        visit, by=contact, kind="acceptance", language="en", subject="Yes", text="Welcome."
    )
    assert outbox.run(OutboxEntry.objects.get(key=letter.outbox_key).pk)
    letter = visit_actions.mail_letter(Letter.objects.get(pk=letter.pk), by=contact)
    with pytest.raises(WrongState):
        visit_actions.note_letter_sent(letter, by=contact, sent_on=letter.written_on)
    OutboxEntry.objects.filter(key=letter.mail_key).update(dead_at=timezone.now())
    with pytest.raises(ValidationError):
        visit_actions.note_letter_sent(letter, by=contact, sent_on=letter.written_on.replace(year=2999))
    client = client_of(contact)
    here = f"/besok/{visit.matter.number}/brev/{letter.pk}/"
    assert "Jag har skickat det själv" in client.get(here).content.decode()
    noted = {"way": "noted", "sent_on": letter.written_on.isoformat()}
    assert client.post(here + "skicka/", noted).status_code == 302
    letter.refresh_from_db()
    assert (letter.mail_to, letter.sent_on) == ("", letter.written_on)
    # Should somebody let the mail be tried again, the guest has the letter already.
    OutboxEntry.objects.filter(key=letter.mail_key).update(dead_at=None)
    sent = len(mail.outbox)
    assert outbox.run(OutboxEntry.objects.get(key=letter.mail_key).pk)
    assert len(mail.outbox) == sent


def test_what_has_changed_since_the_guests_yes_is_told_before_it_is_confirmed(
    planned, client_of, contact
) -> None:
    slot = slot_of(planned, contact, topic="Winter cycling")
    actions.propose_to_guest(planned, by=contact)
    actions.note_guest(planned, by=contact, confirmed_on=timezone.localdate(), how="E-post")
    page = client_of(contact).get(url(planned, "bekrafta/"))
    assert page.context["since_the_yes"] == []
    actions.edit_slot(slot, by=contact, starts_at=time(13), ends_at=time(14))
    page = client_of(contact).get(url(planned, "bekrafta/"))
    assert "Gästen sade ja till något annat" in page.content.decode()
    actions.propose_to_guest(planned, by=contact)
    assert client_of(contact).get(url(planned, "bekrafta/")).context["since_the_yes"] == []


def test_what_was_sent_stands_with_the_latest_first_and_with_its_words(planned, client_of, contact) -> None:
    slot_of(planned, contact)
    actions.propose_to_guest(planned, by=contact)
    said_yes(planned, contact)
    actions.confirm(Visit.objects.get(pk=planned.pk), by=contact)
    answer = client_of(contact).get(reverse("visits:sent", args=[planned.matter.number]))
    times = [each.at for each in answer.context["sent"]]
    assert times == sorted(times, reverse=True)
    assert all(each.text for each in answer.context["sent"])
    assert 'hx-trigger="every 3s"' in answer.content.decode(), "what waits to be sent is looked at again"


def test_a_title_in_swedish_is_not_proposed_to_a_guest_who_reads_english(planned, client_of, contact) -> None:
    Visit.objects.filter(pk=planned.pk).update(hosts="Anna Ek, trafikdirektör", language="en")
    form = client_of(contact).get(url(planned, "punkt/")).context["form"]
    assert (form["host_name"].value(), form["host_office"].value() or "") == ("Anna Ek", "")
    Visit.objects.filter(pk=planned.pk).update(language="sv")
    form = client_of(contact).get(url(planned, "punkt/")).context["form"]
    assert form["host_office"].value() == "trafikdirektör"


def test_who_goes_on_to_the_next_slot_is_told_of_the_clash(planned, client_of, contact) -> None:
    slot = slot_of(planned, contact)
    entered = form_of(slot, place="Stadshuset", starts_at="09:30", ends_at="10:30", another="1")
    told = client_of(contact).post(url(planned, "punkt/"), entered, follow=True).content.decode()
    assert "Den börjar innan Vintercykling är slut" in told


def test_the_log_tells_the_guests_yes_and_the_mail_with_the_programme(planned, client_of, contact) -> None:
    slot_of(planned, contact, topic="Winter cycling")
    actions.note_guest(planned, by=contact, confirmed_on=timezone.localdate(), how="E-post")
    actions.confirm(Visit.objects.get(pk=planned.pk), by=contact, tell_guest=True)
    page = page_of(client_of(contact), planned)
    log = page[page.index('id="events"') :]
    assert "Noterade att gästen har bekräftat programmet" in log
    assert f"{timezone.localdate().isoformat()}, E-post" in log
    assert "Skickade programmet till gästen med e-post" in log
    assert "v. 1, m.vandervelden@rotterdam.example" in log
