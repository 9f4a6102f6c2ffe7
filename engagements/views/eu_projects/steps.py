"""The life of an EU project as steps on a page."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from engagements.lifecycle.eu_projects import Status
from engagements.models import EuProject
from engagements.views.roads import Step, road

# How far along the road each status is.
PLACE = {
    Status.IDEA: 0,
    Status.APPLICATION: 1,
    Status.REFERRED_BACK: 1,
    Status.BEFORE_BODY: 2,
    Status.TABLED: 2,
    Status.TO_SUBMIT: 3,
    Status.SUBMITTED: 3,
    Status.GRANTED: 4,
    Status.RUNNING: 4,
    Status.CLOSING: 5,
    Status.ENDED: 6,
}


def of_project(project: EuProject) -> list[Step]:
    """The road from idea to final report. Empty when it ended before it began."""
    place = PLACE.get(Status(project.matter.status))
    if place is None:
        return []
    matter = project.matter
    stations = (
        (pgettext("EU project", "Idea"), matter.opened_on if matter.facts else None),
        (_("Application"), None),
        (_("Before the body"), None),
        (_("Submitted"), project.submitted_on),
        (pgettext("EU project", "Running"), matter.starts_on if place >= 4 else None),
        (_("Reported"), matter.closed_on),
    )
    return road(stations, place)
