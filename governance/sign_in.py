"""Login through the city's identity provider (OpenID Connect): who one is, never what one may do.

A person is known by the provider's own identifier (`sub`), kept as user name. An e-mail address is no identity: it
can be given to somebody else. Nobody is created by logging in; the administrator enters persons, offices give rights.
"""

import logging
from typing import Any

import requests
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from jwt.exceptions import PyJWTError
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from .models import Person

log = logging.getLogger(__name__)


class CityIdentity(OIDCAuthenticationBackend):
    """Checks what the library leaves open: issuer, audience, and that both answers are about the same person."""

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        claims = super().verify_token(token, **kwargs)
        audience = claims.get("aud", [])
        if claims.get("iss") != settings.OIDC_ISSUER:
            raise SuspiciousOperation("token from another issuer")
        if self.OIDC_RP_CLIENT_ID not in ([audience] if isinstance(audience, str) else audience):
            raise SuspiciousOperation("token for another application")
        return claims

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        claims = super().get_userinfo(access_token, id_token, payload)
        if not claims.get("sub") or claims["sub"] != payload.get("sub"):
            raise SuspiciousOperation("token and user information speak of different persons")
        return claims

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        return bool(claims.get("sub"))

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[Person]:
        return Person.objects.filter(username=claims["sub"], is_active=True, is_demonstration=False)

    def get_user(self, user_id: Any) -> Person | None:
        """Asked at every request: who has been switched off is out at once, whatever the session says."""
        person: Person | None = super().get_user(user_id)
        return person if person and self.user_can_authenticate(person) else None

    def describe_user_by_claims(self, claims: dict[str, Any]) -> str:
        return f"subject {claims.get('sub')}"


@method_decorator(login_not_required, name="dispatch")
class BeginSignIn(OIDCAuthenticationRequestView):
    """Off to the identity provider, with state, nonce and PKCE."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.OIDC_ENABLED:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class EndSignIn(OIDCAuthenticationCallbackView):
    """Back from the identity provider. Whatever is wrong with the answer, one gets the login page and a reason."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.OIDC_ENABLED:
            raise Http404
        try:
            return super().dispatch(request, *args, **kwargs)
        except (SuspiciousOperation, PyJWTError, requests.RequestException, KeyError, ValueError) as error:
            log.warning("sign-in refused: %s", error)
            return self.login_failure()

    def login_failure(self) -> HttpResponse:
        messages.error(
            self.request,
            _(
                "You could not be logged in. If you are new, ask the administrator of the register to enter you."
            ),
        )
        return redirect(settings.LOGIN_URL)
