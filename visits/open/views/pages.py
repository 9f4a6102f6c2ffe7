"""What everybody may read: the front, the accessibility statement and the privacy notice."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from visits.open import here
from visits.open.frame import Link, gone, open_to_all, show


@login_not_required
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Without a language in the address: Swedish to a browser that asks for it first, English to all others."""
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200])
    language = "sv" if wanted and wanted[0][0].split("-")[0] == "sv" else "en"
    response = HttpResponseRedirect(reverse("open:front", args=[language]))
    response.headers["Vary"] = "Accept-Language"
    return response


@open_to_all("GET")
def front(request: HttpRequest, language: str) -> HttpResponse:
    about = reverse("profiling:about" if language == "en" else "profiling:about_sv")
    context = {
        "about_url": about,
        "answer_days": settings.VISIT_ANSWER_WORKING_DAYS,
        "begun": [Link(*each, language) for each in here.begun(request)],
        "is_deleted": "borttagen" in request.GET,
    }
    response = show(request, language, "open/front.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


@open_to_all("GET")
def accessibility(request: HttpRequest, language: str) -> HttpResponse:
    return show(request, language, "open/accessibility.html", {})


@open_to_all("GET")
def privacy(request: HttpRequest, language: str) -> HttpResponse:
    context = {
        "draft_days": settings.OPEN_DRAFT_DAYS,
        "link_days": settings.OPEN_LINK_DAYS,
        "passport_days": settings.VISIT_PASSPORT_DAYS,
    }
    return show(request, language, "open/privacy.html", context)


@open_to_all("GET")
def cut_link(request: HttpRequest, language: str, rest: str) -> HttpResponse:
    """An address below the requests that is none: a link that lost its end, or its last stroke, when it was copied."""
    if not rest.endswith("/"):
        return HttpResponseRedirect(request.path + "/")
    return gone(request, language)
