"""One aid-like project: what it is, who pays, its gate, and what one can do with it until it is decided."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements import aid_gates, forums
from engagements.actions import aid_projects as actions
from engagements.forms import ProposalDecisionForm
from engagements.forms import aid_projects as aid_forms
from engagements.lifecycle.aid_projects import (
    AT_HOME,
    EDITABLE,
    HELD,
    MOVES,
    PUBLIC,
    UNDECIDED,
    WAITING_FOR_A_DECISION,
    Status,
    allows,
)
from engagements.models import AidFinancing, AidReceived
from governance import decisions
from governance.models import Kind, Matter, Person
from governance.views import casework as casework_views
from governance.views.casework import GET_POST, small_id
from governance.views.pages import file_context
from governance.views.recording import ruling_context

from . import steps

CARDS = Matter.objects.filter(kind=Kind.AID_PROJECT, aid_project__isnull=False).select_related(
    "aid_project__partner", "strategy"
)


def project_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and the project, or 404 for whoever may not read it."""
    return file_context(request, number, tab, CARDS, "aid_project", "project")


small_form = casework_views.small_form_of(project_context, "project")


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one project on one page."""
    context = project_context(request, number)
    project, matter, today = context["project"], context["matter"], timezone.localdate()
    project.parts = list(project.financing.all())
    gates = aid_gates.of(project, today) if matter.status in UNDECIDED else []
    received = list(project.received.select_related("financing"))
    context |= ruling_context(matter, request.user) | {
        "today": today,
        "steps": steps.of_project(project),
        "gates": gates,
        "shut": [gate for gate in gates if not gate.is_open],
        "received": received,
        "received_sum": sum(row.amount for row in received),
        "paid_more": _paid_more(project.parts, received),
        "found": forums.of_proof(project.findings),
        "participating": [part.body for part in matter.participations.select_related("body")],
        "decisions": list(matter.decisions.select_related("body", "section", "strategy", "superseded_by")),
        "is_undecided": matter.status in UNDECIDED,
        "is_decided": matter.status in PUBLIC,
    }
    context["next"] = _what_comes_next(request.user, context)
    return render(request, "engagements/aid_project.html", context)


def _paid_more(parts: list[AidFinancing], received: list[AidReceived]) -> list[AidFinancing]:
    """Those who by the register have paid more than they were to."""
    return [
        part
        for part in parts
        if sum(row.amount for row in received if row.financing_id == part.pk) > part.amount
    ]


def _what_comes_next(person: Person, context: dict[str, Any]) -> dict[str, Any]:
    """Which buttons to offer this person: the verbs the state allows, and whether it is this person's to do."""
    matter, may_edit = context["matter"], context["may_edit"]
    waits = matter.status in WAITING_FOR_A_DECISION
    return {
        "waits_for_decision": waits,
        "may_record": waits and decisions.may_record(person, context["ruling"], matter.body),
        "may_edit": may_edit and matter.status in EDITABLE,
        "may_send": may_edit and matter.status in AT_HOME,
        "may_withdraw": may_edit and allows("withdraw", matter),
        "may_note_money": may_edit and matter.status in (*HELD, Status.ENDED),
        "may_report": may_edit and allows("report", matter),
        "may_evaluate": may_edit and allows("evaluate", matter),
        "is_referred_back": matter.status == Status.REFERRED_BACK,
    }


@require_http_methods(GET_POST)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is written. Two who write at once see both texts."""
    context = project_context(request, number)
    context["is_decided"] = context["matter"].status in PUBLIC
    form_class = aid_forms.EditDecidedForm if context["is_decided"] else aid_forms.EditAidProjectForm
    return casework_views.edit_form(
        request,
        context,
        context["project"],
        form_class,
        actions.edit,
        "engagements/aid_project_edit.html",
        when=EDITABLE,
    )


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Lay the project before the body of the ruling; what the shut gate asks for is told on its page."""
    context = project_context(request, number)
    return casework_views.lay_before_body(
        request,
        context["matter"],
        partial(actions.send_for_decision, context["project"]),
        _("The proposal is now with %(body)s. Its secretary has been notified."),
    )


@require_http_methods(GET_POST)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """The secretary of the right body enters the decision; anybody else reads why it is not theirs."""
    context = project_context(request, number, "decisions")
    return casework_views.decision_form(
        request,
        context,
        ProposalDecisionForm,
        lambda record, _form: actions.decide(context["project"], record, by=request.user),
        waiting=WAITING_FOR_A_DECISION,
    )


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        aid_forms.WithdrawAidProjectForm,
        actions.withdraw,
        when=MOVES.sources("withdraw"),
        title=_("Withdraw the project"),
        button=_("Withdraw"),
        lead=_("The matter closes. It can still be read."),
        done=_("The project is withdrawn."),
        danger=True,
    )


@require_http_methods(GET_POST)
def add_financing(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        aid_forms.FinancingForm,
        lambda project, by, **entered: actions.add_financing(
            project, by=by, **aid_forms.FinancingForm.part_of(entered)
        ),
        when=AT_HOME,
        title=_("Add a funder"),
        button=_("Add"),
        lead=_("The parts of all funders together must be the whole cost."),
        done=_("The funder is added."),
    )


@require_POST
def remove_financing(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """This one does not pay after all."""
    project = project_context(request, number)["project"]
    part = get_object_or_404(project.financing, pk=small_id(pk))
    actions.remove_financing(part, by=request.user)
    messages.success(request, _("The funder is taken away."))
    return redirect(project.get_absolute_url())
