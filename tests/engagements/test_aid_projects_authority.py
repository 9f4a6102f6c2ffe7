"""Who may propose, go on with and decide on an aid-like project: those of the body that runs it, nobody else."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from engagements.actions import aid_projects
from governance.models import Matter
from tests.factories import PERSONAS

from .agreements import decision_of
from .aid_projects import fresh, make_aid, make_over

pytestmark = pytest.mark.django_db
PREPARERS = {"contact", "secretary"}
DAY = date(2026, 10, 1)
# verb: on which project, and how it is called
VERBS = {
    "edit": ("proposal", lambda p, by: aid_projects.edit(p, p.matter.version, by=by, note="x")),
    "add_financing": (
        "proposal",
        lambda p, by: aid_projects.add_financing(p, by=by, funder="un", amount=1, is_requested=False),
    ),
    "remove_financing": (
        "proposal",
        lambda p, by: aid_projects.remove_financing(p.financing.first(), by=by),
    ),
    "send": ("proposal", lambda p, by: aid_projects.send_for_decision(p, by=by)),
    "withdraw": ("proposal", lambda p, by: aid_projects.withdraw(p, by=by, reason="x")),
    "take_part": ("proposal", lambda p, by: aid_projects.take_part(p, by=by, body=_another(p))),
    "money": (
        "over",
        lambda p, by: aid_projects.record_received(
            p, by=by, financing=p.financing.first(), year=2026, amount=1
        ),
    ),
    "report": ("over", lambda p, by: aid_projects.report(p, by=by, reported_on=DAY, results="x")),
}


def _another(project):
    return type(project.matter.body).objects.get(slug="jarva")


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_propose(username, city, person):
    by, committee = person(username), city("trafiknamnden")
    if username in PREPARERS:
        assert make_aid(by, committee).matter.responsible == by
        return
    with pytest.raises(PermissionDenied):
        make_aid(by, committee)
    assert not Matter.objects.exists()


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_go_on_with_it(username, verb, city, contact, secretary, person):
    name, act = VERBS[verb]
    committee = city("trafiknamnden")
    project = make_aid(contact, committee) if name == "proposal" else make_over(contact, committee, secretary)
    before = project.matter.version
    if username in PREPARERS:
        act(project, person(username))
        assert fresh(project).matter.version > before
    else:
        with pytest.raises(PermissionDenied):
            act(project, person(username))
        assert fresh(project).matter.version == before


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_secretary_of_the_deciding_body_records(username, city, contact, person):
    committee = city("trafiknamnden")
    sent = aid_projects.send_for_decision(make_aid(contact, committee), by=contact)
    if username == "secretary":
        assert aid_projects.decide(sent, decision_of(committee), by=person(username)).body == committee
        return
    with pytest.raises(PermissionDenied):
        aid_projects.decide(sent, decision_of(committee), by=person(username))
