"""Propose an event: the form, and the two parts of it that answer while one writes. Change it until it is sent."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements import journeys
from engagements.actions import events as actions
from engagements.forms.events import AdviceForm, EditEventForm, ProposeEventForm
from engagements.lifecycle.events import AT_HOME
from engagements.models.events import attending
from engagements.views import proposing
from governance.models import Person
from governance.views import casework as casework_views
from governance.views.casework import GET_POST

from .event import event_context

DRAFT = "events:new"
# What a link to the form may bring along, and what its parts read of it.
ASKED = (
    "body",
    "title",
    "city",
    "country",
    "starts_on",
    "ends_on",
    "counterpart",
    "on_behalf_of_executive_board",
)


@require_http_methods(GET_POST)
def new_event(request: HttpRequest) -> HttpResponse:
    """The form for a new event."""
    require_traveller(request.user)
    done = _("The event is in the register. Add who travels, how, and what it costs.")
    return proposing.new(request, ProposeEventForm, _propose, _show, draft=DRAFT, asked=ASKED, done=done)


def _propose(form: ProposeEventForm, by: Person) -> Any:
    return actions.propose(by=by, **form.cleaned_data)


def _show(request: HttpRequest, form: ProposeEventForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "draft": DRAFT,
        "crumbs": [(_("Journeys and conferences"), reverse("engagements:events"))],
        **_ruling_context(form, request.user),
        **_place_context(form, request.user),
    }
    return render(request, "engagements/event_new.html", context, status=status)


@require_safe
def new_event_ruling(request: HttpRequest) -> HttpResponse:
    """Who decides on what the form says so far: a part of the page, fetched when what it rests on changes."""
    return render(
        request, "engagements/part_event_ruling.html", _ruling_context(_so_far(request), request.user)
    )


@require_safe
def new_event_place(request: HttpRequest) -> HttpResponse:
    """Other events at the same place, of the same days and earlier: fetched while place and days are written."""
    return render(
        request, "engagements/part_event_place.html", _place_context(_so_far(request), request.user)
    )


def _so_far(request: HttpRequest) -> ProposeEventForm:
    require_traveller(request.user)
    return ProposeEventForm(initial=proposing.given(request, ASKED), person=request.user)


def _place_context(form: ProposeEventForm, person: Person) -> dict[str, Any]:
    city, country = form.typed("city"), form.typed("country")
    days = _day(form.typed("starts_on")), _day(form.typed("ends_on"))
    same, earlier = journeys.to_the_same_place(person, city, country, *days)
    return {"same": same, "earlier": earlier, "looked": bool(city or country)}


def _day(text: str) -> date | None:
    """A day as it is typed; what is none is not given."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _ruling_context(form: ProposeEventForm, person: Person) -> dict[str, Any]:
    """The ruling on attending, and the body that it means."""
    country, answer = form.typed("country"), form.typed("on_behalf_of_executive_board")
    is_known = bool(country) and answer in ("yes", "no")
    facts = attending(country, answer == "yes") if is_known else None
    return proposing.ruling_on(facts, person, form.typed("body"))


def require_traveller(person: Person) -> None:
    """Raise PermissionDenied for whoever prepares no body's journeys."""
    proposing.require_proposer(
        person,
        _("A journey is proposed by the contact person or the secretary of the body that will travel."),
    )


@require_http_methods(GET_POST)
def edit_event(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is written."""
    context = event_context(request, number)
    return casework_views.edit_form(
        request,
        context,
        context["event"],
        EditEventForm,
        actions.edit,
        "engagements/event_edit.html",
        when=AT_HOME,
    )


@require_http_methods(GET_POST)
def event_advice(request: HttpRequest, number: str) -> HttpResponse:
    """The City Executive Office's advice on a political journey, and the checklist."""
    context = event_context(request, number)
    context |= {
        "title": _("Advice and checklist"),
        "button": _("Save"),
        "page_lead": _(
            "For a journey with political representation the City Executive Office advises before the decision."
        ),
    }
    return casework_views.edit_form(
        request,
        context,
        context["event"],
        AdviceForm,
        actions.record_advice,
        "governance/small_form.html",
        done=_("The advice and the checklist are saved."),
        when=AT_HOME,
    )
