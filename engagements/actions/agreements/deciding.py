"""What the body decided on an agreement or its amendment, and what a correction of it moves."""

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.lifecycle.agreements import (
    AFTER_DECISION,
    WAITING_FOR_A_DECISION,
    Status,
)
from engagements.models import Agreement
from governance import casework, matters
from governance.decisions import Record
from governance.errors import WrongState
from governance.models import Decision, Matter, Person

from . import amending
from .locking import lock

Outcome = Decision.Outcome


@transaction.atomic
def decide(agreement: Agreement | int, record: Record, *, by: Person) -> Decision:
    """Record what the body decided on the agreement, and move it there. Approved is to be signed.

    Raises what governance.decisions.record raises, and WrongState.
    """
    return casework.decide(
        agreement,
        record,
        by=by,
        lock=lock,
        move=_move,
        outcomes=AFTER_DECISION,
        waiting=WAITING_FOR_A_DECISION,
    )


def _move(agreement: Agreement, decision: Decision, *, by: Person) -> None:
    """Bring the locked agreement, or what was proposed in it, where the decision puts it."""
    if agreement.matter.status == Status.AMENDING:
        amending.move(agreement, agreement.versions.get(status=amending.Version.PROPOSED), decision, by=by)
    else:
        casework.move(agreement, decision, by=by, outcomes=AFTER_DECISION)


def follow(matter: Matter, earlier: Decision, corrected: Decision, *, by: Person) -> None:
    """Let the agreement follow a corrected decision. Called by governance.corrections."""
    agreement = lock(matter.pk)
    version = amending.concerned_by(agreement, earlier)
    if version is not None:
        amending.follow(agreement, version, earlier, corrected, by=by)
    else:
        _follow_first(agreement, earlier, corrected, by)
    casework.tell_outcome(corrected)


def _follow_first(agreement: Agreement, earlier: Decision, corrected: Decision, by: Person) -> None:
    """The decision was on the agreement itself."""
    matter = agreement.matter
    if corrected.outcome != earlier.outcome:
        casework.require_outcome(corrected.outcome, AFTER_DECISION)
        _require_untouched(agreement, earlier)
        casework.write(agreement, by=by, status=Status.BEFORE_BODY, closed_on=None, before=None)
        _move(agreement, corrected, by=by)
    elif earlier.outcome == Outcome.REJECTED:
        matters.change(agreement.matter, by=by, closed_on=casework.closing_day(matter, corrected))
    elif agreement.signed_by_city_on and agreement.signed_by_city_on < corrected.decided_on:
        raise WrongState(
            _("The city would have signed before it was decided. Correct the day of the signature first.")
        )


def _require_untouched(agreement: Agreement, earlier: Decision) -> None:
    """Another outcome is carried out only while the matter stands as the decision left it, and nobody has signed."""
    stands = agreement.matter.status == AFTER_DECISION.get(Outcome(earlier.outcome))
    if not stands or agreement.signed_by_city_on or agreement.signed_by_counterpart_on:
        raise casework.has_gone_on()
