"""One event: what it is, who travels, what it costs before and after, and what comes next."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagements import emissions, journeys
from engagements.actions import events as actions
from engagements.lifecycle.events import (
    AT_HOME,
    OVER_WITH_COSTS,
    OWES_A_REPORT,
    UNDECIDED,
    WAITING_FOR_A_DECISION,
    Status,
    allows,
)
from engagements.models import EventAbroad, EventCost, Promise, Traveller
from engagements.views.promises import promises_context
from governance import access, casework, decisions, plan_lines
from governance.lists import with_bodies
from governance.models import AgendaItem, Kind, Matter, Person
from governance.views import casework as casework_views
from governance.views.pages import file_context
from governance.views.recording import ruling_context

from . import steps

CARDS = Matter.objects.filter(kind=Kind.EVENT_ABROAD, event_abroad__isnull=False).select_related(
    "event_abroad", "strategy"
)


@cache
def _cards() -> QuerySet[Matter]:
    """With whether there is anything to ask for of what most journeys have none of."""
    mine = OuterRef("pk")
    return CARDS.annotate(
        has_lines=plan_lines.known().tied(),
        has_promises=Exists(Promise.objects.filter(matter=mine)),
    )


def event_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and the event, or 404 for whoever may not read it."""
    return file_context(request, number, tab, _cards(), "event_abroad", "event")


@require_safe
def event_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one event on one page."""
    context = event_context(request, number)
    event, matter = context["event"], context["matter"]
    at_home = matter.status in AT_HOME
    travellers, legs, costs = list(event.travellers.all()), list(event.legs.all()), list(event.costs.all())
    with_bodies((*travellers, *costs), request.user)
    own = request.user.bodies_with(access.EDIT)
    for row in (*travellers, *costs):
        is_mine = context["may_edit"] or row.body_id in own
        row.may_change = is_mine and (at_home or _is_unforeseen(row, matter))
    planned_legs, actual_legs = ([leg for leg in legs if leg.is_actual == actual] for actual in (False, True))
    is_undecided = matter.status in UNDECIDED
    # Who decides is no question any more once somebody has; the decision says who did.
    context |= ruling_context(matter, request.user) if is_undecided else {}
    # Whom to travel with, and whom to ask, is of use until the journey is over; then the place's page tells it.
    same, earlier = _at_the_same_place(matter, request.user) if matter.is_open else ([], [])
    context |= {
        "today": timezone.localdate(),
        "steps": steps.of_event(event),
        "travellers": travellers,
        "planned_legs": planned_legs,
        "actual_legs": actual_legs,
        "way_home": actions.way_home(planned_legs if at_home else actual_legs),
        "plan_lines": plan_lines.known().of(matter, request.user) if matter.has_lines else [],
        # What was noted by hand, of a meeting that is not in the register.
        "is_handled_by_hand": bool(event.handled_on) and not _was_handled(context["on_agendas"]),
        "costs": costs,
        "totals": journeys.totals(matter, costs, legs, travellers),
        "factors": emissions.factors(),
        "same": same,
        "earlier": earlier,
        "missing_reports": journeys.missing_reports(event, request.user) if matter.is_open else [],
        "decisions": list(matter.decisions.select_related("body", "section", "strategy", "superseded_by"))
        if matter.decision_count
        else [],
        "missing": actions.missing_for_decision(event) if at_home else [],
        "checks": [(label, value in event.checked) for value, label in EventAbroad.Check.choices],
        "is_undecided": is_undecided,
    }
    context |= promises_context(matter, request.user, context["may_edit"], is_any=matter.has_promises)
    context["next"] = _what_comes_next(request.user, matter, context)
    return render(request, "engagements/event.html", context)


def _was_handled(items: list[AgendaItem]) -> bool:
    return any(item.is_told and item.outcome in AgendaItem.HANDLED for item in items)


def _at_the_same_place(matter: Matter, reader: Person) -> tuple[list[Matter], list[Matter]]:
    """Other events there: those about the same days, and earlier ones."""
    country = str(matter.country or "")
    return journeys.to_the_same_place(
        reader, matter.city, country, matter.starts_on, matter.ends_on, matter.pk
    )


def _is_unforeseen(row: Traveller | EventCost, matter: Matter) -> bool:
    """A cost that was written after the decision can be taken away until the journey is reported."""
    return isinstance(row, EventCost) and row.estimated is None and matter.status in OWES_A_REPORT


def _sends_somebody(person: Person, context: dict[str, Any]) -> bool:
    """Whether a body whose matters the person prepares is among those that travel."""
    own = person.bodies_with(access.EDIT)
    return any(traveller.body_id in own for traveller in context["travellers"])


def _what_comes_next(person: Person, matter: Matter, context: dict[str, Any]) -> dict[str, Any]:
    """Which buttons to offer this person: the verbs the state allows, and whether it is this person's to do."""
    may_edit = context["may_edit"]
    waits = matter.status in WAITING_FOR_A_DECISION
    at_home, afterwards = matter.status in AT_HOME, matter.status in OWES_A_REPORT
    begun = bool(matter.starts_on and matter.starts_on <= context["today"])
    return {
        "waits_for_decision": waits,
        "may_record": waits and decisions.may_record(person, context["ruling"], matter.body),
        "in_committee": matter.status == Status.IN_COMMITTEE,
        "may_handle": matter.status == Status.IN_COMMITTEE
        and context["to_come"] is None
        and access.may(person, access.RECORD, matter.before_id or 0),
        "may_edit": may_edit and at_home,
        "may_join": at_home and bool(person.bodies_with(access.EDIT)),
        "may_plan": may_edit and (at_home or afterwards),
        "may_add_cost": (at_home or afterwards) and (may_edit or _sends_somebody(person, context)),
        "may_change_rows": any(row.may_change for row in (*context["travellers"], *context["costs"])),
        "may_serve": may_edit and matter.status in (*UNDECIDED, *OWES_A_REPORT),
        "shows_actual": afterwards or context["totals"].actual is not None,
        "may_send": may_edit and allows("send", matter),
        "may_carry_out": may_edit and allows("carry_out", matter) and begun,
        "is_to_begin": matter.status == Status.APPROVED and not begun,
        "may_report": may_edit and allows("report", matter),
        "may_cancel": may_edit and allows("cancel", matter),
        "afterwards": afterwards,
        "may_correct": may_edit and afterwards,
        "may_correct_costs": may_edit and matter.status in OVER_WITH_COSTS,
    }


@require_POST
def send_event(request: HttpRequest, number: str) -> HttpResponse:
    """Send the proposal on; what is missing is told on its page."""
    context = event_context(request, number)
    return casework_views.lay_before_body(
        request,
        context["matter"],
        partial(actions.send, context["event"]),
        _("The proposal is now with %(body)s."),
        says_who=True,
    )


def small_form(
    request: HttpRequest,
    number: str,
    form_class: Callable[..., forms.Form],
    act: Callable[..., Any],
    **words: Any,
) -> HttpResponse:
    """A form of a few fields for one verb of somebody who prepares the owner's matters."""
    context = event_context(request, number)
    casework.require_edit(request.user, context["matter"])
    return casework_views.small_form(
        request, context, form_class, lambda **entered: act(context["event"], **entered), **words
    )
