"""A meeting is planned, called and begun, or cancelled."""

from copy import copy
from dataclasses import dataclass
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, casework, notices, placing
from governance.models import (
    AgendaItem,
    Attendance,
    Body,
    Matter,
    Meeting,
    MeetingFile,
    Notice,
    OutboxEntry,
    Person,
)

from . import drawing, following
from .lifecycle import after
from .locking import lock, lock_to_come, write

# How the keys of the notices of a call begin.
CALLED = "meeting-called"
WHEN_AND_WHERE = ("held_on", "begins_at", "place")


@transaction.atomic
def plan(
    *,
    by: Person,
    body: Body,
    held_on: date,
    begins_at: time | None = None,
    place: str = "",
    is_invented: bool = False,
) -> Meeting:
    """Plan a meeting of a body whose decisions one records. Those who sat at the last one are expected again."""
    access.require(by, access.RECORD, body)
    _require_in_force(body, held_on)
    meeting = Meeting(body=body, held_on=held_on, begins_at=begins_at, place=place, is_invented=is_invented)
    meeting._history_user = by
    meeting.save()
    _expect_the_same(meeting)
    return meeting


@transaction.atomic
def edit(
    meeting: Meeting,
    version: int,
    *,
    by: Person,
    held_on: date,
    begins_at: time | None,
    place: str,
    note: str = "",
) -> Meeting:
    """Change when and where. Raises StaleVersion when somebody was faster."""
    meeting = lock_to_come(meeting, by, version)
    _require_in_force(meeting.body, held_on)
    before = copy(meeting)
    write(meeting, by=by, held_on=held_on, begins_at=begins_at, place=place, note=note)
    if is_moved(before, meeting):
        drawing.ask(meeting, MeetingFile.Kind.AGENDA)
        _tell(
            meeting,
            f"meeting-moved:{meeting.pk}:{meeting.version}",
            "sammanträdet som tar upp ärendet är flyttat till {day}",
            "the meeting that takes up the matter has been moved to {day}",
        )
    return meeting


def is_moved(before: Meeting, after: Meeting) -> bool:
    """Whether those who were called must know that it is on another day, at another time or in another place."""
    moved = any(getattr(before, name) != getattr(after, name) for name in WHEN_AND_WHERE)
    return moved and after.status == Meeting.Status.CALLED


def those_called(meeting: Meeting) -> list[Person]:
    """Those with a login whom the call concerns: who follow the matters on the agenda. Elected members have none."""
    found = {person for _matter, persons in _followers(meeting) for person in persons}
    return sorted(found, key=lambda person: person.name)


@dataclass(frozen=True)
class Receiver:
    """Somebody with a login who is told of the call: of which matters, and whether a mail goes too, to what address."""

    person: Person
    numbers: tuple[str, ...]
    address: str


def receivers(meeting: Meeting, reader: Person) -> list[Receiver]:
    """Whom a call would tell, as they have chosen to be told; of secret matters as far as the reader knows of them.

    Who stands in for them is told besides.
    """
    numbers: dict[Person, list[str]] = {}
    for matter, persons in _followers(meeting):
        if matter.is_secret and matter.pk not in reader.secret_matters:
            continue
        for person in persons:
            numbers.setdefault(person, []).append(matter.number)
    mailed = notices.mailed(numbers, CALLED)
    rows = [
        Receiver(person, tuple(of), person.email if person.pk in mailed else "")
        for person, of in numbers.items()
    ]
    return sorted(rows, key=lambda row: row.person.name)


def sent(meeting: Meeting, reader: Person) -> list[Notice]:
    """What the call sent: each notice with whether its mail `is_mailed` or `is_on_its_way`.

    Of secret matters those that the reader has been let in to.
    """
    rows = Notice.objects.filter(key__startswith=f"{CALLED}:{meeting.pk}:").select_related("person", "matter")
    told = rows.filter(matter__in=Matter.objects.unmarked_for(reader))
    found = list(told.order_by("person__name", "pk"))
    waiting = OutboxEntry.objects.filter(kind="mail_notice", done_at=None, dead_at=None)
    on_their_way = set(
        waiting.filter(subject__in=[row.pk for row in found]).values_list("subject", flat=True)
    )
    for row in found:
        row.is_on_its_way = row.pk in on_their_way
    return found


def _followers(meeting: Meeting) -> list[tuple[Matter, list[Person]]]:
    items = meeting.items.filter(matter__isnull=False).select_related("matter__body")
    matters = [item.matter for item in items if item.matter]
    return [(matter, access.who_may_know(matter, casework.those_concerned(matter))) for matter in matters]


def _tell(meeting: Meeting, key: str, words_sv: str, words_en: str) -> None:
    """Tell those whom the call concerns, once for each matter and key."""
    day = meeting.held_on.isoformat()
    for matter, persons in _followers(meeting):
        notices.notify(
            persons,
            matter=matter,
            key=f"{key}:{matter.number}",
            subject_sv=f"{matter.number}: {words_sv.format(day=day)}",
            subject_en=f"{matter.number}: {words_en.format(day=day)}",
        )


@transaction.atomic
def call(meeting: Meeting, version: int, *, by: Person) -> Meeting:
    """The agenda goes out. What is added from now on is a late item."""
    meeting = lock(meeting, by, version)
    status = after("call", meeting)
    following.follow_up(meeting, by=by)
    write(meeting, by=by, status=status, called_on=timezone.localdate())
    drawing.ask(meeting, MeetingFile.Kind.AGENDA)
    _tell(
        meeting,
        f"{CALLED}:{meeting.pk}",
        "ärendet tas upp på sammanträdet {day}",
        "the matter is taken up at the meeting of {day}",
    )
    return meeting


@transaction.atomic
def begin(meeting: Meeting, *, by: Person) -> Meeting:
    """The body meets: from now on outcomes are noted. No meeting begins before its day."""
    meeting = lock(meeting, by)
    status = after("begin", meeting)
    if meeting.held_on > timezone.localdate():
        raise ValidationError(
            _("The meeting is on %(day)s and cannot begin before that.")
            % {"day": meeting.held_on.isoformat()}
        )
    following.follow_up(meeting, by=by)
    return write(meeting, by=by, status=status)


@transaction.atomic
def cancel(meeting: Meeting, version: int, *, by: Person, reason: str) -> Meeting:
    """The meeting is not held. Its matters still lie before the body, for the next one, or before who decides now."""
    meeting = lock(meeting, by, version)
    note = "\n\n".join(part for part in (meeting.note, reason) if part)
    write(meeting, by=by, status=after("cancel", meeting), note=note)
    matters = meeting.items.filter(kind=AgendaItem.Kind.MATTER).values_list("matter", flat=True)
    placing.follow(list(matters), by=by)
    return meeting


def _require_in_force(body: Body, day: date) -> None:
    if not body.is_in_force(day):
        raise ValidationError({"held_on": _("The body does not exist on that day.")})


def _expect_the_same(meeting: Meeting) -> None:
    last = Meeting.objects.filter(body=meeting.body, closed_on__isnull=False).first()
    if last is None:
        return
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, name=name, role=role)
        for name, role in last.attendance.values_list("name", "role")
    )
