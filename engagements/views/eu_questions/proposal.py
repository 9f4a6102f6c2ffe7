"""Enter an EU question: the form, and the two parts of it that answer while one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements.actions import eu_questions as actions
from engagements.forms import YesNoField
from engagements.forms.eu_questions import EuQuestionForm
from engagements.models import EuQuestion, Institution
from engagements.models.eu_questions import facts_of
from engagements.views import proposing
from governance.models import Person, Scope
from governance.views.casework import GET_POST

DRAFT = "eu_questions:new"
# What the ruling depends on.
DECISIVE = ("scope", "institution", "concerns_foreign_policy")
# What a link to the form may bring along, and what its parts read of it.
ASKED = ("body", "title", "reference", "theme", *DECISIVE)


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """The form for a question."""
    _require_proposer(request.user)
    done = _("The question is in the register. Every body of the city sees that you follow it.")
    return proposing.new(request, EuQuestionForm, _enter, _show, draft=DRAFT, asked=ASKED, done=done)


def _enter(form: EuQuestionForm, by: Person) -> EuQuestion:
    return actions.enter(by=by, **form.cleaned_data)


def _show(request: HttpRequest, form: EuQuestionForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "draft": DRAFT,
        "crumbs": [(_("EU questions and advocacy"), reverse("engagements:eu_questions"))],
        **ruling_context(form, request.user, form.typed("body")),
        **_others_context(form),
    }
    return render(request, "engagements/eu_question_new.html", context, status=status)


@require_safe
def new_ruling(request: HttpRequest) -> HttpResponse:
    """Who decides on what the form says so far: a part of the page, fetched when an answer changes."""
    form = _asked(request)
    context = ruling_context(form, request.user, form.typed("body"))
    return render(request, "engagements/part_question_ruling.html", context)


@require_safe
def new_others(request: HttpRequest) -> HttpResponse:
    """Who else follows the file, and where the city can be heard: fetched while one types."""
    return render(request, "engagements/part_same_file.html", _others_context(_asked(request)))


def _asked(request: HttpRequest) -> EuQuestionForm:
    _require_proposer(request.user)
    return EuQuestionForm(initial=proposing.given(request, ASKED), person=request.user)


def ruling_context(form: Any, person: Person, body: str) -> dict[str, Any]:
    """The ruling and the body it means; empty while too little is known."""
    scope, institution, concerns = (str(form[name].value() or "") for name in DECISIVE)
    stops = concerns == YesNoField.YES
    is_known = stops or (scope in Scope.values and institution in Institution.values)
    facts = facts_of(scope, institution, stops) if is_known else None
    return {**proposing.ruling_on(facts, person, body), "is_foreign_policy": stops}


def _others_context(form: EuQuestionForm) -> dict[str, Any]:
    return {"others": form.others, "found": form.channels, "looked": bool(form.typed("reference"))}


def _require_proposer(person: Person) -> None:
    proposing.require_proposer(
        person,
        _("An EU question is entered by the contact person or the secretary of the body that owns it."),
    )
