"""What the body decided on an application, and what a correction of it moves."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.lifecycle.eu_projects import AFTER_DECISION, WAITING_FOR_A_DECISION, Status
from engagements.models import EuProject
from governance import casework, matters
from governance.decisions import Record
from governance.errors import WrongState
from governance.models import Decision, Matter, Person

from .locking import due_on, lock

Outcome = Decision.Outcome


@transaction.atomic
def decide(project: EuProject, record: Record, *, by: Person) -> Decision:
    """Record what the body decided on the application, and move it there. Approved is to be submitted.

    Raises what governance.decisions.record raises, and WrongState.
    """
    return casework.decide(
        project, record, by=by, lock=lock, move=_move, outcomes=AFTER_DECISION, waiting=WAITING_FOR_A_DECISION
    )


_move = partial(casework.move, outcomes=AFTER_DECISION)


def follow(matter: Matter, earlier: Decision, corrected: Decision, *, by: Person) -> None:
    """Let the project follow a corrected decision. Called by governance.corrections."""
    project = lock(matter.pk)
    if corrected.outcome != earlier.outcome:
        casework.require_outcome(corrected.outcome, AFTER_DECISION)
        if project.matter.status != AFTER_DECISION.get(Outcome(earlier.outcome)):
            raise casework.has_gone_on()
        casework.write(project, by=by, status=Status.BEFORE_BODY, closed_on=None, before=None)
        casework.write(project, by=by, due_on=due_on(project))
        _move(project, corrected, by=by)
    elif earlier.outcome == Outcome.REJECTED:
        matters.change(project.matter, by=by, closed_on=casework.closing_day(matter, corrected))
    elif project.submitted_on and project.submitted_on < corrected.decided_on:
        raise WrongState(
            _("It would have been submitted before it was decided. Correct the day it was submitted first.")
        )
    casework.tell_outcome(corrected)
