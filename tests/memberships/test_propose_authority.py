"""Who may propose, prepare, send and withdraw: those who prepare the body's matters, nobody else."""

import pytest
from django.core.exceptions import PermissionDenied

from governance import access
from governance.models import Matter, Person
from memberships import actions
from tests.factories import PERSONAS

from .conftest import make_proposal

pytestmark = pytest.mark.django_db
PREPARERS = {"contact", "secretary"}


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_propose_for_it(username, city, contact, person):
    by = person(username)
    if username in PREPARERS:
        assert make_proposal(by, city("trafiknamnden")).matter.responsible == by
    else:
        make_proposal(contact, city("trafiknamnden"), name="There already (exempel)")
        before = Matter.objects.count()
        with pytest.raises(PermissionDenied):
            make_proposal(by, city("trafiknamnden"), name="There already (exempel)")
        assert Matter.objects.count() == before


VERBS = {
    "edit": lambda m, by: actions.edit(m, 1, by=by, why="x"),
    "prepare": lambda m, by: actions.prepare(m, by=by),
    "withdraw": lambda m, by: actions.withdraw(m, by=by, reason="x"),
}


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_go_on_with_it(username, verb, proposal, person):
    if username in PREPARERS:
        VERBS[verb](proposal, person(username))
        assert Matter.objects.get(pk=proposal.pk).version == 2
    else:
        with pytest.raises(PermissionDenied):
            VERBS[verb](proposal, person(username))
        assert Matter.objects.get(pk=proposal.pk).version == 1


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_send_it(username, proposal, contact, person):
    actions.prepare(proposal, by=contact)
    if username in PREPARERS:
        actions.send_for_decision(proposal, by=person(username))
    else:
        with pytest.raises(PermissionDenied):
            actions.send_for_decision(proposal, by=person(username))


def test_one_who_has_lost_the_office_is_refused_at_once(proposal, contact):
    contact.appointments.all().delete()
    fresh = Person.objects.get(pk=contact.pk)
    access.sync_rights(fresh)
    with pytest.raises(PermissionDenied):
        actions.prepare(proposal, by=fresh)
