"""Recording a decision: no day, delegate or secret matter makes a body decide what is not its to decide."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from governance import decisions, matters
from governance.decisions import Record
from governance.errors import RefusedByRule, WrongState
from governance.forms import DecisionForm
from governance.models import Appointment, Decision, Matter, Office, SecrecyGrant
from tests.factories import appoint

pytestmark = pytest.mark.django_db

OWN = {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}
# Until 2016 the Executive Board decided this; since then the City Council does.
CITY_ORGANISATION = {"act": "join_membership", "scope": "city_wide", "counterpart": "organisation"}


@pytest.fixture
def matter(city, contact):
    def opened(facts: dict[str, Any]) -> Matter:
        return matters.open_matter(
            "membership",
            by=contact,
            body=city("trafiknamnden"),
            title="Medlemskap i Polis",
            status="prepared",
            opened_on=date(2026, 1, 15),
            facts=facts,
        )

    return opened


def entry(body, **values: Any) -> Record:
    given = {"outcome": "approved", "decided_on": date(2026, 3, 10), "wording": "Bifall.", "paragraph": "14"}
    return Record(body=body, **(given | values))


def test_an_older_day_does_not_bring_back_who_decided_then(matter, city, board_secretary):
    with pytest.raises(WrongState, match="2016-11-14"):
        decisions.record(
            matter(CITY_ORGANISATION),
            entry(city("kommunstyrelsen"), decided_on=date(2012, 5, 5)),
            by=board_secretary,
        )
    assert not Decision.objects.exists()


def test_nor_does_a_correction(matter, city, secretary):
    decision = decisions.record(matter(OWN), entry(city("trafiknamnden")), by=secretary)
    with pytest.raises(WrongState, match="2016-11-14"):
        decisions.correct(decision, entry(city("trafiknamnden"), decided_on=date(2012, 5, 5)), by=secretary)
    assert Decision.objects.get() == decision


def test_in_a_matter_of_the_old_strategy_each_day_has_its_own(
    city, contact, board_secretary, council_secretary
):
    """As the note on adopting a strategy says: before the new one the old decides, from its first day the new."""
    for day, key, by, slug in (
        (date(2016, 11, 13), "2008", board_secretary, "kommunstyrelsen"),
        (date(2016, 11, 14), "2016", council_secretary, "kommunfullmaktige"),
    ):
        old = matters.open_matter(
            "membership", by=contact, body=city("trafiknamnden"), title="Polis", status="prepared",
            opened_on=date(2016, 5, 1), facts=CITY_ORGANISATION,
        )  # fmt: skip
        assert decisions.record(old, entry(city(slug), decided_on=day), by=by).strategy.key == key


def test_what_is_not_yet_decided_is_not_recorded(matter, city, secretary):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(WrongState):
        decisions.record(matter(OWN), entry(city("trafiknamnden"), decided_on=tomorrow), by=secretary)
    decision = decisions.record(matter(OWN), entry(city("trafiknamnden")), by=secretary)
    with pytest.raises(WrongState):
        decisions.add_event(decision, "posted", by=secretary, day=tomorrow)


def test_a_decision_may_be_older_than_the_day_its_matter_came_into_the_register(matter, city, secretary):
    decisions.record(matter(OWN), entry(city("trafiknamnden"), decided_on=date(2025, 12, 1)), by=secretary)
    assert Decision.objects.get().decided_on == date(2025, 12, 1)


DELEGATED = {"form": "delegated", "paragraph": "", "power_source": "Delegationsordningen 4.2"}


def test_power_is_delegated_to_nobody_outside_the_body(matter, city, secretary, other_secretary, newcomer):
    for stranger in (other_secretary, newcomer):
        with pytest.raises(RefusedByRule):
            decisions.record(
                matter(OWN), entry(city("trafiknamnden"), delegate=stranger, **DELEGATED), by=secretary
            )
    assert not Decision.objects.exists()


@pytest.mark.parametrize("role", Office.Role.values)
def test_power_is_delegated_only_to_offices_that_can_bind_the_body(role, matter, city, secretary, newcomer):
    """A contact person represents the body but cannot bind it; auditors and administrators stand outside."""
    appoint(newcomer, "trafiknamnden", role)
    body, case = city("trafiknamnden"), matter(OWN)
    offered = DecisionForm(body=body).fields["delegate"].queryset
    if role in ("head", "secretary", "mayor", "coordinator"):
        assert newcomer in offered
        decisions.record(case, entry(body, delegate=newcomer, **DELEGATED), by=secretary)
    else:
        assert newcomer not in offered
        with pytest.raises(RefusedByRule):
            decisions.record(case, entry(body, delegate=newcomer, **DELEGATED), by=secretary)


def test_nobody_records_a_decision_of_their_own(matter, city, secretary, newcomer):
    appoint(newcomer, "trafiknamnden", "secretary")
    case, own = matter(OWN), entry(city("trafiknamnden"), delegate=secretary, **DELEGATED)
    with pytest.raises(RefusedByRule):
        decisions.record(case, own, by=secretary)
    decision = decisions.record(case, own, by=newcomer)
    with pytest.raises(RefusedByRule):
        decisions.correct(decision, own, by=secretary)


def test_a_delegate_decided_while_in_office_even_if_gone_since(matter, city, secretary, newcomer):
    office = Office.objects.get(body=city("trafiknamnden"), role="head")
    Appointment.objects.create(
        office=office, person=newcomer, since=date(2026, 2, 1), until=date(2026, 2, 28)
    )
    newcomer.is_active = False
    newcomer.save()
    record = {"delegate": newcomer, **DELEGATED}
    with pytest.raises(RefusedByRule):
        decisions.record(matter(OWN), entry(city("trafiknamnden"), **record), by=secretary)
    decision = decisions.record(
        matter(OWN), entry(city("trafiknamnden"), decided_on=date(2026, 2, 14), **record), by=secretary
    )
    assert decision.delegate_name == newcomer.name


def test_a_secret_matter_is_decided_by_a_secretary_who_was_let_in(matter, city, secretary, contact, person):
    secret = matter(OWN)
    Matter.objects.filter(pk=secret.pk).update(secrecy_ground="OSL 18:1", secrecy_marked_on=date(2026, 2, 1))
    with pytest.raises(PermissionDenied):
        decisions.record(secret, entry(city("trafiknamnden")), by=secretary)
    SecrecyGrant.objects.create(matter=secret, person=secretary, granted_by=contact)
    decisions.record(secret, entry(city("trafiknamnden")), by=person("secretary"))
    assert secret.decisions.count() == 1


# Delegated to the Mayor, and handled in the preparatory committee.
THE_MAYORS = {"act": "join_declaration", "scope": "city_wide", "adds_resource_burden": False}
THE_BOARDS = {**THE_MAYORS, "adds_resource_burden": True}


def test_the_secretary_of_the_preparatory_committee_records_what_the_mayor_decides(
    matter, city, ib_secretary, mayor
):
    case, board = matter(THE_MAYORS), city("kommunstyrelsen")
    decision = decisions.record(case, entry(board, delegate=mayor, **DELEGATED), by=ib_secretary)
    assert (decision.body, decision.delegate, decision.section.number) == (board, mayor, "5")
    assert list(Decision.objects.to_notify()) == [decision]


def test_but_neither_what_the_board_decides_nor_what_a_body_has_delegated_itself(
    matter, city, ib_secretary, mayor, head
):
    board, committee = city("kommunstyrelsen"), city("trafiknamnden")
    with pytest.raises(PermissionDenied):
        decisions.record(matter(THE_MAYORS), entry(board), by=ib_secretary)
    with pytest.raises(PermissionDenied):
        decisions.record(matter(THE_BOARDS), entry(board, delegate=mayor, **DELEGATED), by=ib_secretary)
    with pytest.raises(PermissionDenied):
        decisions.record(matter(OWN), entry(committee, delegate=head, **DELEGATED), by=ib_secretary)
    assert not Decision.objects.exists()


def test_what_the_mayor_decides_lies_before_the_preparatory_committee(
    matter, city, ib_secretary, board_secretary
):
    for facts, slug, committees in (
        (THE_MAYORS, "internationella-beredningen", True),
        (THE_BOARDS, "kommunstyrelsen", False),
    ):
        ruling = decisions.ruling_for(matter(facts))
        assert decisions.awaited_body(ruling, city("trafiknamnden")) == city(slug)
        assert decisions.may_record(ib_secretary, ruling, city("trafiknamnden")) is committees
        assert decisions.may_record(board_secretary, ruling, city("trafiknamnden"))
