"""What of governance itself goes on when it waits too long: decisions, what is offered, assignments, days passed."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from . import access, late, worklists
from .addresses import address_of
from .models import Assignment
from .models.matter import decision_url
from .prepared import Asked, Asker


def _assignments(asker: Asker, asked: Asked) -> QuerySet[Assignment]:
    rows: Any = worklists.assigned_rows(asker, asked)
    late_ones: QuerySet[Assignment] = rows.late(asked["day"])
    return late_ones


SOURCES = (
    late.Source(
        "to_take_over",
        _("Offered to take over"),
        worklists.offered_rows,
        late.roles_with(access.EDIT),
        since=late.came_to("before_id"),
        body="before_id",
    ),
    late.Source(
        "to_decide",
        _("Waiting for a decision"),
        worklists.to_decide_rows,
        late.roles_with(access.RECORD),
        since=late.came_to("before_id"),
        body="before_id",
    ),
    late.Source(
        late.PAST_ITS_DAY,
        _("Past its day"),
        worklists.late_rows,
        late.roles_with(access.EDIT),
        person="responsible_id",
    ),
    late.Source(
        "to_notify",
        _("Delegated decision to notify"),
        worklists.to_notify_rows,
        late.roles_with(access.RECORD),
        since="decided_on",
        matter="matter_id",
        kind="",
        page=lambda row: decision_url(row.matter.number, row.thing),
    ),
    late.Source(
        "assignments",
        _("Assignment to report"),
        _assignments,
        late.roles_with(access.EDIT),
        body="owner_id",
        matter="matter_id",
        kind="",
        page=lambda row: address_of("assignment", row.thing),
    ),
)
