"""What the city tells of itself in English: the working list behind the open page, and writing an entry."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import access, documents
from governance.choices import Choice
from governance.lists import BodyFilters, operating_bodies, page
from governance.models import Person
from governance.views.casework import GET_POST
from profiling.forms import CityInformationForm
from profiling.models import CityInformation, CityInformationQuerySet

from . import rows


class InformationFilters(BodyFilters):
    """What the list can be narrowed by."""

    STATES = [
        ("", gettext_lazy("all")),
        ("published", gettext_lazy("published")),
        ("late", gettext_lazy("not revised in time")),
        ("draft", gettext_lazy("drafts")),
    ]

    kind = Choice(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("all")), *CityInformation.Kind.choices]
    )
    state = Choice(label=gettext_lazy("State"), choices=STATES)


@require_safe
def information_list(request: HttpRequest) -> HttpResponse:
    """Every published entry with the day it was last revised; the drafts of those one writes for. By title."""
    person: Person = request.user
    filters = InformationFilters(request, operating_bodies(person))
    shown = page(request, _listed(filters, _seen_by(person)), key="shown", ascending=True)
    for row in shown:
        row.may_write = rows.may_write(person, row)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": shown,
        "list_url": _url(),
        "late": CityInformation.objects.late(timezone.localdate()).count(),
        "may_write": bool(person.bodies_with(access.EDIT)) or access.is_coordinator(person),
    }
    return render(request, "profiling/information.html", context)


def _seen_by(person: Person) -> CityInformationQuerySet:
    found = CityInformation.objects.by_title().select_related("body")
    if access.is_coordinator(person):
        return found
    return found.filter(Q(published_at__isnull=False) | Q(body__in=person.bodies_with(access.EDIT)))


def _listed(filters: InformationFilters, found: CityInformationQuerySet) -> CityInformationQuerySet:
    chosen = filters.chosen
    if kind := chosen.get("kind"):
        found = found.filter(kind=kind)
    if slug := chosen.get("body"):
        found = found.filter(body__slug=slug)
    state = chosen.get("state")
    if state == "published":
        found = found.published()
    elif state == "late":
        found = found.late(timezone.localdate())
    elif state == "draft":
        found = found.filter(published_at__isnull=True)
    return found


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    person = request.user
    if not (person.bodies_with(access.EDIT) or access.is_coordinator(person)):
        raise PermissionDenied(
            _(
                "Information on the city is written by the City Executive Office and by those who prepare a"
                " body’s matters."
            )
        )
    context = _context(_("Write an entry"))
    return rows.write_form(request, CityInformation, _form_for(request), context, _url)


@require_http_methods(GET_POST)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = rows.row_or_404(CityInformation, pk, request.user)
    return rows.edit_form(request, row, _form_for(request), _context(_("Edit the entry")), _url)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    return rows.publish_or_take_down(request, rows.row_or_404(CityInformation, pk, request.user), _url())


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The document of an entry, for whoever may read the entry."""
    row = rows.row_or_404(CityInformation, pk, request.user)
    if row.document is None:
        raise Http404
    return documents.download(row.document)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    row = rows.row_or_404(CityInformation, pk, request.user)
    return rows.history_page(request, row, {"crumbs": _crumbs()})


def _form_for(request: HttpRequest) -> Any:
    """The coordinators write for every body, the others for their own."""
    return partial(CityInformationForm, every_body=access.is_coordinator(request.user))


def _url(row: Any = None) -> str:
    return reverse("profiling:information")


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Information on the city"), _url())]


def _context(title: str) -> dict[str, Any]:
    fieldsets = [
        (_("The entry"), ("kind", "body")),
        (_("In English"), ("title_en", "text_en")),
        (_("In Swedish"), ("title_sv", "text_sv")),
        (_("Where it is read"), ("link", "file")),
        (_("Revision"), ("revised_on", "next_revision_on")),
    ]
    return {"title": title, "back": _url(), "crumbs": _crumbs(), "fieldsets": fieldsets}
