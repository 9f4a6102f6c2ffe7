"""Who may write to the guest: the owner's contact person and secretary. The coordinators keep the wording."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import PERSONAS
from visits import actions
from visits.models import Letter, LetterTemplate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("username", sorted(set(PERSONAS) - {"contact", "secretary"}))
def test_nobody_else_writes_in_the_bodys_name(username: str, log, contact, person) -> None:
    with pytest.raises(PermissionDenied):
        actions.write_letter(
            log(contact), by=person(username), kind="thanks", language="sv", subject="x", text="x"
        )
    assert not Letter.objects.exists()


@pytest.mark.parametrize("username", sorted(set(PERSONAS) - {"coordinator"}))
def test_only_the_coordinator_changes_the_wording(username: str, person) -> None:
    with pytest.raises(PermissionDenied):
        actions.edit_template("thanks", "sv", 0, by=person(username), subject="x", text="x")
    assert not LetterTemplate.objects.exists()
