"""The sweep: tells those concerned, once, that a report is late, however often it runs."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from engagements import journeys
from engagements.models import EventAbroad
from governance import casework, notices

BATCH = 200


def remind_late_reports(day: date | None = None) -> int:
    """Remind of every report that is late on the day (default: today) and has not been reminded of. How many."""
    day = day or timezone.localdate()
    count = 0
    while taken := _remind_some(day):
        count += taken
    return count


@transaction.atomic
def _remind_some(day: date) -> int:
    """One batch: its rows are locked, so that two sweeps share the work and neither tells twice."""
    late = EventAbroad.objects.filter(journeys.late("matter__", day), reminded_on=None)
    rows = list(
        late.select_for_update(of=("self", "matter"), skip_locked=True)
        .select_related("matter__body", "matter__responsible")
        .order_by("pk")[:BATCH]
    )
    for event in rows:
        number, due = event.matter.number, event.matter.due_on
        notices.notify(
            casework.those_concerned(event.matter),
            matter=event.matter,
            key=f"report-late:{number}",
            subject_sv=f"{number}: rapporten från resan skulle ha lämnats senast {due}",
            subject_en=f"{number}: the report on the journey was due on {due}",
        )
        event.reminded_on = day
        event.save_without_historical_record(update_fields=["reminded_on"])
    return len(rows)
