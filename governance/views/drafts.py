"""Keeps what a person types, while it is typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import drafts
from ..language import clock


@require_POST
def save_draft(request: HttpRequest, form: str) -> HttpResponse:
    """Keep the form as it stands and say when, in a few words for the status beside the button."""
    if drafts.token_of(request.POST) is None:
        return _words(_("The draft was not kept: reload the page"), status=400)
    try:
        draft = drafts.save(request.user, form, request.POST)
    except drafts.TooLarge:
        return _words(_("Too long to be kept as a draft"), status=413)
    except drafts.TooMany:
        return _words(too_many(), status=409)
    except drafts.AlreadySent:
        return _words(_("Already sent"), status=409)
    return _words(_("Draft saved %(time)s") % {"time": clock(timezone.localtime(draft.saved_at).time())})


@require_POST
def discard_draft(request: HttpRequest, form: str) -> HttpResponse:
    """Throw the draft away and go back to the form, now empty."""
    drafts.discard(request.user, form, request.POST)
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    return redirect(back)


def too_many() -> str:
    return _("Not kept: you have %(n)s drafts already. Send or throw away one of them first.") % {
        "n": drafts.GREATEST_NUMBER
    }


def _words(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
