"""Drill 1: role × endpoint × method × object. The endpoints come from the resolver, who may read from a table here.

What a page answers to whom on the own committee's matters stands in tests/page_policy.py and is held by
tests/test_pages.py. Here the same addresses are tried on what is not one's own: another board's matter, a secret
one, one that does not exist, another matter's file.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from engagements.models import EuProject, Organisation
from governance import access, documents, matters
from governance.models import Body, Kind, Matter, Person
from memberships.models import Membership, MembershipReview
from tests.drills.conftest import ROUNDS
from tests.factories import PERSONAS
from tests.page_policy import PAGES
from tests.test_pages import NAMES, patterns
from visits.models import Visit

pytestmark = pytest.mark.django_db

OWN, OTHER = "trafiknamnden", "miljo-och-halsoskyddsnamnden"
# Who reads what, written down once more on purpose: the drill must not ask the code it examines.
EVERYTHING = {"council_secretary", "board_secretary", "ib_secretary", "mayor", "coordinator", "auditor"}
READERS = {
    OWN: EVERYTHING | {"contact", "secretary", "head"},
    OTHER: EVERYTHING | {"other_contact", "other_secretary"},
}
REFUSALS = (403, 404, 405)
SHORT = ("contact", "other_contact", "newcomer", "auditor")
METHODS = ("get", "head", "post", "put", "delete") if ROUNDS else ("get", "post")
WHO = tuple(PERSONAS) if ROUNDS else SHORT

FACTS = {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}
VISIT = {"act": "handle_visit", "areas": 1, "political_level": "ordinary"}
OVERVIEWS = ("visits:detail", "memberships:detail", "memberships:review", "engagements:eu_project")


def endpoints() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every address that names a matter, with what else it needs, out of the resolver."""
    for name, pattern in patterns(get_resolver()):
        converters = pattern.pattern.converters
        whole = name if "number" in converters else ""
        # A report is everybody's, and its rows stand in the policy; what is published is asked in test_open_things.py.
        if not whole or name.startswith(("reporting:", "open_register:")):
            continue
        yield name, {key: None for key in converters if key != "number"}


ENDPOINTS = dict(endpoints())


def kind_of(name: str) -> str:
    if name.startswith("visits:"):
        return Kind.VISIT
    if name.startswith("engagements:"):
        return Kind.EU_PROJECT
    if "review" in name and name != "memberships:open_review":
        return Kind.MEMBERSHIP_REVIEW
    return Kind.MEMBERSHIP


@pytest.fixture
def things(city) -> dict[tuple[str, str], Matter]:
    """A matter of every kind: the own committee's, another's, a secret one, a closed one."""
    found = {}
    for place, slug in (("own", OWN), ("other", OTHER), ("secret", OWN), ("closed", OWN)):
        for kind in (Kind.VISIT, Kind.MEMBERSHIP, Kind.MEMBERSHIP_REVIEW, Kind.EU_PROJECT):
            found[place, kind] = _make(kind, Body.objects.get(slug=slug), place)
    return found


def _make(kind: str, body: Body, place: str) -> Matter:
    contact = Person.objects.get(username="contact")
    today = timezone.localdate()
    status = {Kind.VISIT: "being_assessed", Kind.EU_PROJECT: "running"}.get(kind, "before_body")
    card: dict[str, Any] = {"facts": VISIT if kind == Kind.VISIT else FACTS}
    if kind == Kind.EU_PROJECT:
        card = {
            "facts": {"act": "run_eu_project", "scope": "own_operation"},
            "starts_on": today,
            "ends_on": today,
        }
    if place == "closed":
        card["closed_on"] = today
    matter = matters.open_matter(
        kind, by=contact, body=body, title=f"Övning {place} {kind}", status=status, **card
    )
    if place == "secret":
        matters.change(matter, by=contact, secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on=today)
    organisation, _ = Organisation.objects.get_or_create(
        slug="ovning", defaults={"name": "Övning (exempel)", "kind": "network", "is_invented": True}
    )
    if kind == Kind.VISIT:
        Visit.objects.create(matter=matter, received_on=today, purpose="Övning.", organisation=organisation)
    elif kind == Kind.EU_PROJECT:
        EuProject.objects.create(matter=matter, role="partner", programme="Övning")
    elif kind == Kind.MEMBERSHIP:
        Membership.objects.create(matter=matter, organisation=organisation, kind="network", why="Övning.")
    else:
        joined = _make(Kind.MEMBERSHIP, body, place)
        MembershipReview.objects.create(matter=matter, membership=joined.membership, due_on=today)
    return matter


def may_read(persona: str, place: str) -> bool:
    if place in ("secret", "nowhere", "foreign file"):
        return False
    return persona in READERS[OTHER if place == "other" else OWN]


def tried(client: Client, things: dict[tuple[str, str], Matter]) -> Iterator[tuple[str, str, str, int]]:
    """(endpoint, method, object, status) for every combination; what a request changes is undone."""
    for name, more in ENDPOINTS.items():
        for place in ("own", "other", "secret", "closed", "nowhere"):
            matter = things.get((place, kind_of(name)))
            given = {"number": matter.number if matter else "1999-00001", **dict.fromkeys(more, 1)}
            for method in METHODS:
                yield name, method, place, _status(client, method, reverse(name, kwargs=given))
    # A file of another board's matter, asked for under one's own.
    foreign = documents.store(
        b"hemligt",
        "brev.txt",
        "text/plain",
        things["other", Kind.VISIT],
        Person.objects.get(username="other_contact"),
    )
    address = reverse("document", args=[things["own", Kind.VISIT].number, foreign.pk])
    yield "document", "get", "foreign file", _status(client, "get", address)


def _status(client: Client, method: str, address: str) -> int:
    with transaction.atomic():
        status = getattr(client, method)(address).status_code
        transaction.set_rollback(True)
    return status


def leaks_for(persona: str, client: Client, things: dict[tuple[str, str], Matter]) -> dict[str, Any]:
    count: Counter[str] = Counter()
    leaks, refused = [], []
    for name, method, place, status in tried(client, things):
        count["tried"] += 1
        count["server_errors"] += status >= 500
        if not may_read(persona, place) and status not in REFUSALS:
            leaks.append(f"{persona} {method} {name} {place}: {status}")
        if may_read(persona, place) and method == "get" and name in OVERVIEWS and status != 200:
            refused.append(f"{persona} {name} {place}: {status}")
    return {
        "tried": count["tried"],
        "leaks": leaks,
        "wrong_refusals": refused,
        "server_errors": count["server_errors"],
    }


@pytest.mark.parametrize("persona", WHO)
def test_nobody_reaches_what_they_may_not_read(persona, things, client_of, tell):
    found = leaks_for(persona, client_of(persona), things)
    without_row = sorted(set(NAMES) - set(PAGES))
    tell(
        1,
        role=persona,
        endpoints=len(ENDPOINTS),
        methods=len(METHODS),
        **found,
        without_policy_row=without_row,
    )
    assert found["leaks"] == []
    assert found["wrong_refusals"] == []
    assert found["server_errors"] == 0
    assert without_row == []


def test_control_without_the_guard_of_reading_a_newcomer_gets_in(things, client_of, tell, monkeypatch):
    monkeypatch.setattr(access, "may_view", lambda person, matter: True)
    found = leaks_for("newcomer", client_of("newcomer"), things)
    tell(1, control=True, role="newcomer", tried=found["tried"], leaks=len(found["leaks"]))
    assert found["leaks"]


def test_the_drill_sees_the_addresses_of_every_feature():
    assert {name.split(":")[0] for name in ENDPOINTS if ":" in name} == {
        "visits",
        "memberships",
        "engagements",
        "planning",
        "referrals",
    }
    assert "matter_history" in ENDPOINTS
