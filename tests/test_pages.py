"""Every page times every persona: the addresses come from the resolver, the expected answers from page_policy.py."""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from governance.models import Kind, Matter
from tests.factories import PERSONAS
from tests.page_policy import PAGES, scene


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the product with the name the policy knows it by."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern


NAMES = sorted({name for name, _pattern in patterns(get_resolver())})
METHODS = ("get", "post")
TAG = re.compile(r"<[^>]*>")
# The red box of a refusal, up to where it closes.
REASON = re.compile(r'<div class="notice notice-danger"[^>]*>(.*?)</p>', re.DOTALL)
Answers = dict[tuple[str, str], int]
# A state of each kind in which nothing more is done.
OVER = {
    Kind.AGREEMENT: "evaluated",
    Kind.AID_PROJECT: "withdrawn",
    Kind.DECLARATION: "left",
    Kind.EU_PROJECT: "withdrawn",
    Kind.EU_QUESTION: "closed",
    Kind.EVENT_ABROAD: "cancelled",
    Kind.MEMBERSHIP: "withdrawn",
    Kind.MEMBERSHIP_REVIEW: "continued",
    Kind.PLAN: "locked",
    Kind.ACCOUNT: "locked",
    Kind.REFERRAL: "withdrawn",
    Kind.REFERRAL_ANSWER: "abstained",
    Kind.VISIT: "closed",
}
# Whoever may not decide, or no longer, reads there who does.
EXPLAINING = {name for name in PAGES if ":decide" in name} | {"visits:write_letter"}
# What was noted is put right there with its reason, also when it is over: the annual report counts it.
CORRECTING = {"visits:correct_outcome", "engagements:correct_event_costs"}
# What is over can hold what needs secrecy still, and a marking is lifted whenever its reason has passed.
SECRECY = {"mark_secret", "reexamine_secrecy", "let_in_person", "end_grant"}
# What was issued is read, and revoked, as long as somebody may show it.
LETTERS = {"visits:invitations", "visits:invitation"}
# A promise outlives the journey or the visit at which it was made.
PROMISES = {"engagements:keep_promise", "engagements:drop_promise"}
# Once it is done the page tells what was sent, and has no form any more.
TELLING = {"call_meeting"}
REACHABLE = [name for name in NAMES if name in PAGES]


def test_every_address_has_a_row_in_the_policy_and_every_row_an_address() -> None:
    assert {name for name in NAMES if name not in PAGES} == set()
    assert {name for name in PAGES if name not in NAMES} == set()


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_answers_the_persona_as_the_policy_says(persona: str, city, client_of, caplog) -> None:
    """And no refusal is bare: each has a sentence, the pages of the administration their own."""
    things, client = scene(), client_of(persona)
    expected = {
        (name, method): getattr(PAGES[name], method)[persona] for name in REACHABLE for method in METHODS
    }
    answers = {(name, method): ask(client, name, method, things) for name, method in expected}
    found = {row: answer.status_code for row, answer in answers.items()}
    assert differing(found, expected) == {}, caplog.text[-3000:]
    refusals = {row: answer for row, answer in answers.items() if answer.status_code == 403}
    assert [row for row, answer in refusals.items() if says_nothing(answer)] == []


def says_nothing(refusal: HttpResponse) -> bool:
    """Whether its red box is missing, or as good as empty."""
    said = REASON.search(refusal.content.decode())
    return said is None or len(TAG.sub("", said[1]).strip()) < 20


def test_no_form_is_shown_that_is_refused_when_it_is_sent() -> None:
    shown = [
        (name, persona)
        for name, page in PAGES.items()
        for persona in PERSONAS
        if page.get[persona] == 200 and page.post[persona] == 409 and name not in TELLING
    ]
    assert shown == []


@pytest.mark.parametrize(("kind", "status"), OVER.items())
def test_a_matter_that_is_over_shows_no_form(kind: str, status: str, city, client_of) -> None:
    """Wherever the scene left it: once it has closed there is nothing to write on it."""
    things, client = scene(), client_of("contact")
    today = timezone.localdate()
    Matter.objects.filter(kind=kind).update(status=status, opened_on=today, closed_on=today, due_on=None)
    numbers = set(Matter.objects.filter(kind=kind).values_list("number", flat=True))
    forms = [
        name
        for name, page in PAGES.items()
        if page.args
        and things[page.args[0]] in numbers
        and 405 not in (page.get["contact"], page.post["contact"])
    ]
    found = {name: ask(client, name, "get", things).status_code for name in forms}
    allowed = EXPLAINING | CORRECTING | SECRECY | PROMISES | LETTERS
    assert {name for name, status in found.items() if status == 200} <= allowed
    assert len(forms) > 1


def test_a_stranger_is_sent_to_log_in_from_every_page_that_is_not_open(city) -> None:
    things, login = scene(), reverse("login")
    wrong = []
    for name, method in product(REACHABLE, METHODS):
        answer = ask(Client(), name, method, things)
        sent_to_log_in = answer.status_code == 302 and answer["Location"].startswith(login)
        if not sent_to_log_in and not PAGES[name].open:
            wrong.append((name, method, answer.status_code))
    assert wrong == []


def test_a_wrong_row_is_noticed(city, client_of) -> None:
    """The control: the comparison above is able to fail."""
    things, client = scene(), client_of("other_contact")
    found = {("matter_history", "get"): ask(client, "matter_history", "get", things).status_code}
    assert differing(found, {("matter_history", "get"): 404}) == {}
    assert differing(found, {("matter_history", "get"): 200}) == {("matter_history", "get"): (404, 200)}


def ask(client: Client, name: str, method: str, things: dict[str, Any]) -> HttpResponse:
    """One request whose effects are undone, so that the next one meets the same scene."""
    page, cookies = PAGES[name], deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(address(name, things), page.data if method == "post" else {})
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def differing(found: Answers, expected: Answers) -> dict[tuple[str, str], tuple[int, int]]:
    """Where the answer is another than the policy's: (found, expected) by page and method."""
    return {row: (status, expected[row]) for row, status in found.items() if status != expected[row]}


def address(name: str, things: dict[str, Any]) -> str:
    page = PAGES[name]
    arguments = [things[each] for each in page.args]
    query = f"?{page.query}" if page.query else ""
    if any(mark in name for mark in "<(*"):  # a pattern without a name: only the administration has any
        return f"{reverse('admin:index')}{arguments[0]}{query}"
    return f"{reverse(name, args=arguments)}{query}"
