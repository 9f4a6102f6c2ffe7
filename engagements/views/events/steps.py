"""The life of an event as steps on a page: what is done, where it stands, what lies ahead."""

from django.utils.translation import gettext as _

from engagements.lifecycle.events import Status
from engagements.models import EventAbroad

Step = tuple[str, str, str]

# How far along the road each status is.
PLACE = {
    Status.PROPOSED: 0,
    Status.REFERRED_BACK: 0,
    Status.IN_COMMITTEE: 1,
    Status.BEFORE_BODY: 2,
    Status.TABLED: 2,
    Status.APPROVED: 3,
    Status.CARRIED_OUT: 4,
    Status.REPORTED: 6,
}


def of_event(event: EventAbroad) -> list[Step]:
    """The road from proposal to report; the committee stands on it only where it handles the matter.

    Empty when the journey was declined or called off.
    """
    place = PLACE.get(Status(event.matter.status))
    if place is None:
        return []
    stations = [
        (_("Proposed"), event.matter.opened_on),
        (_("Preparatory committee"), event.handled_on),
        (_("Before the body"), None),
        (_("Approved"), None),
        (_("Carried out"), None),
        (_("Reported"), event.reported_on),
    ]
    return [
        (
            name,
            "done" if at < place else "current" if at == place else "ahead",
            day.isoformat() if day else "",
        )
        for at, (name, day) in enumerate(stations)
        if at != 1 or event.on_behalf_of_executive_board
    ]
