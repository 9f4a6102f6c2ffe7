"""A request as a guest's browser sends it, and how far a test wants it taken."""

import re
from datetime import timedelta
from typing import Any

from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from governance import outbox
from governance.models import Body, OutboxEntry, Person
from visits.actions import open as actions
from visits.models import Delegate, OpenRequest, Visit
from visits.open import forms, limits, tokens


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def who(**values: Any) -> dict[str, Any]:
    return {
        "contact_name": "Amina Otieno",
        "contact_role": "Chief of protocol",
        "contact_email": "amina@nairobi.example",
        "contact_phone": "+254 20 000",
        "role": "own",
        "counterpart": "Nairobi City County",
        "organisation_kind": "city",
        "country": "KE",
        "city": "Nairobi",
        "website": "www.nairobi.example",
        **values,
    }


def what(**values: Any) -> dict[str, Any]:
    return {
        "purpose": "To learn how a city keeps its lakes clean.",
        "theme_1": "climate",
        "theme_2": "digital",
        "questions": "A plant, and those who run it.",
        "offer": "Our own work with rivers.",
        "persons_wished": "The head of the water works",
        "media": "on",
        **values,
    }


def when(**values: Any) -> dict[str, Any]:
    return {
        "since_1": day(60),
        "until_1": day(61),
        "length": "two_days",
        "size": "6",
        "elected": "yes",
        "head_of_delegation": "Joseph Kamau",
        "language": "en",
        "wants_letter": "on",
        "access_needs": "Step-free ways",
        **values,
    }


def shown(seconds: int = 60) -> dict[str, str]:
    """What the form carries besides: shown so many seconds ago."""
    moment = int(timezone.now().timestamp()) - seconds
    return {limits.CLOCK: signing.dumps(moment, salt=limits.SALT), limits.TRAP: ""}


def begin(client: Client | None = None, **values: Any) -> tuple[OpenRequest, str]:
    """A draft begun on the page itself, and the token of its link."""
    answer = (client or Client()).post("/oppet/en/besok/", who(**values) | shown())
    assert answer.status_code == 302, answer.content.decode()
    token = re.search(r"/besok/([^/]{43})/", answer["Location"])
    assert token
    return OpenRequest.objects.latest("pk"), token[1]


def draft(**values: Any) -> tuple[OpenRequest, str]:
    """A complete draft, written by the verbs."""
    given = who() | what() | when() | values
    request, token = actions.begin("en", "vem", {name: str(value) for name, value in given.items()})
    actions.address(request, given["contact_email"])
    return request, token


def received(**values: Any) -> tuple[Visit, str]:
    """A request that has become a visit, and the token of the guest's page."""
    request, token = draft(**values)
    actions.send(request)
    visit = actions.receive(request, forms.values_of(request.data))
    return Visit.objects.select_related("matter__body").get(pk=visit.pk), token


def delegate(visit: Visit, **values: Any) -> Delegate:
    """One delegate who needs a letter, with passport."""
    told = {"given_names": "Wanjiru", "family_name": "Mwangi", "needs_letter": True, "diet": "no nuts"}
    told |= {name: value for name, value in values.items() if name not in PASSPORT}
    passport = PASSPORT | {name: value for name, value in values.items() if name in PASSPORT}
    return actions.add_delegate(visit.open_request, told, passport if told["needs_letter"] else None)


PASSPORT: dict[str, Any] = {
    "nationality": "KE",
    "number": "AK0012345",
    "expires_on": timezone.localdate() + timedelta(days=3000),
    "born_on": timezone.localdate() - timedelta(days=15000),
    "applies_at": "Embassy of Sweden in Nairobi",
}


def passport_form(**values: Any) -> dict[str, Any]:
    return {name: str(value) for name, value in PASSPORT.items()} | values


def officer() -> Person:
    return Person.objects.get(username="coordinator")


def board() -> Body:
    return Body.objects.get(slug="kommunstyrelsen")


def post_the_mail() -> list[mail.EmailMessage]:
    """Send what waits in the outbox to guests: the mails, in order."""
    before = len(mail.outbox)
    for entry in OutboxEntry.objects.filter(kind="mail_guest", done_at=None).order_by("created_at", "pk"):
        assert outbox.run(entry.pk), entry.last_error
    return mail.outbox[before:]


def link_in(message: mail.EmailMessage) -> str:
    """The address of the first link, as a path."""
    found = re.search(r"https?://[^/]+(/oppet/\S+)", str(message.body))
    assert found, message.body
    return found[1]


def own(token: str) -> str:
    return f"/oppet/en/besok/{token}/"


def key_of(request: OpenRequest) -> str:
    return tokens.of(request, "request")
