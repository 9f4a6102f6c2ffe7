"""Who sat at the meeting, who came instead of whom."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from governance.models import Attendance, ConflictOfInterest, Meeting, Person

from ..errors import WrongState
from .lifecycle import Status, stands
from .locking import lock, write


@dataclass(frozen=True)
class Seat:
    """One line of the list. Whether somebody is there is None until it is marked."""

    name: str
    role: str
    is_present: bool | None = True
    serves_for: str = ""
    note: str = ""
    approves: bool = False


@transaction.atomic
def note_attendance(meeting: Meeting, version: int, seats: Sequence[Seat], *, by: Person) -> Meeting:
    """Write the whole list anew. Raises StaleVersion, ValidationError."""
    meeting = lock(meeting, by, version)
    if meeting.status in (Status.APPROVED, Status.POSTED, Status.CANCELLED):
        raise WrongState(stands(meeting))
    seats = implied(seats)
    _require_order(seats)
    _require_complete(meeting, seats)
    _require_conflicts_kept(meeting, seats)
    kept = {row.name: row for row in meeting.attendance.all()}
    names = [seat.name for seat in seats]
    meeting.attendance.exclude(name__in=names).delete()
    for seat in seats:
        row = kept.get(seat.name) or Attendance(meeting=meeting, name=seat.name)
        row.role, row.is_present = seat.role, seat.is_present
        row.serves_for, row.note, row.approves = seat.serves_for, seat.note, seat.approves
        row.save()
    return write(meeting, by=by)


def implied(seats: Iterable[Seat]) -> list[Seat]:
    """Who serves for somebody is there, and that somebody is not: of two who are not marked so much is known."""
    seats = list(seats)
    served = {seat.serves_for for seat in seats if seat.serves_for}
    return [
        replace(seat, is_present=seat.name not in served)
        if seat.is_present is None and (seat.serves_for or seat.name in served)
        else seat
        for seat in seats
    ]


def all_present(seats: Iterable[Seat]) -> list[Seat]:
    """The list with everybody there who is not marked yet."""
    return [replace(seat, is_present=True) if seat.is_present is None else seat for seat in implied(seats)]


def who_can_approve(meeting: Meeting) -> list[Attendance]:
    """Those who sat there with a say: members who are present, and substitutes who serve for somebody."""
    rows = meeting.attendance.filter(is_present=True)
    return [row for row in rows if row.role in Attendance.SEATED or row.serves_for]


def name_approvers(meeting: Meeting, chosen: Collection[int]) -> None:
    """Note who was chosen to approve the minutes, by the keys of their rows; all others are not."""
    meeting.attendance.filter(approves=True).exclude(pk__in=chosen).update(approves=False)
    meeting.attendance.filter(pk__in=[row.pk for row in who_can_approve(meeting) if row.pk in chosen]).update(
        approves=True
    )


def require_attendance(meeting: Meeting) -> None:
    """Raise WrongState unless everybody on the list is marked, and somebody is named to approve the minutes."""
    unmarked = meeting.attendance.filter(is_present=None).values_list("name", flat=True)
    if unmarked:
        raise WrongState(
            _("Not marked as present or absent yet: %(names)s.") % {"names": ", ".join(unmarked)}
        )
    if not any(row.approves for row in who_can_approve(meeting)):
        raise WrongState(
            _("Nobody is named to approve the minutes. Name at least one of those who sat at the meeting.")
            if meeting.decides
            else _("Nobody is named to approve the notes. Name at least one of those who sat at the meeting.")
        )


def _require_order(seats: Sequence[Seat]) -> None:
    """Each once; a substitute serves for one who is absent, and nobody is served for twice."""
    names = [seat.name for seat in seats]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValidationError(_("%(names)s: each name can stand there once.") % {"names": ", ".join(twice)})
    absent = {seat.name for seat in seats if seat.role in Attendance.SEATED and seat.is_present is False}
    served: set[str] = set()
    for seat in seats:
        if not seat.serves_for:
            continue
        if seat.role != Attendance.Role.SUBSTITUTE or not seat.is_present:
            raise ValidationError(
                _("%(name)s: only a substitute who is present serves for somebody.") % {"name": seat.name}
            )
        if seat.serves_for not in absent:
            raise ValidationError(
                _("%(name)s serves for %(other)s, who is not listed as an absent member.")
                % {"name": seat.name, "other": seat.serves_for}
            )
        if seat.serves_for in served:
            raise ValidationError(_("Two substitutes serve for %(name)s.") % {"name": seat.serves_for})
        served.add(seat.serves_for)
    for seat in seats:
        if seat.approves and not (seat.is_present and (seat.role in Attendance.SEATED or seat.serves_for)):
            raise ValidationError(
                _("%(name)s: only a member who is present, or a substitute who serves, approves the minutes.")
                % {"name": seat.name}
            )


def _require_complete(meeting: Meeting, seats: Iterable[Seat]) -> None:
    """A meeting that is closed keeps somebody who approves its minutes, and nobody who is not marked."""
    if meeting.closed_on is None:
        return
    if not any(seat.approves for seat in seats):
        raise ValidationError(_("Somebody must be named to approve the minutes: the meeting is closed."))
    unmarked = [seat.name for seat in seats if seat.is_present is None]
    if unmarked:
        raise ValidationError(
            _("Not marked as present or absent yet: %(names)s.") % {"names": ", ".join(unmarked)}
        )


def _require_conflicts_kept(meeting: Meeting, seats: Sequence[Seat]) -> None:
    """Whose conflict of interest is noted was there."""
    there = {seat.name for seat in seats if seat.is_present}
    noted = ConflictOfInterest.objects.filter(item__meeting=meeting).values_list(
        "attendance__name", flat=True
    )
    missing = sorted(set(noted) - there)
    if missing:
        raise ValidationError(
            _("A conflict of interest is noted for %(names)s. Take it back at the item first.")
            % {"names": ", ".join(missing)}
        )
