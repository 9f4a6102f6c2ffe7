"""What the body decided on an agreement, and what a correction of it moves."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.lifecycle.agreements import (
    AFTER_DECISION,
    WAITING_FOR_A_DECISION,
    Status,
    require_status,
)
from engagements.models import Agreement
from governance import access, decisions, matters
from governance.decisions import Record
from governance.errors import AlreadyDecided, WrongState
from governance.models import Decision, Matter, Person

from .locking import lock, tell, those_concerned, write

Outcome = Decision.Outcome


@transaction.atomic
def decide(agreement: Agreement, record: Record, *, by: Person) -> Decision:
    """Record what the body decided on the agreement, and move it there. Approved is to be signed.

    Raises what governance.decisions.record raises, and WrongState.
    """
    agreement = lock(agreement)
    matter = agreement.matter
    access.require(by, access.RECORD, record.body)
    _require_outcome(record.outcome)
    if matter.status not in WAITING_FOR_A_DECISION:
        _refuse_second(matter)
    decision = decisions.record(matter, record, by=by)
    agreement = lock(agreement)
    _move(agreement, decision, by=by)
    _tell_outcome(agreement.matter, decision)
    return decision


def _require_outcome(outcome: str) -> None:
    if outcome not in AFTER_DECISION:
        raise WrongState(_("This is approved, rejected, referred back or tabled."))


def _move(agreement: Agreement, decision: Decision, *, by: Person) -> None:
    """Bring an undecided, locked agreement where the decision puts it."""
    matter, status = agreement.matter, AFTER_DECISION[Outcome(decision.outcome)]
    if status == Status.REJECTED:
        matters.close(matter, by=by, status=status, day=_closing_day(matter, decision))
    else:
        before = decision.body if status == Status.TABLED else None
        matters.change(matter, by=by, status=status, before=before)


def _refuse_second(matter: Matter) -> None:
    earlier = matter.decisions.select_related("recorded_by").order_by("-recorded_at").first()
    if earlier is None:
        require_status(matter, *WAITING_FOR_A_DECISION)
        return
    raise AlreadyDecided(
        _("%(who)s has already recorded a decision of %(day)s: %(outcome)s.")
        % {
            "who": earlier.recorded_by.name,
            "day": earlier.decided_on.isoformat(),
            "outcome": earlier.get_outcome_display(),
        },
        earlier,
    )


def _closing_day(matter: Matter, decision: Decision) -> date:
    """A matter closes the day it was decided; one that was opened late, the day it was opened."""
    return max(decision.decided_on, matter.opened_on)


def _tell_outcome(matter: Matter, decision: Decision) -> None:
    tell(
        those_concerned(matter),
        matter,
        f"decided:{decision.pk}",
        f"{matter.number}: {decision.body.in_a_sentence_sv} har beslutat",
        f"{matter.number}: {decision.body.in_a_sentence_en} has decided",
    )


def follow(matter: Matter, earlier: Decision, corrected: Decision, *, by: Person) -> None:
    """Let the agreement follow a corrected decision. Called by governance.corrections."""
    agreement = lock(matter.pk)
    if corrected.outcome != earlier.outcome:
        _require_outcome(corrected.outcome)
        _require_untouched(agreement, earlier)
        write(agreement, by=by, status=Status.BEFORE_BODY, closed_on=None, before=None)
        _move(agreement, corrected, by=by)
    elif earlier.outcome == Outcome.REJECTED:
        matters.change(agreement.matter, by=by, closed_on=_closing_day(matter, corrected))
    elif agreement.signed_by_city_on and agreement.signed_by_city_on < corrected.decided_on:
        raise WrongState(
            _("The city would have signed before it was decided. Correct the day of the signature first.")
        )
    _tell_outcome(agreement.matter, corrected)


def _require_untouched(agreement: Agreement, earlier: Decision) -> None:
    """Another outcome is carried out only while the matter stands as the decision left it, and nobody has signed."""
    stands = agreement.matter.status == AFTER_DECISION.get(Outcome(earlier.outcome))
    if not stands or agreement.signed_by_city_on or agreement.signed_by_counterpart_on:
        raise WrongState(
            _(
                "The matter has gone on since the decision, so its outcome stays. Correct the rest of the record, say"
                " in its wording what was wrong, and let the body decide anew."
            )
        )
