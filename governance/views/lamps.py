"""The five lamps of all matters: how many are lit, by body; which matters lack one; by which rules they are lit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from .. import access, lamp_lists, lamps, spreadsheets
from ..choices import Choice
from ..lists import BodyFilters, Filters, or_all, page_of, picked, readable_bodies
from ..models import Kind, Lamp
from ..working_days import this_day
from . import list_files


class Overview(Filters):
    """Which matters are counted."""

    matters = Choice(
        label=gettext_lazy("Matters"),
        choices=[("", gettext_lazy("in force today")), ("all", gettext_lazy("all"))],
    )


class LampFilters(BodyFilters):
    """What the list of commitments can be narrowed by."""

    lamp = Choice(label=gettext_lazy("Lamp that is out"))
    kind = Choice(label=gettext_lazy("Kind"))
    in_force = forms.BooleanField(label=gettext_lazy("In force today"), required=False)

    def __init__(self, request: HttpRequest, *args: Any, **kw: Any) -> None:
        super().__init__(request, *args, **kw)
        self.fields["lamp"].choices = lambda: or_all((lamp, capfirst(lamp.label)) for lamp in Lamp)
        self.fields["kind"].choices = lambda: or_all((kind, capfirst(kind.label)) for kind in Kind)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `lamp_lists.listed` reads it."""
        asked = picked(self.chosen, "kind")
        if slug := self.chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if lamp := self.chosen.get("lamp"):
            asked[Lamp(lamp).column] = True
        if self.chosen.get("in_force"):
            asked["in_force"] = True
        return asked

    @property
    def said(self) -> list[str]:
        """The filters in words, as they are printed on what is exported."""
        words = [words for words, _without in self.chips()] or [_("All matters that you may read")]
        return [*words, _("Taken from the register on %(day)s") % {"day": this_day().isoformat()}]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How many lamps are lit of those that are asked for: a line for each body, and how it has gone."""
    person = request.user
    filters = Overview(request)
    in_force = filters.chosen.get("matters") != "all"
    day, counted_at = lamps.last_counted()
    found = lamp_lists.by_body(person, day, in_force=in_force) if day else []
    context = {
        "filters": filters,
        "in_force": in_force,
        "lamps": Lamp,
        "rows": found,
        "total": lamp_lists.total(found) if len(found) > 1 else None,
        "series": lamp_lists.by_day(person, in_force=in_force) if found else [],
        "reads": bool(person.bodies_with(access.VIEW)),
        "counted_at": counted_at,
        "list_url": reverse("lamps"),
    }
    return render(request, "governance/lamps.html", context)


@require_safe
def lamp_matters(request: HttpRequest) -> HttpResponse:
    """One complete list of commitments, with the lamps that are out."""
    filters = LampFilters(request, readable_bodies(request.user))
    asked = filters.asked
    shown = page_of(
        request, lamp_lists.listed, asked, keys=lamp_lists.listed if "in_force" in asked else None
    )
    lamp_lists.complete(shown.rows, request.user)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": shown,
        "list_url": reverse("lamp_matters"),
        "asked": request.GET.urlencode(),
        "reads": bool(request.user.bodies_with(access.VIEW)),
        "most_written": list_files.MOST,
        "most_printed": list_files.MOST_PRINTED,
        "crumbs": [(_("Five lamps"), reverse("lamps"))],
    }
    return render(request, "governance/lamp_matters.html", context)


@require_safe
def lamp_matters_excel(request: HttpRequest) -> HttpResponse:
    """The list that is asked for as an Excel file, with the filters above it. One too long is refused."""
    filters = LampFilters(request, readable_bodies(request.user))
    if list_files.too_long(lamp_lists.listed(request.user, filters.asked)):
        messages.error(request, list_files.refusal())
        return redirect(f"{reverse('lamp_matters')}?{request.GET.urlencode()}")
    rows = lamp_lists.lines(request.user, filters.asked, list_files.MOST)
    title = _("Commitments")
    with spreadsheets.workbook(title, filters.said, lamp_lists.HEADINGS, rows) as file:
        return list_files.attached(file.read(), title, "xlsx", spreadsheets.MEDIA_TYPE)


@require_safe
def lamp_matters_pdf(request: HttpRequest) -> HttpResponse:
    """The same to print: the first rows, and a line that says when there are more."""
    filters = LampFilters(request, readable_bodies(request.user))
    rows = lamp_lists.lines(request.user, filters.asked, list_files.MOST_PRINTED + 1)
    title = _("Commitments and their five lamps")
    printed = list_files.Printed.of(title, lamp_lists.HEADINGS, rows)
    return list_files.as_pdf(title, filters.said, [printed], _("Commitments"))


@require_safe
def lamp_rules(request: HttpRequest) -> HttpResponse:
    """The rules, kind by kind: what lights each lamp and when it is not asked for."""
    context = {
        "kinds": [(Kind(found.kind), [*found.rules.items()]) for found in lamps.kinds()],
        "crumbs": [(_("Five lamps"), reverse("lamps"))],
    }
    return render(request, "governance/lamp_rules.html", context)
