"""The register of matters: the list, the search, and what every matter has whatever its kind."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import documents, finding, history, lexicon, search
from ..lists import (
    AFTER,
    BEFORE,
    MatterFilters,
    Page,
    narrow,
    page,
    page_of,
    readable,
    readable_bodies,
    with_bodies,
    without,
)
from ..models import Matter, SecrecyMarking
from ..prepared import Asked, Asker
from ..texts import TextField
from .pages import HEADS, matter_context, matter_or_404, overview_url

# What a row of a list shows; the rest of the card stays in the database.
ROW = (
    "number diary_number kind title status opened_on due_on closed_on counterpart city country secrecy_ground"
    " body_id is_invented"
).split()
LONGEST_SEARCH = 200
# Of most matters there is no marking to tell of, and none is looked for.
TOLD = HEADS.annotate(was_marked=Exists(SecrecyMarking.objects.filter(matter=OuterRef("pk"))))


@require_safe
def matter_list(request: HttpRequest) -> HttpResponse:
    """Every matter one may read, newest first, narrowed by the filters in the address."""
    filters = MatterFilters(request, readable_bodies(request.user))
    asked = filters.found(_listed)
    shown = page_of(request, _listed, asked, keys=_listed if "taking_part" in asked else None)
    with_bodies(shown.rows, request.user)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": shown,
        "list_url": reverse("matters"),
    }
    return render(request, "governance/matters.html", context)


def _listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return narrow(readable(Matter.objects.all(), asker, asked), asker, asked).only(*ROW)


@require_safe
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """From the number to the page of the feature that the matter belongs to."""
    return redirect(overview_url(matter_or_404(request, number, HEADS)))


@require_safe
def matter_documents(request: HttpRequest, number: str) -> HttpResponse:
    """The files of a matter."""
    context = matter_context(request, number, "documents", HEADS)
    context["documents"] = documents.of_matter(context["matter"])
    return render(request, "governance/matter_documents.html", context)


@require_safe
def document(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One file; whoever may see the matter may see it."""
    found = get_object_or_404(matter_or_404(request, number, HEADS).documents, pk=pk)
    return documents.download(found)


@require_safe
def matter_history(request: HttpRequest, number: str) -> HttpResponse:
    """Who changed what when, on the card and on the feature's own row."""
    context = matter_context(request, number, "history", TOLD)
    context["page"] = history.page(
        request, history.of_matter(context["matter"], request.user), context["matter"].kind
    )
    return render(request, "governance/matter_history.html", context)


class SearchFilters(MatterFilters):
    """The same as above the list of matters; what is searched for stands in a field of its own."""

    q = TextField(label=_("Words, name or diary number"), max_length=LONGEST_SEARCH, required=False)

    @property
    def text(self) -> str:
        """What is searched for. Of what is too long the beginning, instead of nothing."""
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH]

    def chips(self) -> list[tuple[str, str]]:
        """What the search is narrowed by, besides the words."""
        return [
            (self._words(name, value), without(self.request, name, AFTER, BEFORE))
            for name, value in self.chosen.items()
            if name != "q"
        ]


@dataclass(frozen=True)
class Hits:
    """What a search finds: a page of matters and, where everything is searched, what there is besides."""

    page: Page[Matter]
    besides: list[finding.Found]

    def __bool__(self) -> bool:
        return bool(self.page.rows or self.besides)

    @property
    def count(self) -> int:
        """How many stand on the page, of matters how many there are."""
        return (self.page.total or len(self.page.rows)) + sum(len(each.hits) for each in self.besides)


@require_safe
def search_matters(request: HttpRequest) -> HttpResponse:
    """Matters by words, number or diary number; by its whole number any whose file opens for the person.

    What else has a page and the words stands beneath the first of them. Where nothing is found, the words that the
    register knows and that are most like those typed are tried, and it is said so.
    """
    filters = SearchFilters(request, readable_bodies(request.user))
    text, corrected = filters.text, ""
    hits = _hits(request, filters, text)
    if text and not hits and _begins(request) and (better := lexicon.corrected(text)):
        of_better = _hits(request, filters, better)
        if of_better:
            corrected, hits = better, of_better
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "search_query": text,
        "corrected": corrected,
        "page": hits.page,
        "besides": hits.besides,
        "count": hits.count,
        "list_url": reverse("search"),
        "title": gettext("Search"),
    }
    return render(request, "governance/search.html", context)


def _begins(request: HttpRequest) -> bool:
    return AFTER not in request.GET and BEFORE not in request.GET


def _hits(request: HttpRequest, filters: SearchFilters, text: str) -> Hits:
    asked = {name: value for name, value in filters.asked.items() if name != "q"}
    wanted = search.Words.of(text)
    narrowed = narrow(readable(Matter.objects.all(), request.user, asked), request.user, asked)
    if not asked and (named := search.numbered(Matter.objects.readable_by(request.user), text)):
        found = Matter.objects.filter(pk__in={*named, *search.matching_ids(narrowed, wanted)})
    elif text:
        found = search.matching(narrowed, wanted)
    else:
        found = narrowed if asked else Matter.objects.none()
    shown = page(request, found.only(*ROW))
    with_bodies(shown.rows, request.user)
    search.mark(shown.rows, wanted)
    everything = text and not asked and _begins(request)
    return Hits(shown, finding.found(request.user, wanted) if everything else [])
