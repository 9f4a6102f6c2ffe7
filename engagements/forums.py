"""Existing forums: what the city already has with partners, that something new should be held against."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance import statuses
from governance.language import active_language, choice_label
from governance.models import Kind, Matter

from .models import Organisation, OrganisationName

LIKENESS = 0.5
# A word of the name stands in another's, give or take an ending (cycle, cycling). The first few are looked for singly.
WORD_LIKENESS = 0.55
SHORTEST_WORD, MOST_WORDS = 5, 4
MOST = 12
BECAUSE = {
    "organisation": _("the same organisation"),
    "name": _("a similar name"),
    "word": _("a word in common"),
    "theme": _("the same theme"),
}
COMMON = frozenset(
    "and the of for in och för i av city cities stad städer network networks nätverk nätverket european europe"
    " europeiska europa international internationella internationellt organisation organization association"
    " union forum exempel nordic nordiska norden baltic baltiska global world".split()
)
# What lasts, and may already be the forum one is looking for. A visit passes, a review is part of its membership.
LASTING = (Kind.MEMBERSHIP, Kind.AGREEMENT, Kind.EU_PROJECT)
# The states of these in which the city has it; in the others somebody proposes it.
STANDING = frozenset("member leaving signed in_force under_review amending granted running".split())


@dataclass(frozen=True)
class Forum:
    """One membership, agreement or EU project of some body, and why it came up."""

    number: str
    organisation: str
    body: str
    kind: str
    status: str
    because: str
    body_en: str = ""

    @property
    def body_name(self) -> str:
        """The body in the reader's language."""
        return self.body_en if self.body_en and active_language() == "en" else self.body

    @property
    def because_label(self) -> str:
        return str(BECAUSE[self.because])

    @property
    def status_label(self) -> str:
        return f"{choice_label(Kind, self.kind)}, {statuses.label(self.kind, self.status)}"

    @property
    def standing(self) -> str:
        """Under which heading it is told: what the city has, apart from what somebody proposes."""
        if self.status in STANDING:
            return gettext("The city already has")
        return gettext("Proposed, not yet decided or begun")


def existing(name: str, theme: str = "", exclude: int | None = None) -> list[Forum]:
    """What any body has with the organisation of that name, with one of a like name, or on the theme.

    What the city has comes first, then what is proposed. Secret matters stay out. `exclude` is the proposal itself.
    """
    name, theme = name.replace("\0", "").strip(), theme.replace("\0", "")
    reasons = reasons_of(name)
    rank = [When(dealings__organisation=pk, then=place) for place, pk in enumerate(reasons)]
    alive = _alive(exclude)
    forums = []
    if rank:
        found = alive.filter(dealings__organisation__in=reasons).annotate(
            rank=Case(*rank, output_field=IntegerField())
        )
        place_of = list(reasons)
        forums = [_forum(card, reasons[place_of[card.rank]]) for card in found.order_by("rank", "pk")[:MOST]]
    if theme and len(forums) < MOST:
        seen = {forum.number for forum in forums}
        others = alive.filter(theme=theme).exclude(number__in=seen).order_by("pk")
        forums += [_forum(card, "theme") for card in others[: MOST - len(forums)]]
    return sorted(forums, key=lambda forum: forum.status not in STANDING)


def telling(name: str) -> str:
    """The name without the words that half of all networks have; the whole of it when nothing else is left."""
    words = [word for word in name.split() if word.strip("().,'’").casefold() not in COMMON]
    return " ".join(words) or name


def reasons_of(name: str) -> dict[int, str]:
    """Organisations that the name makes one think of, the likest first, each with the reason.

    Names are compared in every language they are known in, and forgive spelling; those of which a telling word stands
    in another's name come too.
    """
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


def proof(name: str, theme: str, found: list[Any]) -> dict[str, Any]:
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


def _alive(exclude: int | None) -> QuerySet[Any]:
    found = Matter.objects.filter(kind__in=LASTING, closed_on__isnull=True, secrecy_ground="")
    found = found.select_related("body")
    return found.exclude(pk=exclude) if exclude else found


def _forum(card: Matter, because: str) -> Forum:
    return Forum(
        number=card.number,
        organisation=card.counterpart or card.title,
        body=card.body.name_sv,
        kind=card.kind,
        status=card.status,
        because=because,
        body_en=card.body.name_en,
    )
