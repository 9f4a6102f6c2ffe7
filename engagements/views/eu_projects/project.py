"""One EU project: what it is, what comes next, and what one can do with it until the funder has answered."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements import calls, project_gates
from engagements.actions import eu_projects as actions
from engagements.forms import ProposalDecisionForm
from engagements.forms import eu_projects as project_forms
from engagements.lifecycle.eu_projects import (
    APPLYING,
    AT_HOME,
    EDITABLE,
    HELD,
    MOVES,
    UNDECIDED,
    WAITING_FOR_A_DECISION,
    Status,
    allows,
)
from governance import decisions
from governance.models import Kind, Matter, Person
from governance.views import casework as casework_views
from governance.views.casework import GET_POST
from governance.views.pages import file_context
from governance.views.recording import ruling_context

from . import steps

CARDS = Matter.objects.filter(kind=Kind.EU_PROJECT, eu_project__isnull=False).select_related(
    "eu_project", "strategy"
)


def project_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and the project, or 404 for whoever may not read it."""
    return file_context(request, number, tab, CARDS, "eu_project", "project")


small_form = casework_views.small_form_of(project_context, "project")


@require_safe
def eu_project(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one project on one page, with the labels of the city's own project pages."""
    context = project_context(request, number)
    project, matter = context["project"], context["matter"]
    today = timezone.localdate()
    is_undecided = matter.status in UNDECIDED
    gates = project_gates.of(project, today) if matter.status in AT_HOME else []
    # What was entered from lists of running projects never asked who decides.
    if matter.facts:
        context |= ruling_context(matter, request.user)
    reports, conditions = list(project.reports.all()), list(project.conditions.all())
    context |= {
        "today": today,
        "steps": steps.of_project(project) if matter.facts else [],
        "participating": [part.body for part in matter.participations.select_related("body")],
        "rivals": calls.rivals(project.call, exclude=project.pk) if matter.status in APPLYING else [],
        "gates": gates,
        "shut": [gate for gate in gates if gate.stops and not gate.is_open],
        "reports": reports,
        "conditions": conditions,
        "money": list(project.money.select_related("body")),
        "decisions": list(matter.decisions.select_related("body", "section", "strategy", "superseded_by")),
        "is_undecided": is_undecided,
        "is_held": matter.status in (*HELD, Status.ENDED),
        "is_open_to_reports": matter.status in HELD,
        "has_left": any(report.sent_on is None for report in reports)
        or any(condition.met_on is None for condition in conditions),
    }
    context["next"] = _what_comes_next(request.user, context)
    return render(request, "engagements/eu_project.html", context)


def _what_comes_next(person: Person, context: dict[str, Any]) -> dict[str, Any]:
    """Which buttons to offer this person: the verbs the state allows, and whether it is this person's to do."""
    matter, may_edit = context["matter"], context["may_edit"]
    waits = matter.status in WAITING_FOR_A_DECISION
    return {
        "waits_for_decision": waits,
        "may_record": waits and decisions.may_record(person, context["ruling"], matter.body),
        "may_edit": may_edit and matter.status in EDITABLE,
        "may_begin": may_edit and allows("begin_application", matter),
        "may_send": may_edit and matter.status in AT_HOME,
        "may_withdraw": may_edit and allows("withdraw", matter),
        "may_submit": may_edit and allows("submit", matter),
        "may_answer": may_edit and allows("note_grant", matter),
        "may_add": may_edit and matter.status in HELD,
        "may_note_money": may_edit and context["is_held"],
        "may_let_in": may_edit and matter.status in EDITABLE,
        "may_finish": may_edit and allows("finish", matter),
        "is_referred_back": matter.status == Status.REFERRED_BACK,
        "is_late": bool(matter.status in APPLYING and matter.due_on and matter.due_on < context["today"]),
    }


@require_http_methods(GET_POST)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is written."""
    context = project_context(request, number)
    is_decided = context["matter"].status not in UNDECIDED
    context["is_decided"] = is_decided
    form_class = project_forms.EditProjectForm if is_decided else project_forms.EditApplicationForm
    return casework_views.edit_form(
        request,
        context,
        context["project"],
        form_class,
        actions.edit,
        "engagements/eu_project_edit.html",
        when=EDITABLE,
    )


@require_POST
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """The idea becomes an application."""
    actions.begin_application(project_context(request, number)["project"], by=request.user)
    messages.success(
        request, _("The application is begun. Its page says what a body needs before it decides.")
    )
    return redirect("engagements:eu_project", number)


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Lay the application before the body of the ruling; what the shut gates ask for is told on its page."""
    context = project_context(request, number)
    return casework_views.lay_before_body(
        request,
        context["matter"],
        partial(actions.send_for_decision, context["project"]),
        _("The application is now with %(body)s. Its secretary has been notified."),
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
        project_forms.WithdrawProjectForm,
        actions.withdraw,
        when=MOVES.sources("withdraw"),
        title=_("Withdraw the project"),
        button=_("Withdraw"),
        lead=_("The matter closes. It can still be read."),
        done=_("The project is withdrawn."),
        danger=True,
    )


@require_http_methods(GET_POST)
def submit(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        project_forms.SubmitForm,
        actions.submit,
        when=MOVES.sources("submit"),
        title=_("The application is submitted"),
        button=_("Save"),
        done=_("Noted. The funder's answer is awaited."),
        initial={"submitted_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    matter = project_context(request, number)["matter"]
    return small_form(
        request,
        number,
        project_forms.AnswerForm,
        actions.note_answer,
        when=MOVES.sources("note_grant"),
        title=_("The funder has answered"),
        button=_("Save"),
        lead=_("A refused application closes the matter. A granted one becomes the city's project."),
        done=_("The answer is noted."),
        initial={
            "answered_on": timezone.localdate(),
            "starts_on": matter.starts_on,
            "ends_on": matter.ends_on,
        },
    )
