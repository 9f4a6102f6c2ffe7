"""A meeting closes: every item gets its §, and each decision is recorded and carried out. All or none."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import decisions, placing
from governance.decisions import Record
from governance.errors import Conflict, WrongState
from governance.models import AgendaItem, Decision, DecisionEvent, Meeting, MeetingFile, MinutesSeries, Person

from . import attending, deciding, drawing, following, handling
from .lifecycle import Kind, after
from .locking import lock, write
from .papers import cited


class ItemRefused(Conflict):
    """One item stops the whole meeting from closing. `refusal` is why, with the ruling where the strategy says no."""

    def __init__(self, item: AgendaItem, refusal: Exception) -> None:
        super().__init__(_("%(item)s: %(why)s") % {"item": item.heading, "why": refusal})
        self.item = item
        self.refusal = refusal


@transaction.atomic
def close(meeting: Meeting, version: int, *, by: Person, approvers: Collection[int] | None = None) -> Meeting:
    """Give every item its § and record every decision, each through the verb of its kind of matter.

    `approvers`: the rows of those named to approve the minutes; without it those that the list of attendance names.
    Raises WrongState (items are open, an earlier meeting is, nobody approves), StaleVersion, ItemRefused. Then nothing
    has changed.
    """
    meeting = lock(meeting, by, version)
    status = after("close", meeting)
    if approvers is not None:
        attending.name_approvers(meeting, approvers)
    attending.require_attendance(meeting)
    items = list(meeting.items.select_for_update(of=("self",)).select_related("matter__body"))
    items.sort(key=lambda item: item.order)
    require_none_open(items)
    require_in_turn(meeting)
    number = _give_numbers(meeting, items)
    write(meeting, by=by, status=status, closed_on=timezone.localdate(), number=number)
    for item in items:
        item.meeting = meeting
        _carry_out(item, by)
        item.version += 1
        item._history_user = by
        item.save()
    withdrawn = [item.matter_id for item in items if item.matter_id and not item.is_taken_up]
    placing.follow(withdrawn, by=by)
    drawing.ask(meeting, MeetingFile.Kind.MINUTES)
    drawing.ask_for_excerpts(meeting)
    return meeting


def require_none_open(items: Iterable[AgendaItem]) -> None:
    """Raise WrongState that names what has no outcome."""
    still = [f"{item.position}. {item.heading}" for item in items if item.is_open]
    if still:
        raise WrongState(_("Still without an outcome: %(items)s") % {"items": "; ".join(still)})


def require_in_turn(meeting: Meeting) -> None:
    """The § of a year follow the days of its meetings, so the earlier one is closed first."""
    earlier = (
        Meeting.objects.to_come()
        .filter(body=meeting.body, held_on__lt=meeting.held_on, held_on__year=meeting.held_on.year)
        .order_by("held_on")
        .first()
    )
    if earlier is not None:
        raise WrongState(
            _(
                "The meeting of %(day)s is not closed yet. Close or cancel it first, so that the paragraphs follow."
            )
            % {"day": earlier.held_on.isoformat()}
        )


def next_paragraph(meeting: Meeting) -> int:
    """The § that the first item of the meeting would get if it closed now."""
    series = MinutesSeries.objects.filter(body=meeting.body, year=meeting.held_on.year).first()
    return series.last_paragraph + 1 if series else 1


def _give_numbers(meeting: Meeting, items: Iterable[AgendaItem]) -> int:
    """The next § for every item that was taken up, and the next number of the minutes, which is returned."""
    key = {"body": meeting.body, "year": meeting.held_on.year}
    MinutesSeries.objects.bulk_create([MinutesSeries(**key)], ignore_conflicts=True)
    series = MinutesSeries.objects.select_for_update().get(**key)
    for item in items:
        if item.is_taken_up:
            series.last_paragraph += 1
            item.paragraph = series.last_paragraph
    series.last_number += 1
    series.save()
    return series.last_number


def _carry_out(item: AgendaItem, by: Person) -> None:
    if not item.is_taken_up:
        return
    try:
        if item.kind == Kind.NOTIFICATION:
            _tell(item, by)
        elif item.kind == Kind.FOLLOW_UP:
            following.receive(item, by=by)
        elif item.matter and item.meeting.decides:
            item.decision = deciding.decide(item.matter, _record(item), by=by, result=item.result)
        elif item.matter:
            handling.carry_out(item, by)
    except (PermissionDenied, Conflict) as refusal:
        raise ItemRefused(item, refusal) from refusal


def _record(item: AgendaItem) -> Record:
    """The decision as the minutes have it."""
    meeting = item.meeting
    return Record(
        body=meeting.body,
        outcome=item.outcome,
        decided_on=meeting.held_on,
        wording=item.wording,
        form=Decision.Form.MEETING,
        paragraph=str(item.paragraph),
        minutes=cited(meeting),
        minutes_approved_on=meeting.held_on if item.immediate_approval else None,
        immediate_approval=item.immediate_approval,
        reasons=item.reasons,
        reservations=differing(item),
    )


def differing(item: AgendaItem) -> str:
    """Reservation and special statement as one text, as a decision keeps them."""
    parts = (("Reservation", item.reservations), ("Särskilt uttalande", item.statements))
    return "\n\n".join(f"{heading}: {text}" for heading, text in parts if text)


def _tell(item: AgendaItem, by: Person) -> None:
    """The body has been notified of the decisions on the list; one that was noted elsewhere meanwhile is passed."""
    for decision in told_still(item):
        decisions.add_event(
            decision,
            DecisionEvent.Kind.NOTIFIED,
            by=by,
            day=item.meeting.held_on,
            paragraph=str(item.paragraph),
        )


def told_still(item: AgendaItem) -> Any:
    """Those on the list that nobody has noted as notified, nor corrected."""
    return item.told.filter(pk__in=Decision.objects.to_notify().values("pk")).select_related("body")
