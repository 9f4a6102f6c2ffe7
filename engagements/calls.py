"""Who else in the city goes for the same call: two bodies that both apply stand in one another's way."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F

from governance import statuses
from governance.language import active_language
from governance.models import Kind

from .lifecycle.eu_projects import APPLYING
from .models import EuProject

# Calls are named with codes; HORIZON-MISS-2026-CIT-01 and -02 are two calls and look much alike.
LIKENESS = 0.7
SHORTEST = 4
MOST = 8


@dataclass(frozen=True)
class Rival:
    """An idea or application of some body for a call like the one asked about."""

    number: str
    title: str
    body: str
    call: str
    status_label: str
    apply_by: date | None
    contact: str


def rivals(call: str, exclude: int | None = None) -> list[Rival]:
    """Ideas and applications whose answer has not come, for a call of that name or one much like it, likest first.

    Secret matters stay out. `exclude` is the project itself.
    """
    call = call.replace("\0", "").strip()
    if len(call) < SHORTEST:
        return []
    rows = EuProject.objects.filter(matter__status__in=APPLYING, matter__secrecy_ground="").exclude(call="")
    if exclude:
        rows = rows.exclude(pk=exclude)
    like = rows.annotate(likeness=TrigramSimilarity("call", call)).filter(likeness__gte=LIKENESS)
    named = like.select_related("matter__body", "matter__responsible").order_by(F("likeness").desc(), "pk")
    return [_rival(project) for project in named[:MOST]]


def _rival(project: EuProject) -> Rival:
    matter = project.matter
    english = active_language() == "en"
    return Rival(
        number=matter.number,
        title=matter.title,
        body=matter.body.name_en if english and matter.body.name_en else matter.body.name_sv,
        call=project.call,
        status_label=statuses.label(Kind.EU_PROJECT, matter.status),
        apply_by=project.apply_by,
        contact=matter.responsible.name if matter.responsible else "",
    )
