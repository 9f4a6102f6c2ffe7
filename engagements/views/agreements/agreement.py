"""One agreement: what it is, which gates it has passed, and what one can do with it until it is decided."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements import forums, gates
from engagements.actions import agreements
from engagements.forms import ProposalDecisionForm
from engagements.forms import agreements as agreement_forms
from engagements.lifecycle.agreements import (
    AT_HOME,
    CURRENT,
    EDITABLE,
    UNDECIDED,
    WAITING_FOR_A_DECISION,
    Status,
    allows,
)
from engagements.models import Agreement
from governance import access, drafts, editing, principles
from governance.errors import StaleVersion
from governance.forms import add_errors
from governance.models import Kind, Matter, Person
from governance.views.pages import matter_context
from governance.views.recording import (
    bare_record,
    body_to_record_for,
    require_some_recording,
    ruling_context,
)

from . import steps

GET_POST = ["GET", "HEAD", "POST"]
CARDS = Matter.objects.filter(kind=Kind.AGREEMENT, agreement__isnull=False).select_related(
    "agreement__organisation", "strategy"
)
ON_THE_CARD = {"title", "scope", "theme", "starts_on", "ends_on", "diary_number"}


def agreement_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and the agreement, or 404 for whoever may not read it."""
    context = matter_context(request, number, tab, CARDS)
    context["agreement"] = context["matter"].agreement
    # The card that was read brings its bodies along.
    context["agreement"].matter = context["matter"]
    return context


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one agreement on one page."""
    context = agreement_context(request, number)
    agreement, matter = context["agreement"], context["matter"]
    today = timezone.localdate()
    all_gates = gates.of(agreement, today) if matter.status in UNDECIDED else []
    context |= ruling_context(matter) | {
        "today": today,
        "steps": steps.of_agreement(agreement),
        "found": forums.of_proof(agreement.findings),
        "gates": all_gates,
        "shut": [gate for gate in all_gates if gate.stops and not gate.is_open],
        "decisions": list(matter.decisions.select_related("body", "section", "strategy", "superseded_by")),
        "is_current": matter.status in CURRENT,
        "is_undecided": matter.status in UNDECIDED,
        "is_exception": principles.EXCEPTION in matter.facts,
    }
    context["next"] = _what_comes_next(request.user, context)
    return render(request, "engagements/agreement.html", context)


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
        "may_end": context["may_edit"] and allows("end", matter),
        "may_evaluate": context["may_edit"] and allows("evaluate", matter),
        "is_referred_back": matter.status == Status.REFERRED_BACK,
    }


@require_http_methods(GET_POST)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is written. Two who write at once see both texts."""
    context = agreement_context(request, number)
    agreement, matter = context["agreement"], context["matter"]
    require_edit(request.user, matter)
    is_decided = matter.status not in UNDECIDED
    form_class = agreement_forms.EditContactsForm if is_decided else agreement_forms.EditAgreementForm
    form = form_class(
        request.POST if request.method == "POST" else None,
        initial=_as_initial(agreement, form_class),
        version=matter.version,
    )
    if request.method == "POST" and form.is_valid():
        entered = {
            name: value for name, value in form.cleaned_data.items() if name not in ("version", "base")
        }
        try:
            agreements.edit(agreement, form.cleaned_data["version"], by=request.user, **entered)
        except StaleVersion as stale:
            current = Agreement.objects.select_related("matter").get(pk=agreement.pk)
            theirs = form_class(initial=_as_initial(current, form_class), version=current.matter.version)
            return editing.conflict(request, form, theirs, stale, agreement.get_absolute_url())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect(agreement.get_absolute_url())
    context |= {"form": form, "is_decided": is_decided, "found": forums.of_proof(agreement.findings)}
    return render(request, "engagements/agreement_edit.html", context, status=422 if form.is_bound else 200)


def _as_initial(agreement: Agreement, form_class: type[forms.Form]) -> dict[str, Any]:
    """What stands now, for the fields the form has: the card's from the matter, the rest from the file."""
    names = [name for name in form_class.base_fields if name not in ("version", "base")]
    return {name: getattr(agreement.matter if name in ON_THE_CARD else agreement, name) for name in names}


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Lay the agreement before the body of the ruling; what the shut gates ask for is told on its page."""
    agreement = agreement_context(request, number)["agreement"]
    try:
        agreement = agreements.send_for_decision(agreement, by=request.user)
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
    else:
        messages.success(
            request,
            _("The agreement is now with %(body)s. Its secretary has been notified.")
            % {"body": agreement.matter.before.in_a_sentence},
        )
    return redirect("engagements:agreement", number)


@require_http_methods(GET_POST)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """The secretary of the right body enters the decision; anybody else reads why it is not theirs."""
    context = agreement_context(request, number, "decisions")
    agreement, matter = context["agreement"], context["matter"]
    context |= ruling_context(matter)
    body = body_to_record_for(request.user, context["deciding_body"])
    draft = f"agreements:decide:{matter.number}"
    form = ProposalDecisionForm(
        request.POST if request.method == "POST" else None,
        body=body,
        matter=matter,
        initial={"decided_on": timezone.localdate(), **drafts.load(request.user, draft)},
    )
    if request.method == "POST":
        require_some_recording(request.user, body, context["deciding_body"], context["ruling"])
        if form.is_valid() or body != context["deciding_body"]:
            record = form.record(body) if form.is_valid() else bare_record(body)
            decision = agreements.decide(agreement, record, by=request.user)
            drafts.discard(request.user, draft, request.POST)
            messages.success(
                request, _("Recorded: %(outcome)s.") % {"outcome": decision.get_outcome_display()}
            )
            return redirect("engagements:agreement", number)
    context |= {
        "form": form,
        "draft": draft,
        "may_record": body is not None and body == context["deciding_body"],
        "my_body": body,
        "waits": matter.status in WAITING_FOR_A_DECISION,
        "back": agreement.get_absolute_url(),
    }
    return render(request, "engagements/agreement_decide.html", context, status=422 if form.is_bound else 200)


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.WithdrawAgreementForm,
        lambda agreement, **entered: agreements.withdraw(agreement, by=request.user, **entered),
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
    *,
    title: str,
    button: str,
    done: str,
    lead: str = "",
    initial: dict[str, Any] | None = None,
    danger: bool = False,
) -> HttpResponse:
    """A form of a few fields for one verb: show it, do it, go back to the agreement."""
    context = agreement_context(request, number)
    require_edit(request.user, context["matter"])
    is_post = request.method == "POST"
    form = form_class(
        request.POST if is_post else None, request.FILES if is_post else None, initial=initial or {}
    )
    if is_post and form.is_valid():
        try:
            act(context["agreement"], **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, done)
            return redirect(reverse("engagements:agreement", args=[number]))
    context |= {"form": form, "title": title, "button": button, "page_lead": lead, "danger": danger}
    return render(request, "engagements/agreement_small_form.html", context, status=422 if is_post else 200)


def require_edit(person: Person, matter: Matter) -> None:
    if not access.may_edit(person, matter):
        raise PermissionDenied(access.refusal(access.EDIT, matter.body))
