"""What was decided on a declaration, and what a correction of it moves."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.lifecycle.declarations import AFTER_DECISION, WAITING_FOR_A_DECISION, Status
from engagements.models import Declaration
from governance import casework, matters
from governance.decisions import Record
from governance.errors import WrongState
from governance.models import Body, Decision, Matter, Person

from .joined import due_on, set_next_review
from .locking import lock

Outcome = Decision.Outcome


@transaction.atomic
def decide(declaration: Declaration | int, record: Record, *, by: Person) -> Decision:
    """Record what was decided on the proposal, and move it there: approved is joined from that day.

    Raises what governance.decisions.record raises, and WrongState.
    """
    declaration = lock(declaration)
    lies_before = declaration.matter.before
    decision = casework.record(
        declaration.matter, record, by=by, outcomes=AFTER_DECISION, waiting=WAITING_FOR_A_DECISION
    )
    declaration = lock(declaration)
    _move(declaration, decision, lies_before, by=by)
    casework.tell_outcome(decision)
    return decision


def _move(declaration: Declaration, decision: Decision, lies_before: Body | None, *, by: Person) -> None:
    """Bring an undecided, locked proposal where the decision puts it. Tabled, it stays where it lay."""
    if decision.outcome == Outcome.APPROVED:
        _join(declaration, decision.decided_on, by=by)
    elif decision.outcome == Outcome.TABLED:
        before = lies_before or decision.body
        matters.change(declaration.matter, by=by, status=Status.TABLED, before=before)
    else:
        casework.move(declaration, decision, by=by, outcomes=AFTER_DECISION)


def _join(declaration: Declaration, day: date, *, by: Person) -> None:
    declaration.joined_on = day
    set_next_review(declaration)
    card = {"status": Status.JOINED, "before": None, "starts_on": day, "due_on": due_on(declaration)}
    casework.write(declaration, by=by, **card)


def follow(matter: Matter, earlier: Decision, corrected: Decision, *, by: Person) -> None:
    """Let the declaration follow a corrected decision. Called by governance.corrections."""
    declaration = lock(matter.pk)
    if corrected.outcome != earlier.outcome:
        casework.require_outcome(corrected.outcome, AFTER_DECISION)
        _require_untouched(declaration, earlier)
        _undo(declaration, by=by)
        _move(declaration, corrected, None, by=by)
    elif earlier.outcome == Outcome.APPROVED:
        _join_another_day(declaration, corrected.decided_on, by=by)
    elif earlier.outcome == Outcome.REJECTED:
        matters.change(declaration.matter, by=by, closed_on=casework.closing_day(matter, corrected))
    casework.tell_outcome(corrected)


def _require_untouched(declaration: Declaration, earlier: Decision) -> None:
    """Another outcome is carried out only while the matter stands as the decision left it."""
    stands = declaration.matter.status == AFTER_DECISION.get(Outcome(earlier.outcome))
    is_built_upon = declaration.signed_on or declaration.last_reviewed_on or declaration.commitments.exists()
    if not stands or is_built_upon:
        raise casework.has_gone_on()


def _undo(declaration: Declaration, *, by: Person) -> None:
    """Back to where it waited for the decision."""
    declaration.joined_on = declaration.next_review_on = None
    nothing = dict.fromkeys(("starts_on", "due_on", "closed_on", "before"))
    casework.write(declaration, by=by, status=Status.BEFORE_BODY, **nothing)


def _join_another_day(declaration: Declaration, day: date, *, by: Person) -> None:
    """The city joined on the day of the decision, so it joined on the right day of it."""
    marks = (declaration.signed_on, declaration.last_reviewed_on, declaration.ended_on)
    if any(mark and mark < day for mark in marks):
        raise WrongState(
            _(
                "It would have been signed, reviewed or ended before it was decided. Correct its own dates first."
            )
        )
    declaration.joined_on = day
    if declaration.next_review_on:
        set_next_review(declaration)
    due = {"due_on": due_on(declaration)} if declaration.matter.is_open else {}
    casework.write(declaration, by=by, starts_on=day, **due)
