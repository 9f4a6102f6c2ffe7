"""The pages of EU projects."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.lifecycle import EuProjectStatus
from engagements.models import EuProject, Theme
from governance.choices import Choice
from governance.lists import Filters, all_bodies, page_of, picked, with_bodies
from governance.models import Kind, Matter, MatterParticipant
from governance.prepared import Asked, Asker
from governance.views.pages import matter_context

CARDS = Matter.objects.filter(kind=Kind.EU_PROJECT, eu_project__isnull=False).select_related("eu_project")
# What a row of the list shows.
PROJECT_ROW = (
    "number kind title status opened_on closed_on starts_on ends_on body_id eu_project__role"
    " eu_project__programme eu_project__eu_funding_to_city eu_project__is_eu_money"
).split()


class EuProjectFilters(Filters):
    """What the list of EU projects can be narrowed by."""

    PAID = [("", _("all")), ("eu", _("EU money")), ("national", _("national grants"))]

    state = Choice(label=_("State"), choices=[("", _("all")), *EuProjectStatus.choices])
    paid = Choice(label=_("Paid by"), choices=PAID)
    theme = Choice(label=_("Theme"), choices=[("", _("all")), *Theme.choices])

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `_listed_projects` reads it."""
        chosen = self.chosen
        asked = picked(chosen, "state", "theme")
        if paid := chosen.get("paid"):
            asked["eu_money"] = paid == "eu"
        return asked


@require_safe
def eu_project_list(request: HttpRequest) -> HttpResponse:
    """The EU projects the city takes part in: public facts, open to everybody with an appointment."""
    filters = EuProjectFilters(request)
    shown = page_of(request, _listed_projects, filters.asked)
    with_bodies(shown.rows, request.user)
    bodies = all_bodies(request.user)
    for matter in shown.rows:
        matter.participating = [bodies[pk] for pk in matter.participating]
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": shown,
        "list_url": reverse("engagements:eu_projects"),
    }
    return render(request, "engagements/eu_projects.html", context)


@require_safe
def eu_project(request: HttpRequest, number: str) -> HttpResponse:
    """One project, with the labels of the city's own project pages."""
    context = matter_context(request, number, "overview", CARDS)
    matter = context["matter"]
    project: EuProject = matter.eu_project
    context |= {
        "project": project,
        "participating": [p.body for p in matter.participations.select_related("body")],
        "crumbs": [(gettext("EU projects"), reverse("engagements:eu_projects"))],
    }
    return render(request, "engagements/eu_project.html", context)


def _listed_projects(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = Matter.objects.visible_to(asker).filter(kind=Kind.EU_PROJECT)
    if "state" in asked:
        rows = rows.filter(status=asked["state"])
    if "theme" in asked:
        rows = rows.filter(theme=asked["theme"])
    if "eu_money" in asked:
        rows = rows.filter(eu_project__is_eu_money=asked["eu_money"])
    others = MatterParticipant.objects.filter(matter=OuterRef("pk")).order_by("pk").values("body")
    return rows.select_related("eu_project").only(*PROJECT_ROW).annotate(participating=ArraySubquery(others))
