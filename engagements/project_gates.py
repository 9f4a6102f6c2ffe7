"""The gates an EU project passes before a body can decide on the application: planned development, and financing."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from governance import principles
from governance.models import Principle

from .gates import Gate, is_planned
from .models import EuProject


def of(project: EuProject, day: date) -> list[Gate]:
    """Every gate of the principles in force on the day, in the order one would read them."""
    checks = principles.checks(day)
    return [
        *_planned(project, checks.get("eu_project_linked_to_plan")),
        *_financed(project, checks.get("within_budget")),
    ]


def shut(project: EuProject, day: date) -> list[Gate]:
    """Those that stop the application from being sent for decision."""
    return [gate for gate in of(project, day) if gate.stops and not gate.is_open]


def _planned(project: EuProject, principle: Principle | None) -> Iterator[Gate]:
    if principle is None:
        return
    yield Gate(
        _("Linked to planned development"),
        principle,
        is_planned(project.matter, project.plan_link),
        _(
            "Say which planned development of the operation the project serves, or tie it to a line of a plan."
        ),
        "plan_link",
    )


def _financed(project: EuProject, principle: Principle | None) -> Iterator[Gate]:
    """What the body decides on is the money too: what is applied for, and what it puts in itself."""
    if principle is None:
        return
    yield Gate(
        _("The amount that is applied for"),
        principle,
        project.applied_amount is not None or not project.is_eu_money,
        _("Say how much EU funding is applied for."),
        "applied_amount",
    )
    own = project.own_share
    yield Gate(
        _("The own contribution and where it comes from"),
        principle,
        own is not None and (own == 0 or bool(project.own_share_source.strip())),
        _("Say how much the city puts in itself, 0 if nothing, and from which budget.")
        if own is None
        else _("Say from which budget the own contribution comes."),
        "own_share" if own is None else "own_share_source",
    )
