"""One declaration: what it is, what the city promises there, and what one can do with it until it is decided."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements import forums
from engagements.actions import declarations
from engagements.forms import ProposalDecisionForm
from engagements.forms import declarations as declaration_forms
from engagements.lifecycle.declarations import (
    AT_HOME,
    EDITABLE,
    ENTERED,
    MOVES,
    UNDECIDED,
    WAITING_FOR_A_DECISION,
    Status,
    allows,
)
from engagements.models import Commitment, Declaration
from engagements.models.organisations import theme_label
from engagements.views import proposing
from governance import decisions
from governance.models import Kind, Matter, Person
from governance.views import casework as casework_views
from governance.views.casework import GET_POST
from governance.views.pages import file_context
from governance.views.recording import ruling_context

from . import proposal, steps

CARDS = Matter.objects.filter(kind=Kind.DECLARATION, declaration__isnull=False).select_related(
    "declaration__issuer", "strategy"
)


def declaration_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and the declaration, or 404 for whoever may not read it."""
    return file_context(request, number, tab, CARDS, "declaration")


small_form = casework_views.small_form_of(declaration_context, "declaration")


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one declaration on one page."""
    context = declaration_context(request, number)
    declaration, matter, today = context["declaration"], context["matter"], timezone.localdate()
    promised = _promised(declaration, request.user)
    context |= ruling_context(matter, request.user) | {
        "today": today,
        "steps": steps.of_declaration(declaration),
        "found": forums.of_proof(declaration.findings),
        "theme": theme_label(matter.theme),
        "directions": proposing.named_directions(matter.directions),
        "commitments": promised,
        "late": sum(commitment.is_late for commitment in promised),
        "decisions": list(matter.decisions.select_related("body", "section", "strategy", "superseded_by")),
        "is_undecided": matter.status in UNDECIDED,
        "is_joined": matter.status in ENTERED,
        "is_overdue": bool(declaration.next_review_on and declaration.next_review_on < today),
        "missing": declarations.missing_for_decision(declaration) if matter.status in AT_HOME else {},
    }
    context["next"] = _what_comes_next(request.user, context)
    return render(request, "engagements/declaration.html", context)


def _promised(declaration: Declaration, person: Person) -> list[Commitment]:
    """The commitments, each with whether the person may report on it."""
    promised = list(declaration.commitments.select_related("owner"))
    for commitment in promised:
        commitment.declaration = declaration
        commitment.may_report = declaration.matter.status == Status.JOINED and declarations.answers_for(
            person, commitment
        )
    return promised


def _what_comes_next(person: Person, context: dict[str, Any]) -> dict[str, Any]:
    """Which buttons to offer this person: the verbs the state allows, and whether it is this person's to do."""
    matter, may_edit = context["matter"], context["may_edit"]
    waits = matter.status in WAITING_FOR_A_DECISION
    is_at_home = may_edit and matter.status in AT_HOME
    concerns = context["declaration"].concerns_foreign_policy
    return {
        "waits_for_decision": waits,
        "may_record": waits and decisions.may_record(person, context["ruling"], matter.body),
        "may_edit": may_edit and matter.status in EDITABLE,
        "may_send": is_at_home and not concerns,
        "may_refer": is_at_home and concerns,
        "may_withdraw": may_edit and allows("withdraw", matter),
        "may_note": may_edit and matter.status == Status.JOINED,
        "is_referred_back": matter.status == Status.REFERRED_BACK,
    }


@require_http_methods(GET_POST)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is written. Two who write at once see both texts."""
    context = declaration_context(request, number)
    declaration, matter = context["declaration"], context["matter"]
    is_joined = matter.status in ENTERED
    context |= {"is_joined": is_joined, "found": forums.of_proof(declaration.findings)}
    if not is_joined:
        stands = declaration_forms.EditDeclarationForm(
            casework_views.posted(request), initial=_decisive(declaration), version=matter.version
        )
        context |= proposal.ruling_context(stands, request.user, matter.body.slug)
    return casework_views.edit_form(
        request,
        context,
        declaration,
        declaration_forms.EditJoinedForm if is_joined else declaration_forms.EditDeclarationForm,
        _edit,
        "engagements/declaration_edit.html",
        when=EDITABLE,
    )


def _decisive(declaration: Declaration) -> dict[str, Any]:
    """What the ruling depends on, as it stands."""
    names = [name for name in proposal.DECISIVE if name != "scope"]
    return {"scope": declaration.matter.scope} | {name: getattr(declaration, name) for name in names}


@transaction.atomic
def _edit(declaration: Declaration, version: int, *, by: Person, file: Any = None, **entered: Any) -> None:
    """What is written, and the document that came with it."""
    declarations.edit(declaration, version, by=by, **entered)
    proposal.keep_file(file, declaration.matter, by)


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Lay the proposal before the body of the ruling; what is missing is told on its page."""
    context = declaration_context(request, number)
    return casework_views.lay_before_body(
        request,
        context["matter"],
        partial(declarations.send_for_decision, context["declaration"]),
        _("The proposal is now with %(body)s. Its secretary has been notified."),
    )


@require_POST
def refer(request: HttpRequest, number: str) -> HttpResponse:
    """Pass a question of foreign policy to the City Executive Office."""
    declarations.refer(declaration_context(request, number)["declaration"], by=request.user)
    messages.success(
        request, _("The question is referred to the City Executive Office. The matter is closed.")
    )
    return redirect("engagements:declaration", number)


@require_http_methods(GET_POST)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """The right secretary enters the decision; anybody else reads why it is not theirs."""
    context = declaration_context(request, number, "decisions")
    return casework_views.decision_form(
        request,
        context,
        ProposalDecisionForm,
        lambda record, _form: declarations.decide(context["declaration"], record, by=request.user),
        waiting=WAITING_FOR_A_DECISION,
    )


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        declaration_forms.WithdrawDeclarationForm,
        declarations.withdraw,
        when=MOVES.sources("withdraw"),
        title=_("Withdraw the proposal"),
        button=_("Withdraw"),
        lead=_("The matter closes. It can still be read."),
        done=_("The proposal is withdrawn."),
        danger=True,
    )
