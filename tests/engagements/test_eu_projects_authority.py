"""Who may enter, go on with and decide on an EU project: those of the body that leads it, nobody else."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from engagements.actions import eu_projects
from governance.models import Matter
from tests.factories import PERSONAS

from .agreements import decision_of
from .eu_projects import fresh, make_application, make_decided, make_granted, make_idea

pytestmark = pytest.mark.django_db
PREPARERS = {"contact", "secretary"}
DAY = date(2026, 10, 1)
# verb: on which project, and how it is called
VERBS = {
    "edit": ("idea", lambda p, by: eu_projects.edit(p, p.matter.version, by=by, summary="x")),
    "begin": ("idea", lambda p, by: eu_projects.begin_application(p, by=by)),
    "send": ("application", lambda p, by: eu_projects.send_for_decision(p, by=by)),
    "withdraw": ("application", lambda p, by: eu_projects.withdraw(p, by=by, reason="x")),
    "submit": ("decided", lambda p, by: eu_projects.submit(p, by=by, submitted_on=DAY)),
    "add_report": ("granted", lambda p, by: eu_projects.add_report(p, by=by, title="x", due_on=DAY)),
    "add_condition": ("granted", lambda p, by: eu_projects.add_condition(p, by=by, text="x")),
    "take_part": ("granted", lambda p, by: eu_projects.take_part(p, by=by, body=_another(p))),
    "money": (
        "granted",
        lambda p, by: eu_projects.record_money(
            p, by=by, body=p.matter.body, kind="received", year=2026, amount=1
        ),
    ),
}


def _another(project):
    return type(project.matter.body).objects.get(slug="jarva")


def _made(name, contact, secretary, committee):
    if name == "idea":
        return make_idea(contact, committee)
    if name == "application":
        return make_application(contact, committee)
    make = make_decided if name == "decided" else make_granted
    return make(contact, committee, secretary)


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_enter_its_ideas(username, city, person):
    by, committee = person(username), city("trafiknamnden")
    if username in PREPARERS:
        assert make_idea(by, committee).matter.responsible == by
        return
    with pytest.raises(PermissionDenied):
        make_idea(by, committee)
    assert not Matter.objects.exists()


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_go_on_with_it(username, verb, city, contact, secretary, person):
    name, act = VERBS[verb]
    project = _made(name, contact, secretary, city("trafiknamnden"))
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
    sent = eu_projects.send_for_decision(make_application(contact, committee), by=contact)
    if username == "secretary":
        eu_projects.decide(sent, decision_of(committee), by=person(username))
        assert fresh(sent).matter.status == "to_submit"
    else:
        with pytest.raises(PermissionDenied):
            eu_projects.decide(sent, decision_of(committee), by=person(username))
        assert fresh(sent).matter.status == "before_body"
