"""Jobs that have stopped: an administrator sees them, lets them be tried again, or gives them up and says why."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from governance import outbox
from governance.errors import WrongState
from governance.models import OutboxEntry

LIST = reverse("stopped_jobs")


@pytest.fixture
def stopped(city) -> OutboxEntry:
    return stop("mail:visit:1:accept")


def stop(key: str) -> OutboxEntry:
    now = timezone.now()
    return OutboxEntry.objects.create(
        kind="mail_notice",
        key=key,
        not_before=now,
        dead_at=now,
        tries=300,
        last_error="OSError: no route to host",
    )


def test_the_administrator_meets_them_at_once_and_sees_what_went_wrong(
    client_of, administrator, stopped
) -> None:
    client = client_of(administrator)
    assert LIST in client.get(reverse("my_work")).content.decode()
    page = client.get(LIST).content.decode()
    for words in ("Avisering med e-post", "mail:visit:1:accept", "no route to host", "300 försök"):
        assert words in page


def test_others_are_not_told(client_of, coordinator, contact, stopped) -> None:
    for person in (coordinator, contact):
        client = client_of(person)
        assert LIST not in client.get(reverse("my_work")).content.decode()
        assert client.get(LIST).status_code == 403


def test_tried_again_it_begins_anew(client_of, administrator, stopped, mailoutbox) -> None:
    other = stop("mail:visit:2:accept")
    answer = client_of(administrator).post(reverse("try_jobs_again"), {"job": str(stopped.pk)}, follow=True)
    assert "Ett nytt försök görs med 1 uppgift." in answer.content.decode()
    stopped.refresh_from_db()
    assert (stopped.dead_at, stopped.tries) == (None, 0)
    assert outbox.waiting_entries("mail") == [stopped.pk]
    assert list(OutboxEntry.objects.stopped()) == [other]


def test_all_can_be_tried_again_at_once_and_what_is_given_up_stays(client_of, administrator, stopped) -> None:
    given_up = stop("mail:visit:2:accept")
    outbox.give_up(given_up, by=administrator, because="Hon har slutat.")
    client_of(administrator).post(reverse("try_jobs_again"))
    assert outbox.waiting_entries() == [stopped.pk]


def test_given_up_it_is_gone_from_the_list_and_the_reason_stays(client_of, administrator, stopped) -> None:
    client = client_of(administrator)
    address = reverse("give_up_job", args=[stopped.pk])
    assert client.post(address, {"because": "  "}).status_code == 422
    assert client.post(address, {"because": "Adressen finns inte."}).status_code == 302
    assert not OutboxEntry.objects.stopped().exists()
    page = client.get(LIST).content.decode()
    assert "Adressen finns inte." in page
    assert "Adam Administratör" in page
    assert client.post(address, {"because": "igen"}).status_code == 404
    with pytest.raises(WrongState):
        outbox.give_up(stopped, by=administrator, because="igen")


@pytest.mark.parametrize("job", ["x", "8b0c1f0e-0000-4000-8000-000000000000", "\x00"])
def test_a_job_that_does_not_exist_does_no_harm(job, client_of, administrator, stopped) -> None:
    assert client_of(administrator).post(reverse("try_jobs_again"), {"job": job}).status_code == 302
    assert list(OutboxEntry.objects.stopped()) == [stopped]


def test_only_an_administrator_gives_up(coordinator, administrator, stopped) -> None:
    with pytest.raises(PermissionDenied):
        outbox.give_up(stopped, by=coordinator, because="x")
    with pytest.raises(WrongState):
        outbox.give_up(stopped, by=administrator, because=" ")
