"""The register of aid-like projects."""

from typing import Any

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.forms import may_propose
from engagements.lifecycle.aid_projects import HELD, UNDECIDED, Status
from engagements.models import AidFinancing, aid_projects_in_register_for
from governance import search
from governance.choices import Choice
from governance.lists import BodyFilters, operating_bodies, page_of, picked, say_who_may_open, with_bodies
from governance.models import Kind, Matter, Person
from governance.prepared import Asked, Asker

# What a row of the register shows.
ROW = (
    "number diary_number kind title status scope opened_on starts_on ends_on due_on closed_on secrecy_ground"
    " counterpart city country is_invented body_id before_id aid_project__total_cost"
).split()
STATUSES_OF_STATE: dict[str, tuple[str, ...]] = {
    "undecided": UNDECIDED,
    "running": HELD,
    "ended": (Status.ENDED,),
    "never": (Status.REJECTED, Status.WITHDRAWN),
}


class AidProjectFilters(BodyFilters):
    """What the register can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("undecided", _("not yet decided")),
        ("running", _("decided and running")),
        ("ended", _("ended")),
        ("never", _("rejected or withdrawn")),
    ]
    FUNDERS = [("", _("all")), *AidFinancing.Funder.choices]

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    state = Choice(label=_("State"), choices=STATES)
    funder = Choice(label=_("Funder"), choices=FUNDERS)

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `narrow` reads it."""
        chosen = self.chosen
        asked: dict[str, Any] = picked(chosen, "funder")
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if state := chosen.get("state"):
            asked[state] = True
        if text := chosen.get("q"):
            asked |= search.asked(_listed(self.request.user, asked), text)
        return asked


def narrow(rows: QuerySet[Matter], asked: Asked) -> QuerySet[Matter]:
    """The cards that every filter asked for lets through."""
    rows = rows.filter(**picked(asked, "body"))
    for state, statuses in STATUSES_OF_STATE.items():
        if state in asked:
            rows = rows.filter(status__in=statuses)
    if "funder" in asked:
        rows = rows.filter(
            pk__in=AidFinancing.objects.filter(funder=asked["funder"]).order_by().values("project")
        )
    return search.within(rows, asked)


@require_safe
def aid_project_list(request: HttpRequest) -> HttpResponse:
    """Every aid-like project of the city as a line; the file opens for those who may read it."""
    person: Person = request.user
    filters = AidProjectFilters(request, operating_bodies(person))
    found = page_of(request, _listed, filters.asked)
    with_bodies(found.rows, person)
    say_who_may_open(found.rows, person)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": found,
        "list_url": reverse("engagements:aid_projects"),
        "may_propose": may_propose(person),
        "has_appointment": bool(person.offices),
    }
    return render(request, "engagements/aid_projects.html", context)


def _listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """None without an appointment."""
    rows = Matter.objects.filter(kind=Kind.AID_PROJECT)
    rows = rows.filter(aid_projects_in_register_for(asker)) if asker.offices else rows.none()
    parts = AidFinancing.objects.filter(project=OuterRef("pk")).order_by().values("project")
    rows = narrow(rows, asked).annotate(external=Subquery(parts.annotate(sum=Sum("amount")).values("sum")))
    return rows.select_related("aid_project").only(*ROW)
