"""The page on the city that everybody in the world may read, without logging in.

It is the same for all who ask, whoever they are, so that caches on the way may keep it: it reads no session, sets no
cookie, carries no token, and its language lies in the address. What is not published is nowhere on it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from governance import documents
from governance.views.casework import small_id
from profiling.models import CityInformation, GoodExample, KeyMessage

from .pictures import picture_of

# Seconds: what is published or taken down is so everywhere within five minutes.
KEPT = 300
View = Callable[..., HttpResponse]


def open_to_all(view: View) -> View:
    """Anybody may read it and caches on the way may keep it."""

    @login_not_required
    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kw: Any) -> HttpResponse:
        response = view(request, *args, **kw)
        response.headers["Cache-Control"] = f"public, max-age={KEPT}"
        return response

    return answered


@open_to_all
def about_the_city(request: HttpRequest, language: str = "en") -> HttpResponse:
    """Key messages, steering documents and information with their day of last revision, good examples."""
    today, other = timezone.localdate(), "profiling:about_sv" if language == "en" else "profiling:about"
    with override(language):
        groups = _groups()
        context = {
            "language": language,
            "other_url": reverse(other),
            "demo": settings.DEMO,
            "key_messages": list(KeyMessage.objects.shown(today)),
            "groups": groups,
            "has_entries": any(entries for _name, _anchor, entries in groups),
            "examples": list(GoodExample.objects.shown(today).select_related("body")),
        }
        # Without the request: what depends on who asks cannot find its way in.
        response = HttpResponse(render_to_string("profiling/open.html", context))
    response.headers["Content-Language"] = language
    return response


def _groups() -> list[tuple[str, str, list[CityInformation]]]:
    """The published entries by kind, steering documents first: heading, anchor, entries."""
    found = list(CityInformation.objects.published().select_related("body"))
    kinds = (
        (CityInformation.Kind.STEERING_DOCUMENT, _("Steering documents")),
        (CityInformation.Kind.CITY_INFORMATION, _("Information on the city")),
    )
    return [(words, kind.value, [row for row in found if row.kind == kind]) for kind, words in kinds]


@open_to_all
def open_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of an example that stands on the page today."""
    shown = GoodExample.objects.shown(timezone.localdate()).select_related("picture")
    row = shown.filter(pk=small_id(pk), picture__isnull=False).first()
    if row is None or row.picture is None:
        raise Http404
    return picture_of(row.picture)


@open_to_all
def open_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The document of an entry that stands on the page today."""
    rows = CityInformation.objects.published().select_related("document")
    row = rows.filter(pk=small_id(pk), document__isnull=False).first()
    if row is None or row.document is None:
        raise Http404
    return documents.download(row.document)
