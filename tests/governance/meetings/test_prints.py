"""What is printed of a meeting: as PDF and as Word, secret matters by no name, excerpts in their matters."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from docx import Document as read_docx

from governance import meetings, outbox
from governance.matters import change, lock
from governance.meetings import drawing, papers, word
from governance.models import Document, Matter, MeetingFile, OutboxEntry

from .sittings import before_it, close, fresh, in_session, note, note_all, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_city(city):
    return city


def draw_all() -> None:
    for entry in OutboxEntry.objects.filter(kind__in=("draw_meeting_paper", "draw_excerpt"), done_at=None):
        assert outbox.run(entry.pk)


def closed():
    meeting = in_session(before_it())
    note(
        meeting.items.get(), conflicts=[meeting.attendance.get(name="Anna Ek")], statements="Jag menar annat."
    )
    return close(meeting)


def words_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in read_docx(BytesIO(content)).paragraphs)


def test_minutes_as_word_say_who_was_there_what_was_decided_and_who_stood_aside():
    text = words_of(word.draw(papers.minutes(fresh(closed()))))
    for words in (
        "Protokoll 1/2026",
        "Utkast",
        "§ 1",
        "Cia Lind, ersättare, tjänstgör för Bo Alm",
        "Jäv",
        "Anna Ek",
    ):
        assert words in text
    assert "Jag menar annat." in text


def test_word_files_know_their_headings_and_their_language():
    document = read_docx(BytesIO(word.draw(papers.minutes(fresh(closed())))))
    assert document.core_properties.language == "sv-SE"
    assert {"Heading 1", "Heading 2", "Heading 3"} <= {each.style.name for each in document.paragraphs}


def test_the_excerpt_lands_in_the_matter_and_is_drawn_anew_when_the_minutes_are_approved():
    meeting = closed()
    draw_all()
    excerpt = Document.objects.get(matter=meeting.items.get().matter)
    first = excerpt.sha256
    assert excerpt.name == "protokollsutdrag-trafiknamnden-2026-03-12-1.pdf"
    by = person("secretary")
    meetings.approve(meeting, fresh(meeting).version, by=by, approved_on=date(2026, 3, 20), approved_by="Ek")
    draw_all()
    excerpt.refresh_from_db()
    assert excerpt.sha256 != first
    assert Document.objects.filter(matter=excerpt.matter).count() == 1


def test_the_prints_are_tagged_swedish_pdf():
    meeting = closed()
    draw_all()
    kept = MeetingFile.objects.get(meeting=meeting, kind="minutes")
    with pikepdf.open(BytesIO(bytes(kept.document.content))) as drawn:
        assert str(drawn.Root.Lang) == "sv"
        assert drawn.Root.MarkInfo.Marked


def test_a_secret_matter_has_no_name_in_what_everybody_may_fetch_and_its_own_in_its_excerpt():
    membership = before_it("Hemliga gator (exempel)")
    meeting = in_session(membership)
    note_all(meeting)
    close(meeting)
    matter = lock(Matter.objects.get(pk=membership.pk))
    change(matter, by=person("contact"), secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 3, 13))
    for paper in (papers.agenda(fresh(meeting)), papers.minutes(fresh(meeting))):
        text = words_of(word.draw(paper))
        assert "Hemliga gator" not in text
        assert papers.HIDDEN in text
    assert "Hemliga gator" in words_of(word.draw(papers.excerpt(meeting.items.get())))


def test_who_was_not_let_into_a_secret_matter_gets_no_excerpt_of_it(client_of):
    membership = before_it()
    meeting = in_session(membership)
    note_all(meeting)
    close(meeting)
    address = reverse("meeting_excerpt_word", args=[meeting.pk, meeting.items.get().pk])
    assert client_of("head").get(address).status_code == 200
    matter = lock(Matter.objects.get(pk=membership.pk))
    change(matter, by=person("contact"), secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 3, 13))
    assert client_of("head").get(address).status_code == 404


def test_a_page_says_that_a_print_is_on_its_way_and_then_offers_it(client_of):
    meeting, client = closed(), client_of("secretary")
    page = reverse("meeting_minutes", args=[meeting.pk])
    pdf = reverse("meeting_paper_pdf", args=[meeting.pk, "protokoll"])
    assert client.get(pdf).status_code == 404
    assert pdf not in client.get(page).content.decode()
    draw_all()
    assert pdf in client.get(page).content.decode()
    fetched = client.get(pdf)
    assert fetched.content.startswith(b"%PDF-")
    assert "attachment" in fetched.headers["Content-Disposition"]
    assert "default-src 'none'" in fetched.headers["Content-Security-Policy"]


def test_a_slow_worker_does_not_put_an_older_print_back():
    meeting = in_session(before_it())
    note_all(meeting)
    slow = drawing.draw_paper(drawing.ask(fresh(meeting), "agenda"))
    meetings.add_other(meeting, by=person("secretary"), title="Nytt")
    drawing.draw_paper(drawing.ask(fresh(meeting), "agenda"))()
    newer = MeetingFile.objects.get(kind="agenda").document.sha256
    slow()
    assert MeetingFile.objects.get(kind="agenda").document.sha256 == newer


@pytest.mark.parametrize("name", ["protokoll.exe", "finns-inte.pdf", "finns-inte.docx"])
def test_a_print_that_does_not_exist_is_not_found(client_of, name):
    meeting = in_session()
    assert client_of("secretary").get(f"/sammantraden/{meeting.pk}/{name}").status_code == 404


def test_what_was_pasted_with_control_characters_is_written_as_lines():
    paper = replace(
        papers.minutes(fresh(closed())), title="Ett\x01 möte", parts=(papers.Part("§ 1", "Rad\x0bRad"),)
    )
    text = words_of(word.draw(paper))
    assert "Ett möte" in text
    assert "Rad\nRad" in text
