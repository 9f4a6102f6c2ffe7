"""One EU question: the file, the position and who decided it, whom the city met, and what one can do with it."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements import forums, guidelines, same_file
from engagements.actions import eu_questions as actions
from engagements.forms import ProposalDecisionForm
from engagements.forms import eu_questions as question_forms
from engagements.lifecycle.eu_questions import (
    AT_HOME,
    MOVES,
    OPEN,
    WAITING_FOR_A_DECISION,
    PositionStatus,
    Status,
    allows,
)
from engagements.models import EuQuestion
from engagements.models.organisations import theme_label
from engagements.views import proposing
from governance import decisions
from governance.models import Kind, Matter, Person
from governance.views import casework as casework_views
from governance.views.casework import GET_POST
from governance.views.pages import file_context
from governance.views.recording import ruling_context

from . import proposal, steps

CARDS = Matter.objects.filter(kind=Kind.EU_QUESTION, eu_question__isnull=False).select_related(
    "eu_question", "strategy"
)


def question_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and the question, or 404 for whoever may not read it."""
    return file_context(request, number, tab, CARDS, "eu_question", "question")


small_form = casework_views.small_form_of(question_context, "question")


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one question on one page."""
    context = question_context(request, number)
    question, matter, today = context["question"], context["matter"], timezone.localdate()
    at_home = matter.status in AT_HOME
    advocacy_ruling = actions.ruling_on_advocacy(question)
    guideline = guidelines.in_force(today).get(matter.body_id)
    advocacy = list(question.advocacy.all())
    for action in advocacy:
        action.came_first = action.preceded(question.position_on)
    context |= ruling_context(matter, request.user) | {
        "today": today,
        "steps": steps.of_question(question),
        "theme": theme_label(matter.theme),
        "directions": proposing.named_directions(matter.directions),
        "stages": list(question.stages.all()),
        "positions": list(question.positions.select_related("decided_by")),
        "stakeholders": list(question.stakeholders.select_related("organisation")),
        "advocacy": advocacy,
        "participating": [part.body for part in matter.participations.select_related("body")],
        "others": same_file.found(question.reference, "", exclude=question.pk) if matter.is_open else [],
        "found": forums.of_proof(question.findings),
        "advocacy_ruling": advocacy_ruling,
        "missing_cooperation": actions.missing_cooperation(question, advocacy_ruling),
        "missing": actions.missing_for_decision(question) if at_home else {},
        "guideline": guideline,
        "lacks_guideline": guidelines.seriousness(matter.body, guideline),
        "decisions": list(matter.decisions.select_related("body", "section", "strategy", "superseded_by")),
        "is_open": matter.status in OPEN,
        "is_ours_to_decide": matter.status in OPEN and not question.has_position,
    }
    context["written"] = [each for each in context["positions"] if each.status == PositionStatus.DRAFT]
    context["standing"] = [each for each in context["positions"] if each.status == PositionStatus.STANDING]
    context["next"] = _what_comes_next(request.user, context)
    return render(request, "engagements/eu_question.html", context)


def _what_comes_next(person: Person, context: dict[str, Any]) -> dict[str, Any]:
    """Which buttons to offer this person: the verbs the state allows, and whether it is this person's to do."""
    matter, question, may_edit = context["matter"], context["question"], context["may_edit"]
    waits = matter.status in WAITING_FOR_A_DECISION
    stops = question.concerns_foreign_policy
    at_home = may_edit and matter.status in AT_HOME and not stops
    goes_on = may_edit and matter.status in OPEN and not stops
    days_left = question.days_left
    return {
        "waits_for_decision": waits,
        "may_record": waits and decisions.may_record(person, context["ruling"], matter.body),
        "may_edit": may_edit and matter.status in OPEN,
        "may_note": goes_on,
        "may_advocate": goes_on and not context["missing_cooperation"],
        "may_write": at_home,
        "may_send": at_home and bool(context["written"]),
        "may_take_back": goes_on and waits,
        "may_refer": may_edit and stops and allows("refer", matter),
        "may_close": at_home and allows("close", matter),
        "is_referred_back": matter.status == Status.REFERRED_BACK,
        "is_near": days_left is not None and 0 <= days_left <= settings.EU_QUESTION_WARNING_DAYS,
        "is_missed": days_left is not None and days_left < 0,
    }


@require_http_methods(GET_POST)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is written of the file. Two who write at once see both texts."""
    context = question_context(request, number)
    question, matter = context["question"], context["matter"]
    context["is_settled"] = actions.is_settled(question)
    form_class = question_forms.EditSettledForm if context["is_settled"] else question_forms.EditQuestionForm
    if not context["is_settled"]:
        stands = form_class(
            casework_views.posted(request),
            initial={
                "scope": matter.scope,
                "institution": question.institution,
                "concerns_foreign_policy": question.concerns_foreign_policy,
            },
            version=matter.version,
        )
        context |= proposal.ruling_context(stands, request.user, matter.body.slug)
    return casework_views.edit_form(
        request,
        context,
        question,
        form_class,
        actions.edit,
        "engagements/eu_question_edit.html",
        when=OPEN,
    )


@require_http_methods(GET_POST)
def write_position(request: HttpRequest, number: str) -> HttpResponse:
    """Write the position that is to be decided, kept as a draft meanwhile."""
    context = question_context(request, number)
    context |= {
        "title": _("Write the next position")
        if context["question"].has_position
        else _("Write the position"),
        "button": _("Save"),
        "page_lead": _("It is nobody's position until the right body has decided on it."),
    }
    return casework_views.edit_form(
        request,
        context,
        context["question"],
        question_forms.PositionForm,
        actions.write_position,
        "governance/small_form.html",
        stands=_position_as_it_stands,
        done=_("The position is saved. It can be sent for decision."),
        when=AT_HOME,
    )


def _position_as_it_stands(question: EuQuestion) -> dict[str, Any]:
    """What is written so far; the next position begins with the one that stands."""
    written = actions.being_written(question)
    begun = written or question.positions.filter(status=PositionStatus.STANDING).first()
    return {"text": begun.text, "in_line": begun.in_line} if begun else {}


@require_http_methods(GET_POST)
def cooperate(request: HttpRequest, number: str) -> HttpResponse:
    """Name whom one works with at the City Executive Board, and for a company at the Group Board."""
    context = question_context(request, number)
    question = context["question"]
    ruling = actions.ruling_on_advocacy(question)
    context |= {
        "title": _("Cooperation with the City Executive Board"),
        "button": _("Save"),
        "page_lead": ruling.explanation() if ruling else "",
    }
    asks = question.asks_group_board
    return casework_views.edit_form(
        request,
        context,
        question,
        question_forms.CompanyCooperationForm if asks else question_forms.CooperationForm,
        actions.cooperate,
        "governance/small_form.html",
        stands=_cooperation_as_it_stands,
        done=_("The cooperation is noted."),
        when=MOVES.sources("advocate"),
    )


def _cooperation_as_it_stands(question: EuQuestion) -> dict[str, Any]:
    return {
        "cooperation_with": question.cooperation_with,
        "cooperation_on": question.cooperation_on or timezone.localdate(),
        "cooperation_note": question.cooperation_note,
        "group_board_needed": question.group_board_needed,
        "group_board_with": question.group_board_with,
    }


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Lay the position before the body of the ruling; what is missing is told on its page."""
    context = question_context(request, number)
    return casework_views.lay_before_body(
        request,
        context["matter"],
        partial(actions.send_for_decision, context["question"]),
        _("The position is now with %(body)s. Its secretary has been notified."),
    )


@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Take the position back before it is decided."""
    actions.take_back(question_context(request, number)["question"], by=request.user)
    messages.success(request, _("The position is taken back. You can write on it."))
    return redirect("engagements:eu_question", number)


@require_POST
def refer(request: HttpRequest, number: str) -> HttpResponse:
    """Pass a question of foreign policy to the City Executive Office."""
    actions.refer(question_context(request, number)["question"], by=request.user)
    messages.success(
        request, _("The question is referred to the City Executive Office. The matter is closed.")
    )
    return redirect("engagements:eu_question", number)


@require_http_methods(GET_POST)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """The right secretary enters the decision; anybody else reads why it is not theirs."""
    context = question_context(request, number, "decisions")
    return casework_views.decision_form(
        request,
        context,
        ProposalDecisionForm,
        lambda record, _form: actions.decide(context["question"], record, by=request.user),
        waiting=WAITING_FOR_A_DECISION,
    )
