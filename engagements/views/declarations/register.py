"""The register of declarations and initiatives."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.forms import may_propose
from engagements.lifecycle.declarations import ENTERED, UNDECIDED, Status
from engagements.models import declarations_in_register_for
from governance import search
from governance.choices import Choice
from governance.lists import (
    BodyFilters,
    operating_bodies,
    or_all,
    page_of,
    picked,
    say_who_may_open,
    whole_year,
    with_bodies,
    years,
)
from governance.models import Kind, Matter, Person
from governance.prepared import Asked, Asker

# What a row of the register shows.
ROW = (
    "number diary_number kind title status scope opened_on starts_on due_on closed_on secrecy_ground counterpart"
    " body_id before_id declaration__kind declaration__adds_burden declaration__joined_on declaration__joined_year_only"
    " declaration__next_review_on"
).split()
STATUSES_OF_STATE: dict[str, tuple[str, ...]] = {
    "joined": (Status.JOINED,),
    "undecided": UNDECIDED,
    "ended": (Status.ENDED, Status.LEFT, Status.DECLINED, Status.REFERRED, Status.WITHDRAWN),
}


class DeclarationFilters(BodyFilters):
    """What the register can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("joined", _("the city has joined")),
        ("undecided", _("not yet decided")),
        ("ended", _("ended or never joined")),
    ]

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    state = Choice(label=_("State"), choices=STATES)
    year = Choice(label=_("Joined in"), choices=lambda: or_all(years()))

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `narrow` reads it."""
        chosen = self.chosen
        asked: dict[str, Any] = {}
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if state := chosen.get("state"):
            asked[state] = True
        if year := chosen.get("year"):
            asked["joined_from"], asked["joined_to"] = whole_year(int(year))
        if text := chosen.get("q"):
            asked |= search.asked(_listed(self.request.user, asked), text)
        return asked


def narrow(rows: QuerySet[Matter], asked: Asked) -> QuerySet[Matter]:
    """The cards that every filter asked for lets through."""
    rows = rows.filter(**picked(asked, "body"))
    for state, statuses in STATUSES_OF_STATE.items():
        if state in asked:
            rows = rows.filter(status__in=statuses)
    if "joined_from" in asked:
        rows = rows.filter(status__in=ENTERED, starts_on__range=(asked["joined_from"], asked["joined_to"]))
    return search.within(rows, asked)


@require_safe
def declaration_list(request: HttpRequest) -> HttpResponse:
    """Every declaration and initiative of the city as a line; the file opens for those who may read it."""
    person: Person = request.user
    filters = DeclarationFilters(request, operating_bodies(person))
    found = page_of(request, _listed, filters.asked)
    with_bodies(found.rows, person)
    say_who_may_open(found.rows, person)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": found,
        "list_url": reverse("engagements:declarations"),
        "may_propose": may_propose(person),
        "has_appointment": bool(person.offices),
    }
    return render(request, "engagements/declarations.html", context)


def _listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """None without an appointment."""
    rows = Matter.objects.filter(kind=Kind.DECLARATION)
    rows = rows.filter(declarations_in_register_for(asker)) if asker.offices else rows.none()
    return narrow(rows, asked).select_related("declaration").only(*ROW)
