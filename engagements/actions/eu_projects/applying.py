"""From an idea that every body may see to an application that has been decided and submitted."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements import project_gates
from engagements.lifecycle.eu_projects import EDITABLE, HELD, UNDECIDED, Status, after
from engagements.models import EuProject
from governance import access, acting, casework, matters
from governance.models import Act, Body, Kind, Person
from governance.moves import require_status

from .locking import due_on, lock_for

ON_THE_CARD = ("title", "diary_number", "scope", "theme", "starts_on", "ends_on")
# What the body decides on, and what the answer says; afterwards it stands.
DECIDED_ON = ("title", "scope", "plan_link", "applied_amount", "own_share", "own_share_source", "is_eu_money")
WRITTEN = (
    "acronym",
    "role",
    "programme",
    "call",
    "apply_by",
    "summary",
    "partners",
    "plan_link",
    "total_budget",
    "currency",
    "applied_amount",
    "own_share",
    "own_share_source",
    "staff",
    "is_eu_money",
    "grant_reference",
    "note",
)


def facts_of(scope: str) -> dict[str, str]:
    """What the question who decides is asked with."""
    return {"act": Act.RUN_EU_PROJECT, "scope": scope}


@transaction.atomic
def propose(
    *,
    by: Person,
    body: Body,
    title: str,
    scope: str,
    theme: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    diary_number: str = "",
    opened_on: date | None = None,
    is_invented: bool = False,
    **written: Any,
) -> EuProject:
    """Enter an idea of the body that leads it. Every body of the city sees it from now on."""
    access.require(by, access.EDIT, body)
    _refuse_end_before_start(starts_on, ends_on)
    project = EuProject(**written)
    project.matter = matters.open_matter(
        Kind.EU_PROJECT,
        by=by,
        body=body,
        title=title,
        status=Status.IDEA,
        responsible=acting.whose_work(by, body.pk),
        scope=scope,
        theme=theme,
        starts_on=starts_on,
        ends_on=ends_on,
        due_on=project.apply_by,
        diary_number=diary_number,
        opened_on=opened_on,
        is_invented=is_invented,
        facts=facts_of(scope),
    )
    project._history_user = by
    project.save(force_insert=True)
    return project


@transaction.atomic
def edit(project: EuProject, version: int, *, by: Person, **values: Any) -> EuProject:
    """Change what is written. What a body has decided on stands. Raises StaleVersion, WrongState, ValidationError."""
    project = lock_for(project, by, version)
    matter = project.matter
    require_status(matter, *EDITABLE)
    if matter.status not in UNDECIDED:
        values = {name: value for name, value in values.items() if name not in DECIDED_ON}
    card = {name: values.pop(name) for name in ON_THE_CARD if name in values}
    for name, value in values.items():
        if name not in WRITTEN:
            raise TypeError(f"an EU project has no {name} to edit")
        setattr(project, name, value)
    _refuse_end_before_start(card.get("starts_on", matter.starts_on), card.get("ends_on", matter.ends_on))
    if "scope" in card:
        card["facts"] = facts_of(card["scope"])
    if matter.status in HELD and not (card.get("starts_on", True) and card.get("ends_on", True)):
        raise ValidationError({"ends_on": _("A project that is granted has a first and a last day.")})
    casework.write(project, by=by, due_on=due_on(project), **card)
    return project


def _refuse_end_before_start(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on <= starts_on:
        raise ValidationError({"ends_on": _("The last day must come after the first.")})


@transaction.atomic
def begin_application(project: EuProject, *, by: Person) -> EuProject:
    """The idea becomes an application that is being written. Raises WrongState."""
    project = lock_for(project, by)
    casework.write(project, by=by, status=after("begin_application", project.matter))
    return project


@transaction.atomic
def send_for_decision(project: EuProject, *, by: Person) -> EuProject:
    """Lay the application before the body that the ruling names, once every gate is open.

    Raises ValidationError with what the shut gates ask for, by field; RefusedByRule, WrongState.
    """
    project = lock_for(project, by)
    status = after("send_for_decision", project.matter)
    if shut := project_gates.shut(project, timezone.localdate()):
        raise ValidationError({gate.field: gate.what_to_do for gate in shut})
    casework.lay_before_its_body(project, status, by=by)
    return project


@transaction.atomic
def submit(project: EuProject, *, by: Person, submitted_on: date) -> EuProject:
    """Note that the application has been sent to the funder. Nothing is submitted before it is decided."""
    project = lock_for(project, by)
    status = after("submit", project.matter)
    decision = project.matter.decisions.order_by("-recorded_at").first()
    if submitted_on > timezone.localdate():
        raise ValidationError({"submitted_on": _("The date is in the future.")})
    if decision and submitted_on < decision.decided_on:
        raise ValidationError({"submitted_on": _("It cannot be submitted before it was decided.")})
    project.submitted_on = submitted_on
    casework.write(project, by=by, status=status, due_on=None)
    return project


@transaction.atomic
def withdraw(project: EuProject, *, by: Person, reason: str) -> EuProject:
    """Let the idea go, take the application back, or decline the grant. The matter closes and can be read."""
    project = lock_for(project, by)
    status = after("withdraw", project.matter)
    project.note = "\n\n".join(part for part in (project.note, reason) if part)
    casework.save(project, by=by)
    matters.close(project.matter, by=by, status=status)
    return project
