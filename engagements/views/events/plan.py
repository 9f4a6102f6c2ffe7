"""Travellers, legs and costs: added by small forms, changed, and taken away when one is sure; the line of the plan."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements.actions import events as actions
from engagements.forms import bodies_that_may_propose
from engagements.forms.events import (
    CostForm,
    EditCostForm,
    EditLegForm,
    EditTravellerForm,
    LegForm,
    PlanLineForm,
    TravellerForm,
)
from engagements.lifecycle.events import AT_HOME, OWES_A_REPORT, UNDECIDED, WITH_COSTS
from engagements.models import EventAbroad, EventCost, Leg, Traveller
from governance import access, casework, plan_lines
from governance.models import Body, Person
from governance.moves import require_status
from governance.views import casework as casework_views
from governance.views.casework import GET_POST, small_id

from .event import CARDS, event_context
from .proposal import require_traveller


@require_http_methods(GET_POST)
def add_traveller(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody of the own body, or, for the owner, of any."""
    context = event_context(request, number)
    return casework_views.small_form(
        request,
        context,
        partial(TravellerForm, bodies=_bodies(request.user, context)),
        partial(actions.add_traveller, context["event"], by=request.user),
        when=AT_HOME,
        title=_("Add a traveller"),
        button=_("Add"),
        done=_("The traveller is added."),
        initial=_owner(context),
    )


@require_http_methods(GET_POST)
def travel_along(request: HttpRequest, number: str) -> HttpResponse:
    """Another body's contact person adds its own travellers to an event that is not secret."""
    cards = CARDS.filter(secrecy_ground="", number=number.replace("\0", ""))
    matter = cards.select_related("body", "before").first() if request.user.offices else None
    if matter is None:
        raise Http404
    require_traveller(request.user)
    events = reverse("engagements:events")
    return casework_views.small_form(
        request,
        {"matter": matter, "crumbs": [(_("Journeys and conferences"), events)], "tabs": []},
        partial(TravellerForm, bodies=bodies_that_may_propose(request.user)),
        lambda **entered: actions.add_traveller(matter.event_abroad, by=request.user, **entered).event,
        when=AT_HOME,
        title=_("Travel along"),
        button=_("Add"),
        done=_("The traveller is added. Your body takes part in the matter now."),
        lead=_(
            "One event gathers all the city's travellers. Its owner plans the journey; you add who travels for you."
        ),
        back=events,
        to_result=True,
    )


@require_http_methods(GET_POST)
def add_leg(request: HttpRequest, number: str) -> HttpResponse:
    """One way from one place to another: as planned, or once it is decided as it was travelled."""
    context = event_context(request, number)
    casework.require_edit(request.user, context["matter"])
    is_decided = context["matter"].status in OWES_A_REPORT
    return casework_views.small_form(
        request,
        context,
        LegForm,
        partial(actions.add_leg, context["event"], by=request.user),
        when=WITH_COSTS,
        title=_("Add a leg as it was travelled") if is_decided else _("Add a leg"),
        button=_("Add"),
        done=_("The leg is added and its CO2 worked out."),
        lead=_(
            "There and back are two legs. The CO2 is worked out from distance, means and number of travellers."
        ),
        initial=_next_leg(request, context["event"], is_decided),
    )


def _next_leg(request: HttpRequest, event: EventAbroad, is_actual: bool) -> dict[str, Any]:
    """All travel; from where the last leg ended, and with `?hem` the way home as one went."""
    legs = list(event.legs.filter(is_actual=is_actual))
    travellers = event.travellers.count() or 1
    if "hem" in request.GET and (out := actions.way_home(legs)):
        return {
            "origin": out.destination,
            "destination": out.origin,
            "mode": out.mode,
            "distance_km": out.distance_km,
            "travellers": out.travellers,
        }
    return {"origin": legs[-1].destination if legs else "", "travellers": travellers}


@require_http_methods(GET_POST)
def add_cost(request: HttpRequest, number: str) -> HttpResponse:
    """What one thing will cost; once it is decided, what nobody had foreseen."""
    context = event_context(request, number)
    is_decided = context["matter"].status in OWES_A_REPORT
    return casework_views.small_form(
        request,
        context,
        partial(CostForm, bodies=_bodies(request.user, context)),
        partial(actions.add_cost, context["event"], by=request.user),
        when=WITH_COSTS,
        title=_("Add a cost that nobody had foreseen") if is_decided else _("Add an estimated cost"),
        button=_("Add"),
        done=_("The cost is added."),
        lead=_("One line for each type, payer and body, for all its travellers together."),
        initial={"payer": "city", **_owner(context)},
    )


def _bodies(person: Person, context: dict[str, Any]) -> Any:
    """Whose travellers and costs the person may write. Raises PermissionDenied when it is nobody's."""
    if context["may_edit"]:
        return Body.objects.operating().in_force(timezone.localdate())
    bodies = bodies_that_may_propose(person)
    if not bodies.exists():
        casework.require_edit(person, context["matter"])
    return bodies


def _owner(context: dict[str, Any]) -> dict[str, str]:
    """The owner's own come first to mind."""
    return {"body": context["matter"].body.slug} if context["may_edit"] else {}


@require_http_methods(GET_POST)
def edit_traveller(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _edit(request, number, "travellers", pk, EditTravellerForm, actions.change_traveller)


@require_http_methods(GET_POST)
def edit_leg(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _edit(request, number, "legs", pk, EditLegForm, actions.change_leg)


@require_http_methods(GET_POST)
def edit_cost(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _edit(request, number, "costs", pk, EditCostForm, actions.change_cost)


def _edit(
    request: HttpRequest, number: str, rows: str, pk: int, form_class: Any, save: Callable[..., Any]
) -> HttpResponse:
    """Change one row. Two who write at once see both texts."""
    context = event_context(request, number)
    row = _row(request, context, rows, pk)
    titles = {
        "travellers": _("Change the traveller"),
        "legs": _("Change the leg"),
        "costs": _("Change the cost"),
    }
    options = {} if rows == "legs" else {"bodies": _bodies(request.user, context)}
    return casework_views.edit_part(
        request,
        context,
        row,
        _FormOf(form_class, options),
        save,
        when=_changeable(row),
        title=titles[rows],
        done=_("The changes are saved."),
    )


class _FormOf:
    """A form that is made with the bodies one may choose."""

    def __init__(self, form_class: Any, options: dict[str, Any]) -> None:
        self.form_class, self.options = form_class, options
        self.base_fields = form_class.base_fields

    def __call__(self, *args: Any, **options: Any) -> Any:
        return self.form_class(*args, **self.options, **options)


def _changeable(row: Traveller | Leg | EventCost) -> tuple[str, ...]:
    """What was planned is changed before the decision; what was added after it, until the report."""
    is_of_afterwards = isinstance(row, Leg) and row.is_actual
    is_unforeseen = isinstance(row, EventCost) and row.estimated is None
    return OWES_A_REPORT if is_of_afterwards or is_unforeseen else AT_HOME


def _row(request: HttpRequest, context: dict[str, Any], rows: str, pk: int) -> Any:
    """A row that is the person's to change: the owner's all, another body's its own. Raises PermissionDenied."""
    row = get_object_or_404(getattr(context["event"], rows), pk=small_id(pk))
    if isinstance(row, Leg) or not access.may(request.user, access.EDIT, row.body_id):
        casework.require_edit(request.user, context["matter"])
    return row


@require_http_methods(GET_POST)
def remove_traveller(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _remove(request, number, "travellers", pk, actions.remove_traveller)


@require_http_methods(GET_POST)
def remove_leg(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _remove(request, number, "legs", pk, actions.remove_leg)


@require_http_methods(GET_POST)
def remove_cost(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _remove(request, number, "costs", pk, actions.remove_cost)


def _remove(
    request: HttpRequest, number: str, rows: str, pk: int, remove: Callable[..., None]
) -> HttpResponse:
    """Ask first, naming the row; then take it away."""
    context = event_context(request, number)
    row = _row(request, context, rows, pk)
    return casework_views.small_form(
        request,
        context,
        forms.Form,
        partial(remove, row, by=request.user),
        when=_changeable(row),
        title=_("Take away %(row)s?") % {"row": row},
        button=_("Take away"),
        done=_("Taken away: %(row)s.") % {"row": row},
        danger=True,
    )


def _words_of_the_plan(number: str) -> str:
    """Where it is said in words what the journey serves."""
    return f"{reverse('engagements:edit_event', args=[number])}#id_plan_link"


@require_http_methods(GET_POST)
def serve_plan_line(request: HttpRequest, number: str) -> HttpResponse:
    """Say which line of the owner's plan the journey serves."""
    context = event_context(request, number)
    matter = context["matter"]
    casework.require_edit(request.user, matter)
    require_status(matter, *UNDECIDED, *OWES_A_REPORT)
    known = plan_lines.known()
    first, last = matter.starts_on or timezone.localdate(), matter.ends_on or timezone.localdate()
    tied = {line.ident for line in known.of(matter, request.user)}
    lines = [
        line
        for line in known.offered([matter.body_id], range(first.year, last.year + 1))
        if line.ident not in tied
    ]
    if not lines:
        messages.info(request, _("The plan of the year has no line to choose."))
        at_home = matter.status in AT_HOME
        return redirect(_words_of_the_plan(number) if at_home else matter.get_absolute_url())
    return casework_views.small_form(
        request,
        context,
        partial(PlanLineForm, lines=lines, body=matter.body),
        lambda plan_line: known.tie(matter, plan_line.ident, by=request.user),
        when=(*UNDECIDED, *OWES_A_REPORT),
        title=_("Choose a line of the plan"),
        button=_("Tie"),
        done=_("The journey is tied to the line, and its lamp “planned” is lit."),
        lead=_("If no line fits, say in words under Edit what in the plan it serves."),
    )
