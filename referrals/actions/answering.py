"""A body's own work on its answer: assigned, written in private, decided by the board, submitted."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, casework, matters, notices
from governance.decisions import Record
from governance.errors import WrongState
from governance.models import Body, Decision, Person
from referrals.lifecycle import (
    AFTER_BODY_DECISION,
    ANSWER_MOVES,
    BEFORE_THE_BODY,
    TAKES_ANSWERS,
    Outcome,
)
from referrals.models import DocumentSection, ReferralAnswer, SectionAnswer

from .locking import begin_answer, lock_answer, tell_coordinators

# What is written of each section.
OF_A_SECTION = ("stance", "text", "proposal", "question")
Written = dict[int | None, dict[str, str]]
# What an answer on no section in particular is called in the history, which is in Swedish.
WHOLE = "Dokumentet som helhet"


@transaction.atomic
def assign(answer: ReferralAnswer, *, by: Person, officer: Person) -> ReferralAnswer:
    """Give the task to an officer of the body, who is told."""
    answer, status = begin_answer("assign", answer, by)
    matter = answer.matter
    if not access.may(officer, access.EDIT, matter.body):
        raise ValidationError({"officer": access.only(access.EDIT, matter.body)})
    matters.change(matter, by=by, status=status, responsible=officer)
    if officer != by:
        notices.notify(
            [officer],
            matter=matter,
            key=f"assigned:{matter.number}:{matter.version}",
            subject_sv=f"{matter.number}: du ska svara på en remiss senast {answer.answer_by}",
            subject_en=f"{matter.number}: you are to answer a referral by {answer.answer_by}",
        )
    return answer


@transaction.atomic
def write(
    answer: ReferralAnswer,
    version: int,
    *,
    by: Person,
    stance: str = "",
    report: str = "",
    sections: Written | None = None,
) -> ReferralAnswer:
    """Write the officer's report and what the body thinks of each section. Nobody outside the body sees it yet.

    `sections` by the id of the section, None for the document as a whole. Raises StaleVersion, WrongState.
    """
    answer, status = begin_answer("write", answer, by, version)
    answer.stance, answer.report = stance, report
    _keep(answer, sections or {}, by)
    casework.write(answer, by=by, status=status)
    return answer


def _keep(answer: ReferralAnswer, written: Written, by: Person) -> None:
    """A section that nothing is said of any more has no answer."""
    there = {each.section_id: each for each in answer.sections.all()}
    document: dict[int | None, DocumentSection | None] = {
        section.pk: section for section in answer.referral.edition(1)
    }
    document[None] = None
    for key, values in written.items():
        if key not in document:
            raise ValidationError(_("The document has no such section."))
        each, section = there.get(key), document[key]
        if not values.get("stance"):
            if each is not None:
                each._history_user = by
                each.delete()
            continue
        if each is None:
            label = str(section) if section else WHOLE
            each = SectionAnswer(answer=answer, section=section, label=label)
        now = {name: values.get(name, "") for name in OF_A_SECTION}
        if each.pk is None or any(getattr(each, name) != value for name, value in now.items()):
            for name, value in now.items():
                setattr(each, name, value)
            casework.save(each, by=by)


def missing_to_finish(answer: ReferralAnswer) -> list[str]:
    """What the office's answer must say before anybody can decide on it."""
    needed = (
        (answer.stance, _("Say what the body thinks of the document as a whole.")),
        (answer.report.strip(), _("Write the officer’s report.")),
    )
    return [text for there, text in needed if not there]


@transaction.atomic
def finish(answer: ReferralAnswer, *, by: Person) -> ReferralAnswer:
    """The office's answer is ready for the board. Raises ValidationError with what is missing."""
    answer, status = begin_answer("finish", answer, by)
    if missing := missing_to_finish(answer):
        raise ValidationError(missing)
    matters.change(answer.matter, by=by, status=status)
    return answer


@transaction.atomic
def lay_before(answer: ReferralAnswer, *, by: Person) -> ReferralAnswer:
    """Lay the office's answer before the body that was asked, whose secretary is told."""
    answer, status = begin_answer("lay_before", answer, by)
    casework.lay_before_its_body(answer, status, by=by)
    return answer


@transaction.atomic
def decide(answer: ReferralAnswer | int, record: Record, *, by: Person) -> Decision:
    """Record what the board decided: its §, the day, whether it was approved immediately, and reservations.

    Raises what governance.decisions.record raises, and WrongState.
    """
    answer = lock_answer(answer)
    decision = casework.record(
        answer.matter, record, by=by, outcomes=AFTER_BODY_DECISION, waiting=BEFORE_THE_BODY
    )
    matter = matters.lock(answer.matter)
    outcome = Outcome(decision.outcome)
    if outcome == Outcome.REJECTED:
        matters.ask_anew(matter)
    before = decision.body if outcome == Outcome.TABLED else None
    matters.change(matter, by=by, status=AFTER_BODY_DECISION[outcome], before=before)
    casework.tell_outcome(decision)
    return decision


@transaction.atomic
def submit(
    answer: ReferralAnswer, *, by: Person, without_board_reason: str = "", submitted_on: date | None = None
) -> ReferralAnswer:
    """Send the answer to the City Executive Office, which can read it from now on.

    The office's own answer goes without a decision of the board, with the reason why. Raises WrongState.
    """
    answer = lock_answer(answer)
    casework.require_edit(by, answer.matter)
    without = not ANSWER_MOVES.allows("submit", answer.matter)
    status = ANSWER_MOVES.after("submit_without_board" if without else "submit", answer.matter)
    if answer.referral.matter.status not in TAKES_ANSWERS:
        raise WrongState(_("The referral takes no more answers."))
    if without and not without_board_reason.strip():
        raise ValidationError({"without_board_reason": _("Say why the board has not decided.")})
    answer.without_board, answer.without_board_reason = without, without_board_reason if without else ""
    answer.submitted_on = submitted_on or timezone.localdate()
    casework.write(answer, by=by, status=status, due_on=None)
    body, number = answer.matter.body, answer.matter.number
    tell_coordinators(
        answer,
        f"submitted:{number}",
        f"{number}: {body.in_a_sentence_sv} har svarat på remissen",
        f"{number}: {body.in_a_sentence_en} has answered the referral",
    )
    return answer


@transaction.atomic
def abstain(answer: ReferralAnswer, *, by: Person, reason: str) -> ReferralAnswer:
    """The body does not answer, and says why. Its matter closes."""
    answer, status = begin_answer("abstain", answer, by)
    answer.abstained_reason = reason
    casework.save(answer, by=by)
    answer.matter.due_on = None
    matters.close(answer.matter, by=by, status=status)
    body, number = answer.matter.body, answer.matter.number
    tell_coordinators(
        answer,
        f"abstained:{number}",
        f"{number}: {body.in_a_sentence_sv} avstår från att svara på remissen",
        f"{number}: {body.in_a_sentence_en} abstains from answering the referral",
    )
    return answer


def officers_of(body: Body) -> list[Person]:
    """Those who can be given the task."""
    return access.those_with(access.EDIT, body)


def decision_on(answer: ReferralAnswer) -> Decision | None:
    """The board's decision that the answer rests on, if there is one."""
    standing: Any = answer.matter.decisions.filter(superseded_by__isnull=True, outcome=Outcome.APPROVED)
    return standing.select_related("body").defer("payload").first()
