"""The life of an agreement as steps on a page: what is done, where it stands, what lies ahead."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from engagements.lifecycle.agreements import Status
from engagements.models import Agreement
from engagements.views.roads import Step, road

# How far along the road each status is.
PLACE = {
    Status.DRAFT: 0,
    Status.REFERRED_BACK: 0,
    Status.BEFORE_BODY: 1,
    Status.TABLED: 1,
    Status.APPROVED: 2,
    Status.SIGNED: 3,
    Status.IN_FORCE: 3,
    Status.UNDER_REVIEW: 3,
    Status.AMENDING: 3,
    Status.ENDED: 4,
    Status.EVALUATED: 5,
}


def of_agreement(agreement: Agreement) -> list[Step]:
    """The road from proposal to evaluation. Empty when it ended before it began, or is known from a source alone."""
    place = PLACE.get(Status(agreement.matter.status))
    if place is None or agreement.source:
        return []
    signed = agreement.signed_by_counterpart_on or agreement.signed_by_city_on
    stations = (
        (_("Proposed"), agreement.matter.opened_on),
        (_("Before the body"), None),
        (_("To be signed"), signed if place > 2 else agreement.sign_by),
        (pgettext("agreement", "In force"), agreement.matter.starts_on if place > 2 else None),
        (_("Evaluated"), agreement.evaluated_on),
    )
    return road(stations, place)
