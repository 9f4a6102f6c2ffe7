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
from governance.lists import BodyFilters, operating_bodies, page_of, picked, with_bodies
from governance.models import Person
from governance.prepared import Asked, Asker
from governance.views.casework import GET_POST
from profiling.forms import CityInformationForm
from profiling.models import CityInformation, CityInformationQuerySet, oldest_good

from . import rows

ROW = """kind title_en title_sv body_id document_id revised_on next_revision_on published_at is_invented
    version""".split()


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

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `_listed` reads it."""
        asked: dict[str, Any] = picked(self.chosen, "kind")
        if slug := self.chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        state, day = self.chosen.get("state"), timezone.localdate()
        if state:
            asked |= {"late": day, "oldest": oldest_good(day)} if state == "late" else {state: True}
        return asked


@require_safe
def information_list(request: HttpRequest) -> HttpResponse:
    """Every published entry with the day it was last revised; the drafts of those one writes for. By title."""
    person: Person = request.user
    filters = InformationFilters(request, operating_bodies(person))
    coordinates = access.is_coordinator(person)
    shown = page_of(request, _listed, filters.asked, coordinates, key="shown", keyed_by=str, ascending=True)
    with_bodies(shown.rows, person)
    for row in shown:
        row.name, row.language = row.named
        row.may_write = rows.may_write(person, row)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": shown,
        "list_url": _url(),
        "late": CityInformation.objects.late(timezone.localdate()).count(),
        "may_write": bool(person.bodies_with(access.EDIT)) or coordinates,
    }
    return render(request, "profiling/information.html", context)


def _listed(asker: Asker, asked: Asked, coordinates: bool) -> CityInformationQuerySet:
    found = CityInformation.objects.by_title().only(*ROW).filter(**picked(asked, "kind", "body"))
    if not coordinates:
        found = found.filter(Q(published_at__isnull=False) | Q(body__among=asker.bodies_with(access.EDIT)))
    if "published" in asked:
        found = found.published()
    if "late" in asked:
        found = found.late(asked["late"], asked["oldest"])
    if "draft" in asked:
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
