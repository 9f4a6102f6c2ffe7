"""Login through an identity provider that really runs: right answers let in, forged ones do not."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client

from tests.identity_provider import CLIENT, OTHER_KEY, IdentityProvider

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    running = IdentityProvider()
    settings.OIDC_ENABLED = True
    settings.OIDC_ISSUER = running.address
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT, "secret"
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{running.address}/authorize"
    settings.OIDC_OP_TOKEN_ENDPOINT = f"{running.address}/token"
    settings.OIDC_OP_USER_ENDPOINT = f"{running.address}/me"
    settings.OIDC_OP_JWKS_ENDPOINT = f"{running.address}/keys"
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, "governance.sign_in.CityIdentity"]
    yield running
    running.stop()


def log_in(client: Client, following: str = "") -> str:
    """Go the whole way round as a browser does. Returns the last address."""
    begin = client.get("/oidc/authenticate/" + following)
    assert begin.status_code == 302
    sent_back = requests.get(begin["Location"], allow_redirects=False, timeout=5).headers["Location"]
    address = urlsplit(sent_back)
    return client.get(f"{address.path}?{address.query}")["Location"]


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_known_person_is_logged_in(provider, contact, client):
    assert log_in(client) == "/"
    assert client.session["_auth_user_id"] == str(contact.pk)


def test_one_comes_back_to_the_page_one_wanted(provider, contact, client):
    assert log_in(client, "?next=/arenden/") == "/arenden/"


def test_one_is_never_sent_to_a_stranger(provider, contact, client):
    assert log_in(client, "?next=https://evil.example/") == "/"


def test_the_browser_is_sent_off_with_state_nonce_and_a_challenge(provider, client, contact):
    query = parse_qs(urlsplit(client.get("/oidc/authenticate/")["Location"]).query)
    assert {"state", "nonce", "code_challenge"} <= query.keys()
    assert query["code_challenge_method"] == ["S256"]


FORGERIES = {
    "signed with another key": lambda provider: setattr(provider, "key", OTHER_KEY),
    "not signed at all": lambda provider: setattr(provider, "algorithm", "none"),
    "meant for another application": lambda provider: provider.claims.update(aud="payroll"),
    "issued by somebody else": lambda provider: provider.claims.update(iss="https://evil.example"),
    "too old": lambda provider: provider.claims.update(exp=int(time.time()) - 600),
    "an answer to another question": lambda provider: provider.claims.update(nonce="replayed"),
    "two different persons": lambda provider: provider.user_information.update(sub="coordinator"),
    "an unknown person": lambda provider: setattr(provider, "person", "nobody-we-know"),
    "no person": lambda provider: setattr(provider, "person", ""),
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_or_foreign_answer_leads_to_the_login_page(provider, contact, client, forge):
    forge(provider)
    assert log_in(client).startswith("/logga-in/")
    assert not is_logged_in(client)


def test_the_same_mail_address_is_not_the_same_person(provider, contact, client):
    provider.person, provider.email = "somebody-else", contact.email
    log_in(client)
    assert not is_logged_in(client)


def test_somebody_who_has_left_is_not_let_in(provider, contact, client):
    contact.is_active = False
    contact.save()
    log_in(client)
    assert not is_logged_in(client)


def test_somebody_switched_off_is_out_at_once_whatever_the_session_says(provider, contact, client):
    log_in(client)
    assert client.get("/organ/").status_code == 200
    contact.is_active = False
    contact.save()
    assert client.get("/organ/").status_code == 302


def test_a_state_nobody_asked_for_is_refused(provider, contact, client):
    client.get("/oidc/authenticate/")
    answer = client.get("/oidc/callback/?code=code-0&state=guessed")
    assert answer["Location"].startswith("/logga-in/")
    assert not is_logged_in(client)


def test_a_provider_that_is_down_gives_a_reason_and_no_error_page(provider, contact, client, settings):
    begin = client.get("/oidc/authenticate/")
    sent_back = requests.get(begin["Location"], allow_redirects=False, timeout=5).headers["Location"]
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:1/token"
    address = urlsplit(sent_back)
    assert client.get(f"{address.path}?{address.query}")["Location"].startswith("/logga-in/")


@pytest.mark.parametrize("address", ["/oidc/authenticate/", "/oidc/callback/"])
def test_without_a_provider_there_is_nothing_there(client, city, settings, address):
    settings.OIDC_ENABLED = False
    assert client.get(address).status_code == 404
