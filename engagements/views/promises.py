"""Promises of a visit or a journey: what its page shows of them, and the small form of each verb."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements import promises
from engagements.actions import promises as actions
from engagements.forms.promises import DropForm, KeepForm, PromiseForm
from engagements.lifecycle.promises import PROMISING
from engagements.models import Promise
from governance import casework
from governance.models import Matter, Person
from governance.views import casework as casework_views
from governance.views.casework import GET_POST, small_id
from governance.views.pages import matter_context

CARDS = Matter.objects.filter(kind__in=PROMISING)


def promises_context(
    matter: Matter, person: Person, may_edit: bool, *, is_any: bool = True
) -> dict[str, Any]:
    """What templates/engagements/promises.html needs; of what has not taken place nothing is asked.

    `is_any`: False where it is known that none is written.
    """
    if matter.status not in PROMISING[matter.kind]:
        return {"promises": [], "may_promise": False}
    return {"promises": promises.of_matter(person, matter) if is_any else [], "may_promise": may_edit}


@require_http_methods(GET_POST)
def add(request: HttpRequest, number: str) -> HttpResponse:
    """One promise more, also when the matter is closed."""
    context = _context(request, number)
    matter = context["matter"]
    return casework_views.small_form(
        request,
        context,
        PromiseForm,
        lambda **entered: actions.add_promise(matter, by=request.user, **entered),
        when=PROMISING[matter.kind],
        title=_("Write down a promise"),
        button=_("Save"),
        done=_("The promise is written down. The register reminds once it is late."),
        lead=_("What the city or its guests promised, and by when it is to be kept."),
        back=_back(matter),
    )


@require_http_methods(GET_POST)
def keep(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    context = _context(request, number)
    promise = _open_promise(context["matter"], pk)
    return casework_views.small_form(
        request,
        context,
        KeepForm,
        lambda **entered: actions.keep_promise(promise, by=request.user, **entered),
        when=None,
        title=_("The promise is kept"),
        button=_("Save"),
        done=_("The promise is kept."),
        lead=_told(promise),
        initial={"kept_on": timezone.localdate()},
        back=_back(context["matter"]),
    )


@require_http_methods(GET_POST)
def drop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    context = _context(request, number)
    promise = _open_promise(context["matter"], pk)
    return casework_views.small_form(
        request,
        context,
        DropForm,
        lambda **entered: actions.drop_promise(promise, by=request.user, **entered),
        when=None,
        title=_("The promise will not be kept"),
        button=_("Save"),
        done=_("It is noted that the promise will not be kept, and why."),
        lead=_told(promise),
        back=_back(context["matter"]),
    )


def _context(request: HttpRequest, number: str) -> dict[str, Any]:
    """The frame of the matter, for whoever prepares the owner's matters."""
    context = matter_context(request, number, "overview", CARDS)
    casework.require_edit(request.user, context["matter"])
    return context


def _open_promise(matter: Matter, pk: int) -> Promise:
    """Of one that somebody has closed it is said what became of it."""
    promise: Promise = get_object_or_404(Promise, matter=matter, pk=small_id(pk))
    actions.require_open(promise)
    return promise


def _told(promise: Promise) -> str:
    return f"{promise.text} ({promise.side_label}, {promise.due_on})"


def _back(matter: Matter) -> str:
    return f"{matter.get_absolute_url()}#promises"
