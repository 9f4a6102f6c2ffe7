"""A referral is drafted, its document written in sections, its recipients chosen, and it is sent."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, acting, casework, matters, strategy_drafts
from governance.models import Appointment, Body, Kind, Notice, Office, Person, Scope, StrategyDraft, the_body
from governance.moves import require_status
from referrals.lifecycle import TAKES_ANSWERS, Answering, Status
from referrals.models import SENT, DocumentSection, Referral, ReferralAnswer, facts_of
from referrals.text import Section

from .locking import begin, tell_body
from .strategy_drafts import let_draft_follow

ON_THE_CARD = ("title", "diary_number")
WRITTEN = ("instruction", "contact", "answer_by", "note")


@transaction.atomic
def draft(
    *,
    by: Person,
    title: str,
    document: str,
    answer_by: date,
    contact: str,
    sections: Sequence[Section],
    diary_number: str = "",
    opened_on: date | None = None,
    is_invented: bool = False,
    **written: Any,
) -> Referral:
    """Begin a referral of a steering document. It is the City Executive Board's, and its Office prepares it."""
    board = the_body(Body.Kind.EXECUTIVE_BOARD, opened_on or timezone.localdate())
    access.require(by, access.EDIT, board)
    matter = matters.open_matter(
        Kind.REFERRAL,
        by=by,
        body=board,
        title=title,
        status=Status.DRAFT,
        scope=Scope.CITY_WIDE,
        diary_number=diary_number,
        responsible=acting.whose_work(by, board.pk),
        facts=facts_of(document, adopts=False),
        opened_on=opened_on,
        due_on=answer_by,
        is_invented=is_invented,
    )
    referral = Referral(matter=matter, document=document, contact=contact, answer_by=answer_by, **written)
    referral._history_user = by
    referral.save(force_insert=True)
    keep_sections(referral, SENT, sections, by=by)
    return referral


@transaction.atomic
def refer_draft(
    written: StrategyDraft, *, by: Person, title: str, answer_by: date, **letter: Any
) -> Referral:
    """Begin the referral of a draft: its sections are the document. Raises WrongState."""
    written = strategy_drafts.lock(written, by=by)
    referral = draft(
        by=by,
        title=title,
        document=Referral.Document.STRATEGY,
        answer_by=answer_by,
        sections=[
            Section(row["number"], row["title_sv"], row["text_sv"]) for row in written.rows("sections")
        ],
        **letter,
    )
    strategy_drafts.refer(written, referral.matter, by=by)
    return referral


@transaction.atomic
def edit(referral: Referral, version: int, *, by: Person, **values: Any) -> Referral:
    """Change what the letter says, until it is sent. Raises StaleVersion when somebody was faster."""
    referral, _status = begin("edit", referral, by, version)
    if unknown := values.keys() - {*ON_THE_CARD, *WRITTEN}:
        raise TypeError(f"a referral has no {', '.join(unknown)} to edit")
    card = {name: values.pop(name) for name in ON_THE_CARD if name in values}
    for name, value in values.items():
        setattr(referral, name, value)
    casework.write(referral, by=by, due_on=referral.answer_by, **card)
    return referral


@transaction.atomic
def write_document(referral: Referral, version: int, *, by: Person, sections: Sequence[Section]) -> Referral:
    """Write the document anew, until it is sent. Raises StaleVersion when somebody was faster."""
    referral, _status = begin("edit", referral, by, version)
    keep_sections(referral, SENT, sections, by=by)
    casework.write(referral, by=by)
    return referral


@transaction.atomic
def choose_recipients(
    referral: Referral, version: int, *, by: Person, recipients: Collection[Body]
) -> Referral:
    """Say who is to answer. Raises StaleVersion when somebody was faster."""
    referral, _status = begin("edit", referral, by, version)
    referral.recipients.set(recipients)
    casework.write(referral, by=by)
    return referral


def missing_to_send(referral: Referral) -> list[str]:
    """What must be there before anybody can be asked."""
    needed = (
        (
            referral.matter.diary_number,
            _("Give the Executive Board’s diary number: the answers are sent under it."),
        ),
        (referral.instruction.strip(), _("Say what those who answer are to look at.")),
        (referral.recipients.exists(), _("Choose who is to answer.")),
        (referral.answer_by >= timezone.localdate(), _("The last day to answer has passed.")),
    )
    return [text for there, text in needed if not there]


def nobody_at(bodies: Iterable[Body]) -> list[Body]:
    """The bodies where a referral would reach nobody: neither contact person nor secretary is appointed."""
    reached = set(
        Appointment.objects.in_force(timezone.localdate())
        .filter(office__role__in=(Office.Role.CONTACT_PERSON, Office.Role.SECRETARY), office__body__in=bodies)
        .values_list("office__body", flat=True)
    )
    return [body for body in bodies if body.pk not in reached]


def not_told(referral: Referral) -> list[Body]:
    """The bodies that were asked and where nobody has been told of it yet."""
    told = Notice.objects.filter(matter=OuterRef("pk"))
    rows = referral.answers.filter(~Exists(told), matter__status=Answering.RECEIVED)
    rows = rows.select_related("matter__body").order_by("matter__body__name_sv")
    return [answer.matter.body for answer in rows]


@transaction.atomic
def send(referral: Referral, *, by: Person, sent_on: date | None = None) -> Referral:
    """Each recipient gets a task of its own, may read the referral and is told. Raises ValidationError, WrongState."""
    referral, status = begin("send", referral, by)
    if sent_on is None and (missing := missing_to_send(referral)):
        raise ValidationError(missing)
    referral.sent_on = sent_on or timezone.localdate()
    casework.write(referral, by=by, status=status)
    let_draft_follow(referral, status, by=by)
    for body in referral.recipients.order_by("name_sv"):
        _tell_asked(ask(referral, body, by=by, opened_on=sent_on))
    return referral


@transaction.atomic
def add_recipient(
    referral: Referral, *, by: Person, body: Body, answer_by: date, reason: str = ""
) -> ReferralAnswer:
    """Ask one body more, after the referral was sent, with a last day of its own. Raises ValidationError, WrongState.

    The letter stays as it was sent; that one more was asked stands in its note, and so in its history.
    """
    referral = casework.lock(Referral, referral)
    casework.require_edit(by, referral.matter)
    require_status(referral.matter, *TAKES_ANSWERS)
    if referral.answers.filter(matter__body=body).exists():
        raise ValidationError({"body": _("This body has been asked already.")})
    if answer_by < timezone.localdate():
        raise ValidationError({"answer_by": _("The last day to answer has passed.")})
    referral.recipients.add(body)
    said = f"{timezone.localdate()}: remissen har också skickats till {body.in_a_sentence_sv}, svar senast {answer_by}."
    referral.note = "\n\n".join(part for part in (referral.note, f"{said} {reason}".strip()) if part)
    casework.write(referral, by=by)
    answer = ask(referral, body, by=by, answer_by=answer_by)
    _tell_asked(answer)
    return answer


def _tell_asked(answer: ReferralAnswer) -> None:
    number, body = answer.matter.number, answer.matter.body
    tell_body(
        answer,
        f"referred:{number}",
        f"{number}: en remiss har kommit till {body.in_a_sentence_sv}, svara senast {answer.answer_by}",
        f"{number}: a referral has come to {body.in_a_sentence_en}, answer by {answer.answer_by}",
    )


def ask(
    referral: Referral,
    body: Body,
    *,
    by: Person,
    opened_on: date | None = None,
    status: str = Answering.RECEIVED,
    closed_on: date | None = None,
    answer_by: date | None = None,
    **written: Any,
) -> ReferralAnswer:
    """The task of one body: a matter of its own, which it sees and the others do not until it is answered."""
    card = referral.matter
    answer_by = answer_by or referral.answer_by
    is_asked = status == Answering.RECEIVED
    matter = matters.open_matter(
        Kind.REFERRAL_ANSWER,
        by=by,
        body=body,
        title=f"Remissvar: {card.number if card.is_secret else card.title}"[:200],
        status=status,
        facts={"act": "answer_referral"},
        responsible=_first_contact(body) if is_asked else None,
        opened_on=opened_on,
        closed_on=closed_on,
        due_on=answer_by if is_asked else None,
        is_invented=card.is_invented,
    )
    answer = ReferralAnswer(matter=matter, referral=referral, answer_by=answer_by, **written)
    answer._history_user = by
    answer.save(force_insert=True)
    matters.let_in(card, body)
    return answer


def _first_contact(body: Body) -> Person | None:
    return access.holders(Office.Role.CONTACT_PERSON, body).order_by("pk").first()


@transaction.atomic
def enter_existing(
    *,
    by: Person,
    title: str,
    document: str,
    answer_by: date,
    sections: Sequence[Section],
    opened_on: date,
    diary_number: str = "",
    **written: Any,
) -> Referral:
    """Enter a referral from before the register began, adopted long ago. Its answers are entered with `ask`."""
    board = the_body(Body.Kind.EXECUTIVE_BOARD, opened_on)
    access.require(by, access.EDIT, board)
    matter = matters.open_matter(
        Kind.REFERRAL,
        by=by,
        body=board,
        title=title,
        status=Status.ADOPTED,
        scope=Scope.CITY_WIDE,
        diary_number=diary_number,
        facts=facts_of(document, adopts=True),
        opened_on=opened_on,
        closed_on=opened_on,
    )
    referral = Referral(matter=matter, document=document, answer_by=answer_by, **written)
    referral._history_user = by
    referral.save(force_insert=True)
    keep_sections(referral, SENT, sections, by=by)
    return referral


def keep_sections(
    referral: Referral, edition: int, sections: Sequence[Section], *, by: Person
) -> list[DocumentSection]:
    """Write a version of the document. A section that keeps its number is the same one, with a new text."""
    there = {section.number: section for section in referral.edition(edition)}
    wanted = {section.number for section in sections}
    for number, section in there.items():
        if number not in wanted:
            section._history_user = by
            section.delete()
    kept = []
    for position, written in enumerate(sections, start=1):
        section = there.get(written.number) or DocumentSection(
            referral=referral, edition=edition, number=written.number
        )
        now = (position, written.title, written.text)
        if (section.position, section.title, section.text) != now:
            section.position, section.title, section.text = now
            casework.save(section, by=by)
        kept.append(section)
    return kept
