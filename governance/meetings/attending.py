"""Who sat at the meeting, who came instead of whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from governance.models import Attendance, ConflictOfInterest, Meeting, Person

from ..errors import WrongState
from .lifecycle import Status, stands
from .locking import lock, write


@dataclass(frozen=True)
class Seat:
    """One line of the list."""

    name: str
    role: str
    is_present: bool = True
    serves_for: str = ""
    note: str = ""


@transaction.atomic
def note_attendance(meeting: Meeting, version: int, seats: Sequence[Seat], *, by: Person) -> Meeting:
    """Write the whole list anew. Raises StaleVersion, ValidationError."""
    meeting = lock(meeting, by, version)
    if meeting.status in (Status.APPROVED, Status.POSTED, Status.CANCELLED):
        raise WrongState(stands(meeting))
    _require_order(seats)
    _require_conflicts_kept(meeting, seats)
    kept = {row.name: row for row in meeting.attendance.all()}
    names = [seat.name for seat in seats]
    meeting.attendance.exclude(name__in=names).delete()
    for seat in seats:
        row = kept.get(seat.name) or Attendance(meeting=meeting, name=seat.name)
        row.role, row.is_present = seat.role, seat.is_present
        row.serves_for, row.note = seat.serves_for, seat.note
        row.save()
    return write(meeting, by=by)


def _require_order(seats: Sequence[Seat]) -> None:
    """Each once; a substitute serves for one who is absent, and nobody is served for twice."""
    names = [seat.name for seat in seats]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValidationError(_("%(names)s: each name can stand there once.") % {"names": ", ".join(twice)})
    absent = {seat.name for seat in seats if seat.role in Attendance.SEATED and not seat.is_present}
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
