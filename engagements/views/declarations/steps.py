"""The life of a declaration as steps on a page: what is done, where it stands, what lies ahead."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from engagements.lifecycle.declarations import Status
from engagements.models import Declaration
from engagements.views.roads import Step, road

# How far along the road each status is. What the city has joined is signed next, then reviewed every fourth year.
PLACE = {
    Status.PROPOSED: 0,
    Status.REFERRED_BACK: 0,
    Status.BEFORE_BODY: 1,
    Status.TABLED: 1,
    Status.JOINED: 2,
    Status.ENDED: 4,
    Status.LEFT: 4,
}


def of_declaration(declaration: Declaration) -> list[Step]:
    """The road from proposal to end. Empty when the city never joined, or joined before there was a register."""
    place = PLACE.get(Status(declaration.matter.status))
    if place is None or declaration.predates_register:
        return []
    place += place == PLACE[Status.JOINED] and declaration.signed_on is not None
    stations = (
        (_("Proposed"), declaration.matter.opened_on),
        (_("Before the body"), None),
        (_("Joined"), declaration.joined_on),
        (_("Signed and followed"), declaration.signed_on),
        (pgettext("declaration", "Ended"), declaration.ended_on),
    )
    return road(stations, place)
