"""Propose a membership: the form, and the two parts of it that answer while one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements.views import proposing
from governance.models import Person, Scope
from governance.views.casework import GET_POST
from memberships import actions
from memberships.forms import ProposalForm
from memberships.models import Membership

DRAFT = "memberships:new"
# What a link to the form may bring along, and what its parts read of it.
ASKED = ("body", "name", "organisation", "kind", "scope", "theme")


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """The form for a proposal."""
    _require_proposer(request.user)
    done = _("The proposal is in the register. Read it through and say when it is complete.")
    return proposing.new(request, ProposalForm, _propose, _show, draft=DRAFT, asked=ASKED, done=done)


def _propose(form: ProposalForm, by: Person) -> Membership:
    """The organisation, if it is new, and the proposal."""
    entered = dict(form.cleaned_data)
    theme = entered.pop("theme")
    organisation = proposing.partner_of(form, entered, by=by, kind=entered["kind"], theme=theme)
    return actions.propose(by=by, organisation=organisation, **entered)


def _show(request: HttpRequest, form: ProposalForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "draft": DRAFT,
        "crumbs": [(_("Memberships"), reverse("memberships:list"))],
        **_ruling_context(form, request.user),
        **proposing.partners(form),
    }
    return render(request, "memberships/new.html", context, status=status)


@require_safe
def new_ruling(request: HttpRequest) -> HttpResponse:
    """Who decides on what the form says so far: a part of the page, fetched when scope or form changes."""
    _require_proposer(request.user)
    form = ProposalForm(initial=proposing.given(request, ASKED), person=request.user)
    return render(request, "memberships/part_ruling.html", _ruling_context(form, request.user))


@require_safe
def new_forums(request: HttpRequest) -> HttpResponse:
    """Organisations with a like name, and forums the city is already in: fetched while the name is typed."""
    _require_proposer(request.user)
    form = ProposalForm(initial=proposing.given(request, ASKED), person=request.user)
    return render(request, "engagements/part_partners.html", proposing.partners(form))


def _ruling_context(form: ProposalForm, person: Person) -> dict[str, Any]:
    """The ruling on joining, and the body that it means."""
    kind, scope = form.typed("kind"), form.typed("scope")
    is_known = kind in Membership.Kind.values and scope in Scope.values
    facts = {"act": "join_membership", "scope": scope, "counterpart": kind} if is_known else None
    return proposing.ruling_on(facts, person, form.typed("body"))


def _require_proposer(person: Person) -> None:
    proposing.require_proposer(
        person,
        _("A membership is proposed by the contact person or the secretary of the body that will be in it."),
    )
