"""What is done in an EU question: its stage, who takes part, stakeholders, advocacy, and the end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements.actions import eu_questions as actions
from engagements.forms import eu_questions as question_forms
from engagements.lifecycle.eu_questions import MOVES
from governance import casework
from governance.views.casework import GET_POST, edit_part, small_id

from .question import question_context, small_form


@require_http_methods(GET_POST)
def note_stage(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        question_forms.StageForm,
        actions.note_stage,
        when=MOVES.sources("advocate"),
        title=_("Note a new stage"),
        button=_("Save"),
        lead=_("The stages before are kept with their days."),
        done=_("The stage is noted."),
        initial={"since": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def take_part(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        question_forms.PartForm,
        actions.take_part,
        when=MOVES.sources("advocate"),
        title=_("Another body takes part"),
        button=_("Add"),
        lead=_("The body may read the question from now on, and its contact person is told."),
        done=_("The body takes part."),
    )


@require_http_methods(GET_POST)
def add_stakeholder(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        question_forms.NewStakeholderForm,
        actions.note_stakeholder,
        when=MOVES.sources("advocate"),
        title=_("Add a stakeholder"),
        button=_("Add"),
        lead=_("Who has a say in the file, and what they think of it as far as one knows."),
        done=_("The stakeholder is added."),
        initial={"noted_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def edit_stakeholder(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _edit(
        request,
        number,
        "stakeholders",
        pk,
        question_forms.StakeholderForm,
        actions.edit_stakeholder,
        when=MOVES.sources("advocate"),
        title=_("What a stakeholder thinks"),
        done=_("The stance is noted."),
    )


@require_http_methods(GET_POST)
def log_advocacy(request: HttpRequest, number: str) -> HttpResponse:
    context = question_context(request, number)
    casework.require_edit(request.user, context["matter"])
    actions.require_cooperation(context["question"])
    return small_form(
        request,
        number,
        question_forms.AdvocacyForm,
        actions.advocate,
        when=MOVES.sources("advocate"),
        title=_("Log what was done"),
        button=_("Log it"),
        lead=_("A meeting with an institution stands in the city's log of meetings from now on."),
        done=_("It is logged."),
        initial={"held_on": timezone.localdate(), "kind": "meeting"},
    )


@require_http_methods(GET_POST)
def edit_advocacy(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _edit(
        request,
        number,
        "advocacy",
        pk,
        question_forms.EditAdvocacyForm,
        actions.edit_advocacy,
        when=MOVES.sources("advocate"),
        title=_("Correct what was logged"),
        done=_("The changes are saved."),
    )


@require_http_methods(GET_POST)
def close(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        question_forms.CloseForm,
        actions.close,
        when=MOVES.sources("close"),
        title=_("Close the question"),
        button=_("Close"),
        lead=_("The matter closes. It can still be read, and counts in the annual report."),
        done=_("The question is closed."),
    )


def _edit(request: HttpRequest, number: str, parts: str, pk: int, *form: Any, **words: Any) -> HttpResponse:
    """Change one part of the question, for somebody who prepares the owner's matters."""
    context = question_context(request, number)
    casework.require_edit(request.user, context["matter"])
    part = get_object_or_404(getattr(context["question"], parts), pk=small_id(pk))
    return edit_part(request, context, part, *form, **words)
