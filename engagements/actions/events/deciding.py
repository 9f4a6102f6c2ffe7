"""What the preparatory committee said, what was decided, and what a correction of it moves."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements import journeys
from engagements.lifecycle.events import AFTER_DECISION, WAITING_FOR_A_DECISION, Status, after
from engagements.models import EventAbroad
from governance import access, casework, decisions, matters
from governance.decisions import Record
from governance.errors import RefusedByRule, WrongState
from governance.models import Decision, Matter, Meeting, Person

from .locking import lock

Outcome = Decision.Outcome


@transaction.atomic
def note_handling(
    event: EventAbroad | int, *, by: Person, handled_on: date, handling: str = ""
) -> EventAbroad:
    """The preparatory committee has handled the matter; it decides nothing. Now the delegate's decision is awaited.

    It lies before the board that the Mayor decides for, whose secretary records it; both are told.
    Raises RefusedByRule, with the ruling that names the committee, for whoever does not keep its notes.
    """
    event = lock(event)
    matter = event.matter
    status = after("note_handling", matter)
    ruling, committee = decisions.ruling_for(matter), matter.before or matter.body
    if not access.may(by, access.RECORD, committee):
        raise RefusedByRule(access.refusal(access.RECORD, committee), ruling)
    if matter.agenda_items.filter(meeting__status__in=Meeting.TO_COME).exists():
        raise WrongState(_("It is on the agenda of a coming meeting: note there what the committee says."))
    if handled_on > timezone.localdate():
        raise ValidationError({"handled_on": _("The date is in the future.")})
    if decisions.deciding_body(ruling, matter.body) is None:
        raise RefusedByRule(ruling.explanation(), ruling)
    event.handled_on, event.handling = handled_on, handling
    casework.save(event, by=by)
    casework.lay_before_the_mayor(matter, ruling, by=by, status=status)
    return event


@transaction.atomic
def decide(event: EventAbroad | int, record: Record, *, by: Person) -> Decision:
    """Record the decision and move the event. Raises what governance.decisions.record raises, and WrongState."""
    return casework.decide(
        event, record, by=by, lock=lock, move=_move, outcomes=AFTER_DECISION, waiting=WAITING_FOR_A_DECISION
    )


def _require_handled_first(event: EventAbroad, decision: Decision) -> None:
    if event.handled_on and decision.decided_on < event.handled_on:
        raise WrongState(
            _("The preparatory committee handled it on %(day)s; it cannot have been decided before that.")
            % {"day": event.handled_on.isoformat()}
        )


def _move(event: EventAbroad, decision: Decision, *, by: Person) -> None:
    """Bring an undecided, locked event where the decision puts it. A decided journey owes its report from now on."""
    _require_handled_first(event, decision)
    if decision.outcome != Outcome.APPROVED:
        casework.move(event, decision, by=by, outcomes=AFTER_DECISION)
        return
    due_on = journeys.report_due(event.matter.ends_on or decision.decided_on)
    matters.change(event.matter, by=by, status=Status.APPROVED, before=None, due_on=due_on)


def follow(matter: Matter, earlier: Decision, corrected: Decision, *, by: Person) -> None:
    """Let the event follow a corrected decision. Called by governance.corrections."""
    event = lock(matter.pk)
    _require_handled_first(event, corrected)
    if corrected.outcome != earlier.outcome:
        casework.require_outcome(corrected.outcome, AFTER_DECISION)
        _require_untouched(event, earlier)
        starts_on = event.matter.starts_on
        casework.write(event, by=by, status=Status.BEFORE_BODY, closed_on=None, before=None, due_on=starts_on)
        _move(event, corrected, by=by)
    elif earlier.outcome == Outcome.REJECTED:
        matters.change(event.matter, by=by, closed_on=casework.closing_day(matter, corrected))
    casework.tell_outcome(corrected)


def _require_untouched(event: EventAbroad, earlier: Decision) -> None:
    """Another outcome is carried out only while the matter stands as the decision left it, and nobody has travelled."""
    stands = event.matter.status == AFTER_DECISION.get(Outcome(earlier.outcome))
    has_begun = (
        event.costs.filter(actual__isnull=False).exists() or event.legs.filter(is_actual=True).exists()
    )
    if not stands or has_begun:
        raise casework.has_gone_on()
