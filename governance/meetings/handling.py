"""The preparatory committee handles matters and decides none: what becomes of them then, and what the Mayor decides."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, casework, decisions, matters, notices
from governance.decisions import Record
from governance.errors import WrongState
from governance.models import AgendaItem, Body, Decider, Decision, Matter, Meeting, Office, Person, the_body

from . import deciding
from .lifecycle import Outcome, stands
from .locking import lock, write_item
from .running import WORDINGS


def carry_out(item: AgendaItem, by: Person) -> None:
    """The committee has met: those who prepare the matter are told, and a matter that was handled goes on."""
    matter, meeting = item.matter, item.meeting
    if matter is None:
        return
    if item.stream == AgendaItem.Stream.INTERNATIONAL and item.outcome in AgendaItem.HANDLED:
        words = f"{item.outcome_label}. {item.wording}"
        deciding.handle(matter, by=by, on=meeting.held_on, handling=words)
        _hand_on(matter, meeting, by)
    notices.notify(
        casework.those_concerned(matter),
        matter=matter,
        key=f"handled:{item.pk}",
        subject_sv=f"{matter.number}: internationella beredningen har behandlat ärendet",
        subject_en=f"{matter.number}: the preparatory committee has handled the matter",
    )


def _hand_on(matter: Matter, meeting: Meeting, by: Person) -> None:
    """A matter whose own feature has nothing to do then goes on to the Mayor all the same."""
    matter = matters.lock(matter)
    ruling = decisions.ruling_for(matter)
    if matter.before_id == meeting.body_id and ruling.decides == Decider.MAYOR:
        casework.lay_before_the_mayor(matter, ruling, by=by)


def decided_since(items: Iterable[AgendaItem]) -> dict[int, Decision]:
    """What was recorded elsewhere, on the matter's own page, on items that await the Mayor: by the item's id."""
    waiting = {item.matter_id: item for item in items if item.awaits_the_mayor and item.meeting.closed_on}
    rows = Decision.objects.standing().filter(matter__in=waiting, form=Decision.Form.DELEGATED)
    found: dict[int, Decision] = {}
    for decision in rows.defer("payload").order_by("decided_on", "pk"):
        item = waiting[decision.matter_id]
        if decision.decided_on >= item.meeting.held_on:
            found.setdefault(item.pk, decision)
    return found


def awaited(item: AgendaItem) -> Matter:
    """The item's matter, on which the Mayor is to decide. Raises WrongState when nothing is awaited."""
    meeting = item.meeting
    if found := decided_since([item]):
        raise casework.already_decided(found[item.pk])
    if meeting.decides or meeting.closed_on is None or not item.awaits_the_mayor or item.matter is None:
        raise WrongState(_("No decision of the Mayor is awaited here. ") + stands(meeting))
    return item.matter


def mayors_wording(item: AgendaItem, outcome: str = Outcome.APPROVED) -> str:
    """How the Mayor's decision is worded where nothing else is written; the committee's words are not the Mayor's."""
    if outcome == Outcome.APPROVED and item.proposal:
        return item.proposal
    return WORDINGS[Outcome(outcome)].format(body="Finansborgarrådet")


@transaction.atomic
def decide(
    item: AgendaItem, *, by: Person, outcome: str, decided_on: date, wording: str = "", reasons: str = ""
) -> Decision:
    """Record what the Mayor decided, by delegated power, on a matter that the committee has handled.

    It is then listed to be notified to the Executive Board. Raises what the verb of its kind of matter raises.
    """
    meeting = lock(item.meeting_id, by)
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("matter__body")
    item = rows.get(pk=item.pk)
    item.meeting = meeting
    matter = awaited(item)
    if outcome == Outcome.REJECTED and not reasons:
        raise ValidationError({"reasons": _("Say why: the matter goes back to those who prepared it.")})
    if not meeting.held_on <= decided_on <= timezone.localdate():
        message = _("The Mayor decides when the committee has met, and by today.")
        raise ValidationError({"decided_on": message})
    ruling = decisions.ruling_for(matter, decided_on)
    record = Record(
        body=the_body(Body.Kind.EXECUTIVE_BOARD, decided_on),
        outcome=outcome,
        decided_on=decided_on,
        wording=wording or mayors_wording(item, outcome),
        reasons=reasons,
        form=Decision.Form.DELEGATED,
        delegate=access.holders(Office.Role.MAYOR, day=decided_on).first(),
        power_source=ruling.citation("sv")[:200],
    )
    decision = deciding.decide(matter, record, by=by)
    write_item(item, by=by, decision=decision)
    return decision
