"""The page on the city that everybody in the world may read, without logging in.

It is the same for all who ask, whoever they are, so that caches on the way may keep it: it reads no session, sets no
cookie, carries no token, and its language lies in the address. What is not published is nowhere on it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from governance import documents
from governance.lists import PAGE_SIZE, Page, in_order, page
from governance.views.casework import small_id
from profiling.models import CityInformation, GoodExample, messages_in_place

from .pictures import picture_of

# Seconds: what is published or taken down is so everywhere within five minutes.
KEPT = 300
# The parameter that asks for one part alone.
PART = "del"
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
    """Key messages, steering documents and information with their day of last revision, good examples.

    Of each part the page shows the first; a part with more has pages of its own, in the same address.
    """
    other = "profiling:about_sv" if language == "en" else "profiling:about"
    asked = request.GET.get(PART, "")
    with override(language):
        shown = [part for part in _parts() if part.key == asked] or _parts()
        alone = len(shown) == 1
        for part in shown:
            part.show(request if alone else None)
        context = {
            "language": language,
            "other_url": f"{reverse(other)}?{PART}={asked}" if alone else reverse(other),
            "demo": settings.DEMO,
            "parts": shown,
            "whole_url": request.path if alone else "",
            "is_empty": not any(part.rows for part in shown),
        }
        # Without the request: what depends on who asks cannot find its way in.
        response = HttpResponse(render_to_string("profiling/open.html", context))
    response.headers["Content-Language"] = language
    return response


@dataclass
class Part:
    """One part of the page: its rows, in which order pages of it are turned, and what of it is shown."""

    key: str
    name: str
    found: QuerySet[Any]
    by: str
    ascending: bool = False
    rows: Sequence[Any] = ()
    page: Page[Any] | None = None
    more_url: str = ""

    def show(self, request: HttpRequest | None) -> None:
        """The page that is asked for, or without one the first rows and the way to the rest."""
        if request is not None:
            self.page = page(request, self.found, key=self.by, ascending=self.ascending)
            self.rows = self.page.rows
            return
        begun = list(self.found.order_by(*in_order(self.by, self.ascending))[: PAGE_SIZE + 1])
        self.rows, self.more_url = begun[:PAGE_SIZE], f"?{PART}={self.key}" if len(begun) > PAGE_SIZE else ""


def _parts() -> list[Part]:
    """The parts in the order of the page: key messages, steering documents, information, good examples."""
    today, entries = (
        timezone.localdate(),
        CityInformation.objects.published().by_title().select_related("body"),
    )
    steering, told = CityInformation.Kind.STEERING_DOCUMENT, CityInformation.Kind.CITY_INFORMATION
    messages, examples = (
        messages_in_place().shown(today),
        GoodExample.objects.shown(today).select_related("body"),
    )
    return [
        Part("messages", _("Key messages"), messages, "place"),
        Part(steering.value, _("Steering documents"), entries.filter(kind=steering), "shown", ascending=True),
        Part(told.value, _("Information on the city"), entries.filter(kind=told), "shown", ascending=True),
        Part("examples", _("Good examples"), examples, "until"),
    ]


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
