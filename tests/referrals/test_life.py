"""The life of a referral from draft to the strategy that comes of it, and what is refused on the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from governance import access, authority, policy_data, strategies
from governance.authority import Question
from governance.errors import RefusedByRule, StaleVersion, WrongState
from governance.models import Kind, Matter, Notice, OutboxEntry, Strategy
from referrals import actions
from referrals.lifecycle import Answering, Status
from referrals.models import REVISED, SENT, Referral, ReferralAnswer, Remark
from tests.referrals.making import (
    ASKED,
    LATER,
    TODAY,
    adopted,
    answer_of,
    before_council,
    before_the_body,
    body,
    compiled,
    drafted,
    fresh,
    fresh_answer,
    person,
    proposed,
    record,
    replied,
    sent,
    strategy_sections,
    submitted,
    written,
)


def test_a_referral_goes_from_draft_to_the_strategy_that_comes_into_force_on_its_day(city):
    referral = adopted()
    assert referral.matter.status == Status.ADOPTED
    new, old = referral.strategy, Strategy.objects.get(key="2016")
    assert new is not None
    assert (new.since, new.until, old.until) == (LATER, None, LATER - timedelta(days=1))
    assert new.sections.count() == len(strategy_sections())
    assert new.sections.order_by("position").first().text_sv.endswith("Även på resa.")
    before, after = (
        authority.rule(Question("adopt_strategy"), on=day) for day in (LATER - timedelta(days=1), LATER)
    )
    assert (before.strategy, after.strategy) == ("2016", str(LATER.year))
    assert before.decides == after.decides == "council"
    told = actions.feed_back(referral, by=person("coordinator"))
    assert not told.matter.is_open
    assert Notice.objects.filter(key__startswith="fed back:").count() == 2
    assert answer_of(referral, ASKED[2]).matter.status == Answering.UNANSWERED


def test_a_draft_that_lacks_something_is_not_sent(city):
    referral = drafted(instruction="", diary_number="")
    with pytest.raises(ValidationError) as refusal:
        actions.send(referral, by=person("coordinator"))
    assert len(refusal.value.messages) == 3
    assert not ReferralAnswer.objects.exists()


def test_each_recipient_gets_a_task_of_its_own_and_is_told(city):
    referral = sent()
    tasks = {answer.matter.body.slug: answer for answer in referral.answers.all()}
    assert set(tasks) == set(ASKED)
    task = tasks["trafiknamnden"]
    assert (task.matter.kind, task.matter.status) == (Kind.REFERRAL_ANSWER, Answering.RECEIVED)
    assert task.matter.responsible == person("contact")
    assert task.matter.due_on == referral.answer_by
    assert Notice.objects.filter(person=person("contact"), matter=task.matter).count() == 1
    assert OutboxEntry.objects.filter(kind="mail_notice", key__contains="referred:").count() == 3


def test_a_referral_is_sent_once(city):
    referral = sent()
    with pytest.raises(WrongState):
        actions.send(referral, by=person("coordinator"))
    assert referral.answers.count() == 3


def test_what_was_sent_is_not_changed(city):
    referral = sent()
    version = referral.matter.version
    with pytest.raises(WrongState):
        actions.edit(referral, version, by=person("coordinator"), title="Annat")
    with pytest.raises(WrongState):
        actions.write_document(referral, version, by=person("coordinator"), sections=strategy_sections())


def test_two_who_edit_a_draft_do_not_overwrite_one_another(city):
    referral = drafted()
    version = referral.matter.version
    actions.edit(referral, version, by=person("coordinator"), contact="Lo")
    with pytest.raises(StaleVersion):
        actions.edit(referral, version, by=person("board_secretary"), contact="Stina")


def test_the_board_decides_and_the_answer_keeps_its_paragraph_and_immediate_approval(city):
    answer = submitted(
        answer_of(sent()), immediate_approval=True, reservations="Ledamoten reserverar sig.", paragraph="17"
    )
    decision = answer.matter.decisions.get()
    assert (decision.paragraph, decision.immediate_approval) == ("17", True)
    assert decision.reservations
    assert answer.matter.status == Answering.SUBMITTED
    assert answer.submitted_on == TODAY


def test_only_the_body_that_was_asked_decides_on_its_answer(city):
    answer = before_the_body(answer_of(sent()))
    with pytest.raises((RefusedByRule, PermissionDenied)):
        actions.decide(answer, record(body("kommunstyrelsen")), by=person("board_secretary"))
    with pytest.raises(PermissionDenied):
        actions.decide(answer, record(answer.matter.body), by=person("other_secretary"))


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ("rejected", Answering.REFERRED_BACK),
        ("referred_back", Answering.REFERRED_BACK),
        ("tabled", Answering.TABLED),
    ],
)
def test_an_answer_the_board_does_not_take_can_be_decided_again(city, outcome, status):
    answer = before_the_body(answer_of(sent()))
    actions.decide(answer, record(answer.matter.body, outcome), by=person("secretary"))
    answer = fresh_answer(answer)
    assert answer.matter.status == status
    if status == Answering.REFERRED_BACK:
        answer = before_the_body(answer)
    actions.decide(answer, record(answer.matter.body, paragraph="13"), by=person("secretary"))
    assert fresh_answer(answer).matter.status == Answering.DECIDED


def test_the_office_answers_without_the_board_only_with_a_reason(city):
    answer = actions.finish(written(answer_of(sent())), by=person("contact"))
    with pytest.raises(ValidationError):
        actions.submit(answer, by=person("contact"))
    answer = actions.submit(answer, by=person("contact"), without_board_reason="Tiden räcker inte.")
    assert answer.without_board
    assert answer.matter.status == Answering.SUBMITTED


def test_an_answer_that_says_nothing_is_not_finished(city):
    answer = written(answer_of(sent()), stance="", report=" ")
    with pytest.raises(ValidationError) as refusal:
        actions.finish(answer, by=person("contact"))
    assert len(refusal.value.messages) == 2


def test_a_section_that_nothing_is_said_of_any_more_has_no_answer(city):
    answer = written(answer_of(sent()))
    first = answer.referral.edition(SENT)[0]
    answer = written(answer, sections={first.pk: {"stance": "", "text": "", "proposal": "", "question": ""}})
    assert not answer.sections.filter(section=first).exists()
    assert answer.sections.count() == 2


def test_a_section_of_another_referral_is_refused(city):
    strange = sent(title="En annan (exempel)", diary_number="KS 2026/101").edition(SENT)[0]
    with pytest.raises(ValidationError):
        written(answer_of(sent()), sections={strange.pk: {"stance": "remark"}})


def test_a_body_abstains_with_a_reason_and_its_matter_closes(city):
    answer = actions.abstain(answer_of(sent()), by=person("contact"), reason="Berörs inte.")
    assert answer.matter.status == Answering.ABSTAINED
    assert not answer.matter.is_open


def test_more_time_is_asked_for_and_granted_until_a_day(city):
    answer = answer_of(sent())
    until = answer.answer_by + timedelta(days=14)
    actions.ask_for_time(answer, by=person("contact"), asked_to=until, reason="Nämnden möts senare.")
    with pytest.raises(WrongState):
        actions.ask_for_time(answer, by=person("contact"), asked_to=until, reason="Igen.")
    with pytest.raises(PermissionDenied):
        actions.answer_wish(answer, by=person("contact"), granted_to=until)
    answer = actions.answer_wish(answer, by=person("coordinator"), granted_to=until)
    assert (answer.answer_by, answer.matter.due_on, answer.extended_to) == (until, until, until)
    assert Notice.objects.filter(person=person("contact"), key__startswith="time answered:").count() == 1


def test_more_time_is_refused_with_a_reason(city):
    answer = answer_of(sent())
    day = answer.answer_by
    actions.ask_for_time(
        answer, by=person("contact"), asked_to=day + timedelta(days=9), reason="Hinner inte."
    )
    with pytest.raises(ValidationError):
        actions.answer_wish(answer, by=person("coordinator"), granted_to=None)
    answer = actions.answer_wish(answer, by=person("coordinator"), granted_to=None, reply="KS möts då.")
    assert (answer.answer_by, answer.extended_to, answer.waits_for_time) == (day, None, False)


def test_a_day_that_is_no_later_is_no_extension(city):
    answer = answer_of(sent())
    with pytest.raises(ValidationError):
        actions.ask_for_time(answer, by=person("contact"), asked_to=answer.answer_by, reason="x")


def test_remarks_gather_once_however_often_the_answers_are_compiled(city):
    referral = compiled()
    count = referral.remarks.count()
    assert count == 2
    actions.compile_answers(referral, by=person("coordinator"))
    assert referral.remarks.count() == count


def test_a_late_answer_comes_along_when_the_answers_are_compiled_again(city):
    referral = compiled()
    answer = actions.finish(
        written(answer_of(referral, ASKED[2]), "company_contact"), by=person("company_contact")
    )
    actions.submit(answer, by=person("company_contact"), without_board_reason="Sent.")
    actions.compile_answers(referral, by=person("coordinator"))
    assert referral.remarks.count() == 3


def test_nothing_is_compiled_before_anybody_has_answered(city):
    with pytest.raises(WrongState):
        actions.compile_answers(sent(), by=person("coordinator"))


def test_a_remark_is_accepted_only_with_reasons_and_the_section_it_changes(city):
    referral = compiled()
    remark: Remark = referral.remarks.first()
    for values in (
        {"handling": "accepted", "because": " "},
        {"handling": "accepted", "because": "Ja."},
        {"handling": "accepted", "because": "Ja.", "changed_where": "99"},
    ):
        with pytest.raises(ValidationError):
            actions.reply(remark, referral.matter.version, by=person("coordinator"), **values)
    version = Matter.objects.get(pk=referral.pk).version
    actions.reply(remark, version, by=person("coordinator"), handling="not_accepted", because="Nej, därför.")
    with pytest.raises(StaleVersion):
        actions.reply(remark, version, by=person("coordinator"), handling="noted", because="Jaha.")


def test_the_version_that_was_sent_stays_beside_the_new_one(city):
    referral = replied(compiled())
    before, after = referral.edition(SENT), referral.edition(REVISED)
    assert [section.number for section in before] == [section.number for section in after]
    assert before[0].text != after[0].text


def test_no_document_goes_to_the_board_with_a_remark_unanswered(city):
    with pytest.raises(ValidationError):
        actions.lay_before_board(compiled(), by=person("coordinator"), in_force_on=LATER)


def test_a_strategy_that_lacks_what_the_table_cites_does_not_go_to_the_board(city):
    referral = sent()
    submitted(answer_of(referral))
    referral = fresh(actions.compile_answers(referral, by=person("coordinator")))
    for remark in referral.remarks.all():
        version = Matter.objects.get(pk=referral.pk).version
        actions.reply(remark, version, by=person("coordinator"), handling="noted", because="Ja.")
    with pytest.raises(ValidationError, match=r"3\.4"):
        actions.lay_before_board(fresh(referral), by=person("coordinator"), in_force_on=LATER)


def test_when_the_bodies_have_had_their_time_the_last_day_to_answer_is_no_deadline(city):
    card = proposed().matter
    assert card.due_on is None
    assert card.history.filter(due_on__isnull=False).exists()


def test_the_council_does_not_adopt_before_the_board_has_proposed(city):
    referral = proposed()
    with pytest.raises((RefusedByRule, PermissionDenied)):
        actions.deciding.decide(referral, record(body("kommunfullmaktige")), by=person("council_secretary"))


def test_what_the_council_sends_back_goes_through_the_board_again(city):
    referral = before_council()
    actions.deciding.decide(
        referral, record(body("kommunfullmaktige"), "referred_back"), by=person("council_secretary")
    )
    referral = fresh(referral)
    assert referral.matter.status == Status.COMPILING
    actions.lay_before_board(referral, by=person("coordinator"), in_force_on=LATER)
    actions.deciding.decide(
        fresh(referral), record(body("kommunstyrelsen"), paragraph="14"), by=person("board_secretary")
    )
    actions.deciding.decide(
        fresh(referral), record(body("kommunfullmaktige"), paragraph="15"), by=person("council_secretary")
    )
    assert fresh(referral).matter.status == Status.ADOPTED
    assert Strategy.objects.count() == 4


def test_a_second_strategy_from_the_same_day_is_refused_and_nothing_is_recorded(city):
    adopted()
    second = fresh(_proposed_again())
    with pytest.raises(WrongState):
        actions.deciding.decide(
            second, record(body("kommunfullmaktige"), paragraph="44"), by=person("council_secretary")
        )
    assert second.matter.decisions.count() == 1
    assert fresh(second).matter.status == Status.BEFORE_COUNCIL


def _proposed_again() -> Referral:
    referral = proposed(diary_number="KS 2026/900")
    actions.deciding.decide(
        referral, record(body("kommunstyrelsen"), paragraph="43"), by=person("board_secretary")
    )
    return referral


def test_only_the_councils_own_decision_brings_a_strategy_into_force(city):
    referral = before_council()
    decision = referral.matter.decisions.get()
    content = policy_data.content_of(Strategy.objects.get(key="2016"))
    new = strategies.NewVersion(content=content, title_sv="x", title_en="x", since=LATER)
    with pytest.raises(WrongState):
        strategies.adopt(new, decision)
    assert Strategy.objects.count() == 3


def test_what_is_rejected_closes_with_the_tasks_that_were_left(city):
    referral = proposed()
    actions.deciding.decide(
        referral, record(body("kommunstyrelsen"), "rejected"), by=person("board_secretary")
    )
    assert fresh(referral).matter.status == Status.REJECTED
    assert answer_of(referral, ASKED[2]).matter.status == Answering.UNANSWERED
    assert Strategy.objects.count() == 3


def test_an_eu_policy_is_adopted_without_a_new_strategy(city):
    referral = compiled(document="eu_policy")
    referral = replied(referral)
    actions.lay_before_board(referral, by=person("coordinator"), in_force_on=LATER)
    actions.deciding.decide(fresh(referral), record(body("kommunstyrelsen")), by=person("board_secretary"))
    actions.deciding.decide(
        fresh(referral), record(body("kommunfullmaktige")), by=person("council_secretary")
    )
    referral = Referral.objects.get(pk=referral.pk)
    assert referral.adopted_on == TODAY
    assert referral.strategy is None


def test_a_withdrawn_referral_recalls_the_tasks(city):
    referral = sent()
    actions.withdraw(referral, by=person("coordinator"), reason="Görs om.")
    assert set(referral.answers.values_list("matter__status", flat=True)) == {Answering.RECALLED}
    assert not Matter.objects.filter(kind__in=(Kind.REFERRAL, Kind.REFERRAL_ANSWER), closed_on=None).exists()


def test_a_registered_answer_closes_the_matter_of_its_body(city):
    answer = submitted(answer_of(sent()))
    with pytest.raises(PermissionDenied):
        actions.register(answer, by=person("contact"))
    answer = actions.register(answer, by=person("coordinator"))
    assert answer.matter.status == Answering.REGISTERED
    assert not answer.matter.is_open


def test_one_body_more_is_asked_when_the_referral_is_out_with_a_day_of_its_own(city):
    referral, by, more = sent(), person("coordinator"), body("jarva")
    later = referral.answer_by + timedelta(days=14)
    answer = actions.add_recipient(referral, by=by, body=more, answer_by=later, reason="Berörs av § 4.")
    assert (answer.answer_by, answer.matter.due_on) == (later, later)
    assert answer_of(referral).answer_by == referral.answer_by
    assert more in fresh(referral).recipients.all()
    told = Notice.objects.filter(key=f"referred:{answer.matter.number}")
    assert told.exists() == access.holders("contact_person", more).exists()
    latest = Referral.history.filter(matter=referral.pk).first()
    assert latest.history_user == by
    assert str(later) in latest.note
    assert "Berörs av § 4." in latest.note
    with pytest.raises(ValidationError):
        actions.add_recipient(fresh(referral), by=by, body=more, answer_by=later)
    with pytest.raises(ValidationError):
        actions.add_recipient(
            fresh(referral), by=by, body=body("stockholms-stadshus"), answer_by=TODAY - timedelta(days=1)
        )


def test_nobody_is_added_to_a_draft_and_not_by_those_who_were_asked(city):
    more = body("jarva")
    with pytest.raises(WrongState):
        actions.add_recipient(drafted(), by=person("coordinator"), body=more, answer_by=LATER)
    asked = sent(diary_number="KS 2026/999")
    with pytest.raises(PermissionDenied):
        actions.add_recipient(asked, by=person("contact"), body=more, answer_by=LATER)
