"""From a proposal with its funders, through the gate, to the table of whoever decides."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements import aid_gates, forums
from engagements.actions.organisations import tie
from engagements.lifecycle.aid_projects import AT_HOME, EDITABLE, HELD, after
from engagements.lifecycle.aid_projects import AidProjectStatus as Status
from engagements.models import AidFinancing, AidProject, Organisation
from engagements.models.aid_projects import facts_of
from governance import access, acting, casework, matters
from governance.models import Body, Kind, Person
from governance.moves import require_status

from .locking import due_on, lock_for

ON_THE_CARD = "title diary_number scope theme directions country city starts_on ends_on".split()
# What the body decides on; once it is decided it stands.
DECIDED_ON = (
    "title scope directions country city starts_on summary area asked_by total_cost includes_staff_time"
    " not_enough".split()
)
WRITTEN = "summary benefit area asked_by total_cost includes_staff_time not_enough report_by note".split()


@transaction.atomic
def propose(
    *,
    by: Person,
    body: Body,
    partner: Organisation,
    title: str,
    scope: str,
    country: str,
    city: str = "",
    theme: str = "",
    directions: Sequence[str] = (),
    starts_on: date | None = None,
    ends_on: date | None = None,
    diary_number: str = "",
    opened_on: date | None = None,
    is_invented: bool = False,
    **written: Any,
) -> AidProject:
    """Propose an aid-like project; who pays is added to it. The register keeps which forums it found.

    Raises PermissionDenied, ValidationError.
    """
    access.require(by, access.EDIT, body)
    _require_order(starts_on, ends_on)
    theme = theme or partner.theme
    project = AidProject(partner=partner, **written)
    _look_for_forums(project, theme)
    project.matter = matters.open_matter(
        Kind.AID_PROJECT,
        by=by,
        body=body,
        title=title,
        status=Status.PROPOSED,
        responsible=acting.whose_work(by, body.pk),
        scope=scope,
        theme=theme,
        directions=list(directions),
        counterpart=partner.name,
        country=country,
        city=city or partner.city,
        starts_on=starts_on,
        ends_on=ends_on,
        diary_number=diary_number,
        opened_on=opened_on,
        is_invented=is_invented,
        facts=facts_of(scope, Decimal(0)),
    )
    project._history_user = by
    project.save(force_insert=True)
    tie(project.matter, partner)
    return project


@transaction.atomic
def edit(project: AidProject, version: int, *, by: Person, **values: Any) -> AidProject:
    """Change what is written. What a body has decided on stands. Raises StaleVersion, WrongState, ValidationError."""
    project = lock_for(project, by, version)
    matter = project.matter
    require_status(matter, *EDITABLE)
    if unknown := values.keys() - {*WRITTEN, *ON_THE_CARD}:
        raise TypeError(f"an aid-like project has no {', '.join(unknown)} to edit")
    is_decided = matter.status in HELD
    if is_decided:
        values = {name: value for name, value in values.items() if name not in DECIDED_ON}
    card = {name: values.pop(name) for name in ON_THE_CARD if name in values}
    for name, value in values.items():
        setattr(project, name, value)
    ends_on = card.get("ends_on", matter.ends_on)
    _require_order(card.get("starts_on", matter.starts_on), ends_on)
    if is_decided and not ends_on:
        raise ValidationError({"ends_on": _("A project that is decided has a last day.")})
    if not is_decided:
        _look_for_forums(project, card.get("theme", matter.theme), exclude=matter.pk)
    matter.ends_on = ends_on
    _write(project, by, scope=card.get("scope", matter.scope), **card)
    return project


@transaction.atomic
def add_financing(
    project: AidProject, *, by: Person, funder: str, amount: Decimal, is_requested: bool, name: str = ""
) -> AidFinancing:
    """Say who pays a part of it. Raises ValidationError for a funder without a name, WrongState once it is sent."""
    project = lock_for(project, by)
    require_status(project.matter, *AT_HOME)
    if funder == AidFinancing.Funder.OTHER and not name.strip():
        raise ValidationError({"name": _("Name the funder.")})
    part = AidFinancing(
        project=project, funder=funder, name=name.strip(), amount=amount, is_requested=is_requested
    )
    casework.save(part, by=by)
    _write(project, by)
    return part


@transaction.atomic
def remove_financing(part: AidFinancing, *, by: Person) -> AidProject:
    """This one does not pay after all. Raises WrongState once it is sent."""
    project = lock_for(part.project, by)
    require_status(project.matter, *AT_HOME)
    part._history_user = by
    part.delete()
    _write(project, by)
    return project


@transaction.atomic
def send_for_decision(project: AidProject, *, by: Person) -> AidProject:
    """Lay the project before the body of the ruling, once the gate is open and the period is given.

    Raises ValidationError with every refusal: what is asked, the section, who may; RefusedByRule, WrongState.
    """
    project = lock_for(project, by)
    status = after("send_for_decision", project.matter)
    refusals = [aid_gates.refusal(gate) for gate in aid_gates.shut(project, timezone.localdate())]
    if not (project.matter.starts_on and project.matter.ends_on):
        refusals.append(_("Give the first and the last day."))
    if refusals:
        raise ValidationError(refusals)
    casework.lay_before_its_body(project, status, by=by)
    return project


@transaction.atomic
def withdraw(project: AidProject, *, by: Person, reason: str) -> AidProject:
    """Take the proposal back, or let a decided project that has not begun go. The matter closes and can be read."""
    project = lock_for(project, by)
    status = after("withdraw", project.matter)
    project.add_note(reason)
    casework.save(project, by=by)
    project.matter.due_on = None
    matters.close(project.matter, by=by, status=status)
    return project


def _write(project: AidProject, by: Person, **card: Any) -> None:
    """The project and its card, with the facts of the question who decides as they are now."""
    matter = project.matter
    if matter.status in AT_HOME:
        # The funders as they stand now, not as they were fetched.
        project._prefetched_objects_cache = {}
        card["facts"] = facts_of(card.get("scope", matter.scope), project.external_percent)
    casework.write(project, by=by, due_on=due_on(project, matter.status), **card)


def _look_for_forums(project: AidProject, theme: str, exclude: int | None = None) -> None:
    """Look again and keep the proof: what was looked for, when, what was there."""
    name = project.partner.name
    project.findings = forums.proof(name, theme, forums.existing(name, theme, exclude=exclude))


def _require_order(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on <= starts_on:
        raise ValidationError({"ends_on": _("The last day must come after the first.")})
