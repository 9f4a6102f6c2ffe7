"""The register of matters: the list, the search, and what every matter has whatever its kind."""

from dataclasses import dataclass
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import documents, finding, history, lexicon, search
from ..language import country_name
from ..lists import (
    AFTER,
    BEFORE,
    REACH,
    InWords,
    MatterFilters,
    Page,
    in_order,
    narrow,
    page,
    page_of,
    readable,
    readable_bodies,
    with_bodies,
)
from ..meetings.told import WAS_ON_AGENDAS
from ..models import Matter, Publication, SecrecyMarking
from ..prepared import Asked, Asker
from ..texts import TextField
from . import list_files
from .list_files import Column
from .pages import HEADS, matter_context, matter_or_404, overview_url

# What a row of a list shows; the rest of the card stays in the database.
ROW = (
    "number diary_number kind title status opened_on due_on closed_on counterpart city country secrecy_ground"
    " body_id is_invented"
).split()
# What the file of a list tells of each.
COLUMNS = (
    Column(_("Matter"), lambda matter: matter.number),
    Column(_("Diary number"), lambda matter: matter.diary_number),
    Column(_("Kind"), lambda matter: capfirst(matter.kind_label)),
    Column(_("Title"), lambda matter: matter.heading),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Status"), lambda matter: capfirst(matter.status_label)),
    Column(_("Opened"), lambda matter: matter.opened_on),
    Column(_("Next due"), lambda matter: matter.due_on if matter.is_open else None),
    Column(_("Closed on"), lambda matter: matter.closed_on),
    Column(_("Counterpart"), lambda matter: matter.counterpart),
    Column(_("City"), lambda matter: matter.city),
    Column(_("Country"), lambda matter: country_name(str(matter.country or ""))),
)
LONGEST_SEARCH = 200
# Of most matters there is no marking, no meeting and no publishing to tell of, and none is looked for.
TOLD = HEADS.annotate(
    was_marked=Exists(SecrecyMarking.objects.filter(matter=OuterRef("pk"))),
    was_on_agendas=WAS_ON_AGENDAS,
    was_published=Exists(Publication.objects.filter(matter=OuterRef("pk"))),
)


@require_safe
def matter_list(request: HttpRequest) -> HttpResponse:
    """Every matter one may read, newest first, narrowed by the filters in the address."""
    filters = MatterFilters(request, readable_bodies(request.user))
    asked = filters.found(_listed)
    if list_files.is_asked(request):
        return _as_file(request, gettext("Matters"), list_files.said(filters), _listed(request.user, asked))
    shown = page_of(request, _listed, asked, keys=_listed if any(name in asked for name in REACH) else None)
    with_bodies(shown.rows, request.user)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": shown,
        "list_url": reverse("matters"),
    }
    return render(request, "governance/matters.html", context)


def _as_file(request: HttpRequest, title: str, said: list[str], rows: QuerySet[Matter]) -> HttpResponse:
    complete = partial(with_bodies, person=request.user)
    listing = list_files.Listing(title, said, COLUMNS, rows.order_by(*in_order()), complete)
    return list_files.as_file(request, listing)


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

    def in_words(self) -> list[InWords]:
        """What the search is narrowed by, besides the words."""
        return [words for words in super().in_words() if words.name != "q"]


@dataclass(frozen=True)
class Hits:
    """What a search finds: matters, a page of them and, where everything is searched, what there is besides."""

    rows: QuerySet[Matter]
    page: Page[Matter]
    besides: list[finding.Found]
    places: list[finding.Hit]

    def __bool__(self) -> bool:
        return bool(self.page.rows or self.besides or self.places)

    @property
    def count(self) -> int:
        """How many stand on the page, of matters how many there are."""
        besides = sum(len(each.hits) for each in self.besides)
        return len(self.places) + (self.page.total or len(self.page.rows)) + besides


@require_safe
def search_matters(request: HttpRequest) -> HttpResponse:
    """Matters by words, number or diary number; by its whole number any whose file opens for the person.

    A place that is called so stands above them; what else has a page and the words, beneath the first of them. Where
    nothing is found, the words that the register knows and that are most like those typed are tried, and it is said
    so.
    """
    filters = SearchFilters(request, readable_bodies(request.user))
    text, corrected = filters.text, ""
    hits = _hits(request, filters, text)
    if text and not hits and _begins(request) and (better := lexicon.corrected(text)):
        of_better = _hits(request, filters, better)
        if of_better:
            corrected, hits = better, of_better
    if list_files.is_asked(request) and (text or filters.asked):
        said = [str(InWords("q", gettext("Words"), corrected or text))] if text else []
        title = " ".join((gettext("Search"), corrected or text)).strip()
        return _as_file(request, title, [*said, *list_files.said(filters)], hits.rows)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "search_query": text,
        "corrected": corrected,
        "page": hits.page,
        "besides": hits.besides,
        "places": hits.places,
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
    found = found.only(*ROW)
    shown = page(request, found)
    with_bodies(shown.rows, request.user)
    search.mark(shown.rows, wanted)
    if not (text and not asked and _begins(request)):
        return Hits(found, shown, [], [])
    return Hits(found, shown, finding.found(request.user, wanted), finding.places(wanted, shown.rows))
