"""Subscriptions to the calendar: made, given another address and ended by the person, and fetched by a calendar."""

import hashlib

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access, feeds
from ..choices import Choice
from ..icalendar import MEDIA_TYPE
from ..lists import all_bodies, readable_bodies
from ..models import Feed
from .casework import GET_POST, small_id


class SubscribeForm(forms.Form):
    """What to subscribe to: one's own days, or those of a body that one may read."""

    body = Choice(label=gettext_lazy("What to subscribe to"))

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self.bodies = readable_bodies(request.user)
        self.fields["body"].choices = lambda: [("", _("my days")), *self.bodies.choices]

    @property
    def body_id(self) -> int | None:
        return self.bodies.ids.get(self.cleaned_data["body"])


@require_http_methods(GET_POST)
def subscriptions(request: HttpRequest) -> HttpResponse:
    """One's subscriptions. The address of a new one is on the page that answers, and nowhere after."""
    form, token, made = SubscribeForm(request), "", None
    if request.method == "POST" and form.is_valid():
        body = all_bodies(request.user).get(form.body_id) if form.body_id else None
        made, token = feeds.subscribe(request.user, body)
    listed = list(Feed.objects.filter(person=request.user.pk).order_by("body_id"))
    bodies = all_bodies(request.user)
    for row in listed:
        row.name = bodies[row.body_id].name if row.body_id else _("My days")
        row.slug = bodies[row.body_id].slug if row.body_id else ""
        # Whoever has lost the right reads nothing in it, and cannot renew it.
        row.may_renew = row.body_id is None or access.may(request.user, access.VIEW, row.body_id)
    context = {
        "form": form,
        "feeds": listed,
        "made": made,
        "url": f"{settings.BASE_URL}{reverse('feed', args=[token])}" if token else "",
        "hours": feeds.HOURS,
        "crumbs": [(_("Calendar"), reverse("calendar"))],
    }
    return render(request, "governance/feeds.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one's own; another's is not there."""
    row = Feed.objects.filter(pk=small_id(pk), person=request.user.pk).first()
    if row is None:
        raise Http404
    feeds.end(row, by=request.user)
    messages.success(request, _("The subscription has ended. Its address leads nowhere now."))
    return redirect("feeds")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file, to whoever has the address; 304 when it is as it was when it was last fetched."""
    row = feeds.found(token) if token.isascii() and "\x00" not in token else None
    if row is None:
        raise Http404
    with override(row.person.language):
        try:
            content = feeds.file_of(row)
        except PermissionDenied as refused:
            raise Http404 from refused
    feeds.fetched(row)
    tag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    if tag in asked or "*" in asked:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
