"""What the pages with a timeline share: the filters in the address, the page, how much is withheld."""

from collections.abc import Hashable
from dataclasses import replace
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements import timelines
from governance.choices import Choice
from governance.language import country_name
from governance.lists import (
    Filters,
    Page,
    bodies_by_name,
    in_order,
    or_all,
    page_of,
    picked,
    whole_year,
    years,
)
from governance.models import Body, Kind, Matter
from governance.prepared import Asked
from governance.views import list_files
from governance.views.list_files import Column

# What the file of a timeline tells of each, as its lines do.
COLUMNS = (
    Column(_("Matter"), lambda matter: matter.number),
    Column(_("Kind"), lambda matter: capfirst(matter.kind_label)),
    Column(_("Title"), lambda matter: matter.heading),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Status"), lambda matter: capfirst(matter.status_label)),
    Column(_("Opened"), lambda matter: matter.opened_on),
    Column(_("First day"), lambda matter: matter.first_day),
    Column(_("Last day"), lambda matter: matter.ends_on),
    Column(_("Counterpart"), lambda matter: matter.counterpart),
    Column(_("City"), lambda matter: matter.city),
    Column(_("Country"), lambda matter: country_name(str(matter.country or ""))),
)


class TimelineFilters(Filters):
    """What a timeline can be narrowed by."""

    kind = Choice(label=_("Kind"))
    body = Choice(label=_("Body"))
    year = Choice(label=_("Opened in"))

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        # In the order of their names; a line of any body may stand in a register.
        self.slugs = {body.slug: body for body in bodies_by_name(request.user) if body.kind in Body.OPERATING}
        self.fields["kind"].choices = lambda: or_all((kind, capfirst(kind.label)) for kind in Kind)
        self.fields["body"].choices = lambda: or_all((slug, body.name) for slug, body in self.slugs.items())
        self.fields["year"].choices = lambda: or_all(years())

    @property
    def offers(self) -> Hashable:
        return super().offers, tuple(self.slugs)

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `_narrow` reads it."""
        chosen = self.chosen
        asked = picked(chosen, "kind")
        if slug := chosen.get("body"):
            asked["body"] = self.slugs[slug].pk
        if year := chosen.get("year"):
            asked["first"], asked["last"] = whole_year(int(year))
        return asked


class PartnerTimelineFilters(TimelineFilters):
    """The same for a partner that may have parts."""

    with_parts = forms.BooleanField(label=_("With its parts"), required=False)

    @property
    def asked(self) -> dict[str, Any]:
        """With parts a line says which of them it is with."""
        return super().asked | picked(self.chosen, "with_parts")


def page(request: HttpRequest, subject: Asked, asked: Asked) -> Page[Matter]:
    """A page of the timeline of a subject: of organisations (ids), of a country, or of places (names) in a country."""
    shown = page_of(request, timelines.listed, {**subject, **asked})
    # Turned by the day of opening, which has an index; what one page has is told by the day it is about.
    return replace(shown, rows=timelines.by_day(timelines.as_matters(shown.rows, request.user)))


def as_file(
    request: HttpRequest, title: str, filters: TimelineFilters, subject: dict[str, Any]
) -> HttpResponse:
    """All of the timeline of a subject that is no single organisation."""
    rows = timelines.listed(request.user, {**subject, **filters.asked}).order_by(*in_order())
    complete = partial(timelines.as_matters, person=request.user)
    listing = list_files.Listing(
        gettext("Timeline: %(name)s") % {"name": title}, list_files.said(filters), COLUMNS, rows, complete
    )
    return list_files.as_file(request, listing)


def timeline_context(
    request: HttpRequest, filters: TimelineFilters, subject: dict[str, Any]
) -> dict[str, Any]:
    """What templates/engagements/part_timeline.html needs."""
    return {
        "filters": filters,
        "chips": filters.chips(),
        "list_url": request.path,
        "page": page(request, subject, filters.asked),
        "withheld": timelines.Withheld.of(request.user, subject),
    }
