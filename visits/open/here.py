"""What a browser keeps of the requests that were begun in it: their keys, so that the front page can lead back to them.

They are the same keys as in the browser's own history. Whoever shares the browser can have each forgotten on every page
that tells of it; no script reads them, and nobody but the open pages is sent them.
"""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from visits.models import OpenRequest

from . import requests

COOKIE = "visit_request"
PATH = "/oppet/"
MOST = 5
BETWEEN = "."  # stands in no key
Answer = TypeVar("Answer", bound=HttpResponseBase)


def remember(request: HttpRequest, response: Answer, token: str, instead_of: str = "") -> Answer:
    """Keep the key as long as an unsent request is kept, before those of other requests and in place of another."""
    others = [each for each in _kept(request) if each not in (token, instead_of)]
    return _keep(response, [token, *others][:MOST])


def forget(request: HttpRequest, response: Answer, token: str) -> Answer:
    """Keep the key here no more; the request itself stays, and its link works."""
    return _keep(response, [each for each in _kept(request) if each != token])


def keeps(request: HttpRequest, token: str) -> bool:
    """Whether this browser keeps this very request."""
    return token in _kept(request)


def begun(request: HttpRequest) -> list[tuple[OpenRequest, str]]:
    """The requests that were begun in this browser, with their keys, the latest first, while their links hold and they
    are not over."""
    found = requests.opened_by_each(_kept(request))
    return [(row, key) for row, key in found if row.visit is None or row.visit.matter.closed_on is None]


def _kept(request: HttpRequest) -> list[str]:
    return [each for each in request.COOKIES.get(COOKIE, "").split(BETWEEN)[:MOST] if each]


def _keep(response: Answer, keys: list[str]) -> Answer:
    if not keys:
        response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
        return response
    response.set_cookie(
        COOKIE,
        BETWEEN.join(keys),
        max_age=settings.OPEN_DRAFT_DAYS * 24 * 3600,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
