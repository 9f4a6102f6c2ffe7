"""Who else in the city follows the same file: two bodies with a position each would stand in one another's way."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest, Replace, Upper

from governance import statuses
from governance.language import active_language
from governance.models import Kind, Matter

LIKENESS = 0.5
SHORTEST = 6
MOST = 8


@dataclass(frozen=True)
class SameFile:
    """An EU question of some body on what looks like the same file."""

    number: str
    title: str
    reference: str
    body: str
    status_label: str
    last_day: date | None
    contact: str


def found(reference: str, title: str, exclude: int | None = None) -> list[SameFile]:
    """Open questions with the same reference, however it is spaced, or a title much like it, likest first.

    Secret matters stay out. `exclude` is the question itself.
    """
    reference, title = _bare(reference), title.replace("\0", "").strip()
    if len(reference) < SHORTEST and len(title) < SHORTEST:
        return []
    rows = Matter.objects.filter(kind=Kind.EU_QUESTION, closed_on__isnull=True, secrecy_ground="")
    if exclude:
        rows = rows.exclude(pk=exclude)
    rows = rows.annotate(
        bare=Upper(Replace("eu_question__reference", Value(" "), Value(""))),
        likeness=Greatest(TrigramSimilarity("title", title), Value(0.0)),
    )
    same = Q(bare=reference) if len(reference) >= SHORTEST else Q(pk__in=[])
    like = Q(likeness__gte=LIKENESS) if len(title) >= SHORTEST else Q(pk__in=[])
    named = rows.filter(same | like).select_related("body", "responsible", "eu_question")
    return [_same(card) for card in named.order_by(F("likeness").desc(), "pk")[:MOST]]


def _bare(reference: str) -> str:
    """COM(2025) 123 and com(2025)123 are one."""
    return "".join(reference.replace("\0", "").split()).upper()


def _same(card: Matter) -> SameFile:
    english = active_language() == "en"
    return SameFile(
        number=card.number,
        title=card.title,
        reference=card.eu_question.reference,
        body=card.body.name_en if english and card.body.name_en else card.body.name_sv,
        status_label=statuses.label(card.kind, card.status),
        last_day=card.eu_question.last_day,
        contact=card.responsible.name if card.responsible else "",
    )
