"""How every verb on an EU project begins, and the day its card is due."""

from datetime import date

from django.db.models import Min

from engagements.lifecycle.eu_projects import APPLYING, HELD
from engagements.models import EuProject
from governance import casework
from governance.models import Person


def lock(project: EuProject | int, version: int | None = None) -> EuProject:
    """The project as it stands, locked. Raises StaleVersion when `version` is old."""
    return casework.lock(EuProject, project, version)


def lock_for(project: EuProject, by: Person, version: int | None = None) -> EuProject:
    """The same for somebody who prepares the owner's matters; raises PermissionDenied, saying who does."""
    project = lock(project, version)
    casework.require_edit(by, project.matter)
    return project


def due_on(project: EuProject) -> date | None:
    """The next day something must be done: the last day to apply, then the next report or condition."""
    if project.matter.status in APPLYING:
        return project.apply_by if project.submitted_on is None else None
    if project.matter.status not in HELD:
        return None
    report = project.reports.filter(sent_on__isnull=True).aggregate(first=Min("due_on"))["first"]
    condition = project.conditions.filter(met_on__isnull=True).aggregate(first=Min("due_on"))["first"]
    return min(filter(None, (report, condition)), default=None)
