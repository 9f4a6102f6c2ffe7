"""What the preparatory committee said, and the decision: entered by the secretary of the right body."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements import journeys
from engagements.actions import events as actions
from engagements.forms import ProposalDecisionForm
from engagements.forms.events import HandledForm
from engagements.lifecycle.events import MOVES, WAITING_FOR_A_DECISION, Status
from governance import access, decisions
from governance.errors import RefusedByRule
from governance.moves import require_status
from governance.views import casework as casework_views
from governance.views.casework import GET_POST

from .event import event_context


@require_http_methods(GET_POST)
def note_handling(request: HttpRequest, number: str) -> HttpResponse:
    """The secretary of the preparatory committee notes that it has handled the matter."""
    context = event_context(request, number)
    matter = context["matter"]
    require_status(matter, Status.IN_COMMITTEE)
    if not access.may(request.user, access.RECORD, matter.before):
        raise RefusedByRule(access.refusal(access.RECORD, matter.before), decisions.ruling_for(matter))
    return casework_views.small_form(
        request,
        context,
        HandledForm,
        lambda **entered: actions.note_handling(context["event"], by=request.user, **entered),
        when=MOVES.sources("note_handling"),
        title=_("Handled in the preparatory committee"),
        button=_("Save"),
        done=_("Noted. The delegated decision is awaited now."),
        lead=_(
            "The committee decides nothing. The Mayor decides by delegation, and the decision is notified to the"
            " Executive Board."
        ),
        initial={"handled_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def decide_event(request: HttpRequest, number: str) -> HttpResponse:
    """The secretary of the right body enters the decision, with the cost and the reports that are owed before it."""
    context = event_context(request, number, "decisions")
    event = context["event"]
    context |= {
        "missing_reports": journeys.missing_reports(event, request.user),
        "totals": journeys.totals(
            context["matter"], event.costs.all(), event.legs.all(), event.travellers.all()
        ),
    }
    return casework_views.decision_form(
        request,
        context,
        ProposalDecisionForm,
        lambda record, _form: actions.decide(event, record, by=request.user),
        waiting=WAITING_FOR_A_DECISION,
        template="engagements/event_decide.html",
    )
