"""What a body's plan of a year leaves out: the matters of the year that no line is about."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from governance.models import Matter
from governance.models.lamps import SPARED
from governance.models.matter import MatterQuerySet

from .lamps import PLANNED_KINDS
from .models import Plan, PlanTie


def without_line(rows: MatterQuerySet, year: Any, first: Any, last: Any) -> MatterQuerySet:
    """Of the rows what the city has or does in the year, what came to nothing left out, that no line of it is about.

    `first` and `last` are the days of the year; all three may be stand-ins of a statement that is written once.
    """
    tied = PlanTie.objects.filter(matter=OuterRef("pk"), line__year=year)
    return rows.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=first),
        Q(starts_on__isnull=True) | Q(starts_on__lte=last),
        Q(ends_on__isnull=True) | Q(ends_on__gte=first),
        ~Exists(tied),
        kind__in=PLANNED_KINDS,
        opened_on__lte=last,
        lamp_planned__lt=SPARED,
    )


def left_out(plan: Plan, among: MatterQuerySet) -> MatterQuerySet:
    """The matters of the plan's body and year without a line, of those that somebody may read."""
    rows = among.filter(body=plan.matter.body_id)
    return without_line(rows, plan.year, date(plan.year, 1, 1), date(plan.year, 12, 31))


def to_tie(line: Any, among: MatterQuerySet) -> MatterQuerySet:
    """What a line of a plan can be tied to: what its body owns or takes part in, the newest first."""
    mine = Q(body=line.body_id) | Q(
        pk__in=Matter.objects.filter(participations__body=line.body_id).values("pk")
    )
    rows = among.filter(mine, kind__in=PLANNED_KINDS, lamp_planned__lt=SPARED)
    return rows.exclude(plan_ties__line=line.pk)
