"""Logging in and out, and choosing a language."""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views import i18n
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from .. import access
from ..guessing import PatientLogIn
from ..models import Appointment, Office, Person

Role = Office.Role

# What somebody in an office comes here to do; shown beside the demonstration logins.
TASKS = {
    Role.CONTACT_PERSON: _("Logs and assesses visits, proposes memberships"),
    Role.SECRETARY: _("Records what the body decided"),
    Role.HEAD: _("Appoints the body's contact person"),
    Role.COORDINATOR: _("Coordinates, advises and makes the annual report"),
    Role.MAYOR: _("Decides by delegated power"),
    Role.IB_SECRETARY: _("Prepares what the committee handles and follows every matter"),
    Role.AUDITOR: _("Reads everything, changes nothing"),
    Role.ADMINISTRATOR: _("Keeps bodies, offices and persons, sees no matters"),
}


class LogIn(LoginView):
    """User name and password; in a demonstration also one button for each invented person."""

    redirect_authenticated_user = True
    authentication_form = PatientLogIn

    def get_context_data(self, **kw: Any) -> dict[str, Any]:
        personas = demonstration_personas() if settings.DEMO else []
        return super().get_context_data(**kw) | {
            "personas": personas,
            "demo": settings.DEMO,
            "city_login": settings.OIDC_ENABLED,
        }

    def form_invalid(self, form: Any) -> Any:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        return _welcome(self.request, response)


log_in = login_not_required(sensitive_post_parameters("password")(LogIn.as_view()))


@login_not_required
@require_POST
def log_in_as(request: HttpRequest) -> HttpResponseBase:
    """Become an invented person without a password: in a demonstration only, and only as one of those."""
    if not settings.DEMO:
        raise Http404
    username = request.POST.get("username", "").replace("\x00", "")
    person = get_object_or_404(Person, username=username, is_demonstration=True, is_active=True)
    auth.login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return _welcome(request, redirect(_wanted(request)))


def _wanted(request: HttpRequest) -> str:
    """The page that somebody was on the way to when asked to log in; never one outside the product."""
    wanted = request.POST.get(auth.REDIRECT_FIELD_NAME, "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else settings.LOGIN_REDIRECT_URL


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Swedish or English, kept in a cookie and, for who is logged in, with the person: mail follows it."""
    language = request.POST.get("language")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        Person.objects.filter(pk=request.user.pk).update(language=language)
    return i18n.set_language(request)


def demonstration_personas() -> list[dict[str, Any]]:
    """The invented persons with their office, body and task; one entry per person, by body."""
    held = Appointment.objects.filter(person__is_demonstration=True, person__is_active=True)
    rows = held.in_force(timezone.localdate()).select_related("person", "office__body")
    personas = {row.person_id: row for row in rows}
    return [
        {
            "username": row.person.username,
            "name": row.person.name,
            "office": row.office.title,
            "body": row.office.body.name,
            "task": TASKS[Role(row.office.role)],
        }
        for row in sorted(personas.values(), key=lambda row: (_ORDER.index(row.office.role), row.person.name))
    ]


_ORDER = list(TASKS)


def _welcome(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Today's rights from the first page on, and the person's own language unless one was just chosen."""
    access.sync_rights(request.user)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:  # chosen on the login page: that stands
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            request.user.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response
