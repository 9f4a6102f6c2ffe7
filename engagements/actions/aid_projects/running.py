"""What is done with an aid-like project once it is decided: money received, final report, evaluation."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.lifecycle.aid_projects import EDITABLE, WITH_MONEY, after
from engagements.models import AidFinancing, AidProject, AidReceived
from governance import casework, matters
from governance.models import Body, Person
from governance.moves import require_status

from .locking import lock_for


@transaction.atomic
def take_part(project: AidProject, *, by: Person, body: Body) -> None:
    """Another body takes part: it may read the project, which is still counted once, with the body that owns it."""
    project = lock_for(project, by)
    require_status(project.matter, *EDITABLE)
    if body.pk == project.matter.body_id:
        raise ValidationError({"body": _("This body leads the project.")})
    matters.let_in(project.matter, body)
    casework.write(project, by=by)


@transaction.atomic
def record_received(
    project: AidProject, *, by: Person, financing: AidFinancing, year: int, amount: Decimal, note: str = ""
) -> AidReceived:
    """Say what a funder paid in a year. Said again for the same year it takes the place. Raises ValidationError."""
    project = lock_for(project, by)
    require_status(project.matter, *WITH_MONEY)
    if year > timezone.localdate().year:
        raise ValidationError({"year": _("The year has not come yet.")})
    row = AidReceived.objects.filter(financing=financing, year=year).first()
    row = row or AidReceived(project=project, financing=financing, year=year)
    row.amount, row.note = amount, note
    casework.save(row, by=by)
    casework.write(project, by=by)
    return row


@transaction.atomic
def report(project: AidProject, *, by: Person, reported_on: date, results: str) -> AidProject:
    """Note that the final report was sent to those who paid, and what came of the project."""
    project = lock_for(project, by)
    status = after("report", project.matter)
    _refuse_future("reported_on", reported_on)
    if project.matter.starts_on and reported_on < project.matter.starts_on:
        raise ValidationError({"reported_on": _("It cannot be reported before it began.")})
    project.reported_on, project.results = reported_on, results
    casework.write(project, by=by, status=status, due_on=None)
    return project


@transaction.atomic
def evaluate(project: AidProject, *, by: Person, evaluated_on: date, evaluation: str) -> AidProject:
    """Say what the city learnt, and whether it was as it was decided. The matter closes and can be read."""
    project = lock_for(project, by)
    status = after("evaluate", project.matter)
    _refuse_future("evaluated_on", evaluated_on)
    if project.reported_on and evaluated_on < project.reported_on:
        raise ValidationError({"evaluated_on": _("It cannot be evaluated before it is reported.")})
    project.evaluated_on, project.evaluation = evaluated_on, evaluation
    casework.save(project, by=by)
    matters.close(project.matter, by=by, status=status, day=max(evaluated_on, project.matter.opened_on))
    return project


def _refuse_future(field: str, day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: _("The date is in the future.")})
