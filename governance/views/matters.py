"""The register of matters: the list, the search, and what every matter has whatever its kind."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import documents, finding, history, search
from ..lists import (
    AFTER,
    BEFORE,
    MatterFilters,
    narrow,
    page,
    page_of,
    readable,
    readable_bodies,
    with_bodies,
)
from ..models import Matter, SecrecyMarking
from ..prepared import Asked, Asker
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


@require_safe
def search_matters(request: HttpRequest) -> HttpResponse:
    """Matters by words, number or diary number; by its whole number any whose file opens for the person.

    What else has a page and the words stands beneath the first of them.
    """
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH]
    visible = Matter.objects.visible_to(request.user)
    if named := search.numbered(Matter.objects.readable_by(request.user), text):
        found = Matter.objects.filter(pk__in={*named, *search.matching_ids(visible, text)})
    else:
        found = search.matching(visible, text)
    hits = page(request, found.only(*ROW))
    with_bodies(hits.rows, request.user)
    search.mark(hits.rows, text)
    begins = AFTER not in request.GET and BEFORE not in request.GET
    context = {
        "search_query": text,
        "page": hits,
        "besides": finding.found(request.user, text) if begins else [],
        "title": _("Search"),
    }
    return render(request, "governance/search.html", context)
