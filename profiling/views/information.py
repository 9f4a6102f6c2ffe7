"""What the city tells of itself in English: the working list behind the open page, and writing an entry."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import access, documents
from governance.views.casework import GET_POST
from profiling.forms import CityInformationForm
from profiling.models import CityInformation

from . import rows


@require_safe
def information_list(request: HttpRequest) -> HttpResponse:
    """Every published entry with the day it was last revised; the drafts of those one writes for."""
    person = request.user
    bodies, is_coordinator = person.bodies_with(access.EDIT), access.is_coordinator(person)
    seen = Q() if is_coordinator else Q(published_at__isnull=False) | Q(body__in=bodies)
    found = list(CityInformation.objects.filter(seen).select_related("body"))
    for row in found:
        row.may_write = rows.may_write(person, row)
    context = {
        "rows": found,
        "late": sum(row.is_late for row in found),
        "may_write": bool(bodies) or is_coordinator,
    }
    return render(request, "profiling/information.html", context)


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
