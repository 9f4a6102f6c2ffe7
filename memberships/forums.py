"""Existing forums: what the city already takes part in that a new proposal should be held against."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.models import Organisation, OrganisationName
from governance import statuses
from governance.language import active_language

from .lifecycle import CURRENT, UNDECIDED, Status
from .models import Membership

LIKENESS = 0.5
# A word of the name stands in another's, give or take an ending (cycle, cycling). The first few are looked for singly.
WORD_LIKENESS = 0.55
SHORTEST_WORD, MOST_WORDS = 5, 4
MOST = 12
ALIVE = (*CURRENT, *UNDECIDED, Status.APPROVED)
BECAUSE = {
    "organisation": _("the same organisation"),
    "name": _("a similar name"),
    "word": _("a word in common"),
    "theme": _("the same theme"),
}


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


def telling(name: str) -> str:
    """The name without the words that half of all networks have; the whole of it when nothing else is left."""
    words = [word for word in name.split() if word.strip("().,'’").casefold() not in COMMON]
    return " ".join(words) or name


COMMON = frozenset(
    "and the of for in och för i av city cities stad städer network networks nätverk nätverket european europe"
    " europeiska europa international internationella internationellt organisation organization association"
    " union forum exempel".split()
)


def existing(name: str, theme: str = "", exclude: int | None = None) -> list[Forum]:
    """Memberships of any body in the organisation of that name, in one with a like name, or on the theme.

    Names are compared in every language they are known in, and forgive spelling; those of which a telling word stands
    in another's name come too. What the city is in comes first, then what is proposed. Secret matters stay out.
    `exclude` is the proposal itself.
    """
    name, theme = name.replace("\0", "").strip(), theme.replace("\0", "")
    reasons = _reasons(name)
    found = _alive(exclude).filter(organisation__in=reasons)
    rank = [When(organisation=pk, then=place) for place, pk in enumerate(reasons)]
    by_name = found.order_by(Case(*rank, output_field=IntegerField()))[:MOST] if rank else []
    forums = [_forum(membership, reasons[membership.organisation_id]) for membership in by_name]
    if theme and len(forums) < MOST:
        others = _alive(exclude).filter(organisation__theme=theme).exclude(organisation__in=reasons)
        forums += [_forum(membership, "theme") for membership in others.order_by("pk")[: MOST - len(forums)]]
    return sorted(forums, key=lambda forum: forum.status not in CURRENT)


def _reasons(name: str) -> dict[int, str]:
    """Organisations that the name makes one think of, the likest first, each with the reason."""
    if not name:
        return {}
    told = telling(name)
    like = Organisation.objects.named_like(told, LIKENESS, MOST).values_list("pk", flat=True)
    reasons = dict.fromkeys(like, "name")
    words = [word for word in told.split() if len(word) >= SHORTEST_WORD][:MOST_WORDS]
    for word in words if len(told.split()) > 1 else ():
        reasons = dict.fromkeys(OrganisationName.like(word, WORD_LIKENESS, MOST), "word") | reasons
    same = Organisation.objects.named(name).values_list("pk", flat=True)
    return dict(sorted((reasons | dict.fromkeys(same, "organisation")).items(), key=_by_reason))


def _by_reason(found: tuple[int, str]) -> int:
    return list(BECAUSE).index(found[1])


def proof(name: str, theme: str, found: list[Forum]) -> dict[str, Any]:
    """What was looked for, when, and what was there: kept with the proposal."""
    return {
        "looked_at": timezone.now().isoformat(timespec="seconds"),
        "name": name,
        "theme": theme,
        "found": [asdict(forum) for forum in found],
    }


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
