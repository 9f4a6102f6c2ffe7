"""What is printed of a referral, in Swedish: one body's answer for the registry, and the compilation of all answers."""

from collections import Counter

from django.db import transaction
from django.utils.translation import override

from governance import documents, outbox
from governance.meetings import word
from governance.meetings.drawing import as_pdf
from governance.meetings.papers import LANGUAGE, Paper, Part
from governance.models import OutboxEntry

from .actions.answering import decision_on
from .lifecycle import ANSWERED
from .models import Referral, ReferralAnswer, Remark, SectionAnswer

OFFICE = "Stadsledningskontoret"
WHOLE = "Dokumentet som helhet"
WORD = word.MEDIA_TYPE


def of_answer(answer: ReferralAnswer) -> Paper:
    """Remissvar: under the Executive Board's diary number, as its registry wants it."""
    with override(LANGUAGE):
        matter, card = answer.matter, answer.referral.matter
        rows = answer.sections.select_related("section")
        return Paper(
            kind="Remissvar",
            sender=matter.body.name_sv,
            title=f"KS {card.diary_number}" if card.diary_number else card.title,
            subject=f"KS {card.diary_number}",
            reference=card.diary_number or card.number,
            facts=(
                ("Ärende", card.title),
                ("Till", "Kommunstyrelsen"),
                ("Nämndens diarienummer", matter.diary_number or matter.number),
                ("Inställning", answer.get_stance_display().capitalize() or "Inte angiven"),
                *_decided(answer),
            ),
            parts=(
                Part("1", "Kontorets tjänsteutlåtande", texts=(("", answer.report),)),
                *(_section(str(n), row) for n, row in enumerate(rows, 2)),
            ),
            is_draft=False,
        )


def _decided(answer: ReferralAnswer) -> list[tuple[str, str]]:
    """Which decision the answer rests on."""
    if answer.without_board:
        return [("Beslut", f"Kontorets svar utan nämndbeslut. {answer.without_board_reason}")]
    decision = decision_on(answer)
    if decision is None:
        return [("Beslut", "Inget beslut är registrerat")]
    words = f"{decision.body_name} {decision.decided_on.isoformat()} § {decision.paragraph}".strip(" §")
    immediate = "ja" if decision.immediate_approval else "nej"
    return [
        ("Beslut", words),
        ("Omedelbar justering", immediate),
        ("Reservation eller särskilt uttalande", decision.reservations or "nej"),
    ]


def _section(place: str, row: SectionAnswer) -> Part:
    texts = (("", row.text), ("Förslag till lydelse", row.proposal), ("Fråga", row.question))
    return Part(
        place,
        str(row.section) if row.section else WHOLE,
        facts=row.get_stance_display().capitalize(),
        texts=tuple((heading, text) for heading, text in texts if text),
    )


def of_compilation(referral: Referral) -> Paper:
    """Sammanställning: who has answered what, and every remark with the Office's answer, section by section.

    An answer under secrecy is in none of it.
    """
    with override(LANGUAGE):
        answers = list(
            referral.answers.filter(matter__secrecy_ground="")
            .select_related("matter__body")
            .order_by("matter__body__name_sv")
        )
        answered = [answer for answer in answers if answer.matter.status in ANSWERED]
        card = referral.matter
        return Paper(
            kind="Sammanställning av remissvar",
            sender=OFFICE,
            title=f"Sammanställning av remissvar: {card.title}",
            subject=f"KS {card.diary_number}",
            reference=card.diary_number or card.number,
            facts=(
                ("Diarienummer", card.diary_number or "–"),
                ("Utsänd", referral.sent_on.isoformat() if referral.sent_on else "–"),
                ("Svar senast", referral.answer_by.isoformat()),
                ("Remissinstanser", str(len(answers))),
                ("Har svarat", str(len(answered))),
            ),
            parts=tuple(_parts(referral, answers, answered)),
        )


def _parts(referral: Referral, answers: list[ReferralAnswer], answered: list[ReferralAnswer]) -> list[Part]:
    counted = Counter(answer.get_stance_display().capitalize() for answer in answered)
    summary = ", ".join(f"{stance}: {n}" for stance, n in counted.most_common())
    lines = "\n\n".join(f"{answer.matter.body.name_sv}: {_stands(answer)}" for answer in answers)
    parts = [Part("1", "Vilka har svarat", facts=summary, texts=(("", lines),))]
    sections = [None, *referral.edition(1)]
    rows: dict[int | None, list[SectionAnswer]] = {}
    said = SectionAnswer.objects.filter(answer__in=answered).select_related("answer__matter__body", "remark")
    for row in said.order_by("answer__matter__body__name_sv"):
        rows.setdefault(row.section_id, []).append(row)
    for section in sections:
        told = rows.get(section.pk if section else None, [])
        title = str(section) if section else WHOLE
        texts = tuple(text for row in told for text in _said(row))
        stances = Counter(row.get_stance_display().capitalize() for row in told)
        facts = ", ".join(f"{stance}: {n}" for stance, n in stances.most_common()) or "Ingen har yttrat sig"
        parts.append(Part(str(len(parts) + 1), title, facts=facts, texts=texts))
    return parts


def _stands(answer: ReferralAnswer) -> str:
    if answer.matter.status in ANSWERED:
        return answer.get_stance_display()
    return answer.matter.status_label


def _said(row: SectionAnswer) -> list[tuple[str, str]]:
    """What one body says of a section, and what the Office answers."""
    name = row.answer.matter.body.name_sv
    parts = [row.text]
    if row.proposal:
        parts.append(f"Förslag till lydelse: {row.proposal}")
    if row.question:
        parts.append(f"Fråga: {row.question}")
    if not any(parts):
        return []
    remark: Remark | None = getattr(row, "remark", None)
    if remark is not None and remark.handling:
        where = f" Ändrat i avsnitt {remark.changed_where}." if remark.changed_where else ""
        words = remark.get_handling_display().capitalize()
        parts.append(f"{OFFICE}s bemötande: {words}. {remark.because}{where}")
    return [(f"{name}: {row.get_stance_display()}", "\n\n".join(part for part in parts if part))]


def as_word(paper: Paper) -> bytes:
    """The bytes of the .docx."""
    return word.draw(paper)


def draw_compilation(entry: OutboxEntry) -> outbox.Keep:
    """Outbox: draw the compilation as PDF and file it in the matter; an earlier one that said something else stays."""
    referral = Referral.objects.select_related("matter").get(pk=entry.subject or 0)
    paper = of_compilation(referral)
    content = as_pdf(paper)

    @transaction.atomic
    def keep() -> None:
        name = documents.clean_name(f"{paper.name}.pdf")
        earlier = referral.matter.documents.select_for_update().filter(name=name).first()
        documents.file_version(earlier, content, name, referral.matter)

    return keep
