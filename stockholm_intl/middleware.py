"""What happens around every request: headers, today's rights, refusals in the product's words."""

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from governance import access
from governance.errors import Conflict, is_held
from governance.views.refusals import held, not_so

View = Callable[[HttpRequest], HttpResponse]


def security_headers(get_response: View) -> View:
    """Pages behind login are kept by nobody on the way, and ask the browser for no powers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def language_of_address(get_response: View) -> View:
    """The open pages carry their language in the address, and whatever is answered there is in that language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        parts = request.path_info.split("/", 3)
        if len(parts) > 2 and parts[1] == "oppet" and parts[2] in dict(settings.LANGUAGES):
            request.LANGUAGE_CODE = parts[2]
            with translation.override(parts[2]):
                response = get_response(request)
            response.headers.setdefault("Content-Language", parts[2])
            return response
        return get_response(request)

    return middleware


def current_rights(get_response: View) -> View:
    """The first request of a day brings the person's rights in line with the appointments of that day."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            try:
                access.keep_rights_current(request.user)
            except OperationalError as error:
                if not is_held(error):
                    raise
                return held(request)
        return get_response(request)

    return middleware


class explain_refusals:
    """A conflict that a view did not handle, a row that another holds, or a wrong method: a page says what happened."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return not_so(request, response) if response.status_code == 405 else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Conflict):
            return render(request, "409.html", {"conflict": exception}, status=409)
        return held(request) if is_held(exception) else None
