"""One agreement: what it is, which gates it has passed, and what one can do with it until it is decided."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements import evidence, forums, gates
from engagements.actions import agreements
from engagements.forms import ProposalDecisionForm
from engagements.forms import agreements as agreement_forms
from engagements.lifecycle.agreements import (
    AT_HOME,
    CURRENT,
    EDITABLE,
    MOVES,
    PROMISING,
    TELLING,
    UNDECIDED,
    WAITING_FOR_A_DECISION,
    Status,
    allows,
)
from engagements.models import Agreement, AgreementVersion
from governance import access, casework, principles
from governance.models import Kind, Matter, Person
from governance.views import casework as casework_views
from governance.views.casework import GET_POST
from governance.views.pages import file_context
from governance.views.recording import ruling_context

from . import steps

CARDS = Matter.objects.filter(kind=Kind.AGREEMENT, agreement__isnull=False).select_related(
    "agreement__organisation", "strategy"
)


# A log that is longer is read in the history of the matter.
MOST_ACTIVITIES = 100


def agreement_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and the agreement, or 404 for whoever may not read it."""
    return file_context(request, number, tab, CARDS, "agreement")


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one agreement on one page."""
    context = agreement_context(request, number)
    agreement, matter = context["agreement"], context["matter"]
    today = timezone.localdate()
    reviews = list(agreement.reviews.all())
    all_gates = gates.of(agreement, today) if matter.status in UNDECIDED else []
    context |= ruling_context(matter, request.user) | {
        "today": today,
        "steps": steps.of_agreement(agreement),
        "found": forums.of_proof(agreement.findings),
        "gates": all_gates,
        "shut": [gate for gate in all_gates if gate.stops and not gate.is_open],
        "decisions": list(matter.decisions.select_related("body", "section", "strategy", "superseded_by")),
        "obligations": list(agreement.obligations.all()),
        "activities": list(agreement.activities.all()[:MOST_ACTIVITIES]),
        "versions": versions_of(agreement),
        "evidence": evidence.of_agreement(agreement, today) if matter.status == Status.UNDER_REVIEW else None,
        "reviews": list(zip(reviews, evidence.kept(reviews), strict=True)),
        "is_current": matter.status in CURRENT,
        "is_amending": matter.status == Status.AMENDING,
        "is_undecided": matter.status in UNDECIDED,
        "is_exception": principles.EXCEPTION in matter.facts,
    }
    context["next"] = _what_comes_next(request.user, context)
    return render(request, "engagements/agreement.html", context)


def versions_of(agreement: Agreement) -> list[AgreementVersion]:
    """The versions, the latest first, each with its terms beside those that applied when it was proposed."""
    versions = list(agreement.versions.all())
    before: AgreementVersion | None = None
    for version in reversed(versions):
        version.terms = version.beside(before)
        version.changes = [term for term in version.terms if term.is_changed]
        before = version if version.number else before
    return versions


def _what_comes_next(person: Person, context: dict[str, Any]) -> dict[str, Any]:
    """Which buttons to offer this person: the verbs the state allows, and whether it is this person's to do."""
    matter, body = context["matter"], context["deciding_body"]
    agreement: Agreement = context["agreement"]
    waits = matter.status in WAITING_FOR_A_DECISION
    is_at_home = matter.status in AT_HOME
    return {
        "waits_for_decision": waits,
        "may_record": bool(waits and body and access.may(person, access.RECORD, body)),
        "may_edit": context["may_edit"] and matter.status in EDITABLE,
        "may_send": is_at_home and context["may_edit"],
        "may_withdraw": context["may_edit"] and allows("withdraw", matter),
        "may_ask_exception": is_at_home and agreement.type == Agreement.Type.TWIN_TOWN,
        "may_refer": is_at_home and agreement.touches_foreign_relations,
        "may_sign": context["may_edit"] and matter.status == Status.APPROVED,
        "is_unsigned_late": bool(
            matter.status == Status.APPROVED and agreement.sign_by and agreement.sign_by < context["today"]
        ),
        "may_review": context["may_edit"] and allows("keep_in_force", matter),
        "may_amend": context["may_edit"] and allows("propose_amendment", matter),
        "may_withdraw_amendment": context["may_edit"] and matter.status == Status.AMENDING,
        "may_promise": context["may_edit"] and matter.status in PROMISING,
        "may_tell": context["may_edit"] and matter.status in TELLING,
        "may_open_review": context["may_edit"] and allows("open_review", matter),
        "may_answer": bool(context["may_edit"] and agreement.dormant_since and matter.status in CURRENT),
        "may_end": context["may_edit"] and allows("end", matter),
        "may_evaluate": context["may_edit"] and allows("evaluate", matter),
        "is_referred_back": matter.status == Status.REFERRED_BACK,
    }


@require_http_methods(GET_POST)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is written."""
    context = agreement_context(request, number)
    agreement = context["agreement"]
    is_decided = context["matter"].status not in UNDECIDED
    context |= {"is_decided": is_decided, "found": forums.of_proof(agreement.findings)}
    form_class = agreement_forms.EditContactsForm if is_decided else agreement_forms.EditAgreementForm
    return casework_views.edit_form(
        request,
        context,
        agreement,
        form_class,
        agreements.edit,
        "engagements/agreement_edit.html",
        when=EDITABLE,
    )


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Lay the agreement before the body of the ruling; what the shut gates ask for is told on its page."""
    context = agreement_context(request, number)
    return casework_views.lay_before_body(
        request,
        context["matter"],
        partial(agreements.send_for_decision, context["agreement"]),
        _("The agreement is now with %(body)s. Its secretary has been notified."),
    )


@require_http_methods(GET_POST)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """The secretary of the right body enters the decision; anybody else reads why it is not theirs."""
    context = agreement_context(request, number, "decisions")
    return casework_views.decision_form(
        request,
        context,
        ProposalDecisionForm,
        lambda record, _form: agreements.decide(context["agreement"], record, by=request.user),
        waiting=WAITING_FOR_A_DECISION,
    )


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.WithdrawAgreementForm,
        lambda agreement, **entered: agreements.withdraw(agreement, by=request.user, **entered),
        when=MOVES.sources("withdraw"),
        title=_("Withdraw the agreement"),
        button=_("Withdraw"),
        lead=_("The matter closes. It can still be read."),
        done=_("The agreement is withdrawn."),
        danger=True,
    )


@require_http_methods(GET_POST)
def ask_for_exception(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.ExceptionForm,
        lambda agreement, **entered: agreements.ask_for_exception(agreement, by=request.user, **entered),
        when=AT_HOME,
        require=agreements.require_twin_towns,
        title=_("Ask for an exception"),
        button=_("Ask the City Council"),
        lead=_("The city signs no twin-town agreements. Only the City Council can decide an exception."),
        done=_("The exception is asked for. Send the agreement for decision when it is complete."),
    )


@require_http_methods(GET_POST)
def refer(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.ReferForm,
        lambda agreement, **entered: agreements.refer_to_executive_office(
            agreement, by=request.user, **entered
        ),
        when=AT_HOME,
        require=agreements.require_foreign_relations,
        title=_("Refer to the City Executive Office"),
        button=_("Refer"),
        lead=_("Foreign policy is a national responsibility. The coordinators are told, and answer you."),
        done=_("The City Executive Office has been told."),
    )


def small_form(
    request: HttpRequest,
    number: str,
    form_class: Callable[..., forms.Form],
    act: Callable[..., Any],
    require: Callable[[Agreement], None] | None = None,
    **words: Any,
) -> HttpResponse:
    """A form of a few fields for one verb of somebody who prepares the owner's matters.

    `require` raises what the verb would, where it is not only the state that says whether it can be done.
    """
    context = agreement_context(request, number)
    casework.require_edit(request.user, context["matter"])
    if require is not None:
        require(context["agreement"])
    return casework_views.small_form(
        request, context, form_class, lambda **entered: act(context["agreement"], **entered), **words
    )
