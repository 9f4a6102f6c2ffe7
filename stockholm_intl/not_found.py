"""Status 404: a guest on the open pages and somebody at work in the register are shown different ways on."""

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from visits.open import frame


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Among the open pages one of them, in the language of the address; elsewhere the register's own."""
    return frame.nothing_here(request) or page_not_found(request, exception)
