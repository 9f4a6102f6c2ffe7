"""Letters: filled in for the visit, changed by the officer, drawn once as tagged PDF, from wording one can edit."""

import pikepdf
import pytest

from governance import outbox
from governance.errors import StaleVersion
from governance.models import OutboxEntry
from tests.papers import assert_pdf_ua
from visits import actions, letters, wordings
from visits.models import Letter, LetterKind, LetterLanguage, LetterTemplate
from visits.wordings import UnknownPlaceholder

pytestmark = pytest.mark.django_db


def drawn(letter: Letter) -> Letter:
    assert outbox.run(OutboxEntry.objects.get(key=letter.outbox_key).pk)
    letter.refresh_from_db()
    return letter


@pytest.mark.parametrize("language", LetterLanguage.values)
@pytest.mark.parametrize("kind", LetterKind.values)
def test_every_wording_holds_only_known_placeholders_and_fills_in(
    kind: str, language: str, take, contact
) -> None:
    wording = wordings.wording(kind, language)
    wordings.check_subject(kind, wording.subject)
    wordings.check_text(kind, wording.text)
    subject, text = letters.proposal(take(contact, to="accepted"), kind, language)
    assert "{" not in subject + text
    assert "!" not in subject + text
    assert "Marit van der Velden" in text


@pytest.mark.parametrize("language", LetterLanguage.values)
def test_the_pdf_is_tagged_and_in_the_language_of_the_letter(language: str, take, contact, tmp_path) -> None:
    visit = take(contact, to="accepted")
    subject, text = letters.proposal(visit, "acceptance", language)
    letter = drawn(
        actions.write_letter(
            visit, by=contact, kind="acceptance", language=language, subject=subject, text=text
        )
    )
    file = tmp_path / "letter.pdf"
    file.write_bytes(bytes(letter.document.content))
    assert_pdf_ua(letter.document.content)
    with pikepdf.open(file) as opened:
        assert str(opened.Root.Lang) == language
        assert "/StructTreeRoot" in opened.Root
    assert letter.document.matter == visit.matter


def test_a_letter_asked_for_twice_is_drawn_once(take, contact) -> None:
    letter = drawn(
        actions.write_letter(
            take(contact, to="accepted"),
            by=contact,
            kind="thanks",
            language="sv",
            subject="Tack",
            text="Tack.",
        )
    )
    document = letter.document_id
    OutboxEntry.objects.update(done_at=None, lease_until=None)
    assert drawn(letter).document_id == document


def test_what_the_officer_or_the_guest_writes_is_text_and_fetches_nothing(log, contact) -> None:
    visit = log(contact, counterpart='<img src="http://127.0.0.1/x">', contact_name="<b>Anna</b>")
    letter = actions.write_letter(
        visit,
        by=contact,
        kind="thanks",
        language="sv",
        subject="<script>",
        text='<img src="file:///etc/passwd">',
    )
    assert "<img" not in letters.html(letter)
    assert drawn(letter).document is not None


def test_the_letter_tells_nothing_private_of_the_officer(take, contact) -> None:
    letter = actions.write_letter(
        take(contact, to="accepted"), by=contact, kind="thanks", language="sv", subject="Tack", text="Tack."
    )
    assert contact.name in letters.html(letter)
    assert contact.email not in letters.html(letter) + letters.as_text(letter)
    assert contact.username not in letters.html(letter)


@pytest.mark.parametrize(
    "text", ["{secret}", "{contact.email}", "{0}", "{", "}", "{contact!r}", "{{contact}}", "{}"]
)
def test_a_template_holds_no_other_placeholder(text: str, coordinator) -> None:
    with pytest.raises(UnknownPlaceholder):
        actions.edit_template("thanks", "sv", 0, by=coordinator, subject="Tack", text=text)


def test_the_citys_own_wording_wins_and_the_second_editor_is_told(coordinator) -> None:
    actions.edit_template("thanks", "sv", 0, by=coordinator, subject="Stort tack", text="Hej {contact}")
    assert wordings.wording("thanks", "sv").subject == "Stort tack"
    with pytest.raises(StaleVersion):
        actions.edit_template("thanks", "sv", 0, by=coordinator, subject="x", text="x")
    assert LetterTemplate.objects.get().version == 1


def test_a_conflict_over_a_template_keeps_what_was_typed(client_of, coordinator) -> None:
    actions.edit_template("thanks", "sv", 0, by=coordinator, subject="Stort tack", text="Hej {contact}")
    mine = {"version": 0, "subject": "Mitt", "text": "Min text"}
    page = client_of(coordinator).post("/besok/mallar/thanks/sv/", mine)
    assert page.context["form"]["text"].value() == "Min text"
    assert "Stort tack" in page.content.decode()
    assert client_of(coordinator).post("/besok/mallar/thanks/sv/", {**mine, "version": 1}).status_code == 302
    assert wordings.wording("thanks", "sv").text == "Min text"


def test_the_page_of_a_letter_waits_and_then_gives_the_pdf(take, client_of, contact) -> None:
    visit = take(contact, to="accepted")
    letter = actions.write_letter(
        visit, by=contact, kind="thanks", language="sv", subject="Tack", text="Tack."
    )
    client, url = client_of(contact), f"/besok/{visit.matter.number}/brev/{letter.pk}/"
    assert "<progress" in client.get(url).content.decode()
    assert "<html" not in client.get(url, headers={"HX-Request": "true"}).content.decode()
    drawn(letter)
    page = client.get(url).content.decode()
    assert "<progress" not in page
    assert f"/handlingar/{letter.document_id}/" in page


def test_a_letter_stands_in_the_history_of_its_visit_once(take, client_of, contact) -> None:
    visit = take(contact, to="accepted")
    letter = actions.write_letter(
        visit, by=contact, kind="thanks", language="sv", subject="Tack för besöket", text="Tack."
    )
    drawn(letter)
    page = client_of(contact).get(f"/arenden/{visit.matter.number}/historik/").content.decode()
    assert page.count("Brev: Tack för besöket") == 1
