"""The minutes are approved and posted: with that the time to appeal each decision begins."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import decisions
from governance.models import AgendaItem, Decision, DecisionEvent, Meeting, MeetingFile, Person

from ..errors import WrongState
from . import drawing
from .lifecycle import POSTING_SOME, after, require_status
from .locking import lock, write

Event = DecisionEvent.Kind


@transaction.atomic
def approve(meeting: Meeting, version: int, *, by: Person, approved_on: date, approved_by: str) -> Meeting:
    """The minutes are approved, by whom; what was approved immediately at the meeting keeps its own day."""
    meeting = lock(meeting, by, version)
    status = after("approve", meeting)
    if not approved_by.strip():
        raise ValidationError({"approved_by": _("Say who approved them.")})
    _require_day(
        "approved_on", approved_on, meeting.held_on, _("The minutes cannot be older than the meeting.")
    )
    _note(meeting, Event.MINUTES_APPROVED, approved_on, by)
    write(meeting, by=by, status=status, approved_on=approved_on, approved_by=approved_by)
    drawing.ask(meeting, MeetingFile.Kind.MINUTES)
    drawing.ask_for_excerpts(meeting)
    return meeting


@transaction.atomic
def post(meeting: Meeting, version: int, *, by: Person, posted_on: date) -> Meeting:
    """The minutes are posted on the notice board: from that day what can be appealed is, for three weeks."""
    meeting = lock(meeting, by, version)
    status = after("post", meeting)
    first = meeting.approved_on or meeting.held_on
    _require_day("posted_on", posted_on, first, _("The minutes cannot be posted before they are approved."))
    _note(meeting, Event.POSTED, posted_on, by)
    write(meeting, by=by, status=status, posted_on=posted_on)
    drawing.ask(meeting, MeetingFile.Kind.MINUTES)
    return meeting


@transaction.atomic
def post_immediate(meeting: Meeting, version: int, *, by: Person, posted_on: date) -> Meeting:
    """Post what was approved immediately at the meeting, ahead of the other minutes."""
    meeting = lock(meeting, by, version)
    require_status(meeting, POSTING_SOME)
    _require_day("posted_on", posted_on, meeting.held_on, _("The minutes cannot be older than the meeting."))
    if not _note(meeting, Event.POSTED, posted_on, by, lambda item: item.immediate_approval):
        raise WrongState(_("Nothing that was approved immediately waits to be posted."))
    return write(meeting, by=by)


def _note(
    meeting: Meeting,
    kind: str,
    day: date,
    by: Person,
    which: Callable[[AgendaItem], bool] = lambda item: True,
) -> int:
    """Note the event on each decision of the meeting that has it not yet. On how many.

    What the Mayor decided after the preparatory committee has handled it stands in no minutes.
    """
    if not meeting.decides:
        return 0
    rows = meeting.items.filter(decision__isnull=False).select_related("decision__body")
    waiting = [standing(item.decision) for item in rows if item.decision and which(item)]
    waiting = [decision for decision in waiting if decision.event(kind) is None]
    for decision in waiting:
        decisions.add_event(decision, kind, by=by, day=day)
    return len(waiting)


def standing(decision: Decision) -> Decision:
    """The decision itself, or the one that has corrected it since."""
    later = Decision.objects.filter(supersedes=decision).select_related("body").first()
    return standing(later) if later else decision


def _require_day(field: str, day: date, first: date, too_early: str) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: _("The date is in the future.")})
    if day < first:
        raise ValidationError({field: too_early})
