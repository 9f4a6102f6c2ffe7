"""The steps of a visit: each its own address with a small form; the assessment has a larger one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance import drafts
from governance.authority import strategy_in_force
from governance.editing import conflict
from governance.errors import StaleVersion
from governance.models import Direction, Ground, Strategy
from visits import actions, known, rules
from visits.forms import FORM_OF_STEP, AssessmentForm, StepAgainForm, StepForm
from visits.forms.assessment import initial_assessment
from visits.lifecycle import ACCEPTED, STEPS, Status
from visits.models import Visit
from visits.views.detail import visit_context
from visits.views.words import DONE

# After these the guest is to be told: the page that comes next is the letter.
THEN_A_LETTER = ("accept", "accept_changed", "decline", "ask_guest", "forward")


@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Show the form of a step, or take the step. What stands in the way has a page of its own: 403 or 409."""
    context = visit_context(request, number)
    visit, matter = context["visit"], context["matter"]
    rules.require(verb, visit, matter, request.user)
    form = _step_form(verb, visit, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            getattr(actions, verb)(visit, by=request.user, **form.arguments())
        except StaleVersion as stale:
            theirs = _step_form(verb, _as_it_stands(visit), None)
            return conflict(request, form, theirs, stale, back=matter.get_absolute_url())
        messages.success(request, f"{DONE[verb]}.")
        if verb in THEN_A_LETTER:
            return redirect("visits:write_letter", number)
        return redirect(matter)
    is_to_come = matter.ends_on is not None and matter.ends_on > timezone.localdate()
    context |= {"form": form, "step": STEPS[verb], "verb": verb, "is_to_come": is_to_come}
    context["days_are_said"] = matter.status in ACCEPTED and matter.starts_on is not None
    template = ["visits/steps/" + verb + ".html", "visits/step.html"]
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest, number: str) -> HttpResponse:
    """The grounds of the strategy in force, one by one, with the reason for each."""
    context = visit_context(request, number)
    visit, matter = context["visit"], context["matter"]
    rules.require("assess", visit, matter, request.user)
    strategy = strategy_in_force(timezone.localdate())
    draft = f"visits:assess:{number}"
    form = _assessment_form(visit, strategy, request.POST if request.method == "POST" else None)
    typed = None
    if request.method != "POST":
        typed = drafts.bring(request.user, draft, form, matter.changed_at, "utkast" in request.GET)
    elif form.is_valid():
        try:
            assessed = actions.assess(visit, by=request.user, **form.arguments())
        except StaleVersion as stale:
            theirs = _assessment_form(_as_it_stands(visit), strategy, None)
            return conflict(request, form, theirs, stale, back=matter.get_absolute_url())
        drafts.discard(request.user, draft, request.POST)
        messages.success(
            request,
            _("The assessment is saved. Proposed priority: %(priority)s.")
            % {"priority": assessed.get_proposed_priority_display()},
        )
        return redirect(matter)
    context |= {
        "form": form,
        "strategy": strategy,
        "draft": typed,
        "draft_name": draft,
        "is_new": matter.status == Status.RECEIVED,
    }
    return render(request, "visits/assess.html", context, status=422 if form.errors else 200)


def _step_form(verb: str, visit: Visit, data: QueryDict | None) -> StepForm:
    """The form of a step; that of a step which can be taken again carries the version it was shown over."""
    form_class = FORM_OF_STEP[verb]
    if issubclass(form_class, StepAgainForm):
        return form_class(data, visit=visit, version=visit.matter.version)
    return form_class(data, visit=visit)


def _assessment_form(visit: Visit, strategy: Strategy, data: QueryDict | None) -> AssessmentForm:
    prioritised = known.places(visit.matter, strategy)
    begun = {} if visit.assessed_on else known.reasons(prioritised, visit.matter)
    return AssessmentForm(
        data,
        initial=begun | initial_assessment(visit),
        known=known.by_ground(prioritised, visit.matter),
        version=visit.matter.version,
        grounds=list(Ground.objects.filter(strategy=strategy.pk).select_related("section")),
        directions=list(Direction.objects.filter(strategy=strategy.pk)),
    )


def _as_it_stands(visit: Visit) -> Visit:
    """The visit and its card read anew: what was read before another saved is not what that one saved."""
    return Visit.objects.select_related("matter").get(pk=visit.pk)
