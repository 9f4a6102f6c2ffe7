"""What one can and what one learns: entered by the person alone, found by others; seats in a training."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from governance.errors import WrongState
from network.actions import competence, writing
from network.models import Competence
from tests.network.rows import make_competence, make_training

pytestmark = pytest.mark.django_db
LIST = "/natverket/kompetens/"


def found(client, query: str) -> list[str]:
    return [str(row.author) for row in client.get(f"{LIST}?{query}").context["page"].rows]


def test_who_speaks_finnish_is_found_by_the_word_and_by_the_filter(client_of, contact, other_contact) -> None:
    make_competence(contact, "fi")
    make_competence(other_contact, "fr", level="fluent")
    writing.write(Competence, by=other_contact, kind="eu", level="working", text="Horizon Europe")
    client = client_of("auditor")
    assert found(client, "q=finska") == ["Tove Trafik"]
    assert found(client, "language=fi") == ["Tove Trafik"]
    assert found(client, "language=fi&level=native") == []
    assert found(client, "q=horizon") == ["Mika Miljö"]
    assert set(found(client, "kind=language")) == {"Tove Trafik", "Mika Miljö"}


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"kind": "language", "level": "basic"}, "language"),
        ({"kind": "eu", "level": "basic"}, "text"),
        ({"kind": "language", "language": "other", "level": "basic"}, "text"),
        ({"kind": "language", "language": "xx", "level": "basic"}, "language"),
        ({"kind": "eu", "level": "basic", "text": "\x00"}, "text"),
    ],
)
def test_what_is_missing_is_told_at_its_field(entered, field, client_of) -> None:
    answer = client_of("contact").post(LIST + "ny/", {"version": 1, **entered})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_language_is_entered_once(client_of, contact) -> None:
    make_competence(contact, "fi")
    entered = {"version": 1, "kind": "language", "language": "fi", "level": "native"}
    assert client_of(contact).post(LIST + "ny/", entered).status_code == 422
    with pytest.raises(ValidationError):
        make_competence(contact, "fi")


def test_what_one_can_is_changed_and_taken_away_by_oneself_alone(client_of, contact, coordinator) -> None:
    row = make_competence(contact, "fi")
    with pytest.raises(PermissionDenied):
        competence.take_away(row, by=coordinator)
    with pytest.raises(PermissionDenied):
        writing.change(row, 1, by=coordinator, level="native")
    assert client_of(contact).post(f"{LIST}{row.pk}/ta-bort/").status_code == 302
    assert not Competence.objects.exists()
    assert Competence.history.filter(id=row.pk).count() == 2


def test_a_training_takes_as_many_as_it_has_seats(client_of, contact, other_contact, coordinator) -> None:
    training = make_training(coordinator, seats=1)
    address = training.get_absolute_url() + "plats/"
    for _twice in range(2):
        assert client_of(contact).post(address).status_code == 302
    assert training.participants.count() == 1
    with pytest.raises(WrongState):
        competence.join(training, by=other_contact)
    assert client_of(other_contact).post(address).status_code == 409
    client_of(contact).post(address, {"act": "leave"})
    competence.join(training, by=other_contact)
    assert [each.person for each in training.participants.all()] == [other_contact]


def test_a_training_that_was_held_is_not_joined(contact, coordinator) -> None:
    training = make_training(coordinator, held_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(WrongState):
        competence.join(training, by=contact)
