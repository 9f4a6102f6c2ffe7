"""Mail that was read into the form and never logged is forgotten after a week; nothing else is."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from governance import documents
from governance.models import Document, Draft, Person
from stockholm_intl.celery import app
from visits import tasks

pytestmark = pytest.mark.django_db


def read(by: Person, days_ago: int, media_type: str = "message/rfc822", matter=None) -> Document:
    """A mail that somebody had read so long ago."""
    mail = documents.store(b"From: a@b.example", "brev.eml", media_type, matter, by)
    Document.objects.filter(pk=mail.pk).update(created_at=ago(days_ago))
    return mail


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def left() -> set[int]:
    return set(Document.objects.values_list("pk", flat=True))


def test_what_nobody_logged_is_forgotten_after_a_week(contact, log) -> None:
    young, logged = read(contact, 6), read(contact, 90, matter=log(contact).matter)
    read(contact, 8), read(contact, 8, "text/plain")
    assert tasks.forget_unlogged_mail() == 2
    assert left() == {young.pk, logged.pk}


def test_a_mail_stays_while_its_writer_goes_on_with_the_form(contact, other_contact) -> None:
    mine, others = read(contact, 30), read(other_contact, 30)
    Draft.objects.create(person=contact, form="visits:new", data={"mail": str(mine.pk)})
    # Another's draft that names the number keeps nothing.
    Draft.objects.create(person=contact, form="x", data={"mail": str(others.pk)})
    assert tasks.forget_unlogged_mail() == 1
    assert left() == {mine.pk}
    Draft.objects.update(saved_at=ago(8))
    assert tasks.forget_unlogged_mail() == 1
    assert left() == set()


def test_many_are_forgotten_in_one_statement(contact, django_assert_num_queries) -> None:
    for _number in range(20):
        read(contact, 9)
    with django_assert_num_queries(1):
        assert tasks.forget_unlogged_mail() == 20


def test_the_clock_does_it_every_night() -> None:
    assert tasks.forget_unlogged_mail.name in {entry["task"] for entry in app.conf.beat_schedule.values()}
