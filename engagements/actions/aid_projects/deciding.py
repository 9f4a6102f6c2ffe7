"""What a body decided on an aid-like project, with the gate of the day of its decision, and what a correction moves."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements import aid_gates
from engagements.lifecycle.aid_projects import (
    AFTER_DECISION,
    UNDER_WAY,
    WAITING_FOR_A_DECISION,
    Status,
    status_on,
)
from engagements.models import AidProject
from governance import casework, decisions, matters
from governance.decisions import Record
from governance.errors import RefusedByRule, WrongState
from governance.models import Decision, Matter, Person

from .locking import due_on, lock

Outcome = Decision.Outcome


@transaction.atomic
def decide(project: AidProject | int, record: Record, *, by: Person) -> Decision:
    """Record what the body decided, and move the project there. The strategy of the day of the decision rules.

    Raises what governance.decisions.record raises, RefusedByRule while the gate is shut, and WrongState.
    """
    return casework.decide(
        project, record, by=by, lock=lock, move=_move, outcomes=AFTER_DECISION, waiting=WAITING_FOR_A_DECISION
    )


def _move(project: AidProject, decision: Decision, *, by: Person) -> None:
    """Bring an undecided, locked project where the decision puts it."""
    if decision.outcome == Outcome.APPROVED:
        _approve(project, decision, by=by)
    else:
        casework.move(project, decision, by=by, outcomes=AFTER_DECISION)


def _approve(project: AidProject, decision: Decision, *, by: Person) -> None:
    """It begins on its first day, which may have come already. Nobody can approve past a shut gate."""
    matter = project.matter
    if shut := aid_gates.shut(project, decision.decided_on):
        ruling = decisions.ruling_for(matter, decision.decided_on)
        raise RefusedByRule(" ".join(aid_gates.refusal(gate) for gate in shut), ruling)
    if matter.starts_on is None or matter.ends_on is None:
        raise WrongState(_("Give the first and the last day."))
    status = status_on(timezone.localdate(), matter.starts_on, matter.ends_on)
    matters.change(matter, by=by, status=status, before=None, due_on=due_on(project, status))


def follow(matter: Matter, earlier: Decision, corrected: Decision, *, by: Person) -> None:
    """Let the project follow a corrected decision. Called by governance.corrections."""
    project = lock(matter.pk)
    if corrected.outcome != earlier.outcome:
        casework.require_outcome(corrected.outcome, AFTER_DECISION)
        if not _stands(project, earlier):
            raise casework.has_gone_on()
        casework.write(project, by=by, status=Status.BEFORE_BODY, closed_on=None, before=None, due_on=None)
        _move(project, corrected, by=by)
    elif earlier.outcome == Outcome.APPROVED:
        # Another day can be the day of another strategy.
        if shut := aid_gates.shut(project, corrected.decided_on):
            raise WrongState(" ".join(aid_gates.refusal(gate) for gate in shut))
    elif earlier.outcome == Outcome.REJECTED:
        matters.change(project.matter, by=by, closed_on=casework.closing_day(matter, corrected))
    casework.tell_outcome(corrected)


def _stands(project: AidProject, earlier: Decision) -> bool:
    """Whether the matter stands as the decision left it, with nothing built on it."""
    if earlier.outcome == Outcome.APPROVED:
        return project.matter.status in UNDER_WAY and not project.received.exists()
    return project.matter.status == AFTER_DECISION.get(Outcome(earlier.outcome))
