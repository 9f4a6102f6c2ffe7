"""The floor of every page behind login: 20 kB of HTML, a session and a user, and nothing else."""

from django.http import HttpRequest, HttpResponse

PAGE = b"<!doctype html><title>bare</title>" + b"<p>as bare as a page can be</p>" * 640


def bare_auth(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated
    return HttpResponse(PAGE)
