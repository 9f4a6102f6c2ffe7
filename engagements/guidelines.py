"""Which bodies have guidelines of their own for EU policy in force, and which should have and have not."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lacks import Lack
from governance.models import Body

from .models import EuGuideline
from .models.eu_guidelines import MAY_HAVE, SHOULD_HAVE

DEFECT, HINT = "defect", "hint"


@dataclass(frozen=True)
class Line:
    """A body, the guidelines it has in force, and how serious it is when it has none."""

    body: Body
    guideline: EuGuideline | None
    missing: str


def in_force(day: date) -> dict[int, EuGuideline]:
    """The guidelines in force by the id of their body. One query."""
    return {guideline.body_id: guideline for guideline in EuGuideline.objects.in_force(day)}


def seriousness(body: Body, guideline: EuGuideline | None) -> str:
    """`defect` where the body should have guidelines and has none, `hint` where it may, else empty."""
    if guideline is not None:
        return ""
    return DEFECT if body.kind in SHOULD_HAVE else HINT if body.kind in MAY_HAVE else ""


def lines(bodies: list[Body], day: date) -> list[Line]:
    """Every body that should or may have guidelines, in the order given."""
    standing = in_force(day)
    concerned = [body for body in bodies if body.kind in (*SHOULD_HAVE, *MAY_HAVE) and body.is_in_force(day)]
    return [Line(body, standing.get(body.pk), seriousness(body, standing.get(body.pk))) for body in concerned]


def missing(day: date) -> Lack:
    """For the pages of bodies and of those who coordinate them (settings.LACKS_OF_BODIES)."""
    bodies = Body.objects.in_force(day).filter(kind__in=SHOULD_HAVE)
    without = bodies.exclude(pk__in=EuGuideline.objects.in_force(day).values("body"))
    return Lack(
        words=_("Guidelines for EU policy are missing"),
        why=_("The city's EU policy asks every specialist committee and company for guidelines of its own."),
        url=reverse("engagements:eu_guidelines"),
        bodies=list(without.only("slug", "name_sv", "name_en")),
    )
