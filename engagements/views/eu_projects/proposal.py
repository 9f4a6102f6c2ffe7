"""Enter an idea for an EU project: the form, and the two parts of it that answer while one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements.actions import eu_projects as actions
from engagements.forms.eu_projects import IdeaForm
from engagements.models import EuProject
from engagements.views import proposing
from governance.models import Person, Scope
from governance.views.casework import GET_POST

DRAFT = "eu_projects:new"
# What a link to the form may bring along, and what its parts read of it.
ASKED = ("body", "title", "programme", "call", "scope")


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """The form for an idea."""
    _require_proposer(request.user)
    done = _("The idea is in the register. Every body of the city sees it.")
    return proposing.new(request, IdeaForm, _propose, _show, draft=DRAFT, asked=ASKED, done=done)


def _propose(form: IdeaForm, by: Person) -> EuProject:
    return actions.propose(by=by, **form.cleaned_data)


def _show(request: HttpRequest, form: IdeaForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "draft": DRAFT,
        "crumbs": [(_("EU projects"), reverse("engagements:eu_projects"))],
        **_ruling_context(form, request.user),
        **_rivals_context(form),
    }
    return render(request, "engagements/eu_project_new.html", context, status=status)


@require_safe
def new_ruling(request: HttpRequest) -> HttpResponse:
    """Who decides on what the form says so far: a part of the page, fetched when scope or body changes."""
    _require_proposer(request.user)
    form = IdeaForm(initial=proposing.given(request, ASKED), person=request.user)
    return render(request, "engagements/part_project_ruling.html", _ruling_context(form, request.user))


@require_safe
def new_rivals(request: HttpRequest) -> HttpResponse:
    """Who else goes for the call: fetched while its name is typed."""
    _require_proposer(request.user)
    form = IdeaForm(initial=proposing.given(request, ASKED), person=request.user)
    return render(request, "engagements/part_rivals.html", _rivals_context(form))


def _ruling_context(form: IdeaForm, person: Person) -> dict[str, Any]:
    scope = form.typed("scope")
    facts = actions.facts_of(scope) if scope in Scope.values else None
    return proposing.ruling_on(facts, person, form.typed("body"))


def _rivals_context(form: IdeaForm) -> dict[str, Any]:
    return {"rivals": form.rivals, "looked": bool(form.typed("call"))}


def _require_proposer(person: Person) -> None:
    proposing.require_proposer(
        person,
        _("An EU project is entered by the contact person or the secretary of the body that leads it."),
    )
