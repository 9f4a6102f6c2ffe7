"""An EU project from the idea that every body sees to the final report."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from engagements import calls, project_gates
from engagements.actions import eu_projects
from engagements.models import EuProject, ProjectReport
from governance import decisions
from governance.errors import RefusedByRule, StaleVersion, WrongState
from governance.models import Decision, Notice

from .agreements import decision_of
from .eu_projects import fresh, make_application, make_decided, make_granted, make_idea

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def committee(city):
    return city("trafiknamnden")


@pytest.fixture
def granted(contact, secretary, committee) -> EuProject:
    return make_granted(contact, committee, secretary)


def test_whoever_goes_for_the_same_call_is_found_in_spite_of_spelling(
    contact, other_contact, committee, city
):
    idea = make_idea(contact, committee)
    make_idea(
        other_contact, city("miljo-och-halsoskyddsnamnden"), title="Något annat", call="LIFE-2026-SAP-ENV"
    )
    (rival,) = calls.rivals("horizon miss 2026 cit 01")
    assert (rival.title, rival.body, rival.contact) == (
        "Vintervägar (exempel)",
        "Trafiknämnden",
        contact.name,
    )
    assert calls.rivals(idea.call, exclude=idea.pk) == []
    assert calls.rivals("abc") == []


def test_a_secret_idea_is_no_rival(contact, committee):
    idea = make_idea(contact, committee)
    idea.matter.secrecy_ground, idea.matter.secrecy_marked_on = "OSL 18:13", TODAY
    idea.matter.save()
    assert calls.rivals(idea.call) == []


def test_a_complete_application_goes_to_the_body_of_the_ruling_and_tells_its_secretary(
    contact, secretary, committee
):
    sent = eu_projects.send_for_decision(make_application(contact, committee), by=contact)
    assert (sent.matter.status, sent.matter.before.slug) == ("before_body", "trafiknamnden")
    assert Notice.objects.filter(person=secretary, matter=sent.matter).count() == 1


def test_a_project_of_several_bodies_goes_to_the_executive_board(contact, committee):
    application = make_application(contact, committee, scope="several_bodies")
    assert eu_projects.send_for_decision(application, by=contact).matter.before.slug == "kommunstyrelsen"


@pytest.mark.parametrize(
    ("missing", "field", "section"),
    [
        ({"plan_link": " "}, "plan_link", "3.3"),
        ({"applied_amount": None}, "applied_amount", "5"),
        ({"own_share": None}, "own_share", "5"),
        ({"own_share_source": ""}, "own_share_source", "5"),
    ],
)
def test_a_shut_gate_stops_it_and_cites_its_section(missing, field, section, contact, committee):
    application = make_application(contact, committee, **missing)
    with pytest.raises(ValidationError) as refusal:
        eu_projects.send_for_decision(application, by=contact)
    assert list(refusal.value.message_dict) == [field]
    (gate,) = project_gates.shut(application, TODAY)
    assert (gate.section, gate.strategy) == (section, "2016")


def test_without_an_own_contribution_no_source_is_asked_for(contact, committee):
    application = make_application(contact, committee, own_share=Decimal(0), own_share_source="")
    assert eu_projects.send_for_decision(application, by=contact).matter.status == "before_body"


def test_an_idea_is_not_sent_for_decision(contact, committee):
    with pytest.raises(WrongState):
        eu_projects.send_for_decision(make_idea(contact, committee), by=contact)


@pytest.mark.parametrize(
    ("outcome", "status", "is_open"),
    [
        ("approved", "to_submit", True),
        ("rejected", "rejected", False),
        ("tabled", "tabled", True),
        ("referred_back", "referred_back", True),
    ],
)
def test_the_decision_moves_the_application(outcome, status, is_open, contact, secretary, committee):
    sent = eu_projects.send_for_decision(make_application(contact, committee), by=contact)
    decision = eu_projects.decide(sent, decision_of(committee, outcome), by=secretary)
    matter = fresh(sent).matter
    assert (matter.status, matter.is_open) == (status, is_open)
    assert (decision.section.number, decision.rule_id is not None) == ("5", True)


def test_another_bodys_secretary_is_refused_with_the_ruling(contact, other_secretary, committee, city):
    sent = eu_projects.send_for_decision(make_application(contact, committee), by=contact)
    with pytest.raises(RefusedByRule) as refusal:
        eu_projects.decide(sent, decision_of(city("miljo-och-halsoskyddsnamnden")), by=other_secretary)
    assert refusal.value.ruling.section == "5"


def test_what_the_body_decided_on_stands_when_it_is_edited(contact, secretary, committee):
    project = make_decided(contact, committee, secretary)
    edited = eu_projects.edit(
        project,
        project.matter.version,
        by=contact,
        own_share=Decimal(1),
        summary="Ny text",
        title="Nytt namn",
    )
    assert (edited.own_share, edited.summary, edited.matter.title) == (
        Decimal(500_000), "Ny text", "Vintervägar (exempel)"
    )  # fmt: skip


def test_who_read_an_older_version_is_told(contact, committee):
    idea = make_idea(contact, committee)
    eu_projects.edit(idea, 1, by=contact, summary="x")
    with pytest.raises(StaleVersion):
        eu_projects.edit(idea, 1, by=contact, summary="y")


def test_nothing_is_submitted_before_it_is_decided(contact, secretary, committee):
    with pytest.raises(WrongState):
        eu_projects.submit(make_application(contact, committee), by=contact, submitted_on=TODAY)
    decided = make_decided(contact, committee, secretary)
    with pytest.raises(ValidationError, match="submitted_on"):
        eu_projects.submit(decided, by=contact, submitted_on=date(2026, 3, 11))
    assert (
        eu_projects.submit(decided, by=contact, submitted_on=date(2026, 3, 12)).matter.status == "submitted"
    )


def test_a_refused_application_closes_the_matter(contact, secretary, committee):
    project = eu_projects.submit(
        make_decided(contact, committee, secretary), by=contact, submitted_on=date(2026, 3, 20)
    )
    eu_projects.note_answer(
        project, by=contact, is_granted=False, answered_on=TODAY, answer="För många sökande."
    )
    matter = fresh(project).matter
    assert (matter.status, matter.closed_on is not None) == ("not_granted", True)


def test_a_grant_says_amount_and_period(contact, secretary, committee):
    project = eu_projects.submit(
        make_decided(contact, committee, secretary), by=contact, submitted_on=date(2026, 3, 20)
    )
    with pytest.raises(ValidationError) as refusal:
        eu_projects.note_answer(project, by=contact, is_granted=True, answered_on=date(2026, 5, 4))
    assert set(refusal.value.message_dict) == {"amount", "starts_on", "ends_on"}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "status"),
    [
        (date(2027, 1, 1), date(2028, 12, 31), "granted"),
        (date(2026, 6, 1), date(2028, 12, 31), "running"),
        (date(2026, 6, 1), date(2026, 9, 1), "closing"),
    ],
)
def test_a_granted_project_stands_where_its_period_says(
    starts_on, ends_on, status, contact, secretary, committee
):
    project = make_granted(contact, committee, secretary, starts_on=starts_on, ends_on=ends_on)
    assert project.matter.status == status
    assert project.eu_funding_to_city == 2_500_000


def test_the_register_lets_projects_begin_and_end_and_tells_once(contact, secretary, committee):
    project = make_granted(
        contact, committee, secretary, starts_on=date(2027, 1, 1), ends_on=date(2028, 12, 31)
    )
    assert eu_projects.look_after_projects(date(2026, 12, 31)) == 0
    assert eu_projects.look_after_projects(date(2027, 1, 1)) == 1
    assert fresh(project).matter.status == "running"
    assert eu_projects.look_after_projects(date(2029, 1, 1)) == 1
    assert fresh(project).matter.status == "closing"
    assert eu_projects.look_after_projects(date(2029, 1, 2)) == 0
    assert Notice.objects.filter(matter=project.matter, key__contains=":over:").count() == 1


def test_a_report_is_due_on_the_card_and_told_of_a_month_before(granted, contact):
    eu_projects.add_report(granted, by=contact, title="Period 1", due_on=date(2027, 3, 1))
    assert fresh(granted).matter.due_on == date(2027, 3, 1)
    assert eu_projects.look_after_projects(date(2027, 1, 15)) == 0
    assert eu_projects.look_after_projects(date(2027, 2, 10)) == 1
    assert eu_projects.look_after_projects(date(2027, 2, 11)) == 0


def test_a_report_that_is_sent_is_due_no_more(granted, contact):
    report = eu_projects.add_report(granted, by=contact, title="Period 1", due_on=date(2026, 10, 1))
    with pytest.raises(ValidationError, match="approved_on"):
        eu_projects.note_report(report, by=contact, sent_on=date(2026, 9, 1), approved_on=date(2026, 8, 1))
    eu_projects.note_report(report, by=contact, sent_on=date(2026, 9, 1), approved_on=date(2026, 10, 1))
    assert fresh(granted).matter.due_on is None


def test_the_database_refuses_a_report_approved_before_it_is_sent(granted):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectReport.objects.create(project=granted, title="x", due_on=TODAY, approved_on=TODAY)


def test_money_is_one_amount_for_each_body_year_and_kind(granted, contact, city):
    jarva = city("jarva")
    with pytest.raises(ValidationError, match="body"):
        eu_projects.record_money(
            granted, by=contact, body=jarva, kind="received", year=2026, amount=Decimal(1)
        )
    eu_projects.take_part(granted, by=contact, body=jarva)
    for amount in (100, 200):
        eu_projects.record_money(
            granted, by=contact, body=jarva, kind="received", year=2026, amount=Decimal(amount)
        )
    assert [row.amount for row in granted.money.all()] == [200]
    with pytest.raises(ValidationError, match="year"):
        eu_projects.record_money(
            granted, by=contact, body=jarva, kind="received", year=2027, amount=Decimal(1)
        )


def test_a_body_that_takes_part_reads_the_project(granted, contact, other_contact, city, client_of):
    url = granted.matter.get_absolute_url()
    assert client_of(other_contact).get(url).status_code == 404
    eu_projects.take_part(granted, by=contact, body=city("miljo-och-halsoskyddsnamnden"))
    assert client_of(other_contact).get(url).status_code == 200


def test_a_project_is_closed_when_everything_is_reported_and_met(contact, secretary, committee):
    project = make_granted(contact, committee, secretary, ends_on=date(2026, 9, 1))
    report = eu_projects.add_report(project, by=contact, title="Slutrapport", due_on=date(2026, 10, 1))
    condition = eu_projects.add_condition(project, by=contact, text="EU-flaggan på webbsidan")
    entered = {"results": "Tre kilometer fria från snö.", "keep_until": date(2033, 12, 31)}
    with pytest.raises(ValidationError, match="Slutrapport, EU-flaggan på webbsidan"):
        eu_projects.finish(project, by=contact, **entered)
    eu_projects.note_report(report, by=contact, sent_on=date(2026, 10, 1))
    eu_projects.meet_condition(condition, by=contact, met_on=date(2026, 10, 1), proof="Webbsidan")
    with pytest.raises(ValidationError, match="keep_until"):
        eu_projects.finish(project, by=contact, **{**entered, "keep_until": date(2026, 8, 1)})
    eu_projects.finish(project, by=contact, **entered)
    matter = fresh(project).matter
    assert (matter.status, matter.is_open) == ("ended", False)


def test_a_withdrawn_idea_can_be_read(contact, committee):
    idea = eu_projects.withdraw(make_idea(contact, committee), by=contact, reason="Ingen tid.")
    assert (idea.matter.status, idea.matter.is_open, "Ingen tid." in idea.note) == ("withdrawn", False, True)


def test_a_corrected_outcome_moves_the_application(contact, secretary, committee):
    project = make_decided(contact, committee, secretary)
    first = Decision.objects.get(matter=project.matter)
    decisions.correct(first, decision_of(committee, "rejected"), by=secretary)
    assert fresh(project).matter.status == "rejected"


def test_a_correction_comes_too_late_when_it_is_submitted(contact, secretary, committee):
    project = make_decided(contact, committee, secretary)
    eu_projects.submit(project, by=contact, submitted_on=date(2026, 3, 20))
    first = Decision.objects.get(matter=project.matter)
    with pytest.raises(WrongState):
        decisions.correct(first, decision_of(committee, "rejected"), by=secretary)
    with pytest.raises(WrongState):
        decisions.correct(first, decision_of(committee, on=date(2026, 4, 1)), by=secretary)
