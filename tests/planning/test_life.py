"""A round, its plans and its accounts from the first day to the kept copy; who may do what, and who is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from engagements import project_gates
from engagements.actions.events import missing_for_decision
from governance import lamps, waiting
from governance.errors import StaleVersion, WrongState
from governance.models import Matter, Notice, SecrecyGrant
from governance.models.lamps import LIT, OUT
from planning import content, lacking, offices, paper, planned, worklists
from planning.actions import accounts, handing, reminding, rounds, writing
from planning.models import Account, KeptCopy, Plan, PlanLine, PlanTie, Round
from tests.engagements import eu_projects as projects
from tests.engagements import events as journeys
from tests.factories import appoint
from tests.planning.making import (
    ENVIRONMENT,
    PORTS,
    SOON,
    TODAY,
    TRANSPORT,
    YEAR,
    accepted,
    accounted,
    body,
    count,
    fresh,
    goal,
    line,
    locked,
    membership,
    of,
    opened,
    person,
    ready,
    submitted,
    version,
    written,
)

pytestmark = pytest.mark.django_db


def keys(username: str, begin: str) -> list[str]:
    return [
        key
        for key in Notice.objects.filter(person__username=username).values_list("key", flat=True)
        if key.startswith(begin)
    ]


# --- The round -------------------------------------------------------------------------------------


def test_a_round_gives_every_body_a_matter_of_its_own_and_tells_who_writes(city):
    asked = opened()
    slugs = set(asked.plans.values_list("matter__body__slug", flat=True))
    assert slugs == {"kommunstyrelsen", TRANSPORT, ENVIRONMENT, "jarva", "stockholms-stadshus", PORTS}
    plan = of(asked)
    assert plan.matter.title == f"Plan {YEAR} för internationellt arbete"
    assert (plan.matter.due_on, plan.hand_in_by) == (SOON, SOON)
    assert plan.matter.responsible == person("contact")
    assert keys("contact", "round:")
    assert not keys("head", "round:")
    assert asked.history.count() == 1


@pytest.mark.parametrize("username", ["contact", "secretary", "head", "board_secretary", "auditor", "mayor"])
def test_only_the_coordinator_opens_a_round(username, city):
    with pytest.raises(PermissionDenied):
        rounds.open_round(by=person(username), subject="plan", year=YEAR, due_on=SOON)
    assert not Round.objects.exists()


def test_a_year_has_one_round_of_each_subject(city):
    opened()
    opened("account")
    with pytest.raises(ValidationError):
        opened()
    assert Round.objects.count() == 2


def test_a_day_that_has_passed_is_no_deadline(city):
    with pytest.raises(ValidationError):
        opened(due_on=TODAY - timedelta(days=1))


def test_a_moved_deadline_follows_those_who_have_not_submitted_and_have_no_day_of_their_own(city):
    asked = opened()
    done, own = of(asked), of(asked, ENVIRONMENT)
    submitted(written(done))
    own = submitted(written(own, "other_contact"), "other_contact", "other_secretary")
    handing.ask_completion(
        own, by=person("coordinator"), to_complete="Mål.", hand_in_by=SOON + timedelta(days=5)
    )
    later = SOON + timedelta(days=20)
    rounds.edit_round(asked, 1, by=person("coordinator"), due_on=later, instruction="Ny.")
    assert fresh(done).hand_in_by == SOON
    assert fresh(own).hand_in_by == SOON + timedelta(days=5)
    ports = of(asked, PORTS)
    assert (ports.hand_in_by, ports.matter.due_on) == (later, later)
    assert keys("company_contact", "moved:")
    with pytest.raises(StaleVersion):
        rounds.edit_round(asked, 1, by=person("coordinator"), due_on=later, instruction="")


def test_a_locked_round_keeps_what_is_accepted_and_leaves_the_rest_with_its_body(city):
    asked = opened()
    accepted(written(of(asked)))
    assert rounds.close_round(asked, by=person("coordinator")) == 1
    assert fresh(of(asked)).matter.status == "locked"
    assert of(asked, ENVIRONMENT).matter.status == "open"
    asked.refresh_from_db()
    assert asked.is_locked
    with pytest.raises(WrongState):
        rounds.edit_round(asked, asked.version, by=person("coordinator"), due_on=SOON, instruction="")
    asked = rounds.reopen_round(asked, by=person("coordinator"), reason="En nämnd glömdes.")
    assert not asked.is_locked
    assert asked.reopened_because == "En nämnd glömdes."
    with pytest.raises(WrongState):
        rounds.reopen_round(asked, by=person("coordinator"), reason="Igen.")


def test_a_body_is_asked_later_once(city):
    asked = opened(bodies=[body()])
    rounds.add_body(asked, body(PORTS), by=person("coordinator"))
    with pytest.raises(ValidationError):
        rounds.add_body(asked, body(PORTS), by=person("coordinator"))
    assert asked.plans.count() == 2


# --- The plan --------------------------------------------------------------------------------------


def test_a_line_has_a_number_that_is_never_used_again(city):
    plan = of(opened())
    first, second = goal(plan), line(plan)
    assert [each.ident for each in (first, second)] == [
        f"{plan.matter.number}-001",
        f"{plan.matter.number}-002",
    ]
    writing.remove_line(second, by=person("contact"))
    assert line(plan).ident == f"{plan.matter.number}-003"
    writing.change_line(first, version(plan), by=person("contact"), title="Annat mål")
    first.refresh_from_db()
    assert (first.title, first.ident) == ("Annat mål", f"{plan.matter.number}-001")


def test_to_write_makes_it_a_draft_and_a_version_more(city):
    plan = of(opened())
    before = version(plan)
    writing.write(plan, before, by=person("contact"), aims="Lära.")
    assert fresh(plan).matter.status == "draft"
    with pytest.raises(StaleVersion):
        writing.write(plan, before, by=person("secretary"), aims="Annat.")


@pytest.mark.parametrize("username", ["head", "coordinator", "other_contact", "auditor", "newcomer"])
def test_only_those_who_prepare_the_bodys_matters_write(username, city):
    plan = of(opened())
    with pytest.raises(PermissionDenied):
        writing.write(plan, version(plan), by=person(username), aims="Nej.")
    with pytest.raises(PermissionDenied):
        line(plan, username)


def test_a_goal_serves_no_goal_and_a_line_serves_only_one_of_its_plan(city):
    asked = opened()
    plan, other = of(asked), of(asked, ENVIRONMENT)
    first = goal(plan)
    assert goal(plan, title="Nästa", goal=first).goal is None
    with pytest.raises(ValidationError):
        line(plan, goal=goal(other, "other_contact"))
    served = line(plan, goal=first)
    with pytest.raises(ValidationError):
        writing.change_line(first, version(plan), by=person("contact"), kind="event")
    writing.remove_line(first, by=person("contact"))
    served.refresh_from_db()
    assert served.goal is None


def test_a_body_without_international_work_says_why_and_has_no_lines(city):
    plan = of(opened())
    with pytest.raises(ValidationError):
        writing.write(plan, version(plan), by=person("contact"), has_none=True, none_because=" ")
    writing.write(plan, version(plan), by=person("contact"), has_none=True, none_because="Ingen budget.")
    with pytest.raises(ValidationError):
        line(fresh(plan))
    assert submitted(fresh(plan)).matter.status == "submitted"


def test_what_is_missing_is_told_before_it_is_ready(city):
    plan = of(opened())
    with pytest.raises(ValidationError) as refused:
        handing.mark_ready(plan, by=person("contact"))
    assert len(refused.value.messages) == 4
    assert lacking.missing(written(plan)) == []


# --- The lamp --------------------------------------------------------------------------------------


def test_a_line_lights_the_lamp_of_its_matter_and_its_removal_puts_it_out(city):
    plan, matter = of(opened()), membership()
    assert matter.lamp_planned == OUT
    tied = line(plan, matter=matter)
    matter.refresh_from_db()
    assert matter.lamp_planned == LIT
    shown = next(each for each in lamps.of_matter(matter) if each.lamp == "planned")
    assert shown.elsewhere[1].endswith(f"?matter={matter.number}")
    writing.untie(tied.ties.get(), by=person("contact"))
    assert [(row.history_type, row.label) for row in PlanTie.history.order_by("history_id")] == [
        ("+", matter.number),
        ("-", matter.number),
    ]
    matter.refresh_from_db()
    assert matter.lamp_planned == OUT
    writing.tie(tied, by=person("contact"), matter=matter)
    writing.remove_line(tied, by=person("contact"))
    matter.refresh_from_db()
    assert matter.lamp_planned == OUT
    assert lamps.relight() == 0


def test_what_a_kind_says_itself_still_lights_the_lamp(city):
    matter = membership()
    matter.membership.why = "Det står i planen."
    matter.membership.save()
    matter.refresh_from_db()
    assert matter.lamp_planned == LIT


def test_what_a_line_says_need_not_be_said_again_before_the_decision(city):
    contact, plan = person("contact"), of(opened())
    project = projects.make_application(contact, body(), plan_link="")
    assert "plan_link" in {gate.field for gate in project_gates.shut(project, TODAY)}
    journey = journeys.complete(journeys.propose(contact, body(), plan_link=""), contact)
    (missing,) = missing_for_decision(journey)
    assert missing.page == "event_plan_line"
    line(plan, kind="eu_project", matter=project.matter)
    line(plan, kind="event_abroad", matter=journey.matter)
    assert not project_gates.shut(projects.fresh(project), TODAY)
    assert not missing_for_decision(journeys.fresh(journey))


def test_a_line_is_tied_to_what_the_body_has_and_plans(city):
    asked = opened()
    plan, others = of(asked), membership("other_contact", ENVIRONMENT)
    with pytest.raises(ValidationError):
        line(plan, matter=others)
    with pytest.raises(ValidationError):
        line(plan, matter=plan.matter)
    assert not PlanTie.objects.exists()


def test_a_marked_matter_is_tied_by_who_is_let_in_and_told_to_nobody_else(city):
    plan, matter = of(opened()), membership()
    Matter.objects.filter(pk=matter.pk).update(secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on=TODAY)
    with pytest.raises(ValidationError):
        line(plan, matter=Matter.objects.get(pk=matter.pk))
    SecrecyGrant.objects.create(matter=matter, person=person("contact"), granted_by=person("secretary"))
    tied = line(plan, matter=Matter.objects.get(pk=matter.pk))
    assert PlanTie.told_to(person("contact"), tied.ties.get())
    assert not PlanTie.told_to(person("head"), tied.ties.get())
    kept = content.of(fresh(plan))
    assert (kept["lines"][0]["matters"], kept["lines"][0]["withheld"]) == ([], 1)
    assert matter.number not in str([part.texts for part in paper.of(fresh(plan)).parts])
    assert [row.label for row in PlanTie.history.all()] == [""]


def test_matters_without_a_line_are_those_of_the_year_that_no_line_of_it_is_about(city):
    plan, first, second = of(opened()), membership(), membership(name="Annat nät")
    readable = Matter.objects.visible_to(person("contact"))
    assert set(planned.left_out(plan, readable)) == {first, second}
    line(plan, matter=first)
    assert set(planned.left_out(plan, readable)) == {second}
    next_year = of(opened(year=YEAR + 1))
    assert set(planned.left_out(next_year, readable)) == {first, second}


# --- The road --------------------------------------------------------------------------------------


def test_contact_persons_mark_it_ready_and_the_head_or_the_secretary_submits(city):
    plan = ready(written(of(opened())))
    assert keys("head", "ready:")
    assert keys("secretary", "ready:")
    for username in ("contact", "coordinator", "other_secretary"):
        with pytest.raises(PermissionDenied):
            handing.submit(plan, by=person(username))
    handing.submit(plan, by=person("head"))
    plan = fresh(plan)
    assert (plan.matter.status, plan.submitted_on, plan.submitted_by) == ("submitted", TODAY, person("head"))
    assert plan.matter.due_on is None
    assert keys("coordinator", "submitted:")
    with pytest.raises(WrongState):
        writing.write(plan, version(plan), by=person("contact"), aims="För sent.")


def test_it_is_taken_back_before_it_is_submitted(city):
    plan = ready(written(of(opened())))
    assert handing.take_back(plan, by=person("contact")).matter.status == "draft"
    with pytest.raises(WrongState):
        handing.submit(fresh(plan), by=person("head"))


def test_what_is_lacking_is_sent_back_and_comes_again(city):
    plan = submitted(written(of(opened())))
    plan = fresh(handing.begin_review(plan, by=person("coordinator")))
    assert plan.matter.status == "reviewed"
    with pytest.raises(PermissionDenied):
        handing.accept(plan, by=person("secretary"))
    handing.ask_completion(plan, by=person("coordinator"), to_complete="Skriv mål.", hand_in_by=SOON)
    plan = fresh(plan)
    assert (plan.matter.status, plan.to_complete, plan.matter.due_on) == ("completion", "Skriv mål.", SOON)
    line(plan, title="Eurocities")
    assert fresh(plan).matter.status == "completion"
    plan = fresh(handing.accept(submitted(fresh(plan)), by=person("coordinator"), review_note="Bra."))
    assert (plan.matter.status, plan.accepted_on, plan.to_complete) == ("accepted", TODAY, "")
    assert keys("contact", "completion:")
    assert keys("contact", "accepted:")


def test_who_submits_sends_it_back_with_a_remark_to_who_writes_it(city):
    plan = ready(written(of(opened())))
    for username in ("contact", "coordinator", "other_secretary"):
        with pytest.raises(PermissionDenied):
            handing.send_back(plan, by=person(username), remark="Nej.")
    sent = handing.send_back(plan, by=person("head"), remark="Skriv vad resan kostar.")
    assert [one.username for one in sent.told] == ["contact"]
    assert keys("contact", "sent back:")
    plan = fresh(plan)
    assert (plan.matter.status, plan.remark, plan.remark_by) == (
        "draft",
        "Skriv vad resan kostar.",
        person("head"),
    )
    assert plan.history.first().remark == "Skriv vad resan kostar."
    assert plan.history.first().history_user == person("head")
    with pytest.raises(WrongState):
        handing.send_back(plan, by=person("head"), remark="En gång till.")
    plan = submitted(plan)
    assert (plan.remark, plan.remark_by, plan.returned_as) == ("", None, "")


@pytest.mark.parametrize("kind", ["plan", "account"])
def test_it_is_known_whether_anything_was_written_since_it_came_back(kind, city):
    handed = of(opened(kind))
    handed = ready(written(handed) if kind == "plan" else accounted(handed))
    assert not content.is_unchanged(handed)
    handed = fresh(handing.send_back(handed, by=person("head"), remark="Ändra."))
    assert content.is_unchanged(handed)
    assert content.is_unchanged(ready(handed))
    write, name = (writing.write, "aims") if kind == "plan" else (accounts.write, "summary")
    write(handed, version(handed), by=person("contact"), **{name: "Något nytt."})
    assert not content.is_unchanged(fresh(handed))
    handed = submitted(fresh(handed))
    handing.ask_completion(handed, by=person("coordinator"), to_complete="Mer.", hand_in_by=SOON)
    assert content.is_unchanged(fresh(handed))


def test_where_there_is_neither_head_nor_secretary_who_writes_submits_and_the_coordinators_know(city):
    asked, hanna = opened(), person("company_contact")
    plan = written(of(asked, PORTS), "company_contact")
    marked = handing.mark_ready(plan, by=hanna)
    assert [one.username for one in marked.told] == ["coordinator"]
    assert keys("coordinator", "no head:")
    assert [each.url for each in worklists.of_person(hanna)] == ["/planering/planer/?state=ready&mine=on"]
    for username in ("coordinator", "contact", "head"):
        with pytest.raises(PermissionDenied):
            handing.submit(fresh(plan), by=person(username))
    plan = fresh(handing.submit(fresh(plan), by=hanna))
    assert plan.matter.status == "submitted"
    assert offices.is_without_head(plan)


def test_a_body_with_a_head_or_a_secretary_has_one_of_them_submit(city):
    plan = ready(written(of(opened(), ENVIRONMENT), "other_contact"), "other_contact")
    with pytest.raises(PermissionDenied) as refused:
        handing.submit(plan, by=person("other_contact"))
    assert "Siv Skrivare" in str(refused.value)
    assert worklists.of_person(person("other_contact")) == []
    plan = fresh(handing.submit(plan, by=person("other_secretary")))
    assert not offices.is_without_head(plan)
    appoint(person("newcomer"), PORTS, "head")
    ports = ready(written(of(opened(year=YEAR + 1), PORTS), "company_contact"), "company_contact")
    with pytest.raises(PermissionDenied):
        handing.submit(ports, by=person("company_contact"))


def test_the_round_knows_the_bodies_where_nobody_could_be_told(city):
    assert {each.slug for each in opened().untold} == {"jarva", "stockholms-stadshus"}


def test_a_locked_plan_is_kept_word_for_word_and_corrected_in_a_new_version(city):
    plan = locked(written(of(opened())))
    copy = KeptCopy.objects.get()
    assert plan.matter.closed_on == TODAY
    assert copy.content["lines"][1]["why"] == "Vi lär oss av andra städers trafik."
    assert copy.checksum == content.checksum(copy.content)
    later = SOON + timedelta(days=3)
    handing.reopen(plan, by=person("coordinator"), reason="Fel budget.", hand_in_by=later)
    plan = fresh(plan)
    assert (plan.matter.status, plan.matter.closed_on, plan.edition) == ("reopened", None, 2)
    writing.write(plan, version(plan), by=person("contact"), budget=90000)
    locked(fresh(plan))
    copies = list(KeptCopy.objects.order_by("edition"))
    assert [each.content["budget"] for each in copies] == ["120000.00", "90000.00"]
    assert [each.because for each in copies] == ["", "Fel budget."]


def test_the_database_refuses_to_change_a_kept_copy(city):
    locked(written(of(opened())))
    for act in (
        lambda: KeptCopy.objects.update(because="x"),
        lambda: KeptCopy.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert KeptCopy.objects.count() == 1


# --- The account -----------------------------------------------------------------------------------


def test_an_account_hangs_on_the_plan_of_its_year_and_its_figures_are_counted(city):
    plan = locked(written(of(opened())))
    membership()
    account = of(opened("account"))
    assert (account.plan, account.counted_at) == (plan, None)
    account = count(account)
    assert account.counted_at is not None
    assert {figure["key"] for figure in account.figures}
    assert all(figure["value"] or figure["previous"] for figure in account.figures)
    with pytest.raises(ValidationError) as refused:
        handing.mark_ready(account, by=person("contact"))
    assert len(refused.value.messages) == 2
    assert locked(accounted(fresh(account))).matter.status == "locked"


def test_figures_are_those_of_the_body_alone(city):
    asked = opened("account")
    matter = membership()
    mine, others = count(of(asked)), count(of(asked, ENVIRONMENT))
    assert mine.figures != others.figures
    assert matter.body == mine.matter.body
    assert others.figures == [] or all(figure["value"] is not None for figure in others.figures)


def test_figures_counted_for_a_question_asked_anew_are_not_kept(city):
    account = count(of(opened("account")))
    accounts.count_again(account, by=person("contact"))
    account = fresh(account)
    assert account.counted_at is None
    assert count(account).counted_at is not None


def test_an_outcome_is_told_changed_and_taken_back(city):
    plan = locked(written(of(opened())))
    account = of(opened("account"))
    one = plan.lines.last()
    for result, text in (("partly", "Halva."), ("moved", "Nästa år."), ("", "")):
        said = {one.pk: {"result": result, "text": text}, 0: {"result": "done", "text": "Inte min."}}
        accounts.tell_outcomes(fresh(account), version(account), by=person("contact"), outcomes=said)
        assert [row.result for row in account.outcomes.all()] == ([result] if result else [])


def test_a_line_that_is_accounted_for_stays(city):
    plan = locked(written(of(opened())))
    accounted(of(opened("account")))
    handing.reopen(plan, by=person("coordinator"), reason="Fel.", hand_in_by=SOON)
    with pytest.raises(ValidationError):
        writing.remove_line(PlanLine.objects.last(), by=person("contact"))


# --- What waits ------------------------------------------------------------------------------------


def test_reminders_come_before_the_day_on_it_and_weekly_after_each_once(city):
    plan = of(opened())
    for days, begin in (
        (-8, ""),
        (-7, "ahead"),
        (0, "last day"),
        (1, "late 0"),
        (6, "late 0"),
        (8, "late 1"),
    ):
        day = SOON + timedelta(days=days)
        reminding.remind(day)
        reminding.remind(day)
        found = keys("contact", f"remind:{begin}" if begin else "remind:")
        assert len(found) == (1 if begin else 0), (days, found)
    assert keys("head", "remind:late")
    assert not keys("head", "remind:ahead")
    submitted(written(plan))
    before = Notice.objects.filter(person=person("contact")).count()
    reminding.remind(SOON + timedelta(days=30))
    assert Notice.objects.filter(person=person("contact")).count() == before


def test_the_coordinator_reminds_at_once(city):
    asked = opened()
    submitted(written(of(asked)))
    told = {
        each.matter.body.slug: {one.username for one in each.told}
        for each in reminding.remind_now(asked, by=person("coordinator"))
    }
    assert told == {
        "kommunstyrelsen": {"board_secretary"},
        ENVIRONMENT: {"other_contact"},
        PORTS: {"company_contact"},
        "jarva": set(),
        "stockholms-stadshus": set(),
    }
    assert keys("coordinator", "remind:nobody")
    with pytest.raises(PermissionDenied):
        reminding.remind_now(asked, by=person("head"))


def test_what_waits_stands_on_the_start_page_of_who_submits_and_who_reviews(city, django_assert_num_queries):
    asked = opened()
    ready(written(of(asked)))
    head = person("head")
    assert head.bodies_with("appoint")
    assert [waiting.url for waiting in worklists.of_person(head)] == [
        "/planering/planer/?state=ready&mine=on"
    ]
    with django_assert_num_queries(1):
        worklists.of_person(head)
    handing.submit(of(asked), by=head)
    assert worklists.of_person(head) == []
    assert [waiting.url for waiting in worklists.of_person(person("coordinator"))] == [
        "/planering/planer/?state=handed_in"
    ]
    assert worklists.of_person(person("newcomer")) == []


def test_what_was_sent_back_stands_first_with_what_is_wanted_until_it_is_ready_again(city, client_of):
    plan, writer = of(opened()), person("contact")
    assert worklists.of_person(writer) == []
    handing.send_back(ready(written(plan)), by=person("head"), remark="Räkna om kostnaden.")
    first = waiting.of_person(writer)[0]
    assert (first.url, first.is_first) == (plan.get_absolute_url(), True)
    assert "Räkna om kostnaden." in first.why
    assert plan.hand_in_by.isoformat() in first.why
    page = client_of("contact").get("/").content.decode()
    assert page.index("Räkna om kostnaden.") < page.index('id="mine"')
    assert worklists.of_person(person("other_contact")) == []
    handing.mark_ready(fresh(plan), by=writer)
    assert not any(each.is_first for each in worklists.of_person(writer))
    later = SOON + timedelta(days=3)
    handing.submit(fresh(plan), by=person("head"))
    handing.ask_completion(
        fresh(plan), by=person("coordinator"), to_complete="Nyttan saknas.", hand_in_by=later
    )
    assert [each.why for each in worklists.of_person(writer)] == [f"Senast {later}. Nyttan saknas."]


def test_the_word_file_tells_every_line_under_its_number(city):
    plan = written(of(opened()))
    made = paper.of(plan)
    assert [part.place for part in made.parts] == ["", *(each.ident for each in plan.lines.all())]
    assert paper.as_word(made)[:2] == b"PK"
    account = accounted(of(opened("account")))
    assert paper.as_word(paper.of(account))[:2] == b"PK"
    assert isinstance(account, Account)
    assert isinstance(plan, Plan)
