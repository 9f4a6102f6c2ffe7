"""What becomes of a frozen report: the City Executive Board reports it, the City Council receives it.

The report itself is frozen, so all of it stands on the card of its matter. Each body answers a question of its own.
"""

from django.db import transaction

from governance import casework, decisions, matters
from governance.decisions import Record
from governance.models import Act, Decision, Matter, Person

from .lifecycle import Status

Outcome = Decision.Outcome
# In which state a body's answer is awaited, and where each answer leads.
ANSWERS: dict[str, dict[str, str]] = {
    Status.FROZEN: {
        Outcome.APPROVED: Status.REPORTED,
        Outcome.REJECTED: Status.RETURNED,
        Outcome.REFERRED_BACK: Status.RETURNED,
        Outcome.TABLED: Status.FROZEN,
    },
    Status.REPORTED: {
        Outcome.APPROVED: Status.RECEIVED,
        Outcome.REJECTED: Status.RETURNED,
        Outcome.REFERRED_BACK: Status.RETURNED,
        Outcome.TABLED: Status.REPORTED,
    },
}


def send(matter: Matter, *, by: Person) -> None:
    """Lay a locked report that has just been frozen before the City Executive Board, whose secretary is told."""
    _lay_before_its_body(matter, Status.FROZEN, by)


@transaction.atomic
def decide(matter: int, record: Record, *, by: Person) -> Decision:
    """Record what the body made of the report that lies before it, and send it on.

    Raises what governance.decisions.record raises, and WrongState.
    """
    card = matters.lock(matter)
    before, stood = card.before, card.status
    answers = ANSWERS.get(stood, ANSWERS[Status.FROZEN])
    decision = casework.record(card, record, by=by, outcomes=answers, waiting=ANSWERS)
    card = matters.lock(matter)
    status = answers[Outcome(decision.outcome)]
    if status == stood:
        matters.change(card, by=by, before=before)
    elif status == Status.REPORTED:
        matters.ask_anew(card)
        card.facts = {"act": Act.RECEIVE_REPORT}
        _lay_before_its_body(card, status, by)
    elif status == Status.RECEIVED:
        matters.close(card, by=by, status=status, day=casework.closing_day(card, decision))
    else:
        matters.change(card, by=by, status=status)
    casework.tell_outcome(decision)
    return decision


def replace(matter: Matter, *, by: Person) -> None:
    """A later version is begun: a locked report that no body has answered lies before nobody any more."""
    if matter.status in (Status.FROZEN, Status.RETURNED):
        matters.close(matter, by=by, status=Status.REPLACED)


def _lay_before_its_body(matter: Matter, status: str, by: Person) -> None:
    body = decisions.deciding_body(decisions.ruling_for(matter), matter.body)
    if body is not None:
        casework.lay_card_before(matter, body, status, by=by)
