"""Propose an agreement: the form, and the two parts of it that answer while one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements.actions import agreements
from engagements.forms.agreements import AgreementProposalForm
from engagements.models import Agreement, Organisation
from engagements.views import proposing
from governance.models import Person, Scope
from governance.views.casework import GET_POST

DRAFT = "agreements:new"
# What a link to the form may bring along, and what its parts read of it.
ASKED = ("body", "type", "scope", "name", "organisation", "counterpart_kind", "initiative", "theme")


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """The form for a proposal."""
    _require_proposer(request.user)
    done = _("The proposal is in the register. Its page says what is still missing.")
    return proposing.new(request, AgreementProposalForm, _propose, _show, draft=DRAFT, asked=ASKED, done=done)


def _propose(form: AgreementProposalForm, by: Person) -> Agreement:
    """The counterpart, if it is new, and the proposal."""
    entered = dict(form.cleaned_data)
    kind = entered.pop("counterpart_kind")
    organisation = proposing.partner_of(form, entered, by=by, kind=kind, theme=entered["theme"])
    return agreements.propose(by=by, organisation=organisation, **entered)


def _show(request: HttpRequest, form: AgreementProposalForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "draft": DRAFT,
        "crumbs": [(_("Agreements"), reverse("engagements:agreements"))],
        **_ruling_context(form, request.user),
        **proposing.partners(form),
    }
    return render(request, "engagements/agreement_new.html", context, status=status)


@require_safe
def new_ruling(request: HttpRequest) -> HttpResponse:
    """Who decides on what the form says so far: a part of the page, fetched when that changes."""
    _require_proposer(request.user)
    form = AgreementProposalForm(initial=proposing.given(request, ASKED), person=request.user)
    return render(request, "engagements/agreement_ruling.html", _ruling_context(form, request.user))


@require_safe
def new_forums(request: HttpRequest) -> HttpResponse:
    """Organisations with a like name, and forums the city already has: fetched while the name is typed."""
    _require_proposer(request.user)
    form = AgreementProposalForm(initial=proposing.given(request, ASKED), person=request.user)
    return render(request, "engagements/part_partners.html", proposing.partners(form))


def _ruling_context(form: AgreementProposalForm, person: Person) -> dict[str, Any]:
    """The ruling on signing, and the body that it means."""
    kind = form.chosen.kind if form.chosen else form.typed("counterpart_kind")
    type_, scope = form.typed("type"), form.typed("scope")
    facts = None
    if type_ in Agreement.Type.values and scope in Scope.values and kind in Organisation.Kind.values:
        proposed = Agreement(
            type=type_, initiative=form.typed("initiative"), organisation=Organisation(kind=kind)
        )
        facts = agreements.facts_of(proposed, scope)
    return proposing.ruling_on(facts, person, form.typed("body"))


def _require_proposer(person: Person) -> None:
    proposing.require_proposer(
        person,
        _("An agreement is proposed by the contact person or the secretary of the body that will sign it."),
    )
