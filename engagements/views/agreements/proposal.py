"""Propose an agreement: the form, and the two parts of it that answer while one types."""

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

from engagements.actions import agreements, create_organisation
from engagements.forms import bodies_that_may_propose
from engagements.forms.agreements import AgreementProposalForm
from engagements.models import Agreement, Organisation
from governance import authority, decisions, drafts
from governance.authority import AuthorityError, Question
from governance.models import Person, Scope

DRAFT = "agreements:new"
LONGEST_NAME = 200
# What the ruling and the look for forums read of the form.
ASKED = ("body", "type", "scope", "name", "organisation", "counterpart_kind", "initiative", "theme")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form for a proposal. It is kept as a draft while one writes."""
    _require_proposer(request.user)
    if request.method != "POST":
        initial = drafts.load(request.user, DRAFT) or _asked_for(request)
        return _show(request, AgreementProposalForm(initial=initial, person=request.user))
    if "look" in request.POST:  # without scripts: look for existing forums, keep what is written
        typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
        return _show(request, AgreementProposalForm(initial=typed, person=request.user))
    form = AgreementProposalForm(request.POST, person=request.user)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        agreement = _propose(form, request.user)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _show(request, form, status=422)
    drafts.discard(request.user, DRAFT, request.POST)
    messages.success(request, _("The proposal is in the register. Its page says what is still missing."))
    return redirect(agreement.get_absolute_url())


@transaction.atomic
def _propose(form: AgreementProposalForm, by: Person) -> Agreement:
    """The counterpart, if it is new, and the proposal: both or neither."""
    entered = dict(form.cleaned_data)
    name, kind = entered.pop("name"), entered.pop("counterpart_kind")
    entered.pop("organisation")
    organisation = form.chosen or create_organisation(by=by, name=name, kind=kind, theme=entered["theme"])
    return agreements.propose(by=by, organisation=organisation, **entered)


def _show(request: HttpRequest, form: AgreementProposalForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "draft": DRAFT,
        "crumbs": [(_("Agreements"), reverse("engagements:agreements"))],
        **_ruling_context(form, request.user),
        **_forums_context(form),
    }
    return render(request, "engagements/agreement_new.html", context, status=status)


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """What the address brings along, from a link or while one types."""
    given = {name: request.GET[name][:LONGEST_NAME] for name in ASKED if name in request.GET}
    return {name: value.replace("\0", "") for name, value in given.items()}


@require_safe
def new_ruling(request: HttpRequest) -> HttpResponse:
    """Who decides on what the form says so far: a part of the page, fetched when that changes."""
    _require_proposer(request.user)
    form = AgreementProposalForm(initial=_asked_for(request), person=request.user)
    return render(request, "engagements/agreement_ruling.html", _ruling_context(form, request.user))


@require_safe
def new_forums(request: HttpRequest) -> HttpResponse:
    """Organisations with a like name, and forums the city already has: fetched while the name is typed."""
    _require_proposer(request.user)
    form = AgreementProposalForm(initial=_asked_for(request), person=request.user)
    return render(request, "engagements/agreement_forums.html", _forums_context(form))


def _ruling_context(form: AgreementProposalForm, person: Person) -> dict[str, Any]:
    """The ruling on signing, and the body that it means; empty while too little is known."""
    nothing = {"ruling": None, "deciding_body": None}
    kind = form.chosen.kind if form.chosen else form.typed("counterpart_kind")
    if (
        form.typed("type") not in Agreement.Type.values
        or form.typed("scope") not in Scope.values
        or kind not in Organisation.Kind.values
    ):
        return nothing
    agreement = Agreement(
        type=form.typed("type"), initiative=form.typed("initiative"), organisation=Organisation(kind=kind)
    )
    facts = agreements.facts_of(agreement, form.typed("scope"))
    try:
        ruling = authority.rule(Question(**facts), on=timezone.localdate())
    except AuthorityError:
        return nothing
    bodies = bodies_that_may_propose(person)
    owner = next((body for body in bodies if body.slug == form.typed("body")), None) or (
        bodies[0] if len(bodies) == 1 else None
    )
    return {"ruling": ruling, "deciding_body": decisions.deciding_body(ruling, owner) if owner else None}


def _forums_context(form: AgreementProposalForm) -> dict[str, Any]:
    marked = form.typed("organisation")
    return {
        "lookalikes": form.lookalikes,
        "found": form.found,
        "chosen": marked or (str(form.chosen.pk) if form.chosen else ""),
        "looked": bool(form.typed("name")),
    }


def _require_proposer(person: Person) -> None:
    if not bodies_that_may_propose(person).exists():
        raise PermissionDenied(
            _(
                "An agreement is proposed by the contact person or the secretary of the body that will sign it."
            )
        )
