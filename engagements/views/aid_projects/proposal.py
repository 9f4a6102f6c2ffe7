"""Propose an aid-like project: the form, and the two parts of it that answer while one types."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements.actions import aid_projects as actions
from engagements.forms import AmountField
from engagements.forms.aid_projects import AidProjectForm, FinancingForm
from engagements.models import AidProject
from engagements.models.aid_projects import facts_of, percent_of
from engagements.views import proposing
from governance.models import Person, Scope
from governance.views.casework import GET_POST

DRAFT = "aid_projects:new"
# What a link to the form may bring along, and what its parts read of it.
ASKED = ("body", "title", "name", "organisation", "partner_kind", "theme", "scope", "total_cost", "amount")


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """The form for a proposal."""
    _require_proposer(request.user)
    done = _("The proposal is in the register. Its page says what must be in order before it can be decided.")
    return proposing.new(request, AidProjectForm, _propose, _show, draft=DRAFT, asked=ASKED, done=done)


def _propose(form: AidProjectForm, by: Person) -> AidProject:
    """The partner, if it is new, the proposal, and who pays."""
    entered = dict(form.cleaned_data)
    kind, part = entered.pop("partner_kind"), FinancingForm.part_of(entered)
    place = {name: entered[name] for name in ("country", "city", "theme")}
    partner = proposing.partner_of(form, entered, by=by, kind=kind, **place)
    project = actions.propose(by=by, partner=partner, **entered)
    actions.add_financing(project, by=by, **part)
    return project


def _show(request: HttpRequest, form: AidProjectForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "draft": DRAFT,
        "crumbs": [(_("Aid-like projects"), reverse("engagements:aid_projects"))],
        **_ruling_context(form, request.user),
        **proposing.partners(form),
    }
    return render(request, "engagements/aid_project_new.html", context, status=status)


@require_safe
def new_ruling(request: HttpRequest) -> HttpResponse:
    """Who decides on what the form says so far: a part of the page, fetched when scope or money changes."""
    context = _ruling_context(_asked(request), request.user)
    return render(request, "engagements/part_aid_ruling.html", context)


@require_safe
def new_forums(request: HttpRequest) -> HttpResponse:
    """Organisations with a name like the partner's, and forums the city already has: fetched while one types."""
    return render(request, "engagements/part_partners.html", proposing.partners(_asked(request)))


def _asked(request: HttpRequest) -> AidProjectForm:
    _require_proposer(request.user)
    return AidProjectForm(initial=proposing.given(request, ASKED), person=request.user)


def _ruling_context(form: AidProjectForm, person: Person) -> dict[str, Any]:
    """The ruling and what is left for the city; empty while too little is known."""
    scope, cost, paid = form.typed("scope"), _amount(form, "total_cost"), _amount(form, "amount")
    is_known = scope in Scope.values and cost and paid is not None
    facts = facts_of(scope, percent_of(paid, cost)) if is_known and cost and paid is not None else None
    left = max(cost - paid, Decimal(0)) if cost and paid is not None else None
    return {**proposing.ruling_on(facts, person, form.typed("body")), "own_cost": left}


def _amount(form: forms.Form, name: str) -> Decimal | None:
    """What is typed so far, if it is an amount."""
    try:
        value: Decimal | None = AmountField(required=False).clean(str(form[name].value() or ""))
    except ValidationError:
        return None
    return value


def _require_proposer(person: Person) -> None:
    proposing.require_proposer(
        person,
        _("An aid-like project is proposed by the contact person or the secretary of the body that runs it."),
    )
