"""The register of EU projects and ideas, and the auditor's four questions of every project."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.forms import may_propose
from engagements.lifecycle.eu_projects import APPLYING, HELD, Status
from engagements.models import EuProject, ProjectReport, Theme, projects_in_register_for
from engagements.views.registers import CARD, cards_of, in_state, register_page, yes_or_no
from governance import finding, search
from governance.choices import Choice
from governance.language import choice_label
from governance.lists import (
    BodyFilters,
    all_bodies,
    operating_bodies,
    page_of,
    picked,
    say_who_may_open,
    with_bodies,
)
from governance.models import Decision, Document, Kind, Matter, MatterParticipant
from governance.prepared import Asked, Asker, rows_of
from governance.texts import TextField
from governance.views.list_files import Column

# What a row of the list shows.
PROJECT_ROW = (
    "number kind title status opened_on closed_on starts_on ends_on body_id before_id secrecy_ground"
    " eu_project__role eu_project__programme eu_project__call eu_project__apply_by"
    " eu_project__eu_funding_to_city eu_project__is_eu_money"
).split()
AUDIT_ROW = "number kind title status opened_on starts_on ends_on body_id before_id secrecy_ground".split()
# Ideas and applications without an answer are a few dozen in the whole city.
MOST_IDEAS = 300
COLUMNS = (
    *CARD,
    Column(_("Other bodies"), lambda matter: ", ".join(body.name for body in matter.participating)),
    Column(_("Role"), lambda matter: choice_label(EuProject.Role, matter.eu_project.role)),
    Column(_("Programme"), lambda matter: matter.eu_project.programme),
    Column(_("Call"), lambda matter: matter.eu_project.call),
    Column(_("Last day to apply"), lambda matter: matter.eu_project.apply_by),
    Column(_("EU money"), lambda matter: yes_or_no(matter.eu_project.is_eu_money)),
    Column(_("To the city, kronor"), lambda matter: matter.eu_project.eu_funding_to_city),
)
STATUSES_OF_STATE = {
    "applying": APPLYING,
    "running": HELD,
    "ended": (Status.ENDED,),
    "never": (Status.REJECTED, Status.NOT_GRANTED, Status.WITHDRAWN),
}


class EuProjectFilters(BodyFilters):
    """What the list of EU projects can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("applying", _("ideas and applications")),
        ("running", _("granted and running")),
        ("ended", _("ended")),
        ("never", _("never granted, or withdrawn")),
    ]
    PAID = [("", _("all")), ("eu", _("EU money")), ("national", _("national grants"))]

    q = TextField(label=_("Words"), max_length=200, required=False)
    state = Choice(label=_("State"), choices=STATES)
    body = Choice(label=_("Lead body"))
    paid = Choice(label=_("Paid by"), choices=PAID)
    theme = Choice(label=_("Theme"), choices=[("", _("all")), *Theme.choices])

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `_listed_projects` reads it."""
        chosen = self.chosen
        asked = picked(chosen, "theme")
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if state := chosen.get("state"):
            asked[state] = True
        if paid := chosen.get("paid"):
            asked["eu_money" if paid == "eu" else "national"] = True
        if text := chosen.get("q"):
            asked |= finding.asked(self.request.user, _narrowed(self.request.user, asked), text)
        return asked


@require_safe
def eu_project_list(request: HttpRequest) -> HttpResponse:
    """Every EU project and idea of the city as a line; the file opens for those who may read it."""
    filters = EuProjectFilters(request, operating_bodies(request.user))
    asked = filters.asked
    # What ends in a state is rare in one kind and common in another: the keys of this kind alone show the planner so.
    keys = _narrowed if asked.keys() & STATUSES_OF_STATE.keys() else None

    def complete(rows: Sequence[Any]) -> None:
        bodies = all_bodies(request.user)
        for matter in rows:
            matter.participating = [bodies[pk] for pk in matter.participating]

    return register_page(
        request,
        "engagements/eu_projects.html",
        filters,
        _listed_projects,
        address="engagements:eu_projects",
        title=gettext("EU projects"),
        columns=COLUMNS,
        asked=asked,
        keys=keys,
        complete=complete,
    )


def _cards(asker: Asker) -> QuerySet[Matter]:
    return cards_of(Kind.EU_PROJECT, projects_in_register_for, asker)


def _narrowed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """The cards that every filter asked for lets through."""
    rows = _cards(asker).filter(**picked(asked, "theme", "body"))
    rows = in_state(rows, asked, STATUSES_OF_STATE)
    if "eu_money" in asked or "national" in asked:
        rows = rows.filter(eu_project__is_eu_money="eu_money" in asked)
    return search.within(rows, asked)


def _listed_projects(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = _narrowed(asker, asked)
    others = MatterParticipant.objects.filter(matter=OuterRef("pk")).order_by("pk").values("body")
    return rows.select_related("eu_project").only(*PROJECT_ROW).annotate(participating=ArraySubquery(others))


@require_safe
def eu_project_ideas(request: HttpRequest) -> HttpResponse:
    """The bank of ideas: what the bodies mean to apply for, the nearest last day first, with whom to talk to."""
    rows = (
        _cards(request.user)
        .filter(status__in=APPLYING)
        .select_related("eu_project", "responsible")
        .order_by("eu_project__apply_by", "pk")[:MOST_IDEAS]
    )
    ideas = list(rows)
    with_bodies(ideas, request.user)
    say_who_may_open(ideas, request.user)
    calls: dict[str, int] = {}
    for matter in ideas:
        call = matter.eu_project.call.casefold()
        calls[call] = calls.get(call, 0) + 1
    for matter in ideas:
        matter.is_contested = bool(matter.eu_project.call) and calls[matter.eu_project.call.casefold()] > 1
    context = {
        "ideas": ideas,
        "today": timezone.localdate(),
        "may_propose": may_propose(request.user),
        "crumbs": [(gettext("EU projects"), reverse("engagements:eu_projects"))],
    }
    return render(request, "engagements/eu_project_ideas.html", context)


@require_safe
def eu_project_audit(request: HttpRequest) -> HttpResponse:
    """The auditor's four questions of every project the city has had, newest first."""
    person, today = request.user, timezone.localdate()
    shown = page_of(request, _audited)
    with_bodies(shown.rows, person)
    say_who_may_open(shown.rows, person)
    asked = {"projects": [matter.pk for matter in shown.rows], "today": today}
    answers = {pk: found for pk, *found in rows_of(_answers, person, asked)}
    for matter in shown.rows:
        matter.has_decision, matter.has_documents, matter.has_late_report = answers[matter.pk]
    context = {
        "page": shown,
        "crumbs": [(gettext("EU projects"), reverse("engagements:eu_projects"))],
    }
    return render(request, "engagements/eu_project_audit.html", context)


def _audited(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = _cards(asker).filter(status__in=(*HELD, Status.ENDED)).select_related("eu_project")
    return rows.only(
        *AUDIT_ROW,
        "responsible_id",
        "eu_project__own_share",
        "eu_project__own_share_source",
        "eu_project__eu_funding_to_city",
        "eu_project__results",
    )


def _answers(_asker: Asker, asked: Asked) -> QuerySet[Any, Any]:
    """What hangs on the few projects of a page: is there a decision, a document, a late report?"""
    late = ProjectReport.objects.filter(
        project=OuterRef("pk"), sent_on__isnull=True, due_on__lt=asked["today"]
    )
    answers = {
        "has_decision": Exists(Decision.objects.filter(matter=OuterRef("pk"))),
        "has_documents": Exists(Document.objects.filter(matter=OuterRef("pk"))),
        "has_late_report": Exists(late),
    }
    rows = Matter.objects.filter(pk__among=asked["projects"]).order_by().annotate(**answers)
    return rows.values_list("pk", *answers)
