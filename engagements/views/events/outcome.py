"""After the journey: what it became, the report; and the journey that is not made."""

from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements.actions import events as actions
from engagements.forms.events import CancelForm, CorrectCostsForm, OutcomeForm, ReportForm
from engagements.forms.promises import take_promises
from engagements.lifecycle.events import MOVES, OVER_WITH_COSTS
from engagements.models import EventAbroad
from governance.models import Person
from governance.views import casework as casework_views
from governance.views.casework import GET_POST

from .event import event_context, small_form


@require_http_methods(GET_POST)
def carry_out_event(request: HttpRequest, number: str) -> HttpResponse:
    """What each item became, and whether it was travelled as planned."""
    context = event_context(request, number)
    context |= {
        "title": _("What it became"),
        "button": _("Save the outcome"),
        "page_lead": _(
            "What each item cost in the end. Costs that nobody had foreseen, and legs that were travelled otherwise,"
            " are added on the page of the event first."
        ),
    }
    return casework_views.edit_form(
        request,
        context,
        context["event"],
        partial(OutcomeForm, event=context["event"]),
        _carry_out,
        "governance/small_form.html",
        stands=OutcomeForm.stands,
        done=_("The outcome is saved. The report is what remains."),
        when=MOVES.sources("carry_out"),
    )


def _carry_out(
    event: EventAbroad, version: int, *, by: Person, as_planned: bool = False, **entered: Any
) -> EventAbroad:
    amounts = OutcomeForm.amounts(entered)
    return actions.carry_out(event, version, by=by, actual=amounts, as_planned=as_planned)


@require_http_methods(GET_POST)
def report_event(request: HttpRequest, number: str) -> HttpResponse:
    """What came of it. Kept as a draft while one writes."""
    context = event_context(request, number)
    return casework_views.edit_form(
        request,
        context,
        context["event"],
        ReportForm,
        _report,
        "engagements/event_report.html",
        draft=f"events:report:{number}",
        done=_("The report is in the register, and the matter is closed."),
        when=MOVES.sources("report"),
    )


def _report(event: EventAbroad, version: int, *, by: Person, **entered: Any) -> EventAbroad:
    promises = take_promises(entered)
    return actions.report(event, version, by=by, promises=promises, **entered)


@require_http_methods(GET_POST)
def cancel_event(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        CancelForm,
        lambda event, **entered: actions.cancel(event, by=request.user, **entered),
        when=MOVES.sources("cancel"),
        title=_("Call it off"),
        button=_("Call it off"),
        done=_("The journey is called off."),
        lead=_("The matter closes. It can still be read, and what it cost is counted."),
        danger=True,
    )


@require_http_methods(GET_POST)
def correct_event_costs(request: HttpRequest, number: str) -> HttpResponse:
    """What the items of a journey that is over cost, put right with a reason."""
    context = event_context(request, number)
    context |= {
        "title": _("Correct the costs"),
        "button": _("Save the correction"),
        "page_lead": _(
            "What stood there before is kept in the history. A frozen annual report keeps the figures it has."
        ),
    }
    return casework_views.edit_form(
        request,
        context,
        context["event"],
        partial(CorrectCostsForm, event=context["event"]),
        _correct,
        "governance/small_form.html",
        stands=CorrectCostsForm.stands,
        done=_("The costs are corrected."),
        when=OVER_WITH_COSTS,
    )


def _correct(
    event: EventAbroad,
    version: int,
    *,
    by: Person,
    reason: str,
    sort: str = "",
    payer: str = "",
    amount: Decimal | None = None,
    **entered: Any,
) -> EventAbroad:
    missing = (sort, payer, amount) if sort and amount is not None else None
    amounts = CorrectCostsForm.amounts(entered)
    return actions.correct_costs(event, version, by=by, actual=amounts, reason=reason, missing=missing)
