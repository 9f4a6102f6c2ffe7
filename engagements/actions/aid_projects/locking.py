"""How every verb on an aid-like project begins, and the day its card is due."""

from datetime import date

from engagements.lifecycle.aid_projects import UNDER_WAY
from engagements.models import AidProject
from governance import casework
from governance.models import Person


def lock(project: AidProject | int, version: int | None = None) -> AidProject:
    """The project as it stands, locked. Raises StaleVersion when `version` is old."""
    return casework.lock(AidProject, project, version, "partner")


def lock_for(project: AidProject, by: Person, version: int | None = None) -> AidProject:
    """The same for somebody who prepares the owner's matters; raises PermissionDenied, saying who does."""
    project = lock(project, version)
    casework.require_edit(by, project.matter)
    return project


def due_on(project: AidProject, status: str) -> date | None:
    """A project that is under way is due by its final report, else by its last day."""
    return (project.report_by or project.matter.ends_on) if status in UNDER_WAY else None
