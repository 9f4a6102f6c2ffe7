"""Amendments of an agreement: proposed, taken back, and all its versions to read beside one another."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements.actions import agreements
from engagements.forms import agreements as agreement_forms
from engagements.lifecycle.agreements import MOVES
from engagements.models import Agreement, AgreementVersion
from engagements.models.agreement_versions import TERMS

from .agreement import GET_POST, agreement_context, small_form, versions_of


@require_http_methods(GET_POST)
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """The terms as they stand, or as the body referred them back, to be changed."""
    agreement = agreement_context(request, number)["agreement"]
    return small_form(
        request,
        number,
        partial(
            agreement_forms.AmendmentForm, needs_last_day=agreement.type != Agreement.Type.LETTER_OF_INTENT
        ),
        lambda agreement, **entered: agreements.propose_amendment(agreement, by=request.user, **entered),
        when=MOVES.sources("propose_amendment"),
        title=_("Propose an amendment"),
        button=_("Send for decision"),
        lead=_(
            "The body that the strategy names decides on it, as on the agreement itself. Until then nothing changes."
        ),
        done=_("The amendment is sent for decision."),
        initial=_as_it_stands(agreement),
    )


def _as_it_stands(agreement: Agreement) -> dict[str, Any]:
    latest = agreement.versions.first()
    if latest and latest.status == AgreementVersion.Status.RETURNED:
        return {name: getattr(latest, name) for name in ("reasons", *TERMS)}
    return {
        name: agreement.matter.ends_on if name == "ends_on" else getattr(agreement, name) for name in TERMS
    }


@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the proposed terms back."""
    agreement = agreement_context(request, number)["agreement"]
    agreements.withdraw_amendment(agreement, by=request.user)
    messages.success(request, _("The amendment is withdrawn. The agreement stands as before."))
    return redirect("engagements:agreement", number)


@require_safe
def versions(request: HttpRequest, number: str) -> HttpResponse:
    """Every version, the latest first, with what it changed."""
    context = agreement_context(request, number)
    context["versions"] = versions_of(context["agreement"])
    return render(request, "engagements/agreement_versions.html", context)
