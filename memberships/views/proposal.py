"""Propose a membership: the form, and the two parts of it that answer while one types."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements.actions import create_organisation
from engagements.forms import bodies_that_may_propose
from governance import authority, decisions, drafts
from governance.authority import AuthorityError, Question
from governance.models import Person, Scope
from memberships import actions
from memberships.forms import ProposalForm
from memberships.models import Membership

DRAFT = "memberships:new"
LONGEST_NAME = 200


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form for a proposal. It is kept as a draft while one writes."""
    _require_proposer(request.user)
    if request.method != "POST":
        initial = drafts.load(request.user, DRAFT) or _asked_for(request)
        return _show(request, ProposalForm(initial=initial, person=request.user))
    form = ProposalForm(request.POST, person=request.user)
    if "look" in request.POST:  # without scripts: look for existing forums, keep what is written
        return _show(request, ProposalForm(initial=_typed(request), person=request.user))
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        membership = _propose(form, request.user)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _show(request, form, status=422)
    drafts.discard(request.user, DRAFT, request.POST)
    messages.success(
        request, _("The proposal is in the register. Read it through and say when it is complete.")
    )
    return redirect(membership.get_absolute_url())


@transaction.atomic
def _propose(form: ProposalForm, by: Person) -> Membership:
    """The organisation, if it is new, and the proposal: both or neither."""
    entered = dict(form.cleaned_data)
    name, theme = entered.pop("name"), entered.pop("theme")
    entered.pop("organisation")
    organisation = form.chosen or create_organisation(by=by, name=name, kind=entered["kind"], theme=theme)
    return actions.propose(by=by, organisation=organisation, **entered)


def _show(request: HttpRequest, form: ProposalForm, status: int = 200) -> HttpResponse:
    asked = {name: str(form[name].value() or "") for name in ("body", "kind", "scope")}
    context = {
        "form": form,
        "draft": DRAFT,
        "crumbs": [(_("Memberships"), reverse("memberships:list"))],
        **ruling_context(request.user, asked),
        **forums_context(form),
        "looked": bool(form["name"].value()),
    }
    return render(request, "memberships/new.html", context, status=status)


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """What a link to the form may bring along."""
    names = ("body", "name", "kind", "scope", "theme")
    return {name: request.GET[name][:LONGEST_NAME] for name in names if name in request.GET}


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}


@require_safe
def new_ruling(request: HttpRequest) -> HttpResponse:
    """Who decides on what the form says so far: a part of the page, fetched when scope or form changes."""
    _require_proposer(request.user)
    asked = {name: request.GET.get(name, "") for name in ("body", "kind", "scope")}
    return render(request, "memberships/part_ruling.html", ruling_context(request.user, asked))


@require_safe
def new_forums(request: HttpRequest) -> HttpResponse:
    """Organisations with a like name, and forums the city is already in: fetched while the name is typed."""
    _require_proposer(request.user)
    form = ProposalForm(initial=_short(request), person=request.user)
    return render(
        request,
        "memberships/part_forums.html",
        {"looked": bool(form["name"].value()), **forums_context(form)},
    )


def _short(request: HttpRequest) -> dict[str, str]:
    given = {name: request.GET.get(name, "")[:LONGEST_NAME] for name in ("name", "theme", "organisation")}
    return {name: value.replace("\0", "") for name, value in given.items()}


def ruling_context(person: Person, asked: dict[str, str]) -> dict[str, Any]:
    """The ruling on joining, and the body that it means; empty while too little is known."""
    if asked["kind"] not in Membership.Kind.values or asked["scope"] not in Scope.values:
        return {"ruling": None, "deciding_body": None}
    question = Question("join_membership", scope=asked["scope"], counterpart=asked["kind"])
    try:
        ruling = authority.rule(question, on=timezone.localdate())
    except AuthorityError:
        return {"ruling": None, "deciding_body": None}
    bodies = bodies_that_may_propose(person)
    owner = next((body for body in bodies if body.slug == asked["body"]), None) or (
        bodies[0] if len(bodies) == 1 else None
    )
    body = decisions.deciding_body(ruling, owner) if owner else None
    return {"ruling": ruling, "deciding_body": body}


def forums_context(form: ProposalForm) -> dict[str, Any]:
    chosen = str(form["organisation"].value() or "")
    lookalikes = form.lookalikes
    if not chosen and form.chosen is not None:
        chosen = str(form.chosen.pk)
    return {"lookalikes": lookalikes, "found": form.found, "chosen": chosen, "now": timezone.now()}


def _require_proposer(person: Person) -> None:
    if not bodies_that_may_propose(person).exists():
        raise PermissionDenied(
            _(
                "A membership is proposed by the contact person or the secretary of the body that will be in it."
            )
        )
