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
from governance.models import AgendaItem, Document, Matter, MeetingFile, OutboxEntry
from tests.papers import assert_pdf_ua

from .sittings import SEATS, Role, Seat, before_it, close, fresh, in_session, note, note_all, person
from .test_committee import committees, visit

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


def test_papers_say_who_was_absent_who_approves_and_have_a_named_line_for_each_to_sign():
    meeting = in_session(
        before_it(),
        seats=(
            *SEATS,
            Seat("Siv Sekreterare", Role.SECRETARY),
            Seat("Per Olsson", Role.MEMBER, approves=True),
        ),
    )
    note_all(meeting)
    close(meeting)
    paper = papers.minutes(fresh(meeting))
    assert ("Anna Ek", "ordförande, justerare") in paper.people
    assert paper.absent == (("Bo Alm", "ledamot"),)
    assert paper.signatures == (
        "Ordförande: Anna Ek",
        "Justerare: Per Olsson",
        "Sekreterare: Siv Sekreterare",
    )
    made = read_docx(BytesIO(word.draw(paper)))
    text = "\n".join(each.text for each in made.paragraphs)
    for words in ("Frånvarande", "Bo Alm, ledamot", "Justerare: Per Olsson"):
        assert words in text
    foot = made.sections[0].footer.paragraphs[0]
    assert foot.text.startswith("Trafiknämnden · Protokoll 1/2026 · 2026-03-12 · Sida")
    assert "NUMPAGES" in foot._p.xml


def test_the_lists_of_the_committee_have_their_headings_in_every_paper():
    by, meeting = person("ib_secretary"), committees()
    meetings.add_visit(meeting, visit(), by=by)
    meetings.add_other(meeting, by=by, title="Nätverksmöte", stream="international")
    paper = papers.agenda(fresh(meeting))
    assert [part.group for part in paper.parts] == ["Internationella ärenden", "Representation"]
    headings = [
        each.text for each in read_docx(BytesIO(word.draw(paper))).paragraphs if "Heading" in each.style.name
    ]
    assert "Internationella ärenden" in headings


def test_word_files_know_their_headings_and_their_language():
    document = read_docx(BytesIO(word.draw(papers.minutes(fresh(closed())))))
    assert document.core_properties.language == "sv-SE"
    assert {"Heading 1", "Heading 2", "Heading 3"} <= {each.style.name for each in document.paragraphs}


def approve_and_post(meeting) -> None:
    by = person("secretary")
    meetings.approve(meeting, fresh(meeting).version, by=by, approved_on=date(2026, 3, 20), approved_by="Ek")
    draw_all()
    meetings.post(meeting, fresh(meeting).version, by=by, posted_on=date(2026, 3, 21))
    draw_all()


def test_the_excerpt_is_filed_once_when_the_minutes_are_approved_and_never_changes():
    meeting = closed()
    draw_all()
    matter = meeting.items.get().matter
    assert not Document.objects.filter(matter=matter).exists()  # it is a draft still
    by = person("secretary")
    meetings.approve(meeting, fresh(meeting).version, by=by, approved_on=date(2026, 3, 20), approved_by="Ek")
    draw_all()
    excerpt = Document.objects.get(matter=matter)
    assert excerpt.name == "protokollsutdrag-trafiknamnden-2026-03-12-1.pdf"
    meetings.post(meeting, fresh(meeting).version, by=by, posted_on=date(2026, 3, 21))
    draw_all()
    later = Document.objects.get(matter=matter)
    assert (later.pk, later.sha256, later.created_at) == (excerpt.pk, excerpt.sha256, excerpt.created_at)


def test_what_was_approved_at_the_meeting_is_filed_when_it_closes_and_not_again():
    meeting = in_session(before_it())
    note(meeting.items.get(), immediate_approval=True)
    close(meeting)
    draw_all()
    excerpt = Document.objects.get(matter=meeting.items.get().matter)
    approve_and_post(meeting)
    later = Document.objects.get(matter=excerpt.matter)
    assert (later.pk, later.sha256) == (excerpt.pk, excerpt.sha256)


def test_the_minutes_lead_to_the_excerpt_as_pdf(client_of):
    meeting = closed()
    page = reverse("meeting_minutes", args=[meeting.pk])
    assert "Utdrag som PDF" not in client_of("secretary").get(page).content.decode()
    approve_and_post(meeting)
    item = meeting.items.get()
    href = reverse("meeting_excerpt_pdf", args=[meeting.pk, item.pk])
    client = client_of("secretary")
    for address in (page, item.get_absolute_url()):
        assert f'<a href="{href}">Utdrag som PDF</a>' in client.get(address).content.decode()
    assert client.get(href).content == bytes(Document.objects.get(matter=item.matter).content)


def test_what_is_no_matter_has_an_excerpt_too_which_lies_with_its_meeting(client_of):
    meeting = in_session(before_it())
    meetings.add_other(meeting, by=person("secretary"), title="Val av justerare")
    note_all(meeting)
    close(meeting)
    approve_and_post(meeting)
    item = meeting.items.get(matter=None)
    client = client_of("secretary")
    page = client.get(reverse("meeting_minutes", args=[meeting.pk])).content.decode()
    for name in ("meeting_excerpt_pdf", "meeting_excerpt_word"):
        assert f'href="{reverse(name, args=[meeting.pk, item.pk])}"' in page
    answer = client.get(reverse("meeting_excerpt_pdf", args=[meeting.pk, item.pk]))
    with pikepdf.open(BytesIO(answer.content)) as drawn:
        assert str(drawn.docinfo["/Title"]) == f"Utdrag ur protokoll 1/2026, § {item.paragraph}"
    assert "Val av justerare" in words_of(word.draw(papers.excerpt(item)))
    assert MeetingFile.objects.get(item=item).document.matter is None


def test_an_excerpt_that_says_something_else_is_filed_beside_the_one_before():
    meeting = closed()
    item = meeting.items.get()
    approve_and_post(meeting)
    first = Document.objects.get(matter=item.matter)
    AgendaItem.objects.filter(pk=item.pk).update(wording="Andra ord.")
    drawing.draw_excerpt(OutboxEntry(subject=item.pk))()
    assert Document.objects.filter(matter=item.matter).count() == 2
    assert Document.objects.get(pk=first.pk).sha256 == first.sha256
    assert MeetingFile.objects.get(item=item).document_id != first.pk


def test_the_prints_are_tagged_swedish_pdf():
    meeting = closed()
    approve_and_post(meeting)
    kept = MeetingFile.objects.get(meeting=meeting, kind="minutes")
    with pikepdf.open(BytesIO(bytes(kept.document.content))) as drawn:
        assert str(drawn.Root.Lang) == "sv"
        assert drawn.Root.MarkInfo.Marked
    excerpt = Document.objects.get(matter=meeting.items.get().matter)
    for content in (kept.document.content, excerpt.content, drawing.as_pdf(papers.agenda(meeting))):
        assert_pdf_ua(content)


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


@pytest.mark.parametrize("name", ["meeting_excerpt_word", "meeting_excerpt_pdf"])
def test_who_was_not_let_into_a_secret_matter_gets_no_excerpt_of_it(name, client_of):
    membership = before_it()
    meeting = in_session(membership)
    note_all(meeting)
    close(meeting)
    approve_and_post(meeting)
    address = reverse(name, args=[meeting.pk, meeting.items.get().pk])
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
