"""The life of an EU question as steps on a page: what is done, where it stands, what lies ahead."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from engagements.lifecycle.eu_questions import Status
from engagements.models import EuQuestion
from engagements.views.agreements.steps import Step

# How far along the road each status is. With a position the city is heard next, then sees what came of it.
PLACE = {
    Status.FOLLOWED: 1,
    Status.REFERRED_BACK: 2,
    Status.BEFORE_BODY: 2,
    Status.TABLED: 2,
    Status.DECIDED: 4,
    Status.CLOSED: 6,
}


def of_question(eu_question: EuQuestion) -> list[Step]:
    """The road from a file that is seen to what came of it. Empty when it was referred to the state's offices."""
    place = PLACE.get(Status(eu_question.matter.status))
    if place is None or (eu_question.matter.closed_on and not eu_question.has_position):
        return []
    cooperation = [(_("Cooperation with the Executive Board"), eu_question.cooperation_on)]
    if not eu_question.is_of_the_union:  # then the strategy asks for none: the road is one station shorter
        cooperation, place = [], max(place - 1, 1)
    else:
        place += place == PLACE[Status.FOLLOWED] and bool(eu_question.cooperation_with)
    stations = (
        (_("Seen and followed"), eu_question.matter.opened_on),
        *cooperation,
        (_("Before the body"), None),
        (_("Position decided"), eu_question.position_on),
        (_("Advocated"), None),
        (pgettext("EU question", "Closed"), eu_question.matter.closed_on),
    )
    return [
        (name, "done" if n < place else "current" if n == place else "ahead", day.isoformat() if day else "")
        for n, (name, day) in enumerate(stations)
    ]
