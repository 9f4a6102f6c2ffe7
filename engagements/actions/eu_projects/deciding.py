"""What the body decided on an application, and what a correction of it moves."""

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
    project = lock(project)
    decision = casework.record(
        project.matter, record, by=by, outcomes=AFTER_DECISION, waiting=WAITING_FOR_A_DECISION
    )
    project = lock(project)
    _move(project, decision, by=by)
    casework.tell_outcome(decision)
    return decision


def _move(project: EuProject, decision: Decision, *, by: Person) -> None:
    """Bring an undecided, locked project where the decision puts it."""
    matter, status = project.matter, AFTER_DECISION[Outcome(decision.outcome)]
    if status == Status.REJECTED:
        matters.close(matter, by=by, status=status, day=casework.closing_day(matter, decision))
    else:
        before = decision.body if status == Status.TABLED else None
        matters.change(matter, by=by, status=status, before=before)


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
