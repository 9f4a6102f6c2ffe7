"""The life of an aid-like project as steps on a page."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from engagements.lifecycle.aid_projects import Status
from engagements.models import AidProject
from engagements.views.roads import Step, road

# How far along the road each status is.
PLACE = {
    Status.PROPOSED: 0,
    Status.REFERRED_BACK: 0,
    Status.BEFORE_BODY: 1,
    Status.TABLED: 1,
    Status.APPROVED: 2,
    Status.RUNNING: 2,
    Status.CLOSING: 3,
    Status.REPORTED: 4,
    Status.ENDED: 5,
}


def of_project(project: AidProject) -> list[Step]:
    """The road from proposal to evaluation. Empty when it ended before it began."""
    place = PLACE.get(Status(project.matter.status))
    if place is None:
        return []
    matter = project.matter
    stations = (
        (_("Proposed"), matter.opened_on),
        (_("Before the body"), None),
        (pgettext("aid project", "Running"), matter.starts_on if place >= PLACE[Status.RUNNING] else None),
        (_("Reported"), project.reported_on),
        (_("Evaluated"), project.evaluated_on),
    )
    return road(stations, place)
