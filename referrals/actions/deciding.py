"""The City Executive Board puts the document forward, the City Council adopts it, and those who answered are told."""

from django.db import transaction
from django.utils import timezone

from governance import casework, matters, policy_data, strategies, strategy_drafts
from governance.authority import strategy_in_force
from governance.decisions import Record
from governance.models import Decision, Person
from governance.strategies import NewVersion
from referrals.lifecycle import AFTER_DECISION, ANSWERED, Answering, Outcome, Status
from referrals.models import Referral, facts_of

from .collecting import close_unanswered, revised_sections
from .locking import begin, lock_answer, tell_body
from .strategy_drafts import content_of, let_draft_follow


@transaction.atomic
def decide(referral: Referral | int, record: Record, *, by: Person) -> Decision:
    """Record what the Executive Board or the City Council decided, and send the document on.

    A strategy that the Council adopts comes into force on its day. Raises what governance.decisions.record raises,
    and WrongState.
    """
    referral = casework.lock(Referral, referral)
    stood = referral.matter.status
    answers = AFTER_DECISION.get(stood, AFTER_DECISION[Status.BEFORE_BOARD])
    before = referral.matter.before
    decision = casework.record(referral.matter, record, by=by, outcomes=answers, waiting=AFTER_DECISION)
    referral.matter = matters.lock(referral.matter)
    status = answers[Outcome(decision.outcome)]
    if status == stood:
        matters.change(referral.matter, by=by, before=before)
    elif status == Status.BEFORE_COUNCIL:
        _lay_before_council(referral, by)
    elif status == Status.ADOPTED:
        _adopt(referral, decision, by)
    elif status == Status.COMPILING:
        _ask_board_anew(referral, by)
    else:
        close_unanswered(referral, Answering.UNANSWERED, by=by)
        matters.close(
            referral.matter, by=by, status=status, day=casework.closing_day(referral.matter, decision)
        )
    if status != Status.ADOPTED:
        let_draft_follow(referral, status, by=by)
    casework.tell_outcome(decision)
    return decision


def _lay_before_council(referral: Referral, by: Person) -> None:
    matters.ask_anew(referral.matter)
    referral.matter.facts = facts_of(referral.document, adopts=True)
    casework.lay_before_its_body(referral, Status.BEFORE_COUNCIL, by=by)


def _ask_board_anew(referral: Referral, by: Person) -> None:
    """What the Council sends back goes through the Executive Board again."""
    matter = referral.matter
    facts = facts_of(referral.document, adopts=False)
    if matter.facts != facts:
        matters.ask_anew(matter)
    matters.change(matter, by=by, status=Status.COMPILING, facts=facts)


def _adopt(referral: Referral, decision: Decision, by: Person) -> None:
    """The document is the city's; a strategy becomes the version in force on its day."""
    if referral.document == Referral.Document.STRATEGY:
        referral.strategy = strategies.adopt(_new_version(referral, decision), decision)
        let_draft_follow(referral, Status.ADOPTED, by=by)
    referral.adopted_on = decision.decided_on
    casework.write(referral, by=by, status=Status.ADOPTED, due_on=None)


def _new_version(referral: Referral, decision: Decision) -> NewVersion:
    """The document as a version of the strategy, with the table and the principles of the draft it was sent from."""
    draft = strategy_drafts.of_matter(referral.matter)
    return NewVersion(
        content=policy_data.with_texts(content_of(referral), revised_sections(referral)),
        title_sv=referral.matter.title,
        title_en=draft.title_en if draft else strategy_in_force(timezone.localdate()).title_en,
        # Decided later than foreseen it comes into force when it is decided.
        since=max(referral.in_force_on or decision.decided_on, decision.decided_on),
        diary_number=referral.matter.diary_number,
    )


@transaction.atomic
def feed_back(referral: Referral, *, by: Person) -> Referral:
    """Tell every body that answered what came of it and of its remarks; the matter closes. Raises WrongState."""
    referral, status = begin("feed_back", referral, by)
    referral.fed_back_on = timezone.localdate()
    casework.save(referral, by=by)
    for pk in referral.answers.filter(matter__status__in=ANSWERED).values_list("pk", flat=True):
        answer = lock_answer(pk)
        number = answer.matter.number
        tell_body(
            answer,
            f"fed back:{number}",
            f"{number}: läs vad som blev av era synpunkter på remissen",
            f"{number}: read what came of your remarks on the referral",
        )
    close_unanswered(referral, Answering.UNANSWERED, by=by)
    matters.close(referral.matter, by=by, status=status)
    return referral
