"""What the City Executive Office makes of the answers: registered, compiled, each remark answered, a new version."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, casework, matters, outbox, policy_data, strategies, strategy_drafts
from governance.errors import WrongState
from governance.models import Person
from referrals.lifecycle import ANSWER_MOVES, ANSWERED, NOT_SUBMITTED, Answering
from referrals.models import (
    REVISED,
    SENT,
    DocumentSection,
    Referral,
    ReferralAnswer,
    Remark,
    SectionAnswer,
)
from referrals.text import Section

from .drafting import keep_sections
from .locking import begin, lock_answer, tell_body
from .strategy_drafts import content_of, let_draft_follow


@transaction.atomic
def register(answer: ReferralAnswer, *, by: Person, registered_on: date | None = None) -> ReferralAnswer:
    """The Executive Board's registry has the answer; the body's matter closes."""
    answer = lock_answer(answer)
    owner = answer.referral.matter.body
    if not access.may(by, access.EDIT, owner):
        raise PermissionDenied(access.refusal(access.EDIT, owner))
    status = ANSWER_MOVES.after("register", answer.matter)
    answer.registered_on = registered_on or timezone.localdate()
    casework.save(answer, by=by)
    matters.close(answer.matter, by=by, status=status, day=max(answer.registered_on, answer.matter.opened_on))
    return answer


@transaction.atomic
def compile_answers(referral: Referral, *, by: Person) -> Referral:
    """Gather every remark of the answers that are here, to be answered one by one. Later ones come along the next time.

    The compilation is drawn as PDF by the worker and laid among the documents of the matter.
    """
    referral, status = begin("compile", referral, by)
    answers = referral.answers.filter(matter__status__in=ANSWERED)
    if not answers.exists():
        raise WrongState(_("No body has submitted an answer yet."))
    rows = SectionAnswer.objects.filter(answer__in=answers, remark__isnull=True)
    for row in rows.select_related("answer__matter__body", "section"):
        if row.calls_for_a_reply:
            remark = Remark(
                referral=referral, section_answer=row, label=f"{row.answer.matter.body.name_sv}, {row.label}"
            )
            casework.save(remark, by=by)
    referral.compiled_on = timezone.localdate()
    casework.write(referral, by=by, status=status)
    let_draft_follow(referral, status, by=by)
    outbox.ask(
        "draw_compilation", f"compilation:{referral.matter.number}:{referral.matter.version}", referral.pk
    )
    return referral


@transaction.atomic
def reply(
    remark: Remark,
    version: int,
    *,
    by: Person,
    handling: str,
    because: str,
    changed_where: str = "",
    theme: str = "",
) -> Remark:
    """Say what comes of a remark, why, and in which section of the new version it shows.

    Raises StaleVersion, ValidationError, WrongState.
    """
    referral, _status = begin("reply", remark.referral, by, version)
    if not because.strip():
        raise ValidationError({"because": _("Say why.")})
    if changed_where and not referral.sections.filter(number=changed_where).exists():
        raise ValidationError({"changed_where": _("The document has no such section.")})
    changes = handling in (Remark.Handling.ACCEPTED, Remark.Handling.PARTLY)
    if changes and not changed_where:
        raise ValidationError({"changed_where": _("Say which section it changes.")})
    remark = Remark.objects.get(pk=remark.pk)
    remark.handling, remark.because, remark.theme = handling, because, theme
    remark.changed_where = changed_where if changes else ""
    casework.save(remark, by=by)
    casework.write(referral, by=by)
    return remark


@transaction.atomic
def revise(referral: Referral, version: int, *, by: Person, sections: Sequence[Section]) -> Referral:
    """Write the new version of the document; the one that was sent stays as it was. Raises StaleVersion, WrongState."""
    referral, _status = begin("revise", referral, by, version)
    keep_sections(referral, REVISED, sections, by=by)
    casework.write(referral, by=by)
    return referral


def revised_sections(referral: Referral) -> list[DocumentSection]:
    """The new version where one is written, else the document as it was sent."""
    return referral.edition(REVISED) or referral.edition(SENT)


def missing_to_propose(referral: Referral) -> list[str]:
    """What must be done before the City Executive Board is asked."""
    missing = []
    left = referral.remarks.filter(handling="").count()
    if left:
        missing.append(_("Remarks that are not answered yet: %(number)s.") % {"number": left})
    if referral.document == Referral.Document.STRATEGY:
        numbers = [section.number for section in revised_sections(referral)]
        if cited := policy_data.missing_sections(content_of(referral), numbers):
            missing.append(strategies.lacking(cited))
    return missing


def unkept(referral: Referral) -> list[Remark]:
    """The remarks that are said to change a section which the new version has as it was sent."""
    before, after = (
        {section.number: (section.title, section.text) for section in referral.edition(edition)}
        for edition in (SENT, REVISED)
    )
    said = referral.remarks.exclude(changed_where="").select_related("section_answer__answer__matter__body")
    return [
        remark
        for remark in said.order_by("changed_where", "pk")
        if not after or after.get(remark.changed_where) == before.get(remark.changed_where)
    ]


def doubtful_to_propose(referral: Referral) -> list[str]:
    """What one should look at once more before the City Executive Board is asked. It does not hinder."""
    doubts = [
        _("The answer to %(body)s says that section %(number)s is changed, and it is as it was sent.")
        % {"body": remark.section_answer.answer.matter.body.in_a_sentence, "number": remark.changed_where}
        for remark in unkept(referral)
    ]
    if (draft := strategy_drafts.of_matter(referral.matter)) is not None:
        content = policy_data.with_texts(draft.content, revised_sections(referral))
        before = policy_data.content_of(draft.based_on)
        doubts += [row.words for row in strategy_drafts.unexplained(before, content)]
    return doubts


@transaction.atomic
def lay_before_board(referral: Referral, *, by: Person, in_force_on: date) -> Referral:
    """Lay the document before the City Executive Board, which puts it before the City Council.

    `in_force_on` is the day a strategy is proposed to come into force. Raises ValidationError, WrongState.
    """
    referral, status = begin("lay_before_board", referral, by)
    if missing := missing_to_propose(referral):
        raise ValidationError(missing)
    if in_force_on <= timezone.localdate():
        raise ValidationError({"in_force_on": _("Give a day to come: two bodies are to decide before it.")})
    referral.in_force_on = in_force_on
    referral.matter.due_on = None  # the last day to answer has had its time
    casework.lay_before_its_body(referral, status, by=by)
    let_draft_follow(referral, status, by=by)
    return referral


@transaction.atomic
def withdraw(referral: Referral, *, by: Person, reason: str) -> Referral:
    """Take the referral back. The bodies that have not answered need not; their matters close."""
    referral, status = begin("withdraw", referral, by)
    referral.note = "\n\n".join(part for part in (referral.note, reason) if part)
    casework.save(referral, by=by)
    referral.matter.due_on = None
    matters.close(referral.matter, by=by, status=status)
    let_draft_follow(referral, status, by=by)
    close_unanswered(referral, Answering.RECALLED, by=by)
    return referral


def close_unanswered(referral: Referral, status: str, *, by: Person) -> None:
    """The tasks of the bodies that have not answered close, and they are told."""
    for pk in referral.answers.filter(matter__status__in=NOT_SUBMITTED).values_list("pk", flat=True):
        answer = lock_answer(pk)
        answer.matter.due_on = None
        matters.close(answer.matter, by=by, status=status)
        number = answer.matter.number
        tell_body(
            answer,
            f"closed:{number}",
            f"{number}: remissen tar inte emot fler svar",
            f"{number}: the referral takes no more answers",
        )
