"""The page for what one may not do: the ruling, its section, and who may instead."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from .. import access
from ..authority import Ruling
from ..errors import RefusedByRule
from ..models import Body, Decider, Office, Person

Role = Office.Role


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Status 403. A refusal by the strategy shows the ruling; any other says in a sentence what is missing."""
    context: dict[str, Any] = {"explanation": str(exception) or _("You may not do this.")}
    if isinstance(exception, RefusedByRule):
        ruling, whose, right = exception.ruling, exception.whose, exception.right
        context |= {
            "ruling": ruling,
            "whose": whose.name if whose else "",
            "instead": access.those_with(right, whose) if whose else who_may(ruling),
            "handles": right == access.EDIT,
            "body": exception.body,
            "summary": _summary(exception),
        }
    return render(request, "403.html", context, status=403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Status 400. Asks nothing of the request: Django's own page asks for its token and so reads it once more."""
    return HttpResponseBadRequest(loader.render_to_string("400.html"))


def outdated(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Status 403: a form from before the last login, or from elsewhere. Says where the text is and how to go on."""
    return render(request, "outdated.html", {"again": request.path}, status=403)


def not_so(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """Status 405: an address that takes only what a button sends, opened as a page."""
    page = render(request, "405.html", status=405)
    page.headers["Allow"] = refusal.headers["Allow"]
    return page


def held(request: HttpRequest) -> HttpResponse:
    """Status 409: somebody else is saving the same thing just now. What was sent stands on the page, to be sent again.

    All but what a page cannot hold or should not: files and passwords.
    """
    names = [name for name in request.POST if name != "csrfmiddlewaretoken"]
    context = {
        "again": [(name, value) for name in names for value in request.POST.getlist(name)],
        "whole": not request.FILES and not any("password" in name for name in names),
    }
    return render(request, "held.html", context, status=409)


def who_may(ruling: Ruling) -> list[Person]:
    """The secretaries who record such a decision today; none where that depends on whose matter it is."""
    if ruling.decides == Decider.MAYOR:
        keepers = access.holders(Role.IB_SECRETARY)
        return list((keepers | access.holders(Role.SECRETARY, kind=Body.Kind.EXECUTIVE_BOARD))[:5])
    if ruling.decides not in Body.Kind.values:
        return []
    return list(access.holders(Role.SECRETARY, kind=ruling.decides)[:5])


def _summary(refusal: RefusedByRule) -> str:
    """The refusal in one sentence, without the reasons that the ruling below gives anyway; empty when it is those."""
    return str(refusal).removesuffix(refusal.ruling.explanation()).strip()
