"""Only the coordinator opens, writes and freezes; a frozen report is read by everybody with an office."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from reporting import actions
from tests.factories import PERSONAS

pytestmark = pytest.mark.django_db
OTHERS = [name for name in PERSONAS if name != "coordinator"]
READS_DRAFTS = {"coordinator", "board_secretary", "council_secretary", "mayor", "ib_secretary", "auditor"}


@pytest.mark.parametrize("username", OTHERS)
def test_nobody_else_opens_a_year(city, person, username):
    with pytest.raises(PermissionDenied):
        actions.open_year(2025, by=person(username))


@pytest.mark.parametrize("username", OTHERS)
def test_nobody_else_changes_a_report(assembled, person, username):
    who, version = person(username), assembled.matter.version
    for act in (
        lambda: actions.write(assembled, {}, by=who, version=version),
        lambda: actions.count_again(assembled, by=who),
        lambda: actions.freeze(assembled, by=who, version=version),
        lambda: actions.try_again(assembled, by=who),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("username", OTHERS)
def test_nobody_else_corrects_a_report(frozen, person, username):
    with pytest.raises(PermissionDenied):
        actions.correct(frozen, "Fel.", by=person(username))


def test_who_reads_a_report_before_and_after_it_is_frozen(assembled, client_of, coordinator, year, work):
    work()
    pages = [
        reverse(f"reporting:{name}", args=[year, 1]) for name in ("version", "pdf", "csv", "json", "progress")
    ]
    pages += [reverse("reporting:year", args=[year])]
    for username in PERSONAS:
        wanted = 200 if username in READS_DRAFTS else 404
        assert [client_of(username).get(page).status_code for page in pages] == [wanted] * len(pages), (
            username
        )
    actions.freeze(assembled, by=coordinator, version=assembled.matter.version)
    work()
    for username in PERSONAS:
        wanted = 404 if username == "newcomer" else 200
        assert [client_of(username).get(page).status_code for page in pages] == [wanted] * len(pages), (
            username
        )


def test_everybody_may_open_the_list_and_sees_the_reports_that_are_theirs(assembled, client_of, year):
    for username in PERSONAS:
        response = client_of(username).get(reverse("reporting:list"))
        assert response.status_code == 200
        assert bool(response.context["years"]) == (username in READS_DRAFTS), username
        assert bool(response.context["form"]) == (username == "coordinator"), username
        assert "95" in response.content.decode()


def test_the_pages_that_change_something_are_refused_to_others(assembled, client_of, year, coordinator):
    posts = [
        reverse(f"reporting:{name}", args=[year, 1])
        for name in ("write", "freeze", "count_again", "try_again")
    ]
    for username in OTHERS:
        wanted = 403 if username in READS_DRAFTS else 404
        assert [client_of(username).post(page).status_code for page in posts] == [wanted] * len(posts), (
            username
        )
        assert client_of(username).post(reverse("reporting:open"), {"year": 2024}).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/arsrapport/99999999999/",
        "/arsrapport/2025/version/99999999999/",
        "/arsrapport/arende/2025-99999/",
        "/arsrapport/arende/%00/",
        "/arsrapport/99999999/underlag/visits/",
    ],
)
def test_odd_addresses_are_not_found(city, client_of, coordinator, address):
    assert client_of(coordinator).get(address).status_code == 404
