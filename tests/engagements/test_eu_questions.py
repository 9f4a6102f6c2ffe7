"""An EU question from the day it is seen to the day it is closed: cooperation, position, advocacy, warnings."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from engagements import same_file
from engagements.actions import create_organisation
from engagements.actions import eu_questions as actions
from engagements.models import Advocacy, Dealing, EuQuestion, Position
from governance import decisions
from governance.errors import RefusedByRule, StaleVersion, WrongState
from governance.models import Body, Matter, Notice, OutboxEntry, Person

from .agreements import decision_of
from .eu_questions import (
    MEETING,
    STAKEHOLDER,
    cooperate,
    fresh,
    log,
    make_complete,
    make_decided,
    make_question,
    make_sent,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(contact, city) -> EuQuestion:
    return make_question(contact, city("trafiknamnden"))


@pytest.fixture
def decided(contact, city, secretary) -> EuQuestion:
    return make_decided(contact, city("trafiknamnden"), secretary)


def test_a_question_that_is_entered_is_followed_and_due_by_its_last_day(asked, contact):
    matter = asked.matter
    assert (matter.status, matter.responsible, matter.due_on) == ("followed", contact, asked.last_day)
    assert matter.counterpart == "Europeiska kommissionen, COM(2026) 123"
    assert matter.facts == {"act": "eu_policy_question", "scope": "own_operation"}
    assert [stage.stage for stage in asked.stages.all()] == ["proposed"]


def test_the_register_finds_the_question_by_its_institution_and_after_that_is_corrected(
    contact, city, client_of
):
    asked = make_question(contact, city("trafiknamnden"))
    actions.edit(asked, asked.matter.version, by=contact, institution="parliament")
    client = client_of("contact")
    for institution, is_there in (("parliament", True), ("commission", False)):
        page = client.get("/eu-fragor/", {"institution": institution}).content.decode()
        assert (asked.matter.number in page) is is_there, institution


def test_an_institution_of_the_register_is_tied_to_the_question(contact, city):
    commission = create_organisation(
        by=contact, name="European Commission", kind="eu_institution",
        aliases=[("Europeiska kommissionen", "sv")],
    )  # fmt: skip
    asked = make_question(contact, city("trafiknamnden"))
    assert Dealing.objects.get(matter=asked.matter).organisation == commission


def test_who_else_follows_the_file_is_found_however_the_reference_is_spaced(asked, contact, city):
    assert [each.number for each in same_file.found("com(2026)123", "")] == [asked.matter.number]
    assert [each.number for each in same_file.found("", "Natt-leveranser i städer")] == [asked.matter.number]
    assert same_file.found("COM(2026) 124", "Något helt annat") == []
    assert same_file.found("COM(2026) 123", "", exclude=asked.pk) == []
    Matter.objects.filter(pk=asked.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=timezone.localdate()
    )
    assert same_file.found("COM(2026) 123", "") == []


def test_the_latest_stage_by_its_day_is_where_the_file_stands(asked, contact):
    actions.note_stage(asked, by=contact, stage="adopted", since=date(2026, 5, 4))
    actions.note_stage(asked, by=contact, stage="trilogue", since=date(2026, 3, 2), note="Sent inlagt")
    assert fresh(asked).stage == "adopted"
    assert [stage.stage for stage in asked.stages.all()] == ["adopted", "trilogue", "proposed"]
    with pytest.raises(ValidationError) as refusal:
        actions.note_stage(asked, by=contact, stage="adopted", since=date(2026, 5, 4))
    assert "stage" in refusal.value.message_dict
    with pytest.raises(ValidationError):
        actions.note_stage(
            asked, by=contact, stage="national", since=timezone.localdate() + timedelta(days=1)
        )


def test_nothing_is_sent_before_cooperation_interest_and_position_are_there(contact, city):
    asked = make_question(contact, city("trafiknamnden"), interest="")
    assert set(actions.missing_for_decision(asked)) == {"cooperation_with", "interest", "text"}
    with pytest.raises(ValidationError):
        actions.send_for_decision(asked, by=contact)
    asked = write(cooperate(asked, contact), contact)
    assert set(actions.missing_for_decision(asked)) == {"interest"}


def test_no_advocacy_begins_before_cooperation_and_the_refusal_cites_the_section(asked, contact):
    with pytest.raises(RefusedByRule) as refusal:
        log(asked, contact)
    assert refusal.value.ruling.section == "5"
    assert "avsnitt 5" in refusal.value.ruling.explanation("sv")
    cooperate(asked, contact)
    assert log(asked, contact).eu_question == asked


def test_the_city_executive_office_is_told_of_the_cooperation_once(asked, contact, coordinator):
    cooperate(asked, contact)
    cooperate(asked, contact, cooperation_note="Inför varje möte.")
    told = Notice.objects.get(person=coordinator, key__startswith="cooperates:")
    assert told.matter == asked.matter
    assert OutboxEntry.objects.filter(key=f"mail:{told.key}").exists() is bool(coordinator.email)


def test_a_company_says_whether_the_group_board_is_needed_and_names_it(company_contact, city):
    asked = make_question(company_contact, city("stockholms-hamnar"))
    asked = cooperate(asked, company_contact)
    assert set(actions.missing_cooperation(asked)) == {"group_board_needed"}
    with pytest.raises(RefusedByRule):
        log(asked, company_contact)
    with pytest.raises(ValidationError):
        cooperate(asked, company_contact, group_board_needed=True)
    asked = cooperate(
        asked, company_contact, group_board_needed=True, group_board_with="Kim Koncern, Stadshus AB"
    )
    assert actions.missing_cooperation(asked) == {}


def test_a_committee_is_not_asked_about_the_group_board(asked, contact):
    asked = cooperate(asked, contact, group_board_needed=True, group_board_with="Kim Koncern")
    assert (asked.group_board_needed, asked.group_board_with) == (None, "")


def test_the_approved_position_stands_with_the_body_and_the_day(decided, city):
    position = Position.objects.get()
    assert (position.status, position.number, position.decided_by) == ("standing", 1, city("trafiknamnden"))
    assert position.decided_on == decided.position_on == date(2026, 3, 12)
    assert (decided.matter.status, decided.matter.due_on, decided.position_number) == ("decided", None, 1)


def test_a_later_position_is_a_new_question_and_replaces_the_first(decided, contact, secretary, city):
    asked = write(decided, contact, "Tysta fordon, och laddning vid lastplatsen.")
    assert Position.objects.filter(status="standing").count() == 1
    asked = actions.send_for_decision(asked, by=contact)
    assert (asked.matter.status, asked.matter.question) == ("before_body", 2)
    assert asked.has_position
    actions.decide(asked, decision_of(city("trafiknamnden"), on=date(2026, 5, 7)), by=secretary)
    found = list(Position.objects.order_by("number").values_list("number", "status", "question"))
    assert found == [(1, "former", 1), (2, "standing", 2)]
    assert fresh(asked).position_on == date(2026, 3, 12)
    assert asked.matter.decisions.count() == 2


@pytest.mark.parametrize(
    ("outcome", "status", "position"),
    [
        ("rejected", "followed", "rejected"),
        ("tabled", "tabled", "proposed"),
        ("referred_back", "referred_back", "draft"),
    ],
)
def test_any_other_outcome_leaves_the_city_without_a_position(
    outcome, status, position, contact, secretary, city
):
    asked = make_sent(contact, city("trafiknamnden"))
    actions.decide(asked, decision_of(city("trafiknamnden"), outcome), by=secretary)
    asked = fresh(asked)
    assert (asked.matter.status, Position.objects.get().status) == (status, position)
    assert not asked.has_position
    assert asked.matter.is_open
    assert (asked.matter.before is not None) is (outcome == "tabled")


def test_after_a_rejection_another_position_can_be_asked(contact, secretary, city):
    asked = make_sent(contact, city("trafiknamnden"))
    actions.decide(asked, decision_of(city("trafiknamnden"), "rejected"), by=secretary)
    asked = actions.send_for_decision(write(fresh(asked), contact, "Försiktigare."), by=contact)
    actions.decide(asked, decision_of(city("trafiknamnden"), on=date(2026, 4, 9)), by=secretary)
    assert list(Position.objects.order_by("pk").values_list("status", "number")) == [
        ("rejected", None), ("standing", 1),
    ]  # fmt: skip


def test_what_lies_before_a_body_can_be_taken_back_and_sent_again(contact, city):
    asked = make_sent(contact, city("trafiknamnden"))
    with pytest.raises(WrongState):
        write(asked, contact)
    asked = actions.take_back(asked, by=contact)
    assert (asked.matter.status, asked.matter.before) == ("followed", None)
    asked = actions.send_for_decision(write(asked, contact, "Bättre."), by=contact)
    assert (asked.matter.question, asked.matter.status) == (1, "before_body")


def test_a_next_position_that_is_taken_back_leaves_the_first_standing(decided, contact):
    asked = actions.send_for_decision(write(decided, contact, "Nästa."), by=contact)
    asked = actions.take_back(asked, by=contact)
    assert (asked.matter.status, asked.position_number) == ("decided", 1)


def test_foreign_policy_is_nobodys_to_decide_and_is_referred(contact, city, coordinator):
    asked = make_question(contact, city("trafiknamnden"), concerns_foreign_policy=True)
    with pytest.raises(RefusedByRule) as refusal:
        actions.send_for_decision(write(asked, contact), by=contact)
    assert refusal.value.ruling.section == "4"
    actions.refer(asked, by=contact)
    assert not fresh(asked).matter.is_open
    assert Notice.objects.filter(person=coordinator, key__startswith="referred:").exists()


def test_nobody_advocates_in_a_question_of_foreign_policy(contact, city):
    asked = cooperate(make_question(contact, city("trafiknamnden"), concerns_foreign_policy=True), contact)
    with pytest.raises(RefusedByRule):
        log(asked, contact)
    assert not Advocacy.objects.exists()


def test_a_question_of_no_other_state_is_not_referred(asked, contact):
    with pytest.raises(WrongState):
        actions.refer(asked, by=contact)


def test_who_decides_is_settled_once_a_body_has_been_asked(contact, city):
    asked = make_sent(contact, city("trafiknamnden"))
    edited = actions.edit(asked, asked.matter.version, by=contact, scope="city_wide", interest="Mer.")
    assert (edited.matter.scope, edited.matter.facts["scope"], edited.interest) == (
        "own_operation", "own_operation", "Mer.",
    )  # fmt: skip


def test_two_who_write_at_once_are_told(asked, contact):
    version = asked.matter.version
    actions.edit(asked, version, by=contact, interest="Först.")
    with pytest.raises(StaleVersion):
        actions.edit(asked, version, by=contact, interest="Sedan.")
    with pytest.raises(StaleVersion):
        actions.write_position(asked, version, by=contact, text="x", in_line="x")


@pytest.mark.parametrize("name", ["institution", "persons", "place"])
def test_a_meeting_with_an_institution_says_what_a_transparency_register_asks(name, decided, contact):
    with pytest.raises(ValidationError) as refusal:
        log(decided, contact, **{name: ""})
    assert set(refusal.value.message_dict) == {name}
    with pytest.raises(IntegrityError), transaction.atomic():
        Advocacy.objects.create(eu_question=decided, **(MEETING | {name: ""}))
    assert log(decided, contact, kind="letter", **{name: ""}).kind == "letter"


def test_nothing_is_logged_that_has_not_been(decided, contact):
    with pytest.raises(ValidationError):
        log(decided, contact, held_on=timezone.localdate() + timedelta(days=1))


def test_a_stakeholder_of_the_register_is_tied_and_its_stance_is_mended(decided, contact):
    network = create_organisation(by=contact, name="Åkarna (exempel)", kind="network")
    stakeholder = actions.note_stakeholder(decided, by=contact, organisation=network, **STAKEHOLDER)
    assert Dealing.objects.filter(matter=decided.matter, organisation=network).exists()
    version = fresh(decided).matter.version
    mended = {"stance": "neutral", "noted_on": date(2026, 5, 1), "note": "De lyssnar."}
    actions.edit_stakeholder(stakeholder, version, by=contact, **mended)
    stakeholder.refresh_from_db()
    assert (stakeholder.stance, stakeholder.note) == ("neutral", "De lyssnar.")
    with pytest.raises(StaleVersion):
        actions.edit_stakeholder(stakeholder, version, by=contact, **mended)


def test_a_closed_question_says_what_came_of_it_and_takes_no_more(decided, contact):
    actions.close(decided, by=contact, result="Antaget.", learning="Gå tidigt.")
    closed = fresh(decided)
    assert (closed.matter.status, closed.matter.closed_on) == ("closed", timezone.localdate())
    with pytest.raises(WrongState):
        log(closed, contact)


def test_a_corrected_day_moves_the_position(decided, secretary, city):
    (decision,) = decided.matter.decisions.all()
    decisions.correct(decision, decision_of(city("trafiknamnden"), on=date(2026, 3, 10)), by=secretary)
    assert Position.objects.get().decided_on == fresh(decided).position_on == date(2026, 3, 10)


def test_a_corrected_outcome_takes_the_position_away(decided, secretary, city):
    (decision,) = decided.matter.decisions.all()
    decisions.correct(decision, decision_of(city("trafiknamnden"), "rejected"), by=secretary)
    asked = fresh(decided)
    assert (asked.matter.status, asked.has_position) == ("followed", False)
    assert Position.objects.get().status == "rejected"


def test_a_corrected_second_decision_lets_the_first_position_stand_again(decided, contact, secretary, city):
    asked = actions.send_for_decision(write(decided, contact, "Nästa."), by=contact)
    body = city("trafiknamnden")
    decision = actions.decide(asked, decision_of(body, on=date(2026, 5, 7)), by=secretary)
    decisions.correct(decision, decision_of(body, "rejected", on=date(2026, 5, 7)), by=secretary)
    assert list(Position.objects.order_by("pk").values_list("status", flat=True)) == ["standing", "rejected"]
    assert (fresh(asked).position_number, fresh(asked).matter.status) == (1, "decided")


def test_an_outcome_that_advocacy_rests_on_stays(decided, contact, secretary, city):
    log(decided, contact)
    (decision,) = decided.matter.decisions.all()
    with pytest.raises(WrongState):
        decisions.correct(decision, decision_of(city("trafiknamnden"), "rejected"), by=secretary)


def soon(contact, city, days: int, **facts) -> EuQuestion:
    return make_question(
        contact, city("trafiknamnden"), last_day=timezone.localdate() + timedelta(days=days), **facts
    )


def test_a_last_day_that_is_near_is_told_of_once_to_those_concerned(contact, coordinator, city):
    soon(contact, city, 12)
    assert (actions.warn_of_last_days(), actions.warn_of_last_days()) == (1, 0)
    told = Notice.objects.filter(key__startswith="last-day:")
    assert {notice.person for notice in told} == {contact, coordinator}
    assert OutboxEntry.objects.filter(key__startswith="mail:last-day:").count() == sum(
        bool(person.email) for person in (contact, coordinator)
    )


def test_one_that_has_passed_is_told_of_too_and_a_new_day_begins_anew(contact, city):
    asked = soon(contact, city, 3)
    actions.warn_of_last_days()
    assert actions.warn_of_last_days(asked.last_day + timedelta(days=1)) == 1
    assert Notice.objects.filter(key__startswith="last-day-passed:", person=contact).exists()
    version = fresh(asked).matter.version
    actions.edit(asked, version, by=contact, last_day=timezone.localdate() + timedelta(days=20))
    assert actions.warn_of_last_days() == 1


@pytest.mark.parametrize("days", [31, 400])
def test_a_day_far_off_is_not_told_of(days, contact, city):
    soon(contact, city, days)
    assert actions.warn_of_last_days() == 0


def test_a_question_with_a_position_or_closed_or_of_foreign_policy_is_not_told_of(contact, secretary, city):
    asked = make_decided(contact, city("trafiknamnden"), secretary)
    EuQuestion.objects.filter(pk=asked.pk).update(last_day=timezone.localdate())
    closed = soon(contact, city, 2)
    actions.close(closed, by=contact, result="x", learning="x")
    soon(contact, city, 2, concerns_foreign_policy=True)
    assert actions.warn_of_last_days() == 0


def test_of_a_secret_question_only_those_let_in_are_told(contact, coordinator, city):
    asked = soon(contact, city, 2)
    matter = asked.matter
    Matter.objects.filter(pk=matter.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=timezone.localdate()
    )
    matter.grants.create(person=contact, granted_by=contact)
    assert actions.warn_of_last_days() == 1
    assert {notice.person for notice in Notice.objects.filter(key__startswith="last-day:")} == {contact}


def test_nobody_else_is_told_that_a_secret_question_is_there(
    asked, contact, coordinator, other_contact, city
):
    today = timezone.localdate()
    Matter.objects.filter(pk=asked.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on=today)
    asked.matter.grants.create(person=contact, granted_by=contact)
    contact = Person.objects.get(pk=contact.pk)  # with the rights of the next request
    cooperate(asked, contact)
    actions.take_part(fresh(asked), by=contact, body=city("miljo-och-halsoskyddsnamnden"))
    association = create_organisation(by=contact, name="Stockholmsregionens Europaförening", kind="network")
    actions.note_stakeholder(fresh(asked), by=contact, organisation=association, **STAKEHOLDER)
    assert not Notice.objects.filter(person__in=(coordinator, other_contact)).exists()


def test_another_body_that_takes_part_is_told_and_reads_it(asked, contact, other_contact, city):
    actions.take_part(asked, by=contact, body=city("miljo-och-halsoskyddsnamnden"))
    assert Notice.objects.filter(person=other_contact, key__startswith="takes-part:").exists()
    with pytest.raises(ValidationError):
        actions.take_part(asked, by=contact, body=city("trafiknamnden"))


def test_the_database_knows_of_no_position_without_cooperation(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        EuQuestion.objects.filter(pk=asked.pk).update(position_number=1, position_on=date(2026, 3, 1))


def test_one_position_stands_and_one_is_written(decided):
    text = {"eu_question": decided, "text": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.create(
            status="standing", number=2, decided_on=date(2026, 4, 1), decided_by=Body.objects.first(), **text
        )
    Position.objects.create(status="draft", **text)
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.create(status="proposed", **text)


def test_a_complete_question_of_the_city_goes_to_the_executive_board(contact, city):
    asked = make_complete(contact, city("trafiknamnden"), scope="city_wide")
    assert actions.send_for_decision(asked, by=contact).matter.before.slug == "kommunstyrelsen"


def test_outside_the_union_nobody_asks_for_cooperation(contact, secretary, client_of, city):
    """The strategy speaks of advocacy towards the EU; of other international questions it asks no such thing."""
    asked = make_question(contact, city("trafiknamnden"), institution="united_nations")
    assert actions.missing_cooperation(asked) == {}
    page = client_of(contact).get(asked.get_absolute_url()).content.decode()
    assert "stadsledningskontoret du samverkar" not in page
    assert log(asked, contact).pk
    actions.write_position(asked, fresh(asked).matter.version, by=contact, text="Vi vill.", in_line="")
    actions.send_for_decision(asked, by=contact)
    actions.decide(asked, decision_of(city("trafiknamnden")), by=secretary)
    assert fresh(asked).has_position
    assert client_of(contact).get(asked.get_absolute_url()).status_code == 200


def test_a_meeting_is_of_the_body_that_its_matter_is_of(contact, city):
    """The log of one body is read by this column: a trigger keeps it, whoever writes."""
    question = cooperate(make_question(contact, city("trafiknamnden")), contact)
    kept = Advocacy.objects.filter(pk=log(question, contact).pk)
    assert kept.get().body == city("trafiknamnden")
    kept.update(body=city("jarva"))
    assert kept.get().body == city("trafiknamnden")
    Matter.objects.filter(pk=question.pk).update(body=city("jarva"))
    assert kept.get().body == city("jarva")
