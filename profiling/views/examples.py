"""Good examples: the list, one example, and writing it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements.models import Theme
from governance import access
from governance.authority import book
from governance.choices import Choice
from governance.language import active_language
from governance.lists import BodyFilters, operating_bodies, page
from governance.models import Person
from governance.views.casework import GET_POST
from profiling.forms import GoodExampleForm
from profiling.models import GoodExample

from . import rows
from .pictures import picture_of


def _directions() -> list[tuple[str, str]]:
    place = 1 if active_language() == "en" else 0
    return [(key, names[place]) for key, names in book().table_on(timezone.localdate()).directions.items()]


class ExampleFilters(BodyFilters):
    """What the list can be narrowed by."""

    STATES = [
        ("", gettext_lazy("all")),
        ("shown", gettext_lazy("published and valid")),
        ("draft", gettext_lazy("drafts")),
        ("expired", gettext_lazy("expired")),
    ]

    theme = Choice(label=gettext_lazy("Theme"), choices=[("", gettext_lazy("all")), *Theme.choices])
    direction = Choice(label=gettext_lazy("Direction"), choices=lambda: [("", _("all")), *_directions()])
    state = Choice(label=gettext_lazy("State"), choices=STATES)


@require_safe
def example_list(request: HttpRequest) -> HttpResponse:
    """Published examples of the city, expired ones too, and drafts of the own bodies; what holds longest first."""
    person: Person = request.user
    filters = ExampleFilters(request, operating_bodies(person))
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": page(request, _listed(person, filters), key="until"),
        "list_url": reverse("profiling:examples"),
        "may_write": bool(person.bodies_with(access.EDIT)),
    }
    return render(request, "profiling/examples.html", context)


def _listed(person: Person, filters: ExampleFilters) -> QuerySet[GoodExample]:
    mine = Q(body__in=person.bodies_with(access.EDIT))
    found = GoodExample.objects.filter(Q(published_at__isnull=False) | mine).select_related("body")
    chosen, today = filters.chosen, timezone.localdate()
    if theme := chosen.get("theme"):
        found = found.filter(theme=theme)
    if direction := chosen.get("direction"):
        found = found.filter(directions__contains=[direction])
    if slug := chosen.get("body"):
        found = found.filter(body__slug=slug)
    state = chosen.get("state")
    if state == "shown":
        found = found.shown(today)
    elif state == "draft":
        found = found.filter(published_at__isnull=True)
    elif state == "expired":
        found = found.filter(until__lt=today)
    return found


@require_safe
def example(request: HttpRequest, pk: int) -> HttpResponse:
    """One example, in both languages."""
    row = rows.row_or_404(GoodExample, pk, request.user)
    named = dict(_directions())
    context = {
        "example": row,
        "directions": [named.get(key, key) for key in row.directions],
        "may_write": rows.may_write(request.user, row),
        "crumbs": _crumbs(),
    }
    return render(request, "profiling/example.html", context)


@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture, for whoever may read the example."""
    row = rows.row_or_404(GoodExample, pk, request.user)
    if row.picture is None:
        raise Http404
    return picture_of(row.picture)


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """A new example of one of the person's bodies."""
    bodies = request.user.bodies_with(access.EDIT)
    if not bodies:
        rows.refuse_examples()
    context = _context(_("Write a good example"), reverse("profiling:examples"))
    return rows.write_form(request, GoodExample, GoodExampleForm, context, _url)


@require_http_methods(GET_POST)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = rows.row_or_404(GoodExample, pk, request.user)
    context = _context(_("Edit the good example"), _url(row))
    return rows.edit_form(request, row, GoodExampleForm, context, _url)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    row = rows.row_or_404(GoodExample, pk, request.user)
    return rows.publish_or_take_down(request, row, _url(row))


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    row = rows.row_or_404(GoodExample, pk, request.user)
    return rows.history_page(request, row, {"crumbs": [*_crumbs(), (str(row), _url(row))]})


def _url(row: Any) -> str:
    return reverse("profiling:example", args=[row.pk])


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Good examples"), reverse("profiling:examples"))]


def _context(title: str, back: str) -> dict[str, Any]:
    return {"title": title, "back": back, "crumbs": _crumbs(), "fieldsets": _fieldsets()}


def _fieldsets() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_("What it is about"), ("body", "theme", "directions")),
        (_("In Swedish"), ("title_sv", "what_sv", "result_sv", "numbers_sv")),
        (_("In English"), ("title_en", "what_en", "result_en", "numbers_en")),
        (_("Whom to ask"), ("contact_sv", "contact_en", "email", "link")),
        (_("Picture"), ("picture", "alternative_sv", "alternative_en")),
        (_("When it holds"), ("since", "until")),
    ]
