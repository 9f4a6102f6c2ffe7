"""Existing forums: what the city already takes part in that a new proposal should be held against."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, When
from django.utils.translation import gettext

from engagements.forums import BECAUSE, MOST, proof, reasons_of
from governance import statuses
from governance.language import active_language

from .lifecycle import CURRENT, UNDECIDED, Status
from .models import Membership

__all__ = ["Forum", "existing", "of_proof", "proof"]

ALIVE = (*CURRENT, *UNDECIDED, Status.APPROVED)


@dataclass(frozen=True)
class Forum:
    """One membership that exists or is proposed in some body, and why it came up."""

    number: str
    organisation: str
    body: str
    kind: str
    status: str
    because: str
    body_en: str = ""

    @property
    def body_name(self) -> str:
        """The body in the reader's language; proofs from before English names were kept have the Swedish alone."""
        return self.body_en if self.body_en and active_language() == "en" else self.body

    @property
    def because_label(self) -> str:
        return str(BECAUSE[self.because])

    @property
    def status_label(self) -> str:
        return statuses.label("membership", self.status)

    @property
    def standing(self) -> str:
        """Under which heading it is told: what the city is in, apart from what somebody proposes."""
        if self.status in CURRENT:
            return gettext("The city already takes part in")
        return gettext("Proposed, not yet decided or begun")

    @property
    def kind_label(self) -> str:
        return str(Membership.Kind(self.kind).label)


def existing(name: str, theme: str = "", exclude: int | None = None) -> list[Forum]:
    """Memberships of any body in the organisation of that name, in one with a like name, or on the theme.

    Names are compared in every language they are known in, and forgive spelling; those of which a telling word stands
    in another's name come too. What the city is in comes first, then what is proposed. Secret matters stay out.
    `exclude` is the proposal itself.
    """
    name, theme = name.replace("\0", "").strip(), theme.replace("\0", "")
    reasons = reasons_of(name)
    found = _alive(exclude).filter(organisation__in=reasons)
    rank = [When(organisation=pk, then=place) for place, pk in enumerate(reasons)]
    by_name = found.order_by(Case(*rank, output_field=IntegerField()))[:MOST] if rank else []
    forums = [_forum(membership, reasons[membership.organisation_id]) for membership in by_name]
    if theme and len(forums) < MOST:
        others = _alive(exclude).filter(organisation__theme=theme).exclude(organisation__in=reasons)
        forums += [_forum(membership, "theme") for membership in others.order_by("pk")[: MOST - len(forums)]]
    return sorted(forums, key=lambda forum: forum.status not in CURRENT)


def of_proof(findings: dict[str, Any]) -> list[Forum]:
    """The forums of a kept proof."""
    return [Forum(**forum) for forum in findings.get("found", [])]


def _alive(exclude: int | None) -> QuerySet[Membership]:
    found = Membership.objects.filter(matter__status__in=ALIVE, matter__secrecy_ground="")
    found = found.select_related("matter__body", "organisation")
    return found.exclude(pk=exclude) if exclude else found


def _forum(membership: Membership, because: str) -> Forum:
    return Forum(
        number=membership.matter.number,
        organisation=str(membership.organisation),
        body=membership.matter.body.name_sv,
        kind=membership.kind,
        status=membership.matter.status,
        because=because,
        body_en=membership.matter.body.name_en,
    )
