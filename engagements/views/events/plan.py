"""Travellers, legs and costs: added by small forms, taken away with one button."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from engagements.actions import events as actions
from engagements.forms import bodies_that_may_propose
from engagements.forms.events import CostForm, LegForm, TravellerForm
from engagements.lifecycle.events import AT_HOME, OWES_A_REPORT, WITH_COSTS
from governance import casework
from governance.models import Body, Person
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
        initial={"travellers": context["event"].travellers.count() or 1},
    )


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


@require_POST
def remove_traveller(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _remove(request, number, "travellers", pk, actions.remove_traveller)


@require_POST
def remove_leg(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _remove(request, number, "legs", pk, actions.remove_leg)


@require_POST
def remove_cost(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return _remove(request, number, "costs", pk, actions.remove_cost)


def _remove(
    request: HttpRequest, number: str, rows: str, pk: int, remove: Callable[..., None]
) -> HttpResponse:
    event = event_context(request, number)["event"]
    remove(get_object_or_404(getattr(event, rows), pk=small_id(pk)), by=request.user)
    messages.success(request, _("It is taken away."))
    return redirect("engagements:event", number)
