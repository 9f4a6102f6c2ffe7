"""Who may log a request: the contact person and the secretary of the body, nobody else."""

import pytest
from django.core.exceptions import PermissionDenied

from governance import documents
from tests.factories import PERSONAS
from tests.visits.conftest import form_of
from visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("username", sorted(set(PERSONAS) - {"contact", "secretary"}))
def test_nobody_logs_for_a_body_they_do_not_work_for(username: str, log, person) -> None:
    with pytest.raises(PermissionDenied):
        log(person(username))
    assert not Visit.objects.exists()


@pytest.mark.parametrize("username", ["contact", "secretary"])
def test_the_contact_person_and_the_secretary_log(username: str, log, person) -> None:
    assert log(person(username)).matter.responsible.username == username


def test_somebody_elses_mail_is_not_attached_by_guessing_its_number(
    client_of, contact, other_contact
) -> None:
    mail = documents.store(b"From: x", "brev.eml", "message/rfc822", None, other_contact)
    client_of(contact).post("/besok/ny/", form_of(mail=mail.pk))
    mail.refresh_from_db()
    assert Visit.objects.exists()
    assert mail.matter is None
