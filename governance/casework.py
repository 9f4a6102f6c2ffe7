"""What the verbs of every kind of matter share: how they begin, what they write, whom they tell, who comes second.

A matter is a card and a file: the row of its kind, whose primary key is the matter's.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from . import access, decisions, matters, notices
from .authority import Ruling
from .errors import AlreadyDecided, RefusedByRule, WrongState
from .models import Body, Decision, Matter, Office, Person
from .moves import require_status

File = TypeVar("File", bound=Model)


def lock(kind: type[File], file: File | int, version: int | None = None, *related: str) -> File:
    """The file as it stands now: its card's row is locked first and then its own, always in this order.

    `related` is fetched along. Raises StaleVersion when `version` is old.
    """
    pk = file if isinstance(file, int) else file.pk
    matter = matters.lock(pk, version)
    # The file too: a sweep locks files without their cards, and nobody may wait for it holding the number series.
    rows: Any = kind._default_manager.select_for_update(of=("self",)).select_related(*related)
    current = rows.get(pk=pk)
    current.matter = matter
    return current


def require_edit(person: Person, matter: Matter) -> None:
    """Raise PermissionDenied, saying who may, for whoever does not prepare the owner's matters."""
    if not access.may_edit(person, matter):
        raise PermissionDenied(access.refusal(access.EDIT, matter.body))


def save(file: Any, *, by: Person | None) -> None:
    """Save the file with who did it; None is the register itself."""
    file._history_user = by
    file.save()


def write(file: Any, *, by: Person | None, **card: Any) -> None:
    """Save the file and its card: one version more, both with who did it."""
    save(file, by=by)
    matters.change(file.matter, by=by, **card)


def lay_before_its_body(file: Any, status: str, *, by: Person, in_committee: str = "") -> Body:
    """Lay the matter before the body that handles or decides it by the ruling, and tell its secretary.

    `in_committee` is the status of a kind that lies otherwise before the preparatory committee than before the body
    that decides. Raises RefusedByRule when nobody may decide.
    """
    ruling = decisions.ruling_for(file.matter)
    body = decisions.awaited_body(ruling, file.matter.body)
    if body is None:
        raise RefusedByRule(ruling.explanation(), ruling)
    if in_committee and body.kind == Body.Kind.PREPARATORY_COMMITTEE:
        status = in_committee
    return lay_before(file, body, status, by=by)


def lay_before(file: Any, body: Body, status: str, *, by: Person) -> Body:
    """The body's act is awaited from now on, and its secretary is told."""
    save(file, by=by)
    return lay_card_before(file.matter, body, status, by=by)


def lay_card_before(matter: Matter, body: Body, status: str, *, by: Person) -> Body:
    """The same for a file that is not written to any more."""
    matters.change(matter, by=by, status=status, before=body)
    notices.notify(
        those_before(body),
        matter=matter,
        key=f"before:{matter.number}:{matter.round}:{matter.version}",
        subject_sv=f"{matter.number} ligger för beslut hos {body.in_a_sentence_sv}",
        subject_en=f"{matter.number} is with {body.in_a_sentence_en} for decision",
    )
    return body


def those_before(body: Body) -> QuerySet[Person]:
    """Who looks after what lies before the body: its secretary."""
    role = Office.Role.SECRETARY
    if body.kind == Body.Kind.PREPARATORY_COMMITTEE:
        role = Office.Role.IB_SECRETARY
    return access.holders(role, body)


def lay_before_the_mayor(matter: Matter, ruling: Ruling, *, by: Person, **card: Any) -> None:
    """The preparatory committee has handled the locked matter: the Mayor's decision is awaited, and both are told.

    It lies before the board that has delegated the power, whose secretary records the decision; that of the committee
    may too (`decisions.may_record`).
    """
    board = decisions.deciding_body(ruling, matter.body)
    matters.change(matter, by=by, before=board, **card)
    handled = f"{matter.number}:{matter.round}:{matter.version}"
    notices.notify(
        access.holders(Office.Role.MAYOR),
        matter=matter,
        key=f"mayor:{handled}",
        subject_sv=f"{matter.number} är behandlat i internationella beredningen och väntar på ditt beslut, som"
        " sekreteraren antecknar",
        subject_en=f"{matter.number} has been handled in the preparatory committee and awaits your decision, which the"
        " secretary records",
    )
    notices.notify(
        access.holders(Office.Role.SECRETARY, board),
        matter=matter,
        key=f"before:{handled}",
        subject_sv=f"{matter.number} är behandlat i internationella beredningen och väntar på"
        " finansborgarrådets beslut",
        subject_en=f"{matter.number} has been handled in the preparatory committee and awaits the Mayor's decision",
    )


def those_concerned(matter: Matter) -> QuerySet[Person]:
    """Who follows the matter at its owner: the case officer, else the body's contact persons."""
    if matter.responsible_id:
        return Person.objects.filter(pk=matter.responsible_id)
    return access.holders(Office.Role.CONTACT_PERSON, matter.body)


def tell_outcome(decision: Decision) -> None:
    """Tell those concerned that a body has decided; of the Mayor's decision also who keeps the committee's notes."""
    number = decision.matter.number
    told = {person.pk: person for person in those_concerned(decision.matter)}
    if decision.form == Decision.Form.DELEGATED and decision.body.kind == Body.Kind.EXECUTIVE_BOARD:
        keepers = access.holders(Office.Role.IB_SECRETARY).exclude(pk=decision.recorded_by_id)
        told |= {person.pk: person for person in access.who_may_know(decision.matter, keepers)}
    who_sv, who_en = decision.body.in_a_sentence_sv, decision.body.in_a_sentence_en
    if decision.delegate_name:
        who_sv = f"{decision.delegate_name}, med delegerad beslutanderätt från {who_sv},"
        who_en = f"{decision.delegate_name}, by delegated power from {who_en},"
    notices.notify(
        list(told.values()),
        matter=decision.matter,
        key=f"decided:{decision.pk}",
        subject_sv=f"{number}: {who_sv} har beslutat",
        subject_en=f"{number}: {who_en} has decided",
    )


def record(
    matter: Matter,
    entry: decisions.Record,
    *,
    by: Person,
    outcomes: Mapping[Any, Any],
    waiting: Collection[str],
) -> Decision:
    """Write the decision of a matter that waits for one; who comes second is told who was first.

    `outcomes` are what can come of it, `waiting` the states in which a decision is awaited. Raises what
    governance.decisions.record raises, and WrongState.
    """
    if not decisions.may_record(by, decisions.ruling_for(matter), matter.body):
        access.require(by, access.RECORD, entry.body)
    require_outcome(entry.outcome, outcomes)
    if matter.status not in waiting:
        _refuse_second(matter, outcomes, waiting)
    return decisions.record(matter, entry, by=by)


def decide(
    file: Any,
    entry: decisions.Record,
    *,
    by: Person,
    lock: Callable[[Any], Any],
    move: Callable[..., None],
    outcomes: Mapping[Any, Any],
    waiting: Collection[str],
) -> Decision:
    """Record what a body decided on a proposal, let `move` bring its locked file there, and tell those concerned.

    `move` takes the file, the decision and `by`. Call in a transaction; raises what `record` raises.
    """
    file = lock(file)
    decision = record(file.matter, entry, by=by, outcomes=outcomes, waiting=waiting)
    move(lock(file), decision, by=by)
    tell_outcome(decision)
    return decision


def move(file: Any, decision: Decision, *, by: Person, outcomes: Mapping[Any, Any]) -> None:
    """Bring a locked file where the decision puts it: rejected it closes, and tabled it lies before the body."""
    matter, outcome = file.matter, Decision.Outcome(decision.outcome)
    if outcome == Decision.Outcome.REJECTED:
        matters.close(matter, by=by, status=outcomes[outcome], day=closing_day(matter, decision))
        return
    before = None
    if outcome == Decision.Outcome.TABLED:
        before = decision.body
    matters.change(matter, by=by, status=outcomes[outcome], before=before)


def require_outcome(outcome: str, outcomes: Mapping[Any, Any]) -> None:
    """Raise WrongState for what does not answer a proposal."""
    if outcome not in outcomes:
        raise WrongState(_("This is approved, rejected, referred back or tabled."))


def _refuse_second(matter: Matter, outcomes: Mapping[Any, Any], waiting: Collection[str]) -> None:
    """Say who was faster; where the matter has gone on since, or nobody was, say where it stands."""
    earlier = matter.decisions.select_related("recorded_by").order_by("-recorded_at").first()
    if earlier is None or (earlier.outcome in Decision.RETURNING and matter.status not in outcomes.values()):
        require_status(matter, *waiting)
        return
    raise already_decided(earlier)


def already_decided(earlier: Decision) -> AlreadyDecided:
    """Who was faster, for whoever comes second."""
    return AlreadyDecided(
        _("%(who)s has already recorded a decision of %(day)s: %(outcome)s.")
        % {
            "who": earlier.recorded_by.name,
            "day": earlier.decided_on.isoformat(),
            "outcome": earlier.get_outcome_display(),
        },
        earlier,
    )


def closing_day(matter: Matter, decision: Decision) -> date:
    """A matter closes the day it was decided; one that was opened late, the day it was opened."""
    return max(decision.decided_on, matter.opened_on)


def has_gone_on() -> WrongState:
    """Why another outcome comes too late: something else has been built on the decision."""
    return WrongState(
        _(
            "The matter has gone on since the decision, so its outcome stays. Correct the rest of the record, say"
            " in its wording what was wrong, and let the body decide anew."
        )
    )
