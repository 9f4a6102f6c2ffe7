"""Writing a plan: what the body wants, its lines, and the matters that a line is about."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from governance import casework
from governance.models import Kind, Matter, Person
from planning.lamps import PLANNED_KINDS
from planning.lifecycle import after_writing
from planning.models import Plan, PlanLine, PlanTie

from .locking import begin_writing

WRITTEN = frozenset(("aims", "has_none", "none_because", "budget"))
OF_A_LINE = frozenset(
    ("kind", "title", "why", "goal", "direction", "measure", "cost", "budget_line", "owner", "until")
)
# What a line is when it is made of a matter.
KIND_OF_LINE = {
    Kind.MEMBERSHIP: PlanLine.Kind.MEMBERSHIP,
    Kind.EU_PROJECT: PlanLine.Kind.PROJECT,
    Kind.AID_PROJECT: PlanLine.Kind.PROJECT,
    Kind.EVENT_ABROAD: PlanLine.Kind.EVENT,
    Kind.AGREEMENT: PlanLine.Kind.COOPERATION,
}


@transaction.atomic
def write(plan: Plan, version: int, *, by: Person, **values: Any) -> Plan:
    """Write what the body wants and has money for, or why it has no part. Raises StaleVersion, ValidationError."""
    if unknown := values.keys() - WRITTEN:
        raise TypeError(f"a plan has no {', '.join(unknown)} to write")
    plan = begin_writing(plan, by, version)
    for name, value in values.items():
        setattr(plan, name, value)
    if plan.has_none and not plan.none_because.strip():
        raise ValidationError({"none_because": _("Say why the body has no international work in the year.")})
    if plan.has_none and plan.last_serial and plan.lines.exists():
        raise ValidationError({"has_none": _("The plan has lines. Take them away first.")})
    _keep(plan, by)
    return plan


@transaction.atomic
def add_line(plan: Plan, *, by: Person, matter: Matter | None = None, **values: Any) -> PlanLine:
    """A new line with the next number of the plan; with `matter` it is tied to it at once. Raises ValidationError."""
    plan = begin_writing(plan, by)
    if plan.has_none:
        raise ValidationError(_("The plan says that the body has no international work in the year."))
    plan.last_serial += 1
    line = PlanLine(
        plan=plan,
        body=plan.matter.body,
        year=plan.year,
        ident=f"{plan.matter.number}-{plan.last_serial:03d}",
    )
    _fill(line, values)
    casework.save(line, by=by)
    if matter is not None:
        tie_to(line, matter, by)
    _keep(plan, by)
    return line


@transaction.atomic
def change_line(line: PlanLine, version: int, *, by: Person, **values: Any) -> PlanLine:
    """Write a line anew; its number stays. Raises StaleVersion, ValidationError."""
    plan = begin_writing(line.plan, by, version)
    line = PlanLine.objects.select_for_update().get(pk=line.pk)
    was_goal = line.is_goal
    _fill(line, values)
    if was_goal and not line.is_goal and line.activities.exists():
        raise ValidationError({"kind": _("Other lines serve this goal. Let them serve another first.")})
    casework.save(line, by=by)
    _keep(plan, by)
    return line


@transaction.atomic
def remove_line(line: PlanLine, *, by: Person) -> Plan:
    """Take a line away. Its number is never used again; what served it serves no goal. Raises ValidationError."""
    plan = begin_writing(line.plan, by)
    line = PlanLine.objects.select_for_update().get(pk=line.pk)
    if line.outcomes.exists():
        raise ValidationError(_("The account of the year tells what came of the line, so it stays."))
    for served in line.activities.all():
        served.goal = None
        casework.save(served, by=by)
    for tied in line.ties.all():
        _take_away(tied, by)
    line._history_user = by
    line.delete()
    _keep(plan, by)
    return plan


@transaction.atomic
def tie(line: PlanLine, *, by: Person, matter: Matter) -> PlanLine:
    """The line is about the matter, whose lamp "planned" is lit by it. Raises ValidationError, PermissionDenied."""
    plan = begin_writing(line.plan, by)
    tie_to(line, matter, by)
    _keep(plan, by)
    return line


@transaction.atomic
def untie(tied: PlanTie, *, by: Person) -> PlanLine:
    """The line is not about the matter after all."""
    line = tied.line
    plan = begin_writing(line.plan, by)
    _take_away(tied, by)
    _keep(plan, by)
    return line


def _take_away(tied: PlanTie, by: Person) -> None:
    tied._history_user = by
    tied.delete()


def tie_to(line: PlanLine, matter: Matter, by: Person) -> None:
    """Only what the body owns or takes part in, and what is planned at all."""
    if matter.kind not in PLANNED_KINDS:
        raise ValidationError({"matter": _("This is nothing that a body plans.")})
    if matter.body_id != line.body_id and not matter.participations.filter(body=line.body_id).exists():
        raise ValidationError({"matter": _("The matter is another body’s.")})
    if matter.is_secret and matter.pk not in by.secret_matters:
        raise ValidationError(
            {"matter": _("The matter is secrecy marked, and you have not been let into it.")}
        )
    if line.ties.filter(matter=matter).exists():
        return
    label = "" if matter.is_secret else matter.number
    casework.save(PlanTie(plan_id=line.plan_id, line=line, matter=matter, label=label, tied_by=by), by=by)


def _fill(line: PlanLine, values: dict[str, Any]) -> None:
    if unknown := values.keys() - OF_A_LINE:
        raise TypeError(f"a plan line has no {', '.join(unknown)}")
    for name, value in values.items():
        setattr(line, name, value)
    if line.is_goal:
        line.goal = None
    if line.goal is not None and (line.goal.plan_id != line.plan_id or not line.goal.is_goal):
        raise ValidationError({"goal": _("Choose a goal of the same plan.")})


def _keep(plan: Plan, by: Person) -> None:
    casework.write(plan, by=by, status=after_writing(plan.matter.status))
