"""Assignments come back to the body that gave them: late ones and reports stand on its next agenda by themselves."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import override

from governance import assignments
from governance.models import AgendaItem, Assignment, Meeting, Person

from .agenda import append
from .locking import write

Kind = AgendaItem.Kind


def to_follow(meeting: Meeting) -> QuerySet[Assignment]:
    """What the body gave and is late on the day of the meeting, or reported by then and not yet received.

    Nothing where the secretary has taken the item off: it comes to the next meeting.
    """
    if AgendaItem.history.filter(meeting_id=meeting.pk, kind=Kind.FOLLOW_UP, history_type="-").exists():
        return Assignment.objects.none()
    given = Assignment.objects.filter(given_by=meeting.body)
    late = Q(status=Assignment.Status.OPEN, due_on__lt=meeting.held_on)
    reported = Q(status=Assignment.Status.DONE, closed_on__lte=meeting.held_on)
    return given.filter(late | reported).order_by("due_on", "pk")


@transaction.atomic
def follow_up(meeting: Meeting, *, by: Person) -> AgendaItem | None:
    """One item for them all on a locked meeting's agenda; done again, it takes in those that have come since."""
    found = list(to_follow(meeting))
    item = meeting.items.filter(kind=Kind.FOLLOW_UP).first()
    if not found or (item is not None and item.outcome):
        return item
    if item is None:
        with override("sv"):
            title = capfirst(Kind.FOLLOW_UP.label)
        item = append(meeting, by, kind=Kind.FOLLOW_UP, title=title)
    else:
        write(meeting, by=by)
    item.followed.set(found)
    return item


def receive(item: AgendaItem, *, by: Person) -> None:
    """The body has noted the item, and so received the reports on it; what is late is still to be done.

    What was reported after the day, while the minutes were written, nobody at the table had: it waits for the next.
    """
    day = item.meeting.held_on
    reported = item.followed.filter(status=Assignment.Status.DONE, closed_on__lte=day)
    for assignment in reported.select_for_update(of=("self",)).order_by("pk"):
        assignments.receive(assignment, by=by, on=day)
