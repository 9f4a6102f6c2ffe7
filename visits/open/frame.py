"""The frame of the open pages: nobody is logged in there, whoever looks; a link that opens nothing has one answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from visits.models import OpenRequest

from . import requests

View = Callable[..., HttpResponse]
LANGUAGES = ("en", "sv")


def open_to_all(*methods: str) -> Callable[[View], View]:
    """A page that strangers may see. No search engine keeps it, and no report of an error what was typed there."""

    def decorate(view: View) -> View:
        @login_not_required
        @sensitive_post_parameters()
        @require_http_methods(["HEAD", *methods] if "GET" in methods else list(methods))
        @wraps(view)
        def answered(request: HttpRequest, language: str, *args: Any, **kw: Any) -> HttpResponse:
            response = view(request, language, *args, **kw)
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return answered

    return decorate


def by_link(view: View) -> View:
    """For pages behind the link of a request: they are given the request instead of its token."""

    @wraps(view)
    def answered(request: HttpRequest, language: str, token: str, *args: Any, **kw: Any) -> HttpResponse:
        found = requests.opened_by(token)
        if found is None:
            return gone(request, language)
        return view(request, language, Link(found, token, language), *args, **kw)

    return answered


class Link:
    """A request with the token that opened it, and the addresses below it."""

    def __init__(self, request: OpenRequest, token: str, language: str) -> None:
        self.request, self.token, self.language = request, token, language

    def to(self, name: str, *args: Any) -> str:
        return reverse(f"open:{name}", args=[self.language, self.token, *args])

    def go(self, name: str, *args: Any, note: str = "") -> HttpResponseRedirect:
        """To one of its pages. `note`: which of the page's own sentences says what just happened."""
        return HttpResponseRedirect(self.to(name, *args) + (f"?{note}" if note else ""))

    @property
    def own_url(self) -> str:
        return self.to("own")


def show(
    request: HttpRequest, language: str, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page in the open frame: without menu and name, also for somebody who is logged in elsewhere."""
    other = "sv" if language == "en" else "en"
    path = request.path
    frame = {
        "user": AnonymousUser(),
        "navigation": "",
        "messages": (),
        "language": language,
        "other_language": other,
        "other_url": path.replace(f"/oppet/{language}/", f"/oppet/{other}/", 1),
        "contact": settings.PUBLIC_CONTACT,
        "telephone": settings.PUBLIC_TELEPHONE,
    }
    return render(request, template, frame | context, status=status)


def nothing_here(request: HttpRequest) -> HttpResponse | None:
    """The answer to an open address that is none, in the language it names; None for the addresses of the register."""
    parts = request.path.split("/")
    if parts[1] != "oppet":
        return None
    language = parts[2] if len(parts) > 2 and parts[2] in LANGUAGES else "en"
    with override(language):
        response = show(request, language, "open/not_found.html", {"other_url": _front(language)}, status=404)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _front(language: str) -> str:
    """The front in the other language: at the address itself there is nothing in that one either."""
    return reverse("open:front", args=["sv" if language == "en" else "en"])


def gone(request: HttpRequest, language: str, *, delegates: bool = False) -> HttpResponse:
    """The same answer to a link that never was, that has ended and that was renewed; to a delegate's that was used."""
    response = show(request, language, "open/gone.html", {"delegates": delegates}, status=404)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
