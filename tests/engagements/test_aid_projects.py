"""An aid-like project is decided only when somebody else pays everything, by the strategy of the day it is decided."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements import aid_gates
from engagements.actions import aid_projects
from engagements.models import AidFinancing, AidProject
from engagements.models.aid_projects import percent_of
from governance import decisions
from governance.errors import RefusedByRule, StaleVersion, WrongState
from governance.models import Decision, Matter, Notice
from governance.models.lamps import LIT

from .agreements import decision_of
from .aid_projects import PARTS, fresh, make_aid, make_approved, make_over

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 12)
FORM = {
    "body": "trafiknamnden",
    "title": "Säkra korsningar (exempel)",
    "name": "Chișinău stad (exempel)",
    "partner_kind": "city",
    "summary": "Vi bygger om tolv korsningar.",
    "country": "MD",
    "area": "elsewhere",
    "starts_on": "2026-04-01",
    "ends_on": "2027-03-31",
    "total_cost": "500 000",
    "includes_staff_time": "yes",
    "funder": "other",
    "funder_name": "Gatufonden (exempel)",
    "amount": "500 000",
    "is_requested": "no",
    "scope": "own_operation",
}


def refusals(project: AidProject, by) -> str:
    with pytest.raises(ValidationError) as refused:
        aid_projects.send_for_decision(project, by=by)
    assert not Decision.objects.exists()
    return " ".join(refused.value.messages)


def names_shut(project: AidProject, day: date) -> list[str]:
    return [gate.field for gate in aid_gates.shut(fresh(project), day)]


def test_what_others_pay_is_what_the_question_is_asked_with(contact, city):
    project = make_aid(contact, city("trafiknamnden"))
    facts = {"act": "run_aid_project", "scope": "own_operation", "external_funding": "100"}
    assert project.matter.facts == facts
    assert (project.external, project.own_cost) == (1_000_000, 0)
    aid_projects.remove_financing(project.financing.last(), by=contact)
    assert fresh(project).matter.facts["external_funding"] == "90.00"
    assert fresh(project).own_cost == 100_000
    assert project.financing.model.history.filter(history_type="-", history_user=contact).count() == 1


@pytest.mark.parametrize(("part", "whole", "percent"), [("99999.99", "100000", "99.99"), ("2", "1", "100")])
def test_a_share_is_never_rounded_up_to_the_whole(part, whole, percent):
    assert percent_of(Decimal(part), Decimal(whole)) == Decimal(percent)


def test_it_cannot_be_sent_while_the_city_would_pay_anything(contact, city):
    project = make_aid(contact, city("trafiknamnden"), [("sida", 999_999, True)])
    told = refusals(project, contact)
    assert "1 kr återstår för staden" in told.replace("\u00a0", " ")
    assert "strategin 2016, avsnitt 4" in told
    assert "ingen får besluta förbi det" in told


@pytest.mark.parametrize(
    ("parts", "facts", "words"),
    [
        ([], {}, "Finansiären är namngiven"),
        ([("sida", 1_000_000, True)], {"includes_staff_time": False}, "arbetstid"),
        ([("sida", 1_000_001, True)], {}, "betalar mer än projektet kostar"),
        ([("sida", 1_000_000, True)], {"ends_on": None}, "sista dag"),
    ],
)
def test_each_part_of_the_gate_says_what_to_do(parts, facts, words, contact, city):
    assert words in refusals(make_aid(contact, city("trafiknamnden"), parts, **facts), contact)


def test_under_2016_nobody_need_have_asked_and_it_may_go_anywhere(contact, city):
    project = make_aid(contact, city("trafiknamnden"), [("world_bank", 1_000_000, False)], area="elsewhere")
    assert names_shut(project, TODAY) == []
    sent = aid_projects.send_for_decision(project, by=contact)
    assert (sent.matter.status, sent.matter.before) == ("before_body", city("trafiknamnden"))


@pytest.mark.parametrize(
    ("parts", "area", "shut"),
    [
        ([("sida", 1_000_000, True)], "neighbourhood", []),
        ([("un", 600_000, True), ("world_bank", 400_000, False)], "earlier_engagement", []),
        ([("sida", 1_000_000, False)], "neighbourhood", ["financing"]),
        ([("world_bank", 1_000_000, True)], "neighbourhood", ["financing"]),
        ([("eu", 1_000_000, True)], "elsewhere", ["area"]),
        ([("world_bank", 900_000, False)], "elsewhere", ["total_cost", "financing", "area"]),
    ],
)
def test_under_2003_a_funder_must_have_asked_and_the_area_be_listed(parts, area, shut, contact, city):
    project = make_aid(contact, city("trafiknamnden"), parts, area=area)
    assert names_shut(project, date(2005, 5, 5)) == shut


def test_the_strategy_of_the_day_of_the_decision_rules(contact, secretary, city):
    """Sent today under 2016; the minutes are of 2005, when a funder must have asked for it."""
    committee = city("trafiknamnden")
    project = make_aid(
        contact,
        committee,
        [("sida", 1_000_000, False)],
        opened_on=date(2005, 2, 1),
        starts_on=date(2005, 6, 1),
        ends_on=date(2006, 5, 31),
    )
    aid_projects.send_for_decision(project, by=contact)
    with pytest.raises(RefusedByRule, match="Sida, Europeiska unionen eller Förenta nationerna"):
        aid_projects.decide(project, decision_of(committee, on=date(2005, 5, 10)), by=secretary)
    assert not Decision.objects.exists()
    aid_projects.decide(project, decision_of(committee, on=date(2018, 5, 10)), by=secretary)
    assert Decision.objects.get().strategy.key == "2016"


def test_2008_leaves_all_to_its_table(contact, city):
    project = make_aid(contact, city("trafiknamnden"), [])
    assert aid_gates.of(project, date(2010, 1, 1)) == []
    assert not decisions.ruling_for(fresh(project).matter, date(2010, 1, 1))


def test_several_bodies_means_the_executive_board(contact, city):
    project = make_aid(contact, city("trafiknamnden"), scope="several_bodies")
    assert aid_projects.send_for_decision(project, by=contact).matter.before == city("kommunstyrelsen")


def test_approved_it_runs_from_its_first_day(contact, secretary, city):
    tomorrow = timezone.localdate() + timedelta(days=1)
    later = make_approved(
        contact, city("trafiknamnden"), secretary, starts_on=tomorrow, ends_on=tomorrow + timedelta(days=9)
    )
    assert later.matter.status == "approved"
    assert aid_projects.look_after_aid_projects(tomorrow) == 1
    assert fresh(later).matter.status == "running"
    assert aid_projects.look_after_aid_projects(tomorrow + timedelta(days=10)) == 1
    assert fresh(later).matter.status == "closing"
    assert aid_projects.look_after_aid_projects(tomorrow + timedelta(days=10)) == 0
    assert Notice.objects.filter(key__startswith=f"aid:{later.pk}:over").count() == 1


def test_a_final_report_is_reminded_of_once(contact, secretary, city):
    due = timezone.localdate() + timedelta(days=20)
    project = make_approved(contact, city("trafiknamnden"), secretary, report_by=due)
    assert project.matter.due_on == due
    for _again in range(2):
        aid_projects.look_after_aid_projects()
    assert Notice.objects.filter(key__startswith=f"aid:{project.pk}:report").count() == 1


def test_it_is_reported_evaluated_and_closed(contact, secretary, city):
    project = make_over(contact, city("trafiknamnden"), secretary)
    assert project.matter.status == "closing"
    with pytest.raises(WrongState):
        aid_projects.evaluate(project, by=contact, evaluated_on=date(2026, 10, 2), evaluation="x")
    aid_projects.report(project, by=contact, reported_on=date(2026, 10, 1), results="Läckor.")
    with pytest.raises(ValidationError):
        aid_projects.evaluate(project, by=contact, evaluated_on=date(2026, 9, 30), evaluation="x")
    aid_projects.evaluate(project, by=contact, evaluated_on=date(2026, 10, 2), evaluation="Bra.")
    matter = fresh(project).matter
    assert (matter.status, matter.closed_on, matter.due_on) == ("ended", date(2026, 10, 2), None)
    assert matter.lamp_followed_up == LIT


def test_money_received_is_one_amount_for_funder_and_year(contact, secretary, city):
    project = make_approved(contact, city("trafiknamnden"), secretary)
    part = project.financing.first()
    for amount in (1, 2):
        aid_projects.record_received(project, by=contact, financing=part, year=2026, amount=Decimal(amount))
    assert [row.amount for row in project.received.all()] == [2]
    with pytest.raises(ValidationError):
        aid_projects.record_received(project, by=contact, financing=part, year=2099, amount=Decimal(1))


def test_what_is_decided_stands(contact, secretary, city):
    project = make_approved(contact, city("trafiknamnden"), secretary)
    aid_projects.edit(
        project, project.matter.version, by=contact, total_cost=Decimal(5), title="Annat", note="Försenat."
    )
    project = fresh(project)
    assert (project.total_cost, project.matter.title, project.note) == (
        1_000_000,
        "Dricksvatten (exempel)",
        "Försenat.",
    )
    with pytest.raises(WrongState):
        aid_projects.add_financing(project, by=contact, funder="un", amount=Decimal(1), is_requested=True)
    with pytest.raises(StaleVersion):
        aid_projects.edit(project, 1, by=contact, note="x")


def test_a_corrected_decision_moves_it_until_money_has_come(contact, secretary, city):
    committee = city("trafiknamnden")
    project = make_approved(contact, committee, secretary)
    first = Decision.objects.get()
    rejected = decisions.correct(first, decision_of(committee, "rejected"), by=secretary)
    assert (fresh(project).matter.status, fresh(project).matter.is_open) == ("rejected", False)
    decisions.correct(rejected, decision_of(committee), by=secretary)
    assert fresh(project).matter.status == "running"
    aid_projects.record_received(
        fresh(project), by=contact, financing=project.financing.first(), year=2026, amount=Decimal(1)
    )
    last = Decision.objects.filter(superseded_by=None).get()
    with pytest.raises(WrongState):
        decisions.correct(last, decision_of(committee, "rejected"), by=secretary)


@pytest.mark.parametrize(
    "wrong",
    [
        {"total_cost": 0},
        {"reported_on": date(2026, 1, 1)},
        {"evaluated_on": date(2026, 1, 1), "evaluation": "x"},
    ],
)
def test_the_database_says_no_first(wrong, contact, city):
    project = make_aid(contact, city("trafiknamnden"))
    for name, value in wrong.items():
        setattr(project, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        project.save()


def test_another_funder_has_a_name(contact, city):
    project = make_aid(contact, city("trafiknamnden"))
    with pytest.raises(ValidationError):
        aid_projects.add_financing(
            project, by=contact, funder="other", amount=Decimal(1), is_requested=False, name=" "
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        AidFinancing.objects.create(project=project, funder="other", amount=1, is_requested=False)


def test_the_form_makes_partner_project_and_funder(client_of, contact, city):
    answer = client_of(contact).post("/bistandsprojekt/nytt/", FORM)
    project = AidProject.objects.get()
    assert answer.status_code == 302
    assert project.partner.name == "Chișinău stad (exempel)"
    assert project.financing.get().label == "Gatufonden (exempel)"
    assert project.matter.facts["external_funding"] == "100"


def test_a_form_that_is_sent_twice_makes_one_project_until_it_is_sent_on_purpose(client_of, contact, city):
    client = client_of(contact)
    sent = FORM | {"draft_token": "6f1c8a52-6a0e-4a53-9d3c-0a8a1c0b7f11"}
    assert client.post("/bistandsprojekt/nytt/", sent).status_code == 302
    again = client.post(
        "/bistandsprojekt/nytt/", sent | {"organisation": str(AidProject.objects.get().partner_id)}
    )
    page = again.content.decode()
    assert again.status_code == 422
    assert "Du har redan skickat formuläret" in page
    assert sent["draft_token"] not in page
    assert AidProject.objects.count() == 1


def test_more_money_than_a_funder_was_to_pay_is_said(client_of, contact, secretary, city):
    project = make_approved(contact, city("trafiknamnden"), secretary)
    part, client = project.financing.first(), client_of(contact)
    for amount, is_said in ((part.amount, False), (part.amount + 1, True)):
        aid_projects.record_received(project, by=contact, financing=part, year=2026, amount=amount)
        assert (
            "och mer än så är inlagt" in client.get(project.get_absolute_url()).content.decode()
        ) == is_said


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"funder_name": ""}, "funder_name"),
        ({"ends_on": "2026-03-01"}, "ends_on"),
        ({"total_cost": "0"}, "total_cost"),
        ({"total_cost": "många"}, "total_cost"),
        ({"country": "ZZ"}, "country"),
        ({"title": "a\0b"}, "title"),
        ({"summary": "x" * 200_000}, "summary"),
        ({"area": "månen"}, "area"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(wrong, field, client_of, contact, city):
    answer = client_of(contact).post("/bistandsprojekt/nytt/", FORM | wrong)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Matter.objects.exists()


def test_the_ruling_answers_while_one_types(client_of, contact, city):
    client = client_of(contact)
    part = "/bistandsprojekt/nytt/vem-beslutar/?scope=several_bodies&total_cost=100&amount="
    assert "Kommunstyrelsen" in client.get(part + "100").content.decode()
    told = client.get(part + "40").content.decode()
    assert "60 kr återstår för staden" in told.replace("\u00a0", " ")
    assert "bara när någon annan betalar hela kostnaden" in told
    assert client.get(part + "%00").status_code == 200


def test_the_page_says_what_stops_it_with_the_section(client_of, contact, city):
    project = make_aid(contact, city("trafiknamnden"), [("sida", 1, True)])
    told = client_of(contact).get(project.get_absolute_url()).content.decode()
    assert "ingen får besluta förbi det" in told
    assert "2009:47" in told
    assert "Skicka för beslut" not in told


def test_a_marked_project_leaks_nowhere(client_of, contact, other_contact, secretary, city):
    project = make_approved(contact, city("trafiknamnden"), secretary, title="Hemligt vatten")
    assert "Hemligt vatten" in client_of(other_contact).get("/bistandsprojekt/").content.decode()
    Matter.objects.filter(pk=project.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 4, 1))
    for path in ("/bistandsprojekt/", "/bistandsprojekt/?q=vatten", "/sok/?q=vatten"):
        assert "Hemligt vatten" not in client_of(other_contact).get(path).content.decode()
    assert client_of(other_contact).get(project.get_absolute_url()).status_code == 404


def test_only_what_is_decided_stands_in_the_register_for_others(client_of, contact, other_contact, city):
    make_aid(contact, city("trafiknamnden"))
    assert "Dricksvatten" in client_of(contact).get("/bistandsprojekt/").content.decode()
    assert "Dricksvatten" not in client_of(other_contact).get("/bistandsprojekt/").content.decode()


@pytest.mark.parametrize("query", ["state=undecided", "funder=eu", "q=vatten", "body=trafiknamnden"])
def test_the_register_is_narrowed(query, client_of, contact, city):
    make_aid(contact, city("trafiknamnden"))
    assert "Dricksvatten" in client_of(contact).get(f"/bistandsprojekt/?{query}").content.decode()
    for other in ("state=ended", "funder=un", "q=asfalt", "body=%00"):
        answer = client_of(contact).get(f"/bistandsprojekt/?{other}")
        assert answer.status_code == 200


def test_the_history_tells_of_funders(client_of, contact, city):
    project = make_aid(contact, city("trafiknamnden"))
    told = client_of(contact).get(f"/arenden/{project.matter.number}/historik/").content.decode()
    assert "Finansiär" in told


def queries(client, url: str) -> int:
    client.get(url)  # what a process reads once
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?q=vatten&funder=sida", "?state=undecided&body=trafiknamnden"])
def test_the_list_costs_the_same_for_three_projects_and_for_twenty(query, contact, city, client_of):
    client, url = client_of(contact), f"/bistandsprojekt/{query}"
    for _n in range(3):
        make_aid(contact, city("trafiknamnden"))
    few = queries(client, url)
    for _n in range(17):
        make_aid(contact, city("trafiknamnden"))
    assert queries(client, url) == few <= 12


def test_a_project_costs_the_same_however_many_pay(contact, secretary, city, client_of):
    project = make_approved(contact, city("trafiknamnden"), secretary)
    client, url = client_of(contact), project.get_absolute_url()
    few = queries(client, url)
    for year in range(2004, 2024):
        for part in project.financing.all():
            aid_projects.record_received(project, by=contact, financing=part, year=year, amount=Decimal(1))
    assert queries(client, url) <= few <= 25


def test_the_latest_projects_of_a_funder_stand_first_and_each_once(contact, city, client_of):
    """They are found by the day of the matter, which a trigger keeps beside each funder."""
    body = city("trafiknamnden")
    twice = [("un", 400_000, True), ("un", 500_000, True), ("eu", 100_000, False)]
    projects = [
        make_aid(contact, body, parts, title=title)
        for title, parts in (
            ("Första (exempel)", twice),
            ("Utan FN (exempel)", PARTS),
            ("Andra (exempel)", twice),
        )
    ]
    Matter.objects.filter(pk=projects[0].pk).update(opened_on=date(2026, 3, 1))
    answer = client_of(contact).get(reverse("engagements:aid_projects") + "?funder=un")
    assert [card.pk for card in answer.context["page"]] == [projects[2].pk, projects[0].pk]
    assert answer.context["page"].total == 2
    assert {str(part.opened_on) for part in projects[0].financing.all()} == {"2026-03-01"}
