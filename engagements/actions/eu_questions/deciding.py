"""The position: written at home, decided by the body of the ruling, replaced by a later one, corrected."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.lifecycle.eu_questions import (
    AFTER_DECISION,
    AT_HOME,
    WAITING_FOR_A_DECISION,
    PositionStatus,
    Status,
)
from engagements.models import EuQuestion, Position
from governance import casework, matters
from governance.decisions import Record
from governance.models import Body, Decision, Matter, Person
from governance.moves import require_status

from .cooperation import missing_cooperation
from .locking import begin, due_on, home, lock

Outcome = Decision.Outcome
# What becomes of the position; one that is tabled stays with the body, one referred back is written on.
POSITION_AFTER = {
    Outcome.APPROVED: PositionStatus.STANDING,
    Outcome.REJECTED: PositionStatus.REJECTED,
    Outcome.TABLED: PositionStatus.PROPOSED,
    Outcome.REFERRED_BACK: PositionStatus.DRAFT,
}


def being_written(eu_question: EuQuestion) -> Position | None:
    """The position that is written at home, if one is."""
    return eu_question.positions.filter(status=PositionStatus.DRAFT).first()


@transaction.atomic
def write_position(eu_question: EuQuestion, version: int, *, by: Person, text: str, in_line: str) -> Position:
    """Write the position that is to be decided, or write on it. One that stands is not touched: this is the next.

    Raises StaleVersion when somebody was faster, WrongState before a body.
    """
    eu_question = lock(eu_question, version)
    casework.require_edit(by, eu_question.matter)
    require_status(eu_question.matter, *AT_HOME)
    position = being_written(eu_question) or Position(eu_question=eu_question)
    position.text, position.in_line = text, in_line
    casework.save(position, by=by)
    casework.write(eu_question, by=by)
    return position


def missing_for_decision(eu_question: EuQuestion) -> dict[str, str]:
    """What must be there before a body can decide, by field. Nothing where nobody may: that is said instead."""
    if eu_question.concerns_foreign_policy:
        return {}
    missing = missing_cooperation(eu_question)
    if not eu_question.interest.strip():
        missing["interest"] = _("Say what the city's interest is.")
    position = being_written(eu_question)
    if position is None:
        missing["text"] = _("Write the position that the body is to decide on.")
    elif eu_question.is_of_the_union and not position.in_line.strip():
        missing["in_line"] = _("Say how the position follows the city's EU policy.")
    return missing


@transaction.atomic
def send_for_decision(eu_question: EuQuestion, *, by: Person) -> EuQuestion:
    """Lay the position before the body of the ruling, and tell its secretary. A later position is a new question.

    Raises RefusedByRule for a matter of foreign policy, ValidationError with what is missing, WrongState.
    """
    eu_question = begin("send_for_decision", eu_question, by)
    if missing := missing_for_decision(eu_question):
        raise ValidationError(missing)
    if position := being_written(eu_question):
        if position.question is None:
            _ask(eu_question, position)
        position.status = PositionStatus.PROPOSED
        casework.save(position, by=by)
    casework.lay_before_its_body(eu_question, Status.BEFORE_BODY, by=by)
    return eu_question


def _ask(eu_question: EuQuestion, position: Position) -> None:
    """The first position is the matter's first question; each after it asks anew."""
    matter = eu_question.matter
    if eu_question.positions.filter(question=matter.question).exists():
        matters.ask_anew(matter)
    position.question = matter.question


@transaction.atomic
def take_back(eu_question: EuQuestion, *, by: Person) -> EuQuestion:
    """Take the position back before it is decided, to write on it. One that stands stands as before."""
    eu_question = begin("take_back", eu_question, by)
    position = _proposed(eu_question)
    position.status = PositionStatus.DRAFT
    casework.save(position, by=by)
    casework.write(eu_question, by=by, status=home(eu_question), before=None)
    return eu_question


@transaction.atomic
def decide(eu_question: EuQuestion | int, record: Record, *, by: Person) -> Decision:
    """Record what the body decided on the position, and move it there: approved is the city's from that day.

    Raises what governance.decisions.record raises, and WrongState.
    """
    eu_question = lock(eu_question)
    lies_before = eu_question.matter.before
    decision = casework.record(
        eu_question.matter, record, by=by, outcomes=AFTER_DECISION, waiting=WAITING_FOR_A_DECISION
    )
    eu_question = lock(eu_question)
    _move(eu_question, _proposed(eu_question), decision, lies_before, by=by)
    casework.tell_outcome(decision)
    return decision


def _proposed(eu_question: EuQuestion) -> Position:
    position: Position = eu_question.positions.get(status=PositionStatus.PROPOSED)
    return position


def _move(
    eu_question: EuQuestion, position: Position, decision: Decision, lies_before: Body | None, *, by: Person
) -> None:
    """Bring a proposed position, and its question, where the decision puts them. Tabled, it stays where it lay."""
    outcome = Outcome(decision.outcome)
    if outcome == Outcome.APPROVED:
        _take(eu_question, position, decision, by)
    position.status = POSITION_AFTER[outcome]
    casework.save(position, by=by)
    _stand(eu_question)
    status = AFTER_DECISION[outcome] if outcome != Outcome.REJECTED else home(eu_question)
    before = (lies_before or decision.body) if outcome == Outcome.TABLED else None
    casework.write(eu_question, by=by, status=status, before=before, due_on=due_on(eu_question))


def _take(eu_question: EuQuestion, position: Position, decision: Decision, by: Person) -> None:
    """The position gets the next number, and the one that stood becomes a former one."""
    former = eu_question.positions.filter(status=PositionStatus.STANDING).first()
    if former:
        former.status = PositionStatus.FORMER
        casework.save(former, by=by)
    position.number = (former.number or 0) + 1 if former else 1
    position.decided_by, position.decided_on = decision.body, decision.decided_on


def _stand(eu_question: EuQuestion) -> None:
    """Let the question say which position stands, and since when it has one at all."""
    decided = eu_question.positions.filter(number__isnull=False).order_by("number")
    numbers = list(decided.values_list("number", "decided_on"))
    eu_question.position_number = numbers[-1][0] if numbers else None
    eu_question.position_on = min((day for _number, day in numbers if day), default=None)


def follow(matter: Matter, earlier: Decision, corrected: Decision, *, by: Person) -> None:
    """Let the position follow a corrected decision on it. Called by governance.corrections."""
    eu_question = lock(matter.pk)
    position = eu_question.positions.get(question=earlier.question)
    if corrected.outcome != earlier.outcome:
        casework.require_outcome(corrected.outcome, AFTER_DECISION)
        _require_untouched(eu_question, position, earlier)
        _undo(eu_question, position, by)
        _move(eu_question, position, corrected, None, by=by)
    elif earlier.outcome == Outcome.APPROVED:
        position.decided_by, position.decided_on = corrected.body, corrected.decided_on
        casework.save(position, by=by)
        _stand(eu_question)
        casework.write(eu_question, by=by)
    casework.tell_outcome(corrected)


def _require_untouched(eu_question: EuQuestion, position: Position, earlier: Decision) -> None:
    """Another outcome is carried out only while everything stands as the decision left it."""
    outcome = Outcome(earlier.outcome)
    stands = home(eu_question) if outcome == Outcome.REJECTED else AFTER_DECISION[outcome]
    is_as_left = eu_question.matter.status == stands and position.status == POSITION_AFTER[outcome]
    is_built_upon = eu_question.positions.filter(pk__gt=position.pk).exists() or (
        outcome == Outcome.APPROVED and eu_question.advocacy.filter(held_on__gte=earlier.decided_on).exists()
    )
    if not is_as_left or is_built_upon:
        raise casework.has_gone_on()


def _undo(eu_question: EuQuestion, position: Position, by: Person) -> None:
    """Back to where the position waited for the decision."""
    number = position.number
    position.number = position.decided_by = position.decided_on = None
    position.status = PositionStatus.PROPOSED
    casework.save(position, by=by)
    if number and number > 1:
        former = eu_question.positions.get(number=number - 1)
        former.status = PositionStatus.STANDING
        casework.save(former, by=by)
    _stand(eu_question)
    casework.write(eu_question, by=by, status=Status.BEFORE_BODY, before=None)
