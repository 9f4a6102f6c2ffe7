"""What is said before a step of a referral: who is missing, who was never told, what was promised and not done."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from governance.errors import WrongState
from governance.models import Appointment, Matter, Notice, Office
from referrals import actions
from referrals.actions.collecting import doubtful_to_propose, unkept
from referrals.actions.drafting import nobody_at, not_told
from referrals.actions.reminding import next_reminder
from referrals.lifecycle import ANSWER_MOVES, Answering
from referrals.models import SENT, Referral, SectionAnswer
from tests.governance.strategy_draft_rows import begun, with_another_decider
from tests.referrals.making import (
    ASKED,
    LATER,
    SHORT,
    TODAY,
    answer_of,
    before_the_body,
    body,
    compiled,
    drafted,
    fresh,
    fresh_answer,
    person,
    record,
    referred,
    replied,
    sent,
    strategy_sections,
    submitted,
    written,
)

pytestmark = pytest.mark.django_db
SUNDAY, HOLIDAY = date(2027, 6, 6), date(2027, 1, 6)


def shown(client, name, *args) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def without_anybody(slug: str) -> None:
    """Nobody holds an office at the body any more."""
    Appointment.objects.filter(
        office__body__slug=slug, office__role__in=(Office.Role.CONTACT_PERSON, Office.Role.SECRETARY)
    ).delete()


def to_be_sent(asked: tuple[str, ...] = ASKED, **given) -> Referral:
    referral = drafted(**given)
    bodies = [body(slug) for slug in asked]
    return fresh(
        actions.choose_recipients(
            referral, referral.matter.version, by=person("coordinator"), recipients=bodies
        )
    )


def test_a_body_with_nobody_to_tell_is_named_before_and_after_it_is_sent(city, client_of):
    without_anybody(ASKED[0])
    referral, client = to_be_sent(), client_of("coordinator")
    number = referral.matter.number
    assert nobody_at([body(slug) for slug in ASKED]) == [body(ASKED[0])]
    before = shown(client, "referrals:referral", number)
    assert "ingen skulle få besked" in before
    assert f'href="{reverse("body", args=[ASKED[0]])}"' in before
    told = said(client.post(reverse("referrals:send_referral", args=[number])))
    assert "2 instanser har fått var sin uppgift" in told
    assert "Ingen har fått besked hos: Trafiknämnden" in told
    assert not_told(fresh(referral)) == [body(ASKED[0])]
    after = shown(client, "referrals:referral", number)
    assert after.count("ingen har fått besked: varken") == 1
    assert "ingen har fått besked" in shown(client, "referrals:matrix", number)
    task = answer_of(referral)
    assert "Ingen har fått besked om remissen" in shown(client, "referrals:answer", task.matter.number)


def test_where_everybody_is_told_nothing_is_warned_of(city, client_of):
    referral, client = to_be_sent(answer_by=date(2027, 6, 7)), client_of("coordinator")
    number = referral.matter.number
    before = shown(client, "referrals:referral", number)
    assert "titta på det här först" not in before
    told = said(client.post(reverse("referrals:send_referral", args=[number])))
    assert "3 instanser" in told
    assert "Ingen har fått" not in told
    assert not_told(fresh(referral)) == []
    assert "ingen har fått besked" not in shown(client, "referrals:referral", number)


@pytest.mark.parametrize(
    ("day", "why"), [(SUNDAY, "en söndag"), (HOLIDAY, "en helgdag"), (date(2027, 6, 5), "en lördag")]
)
def test_a_last_day_when_nobody_works_is_warned_of(city, client_of, day, why):
    referral = to_be_sent(answer_by=day)
    assert why in shown(client_of("coordinator"), "referrals:referral", referral.matter.number)


def test_the_letter_begins_with_a_working_day(city, client_of):
    form = client_of("coordinator").get(reverse("referrals:new_referral")).context["form"]
    day = form["answer_by"].value()
    assert day > TODAY
    assert day.weekday() < 5


def test_before_the_answers_are_compiled_those_that_are_missing_are_named(city, client_of):
    referral, client = sent(), client_of("coordinator")
    submitted(answer_of(referral))
    late = answer_of(referral, ASKED[1])
    until = late.answer_by + timedelta(days=10)
    actions.ask_for_time(late, by=person("other_contact"), asked_to=until, reason="Nämnden möts sent.")
    actions.answer_wish(late, by=person("coordinator"), granted_to=until)
    page = shown(client, "referrals:referral", referral.matter.number)
    assert "Sammanställ ändå" in page
    assert f"har fått mer tid, till och med {until}" in page
    for slug in ASKED[1:]:
        submit_without_board(answer_of(referral, slug))
    page = shown(client, "referrals:referral", referral.matter.number)
    assert "Sammanställ ändå" not in page
    assert "Sammanställ svaren" in page


def submit_without_board(answer, **given) -> None:
    who = {ASKED[1]: "other_contact", ASKED[2]: "company_contact"}[answer.matter.body.slug]
    actions.finish(written(answer, who, **given), by=person(who))
    actions.submit(fresh_answer(answer), by=person(who), without_board_reason="Tiden räcker inte.")


def test_one_is_not_sent_to_remarks_that_nobody_has_made(city, client_of):
    referral, client = sent(asked=(ASKED[1],)), client_of("coordinator")
    submit_without_board(answer_of(referral, ASKED[1]), stance="no_comment", sections={})
    told = said(client.post(reverse("referrals:compile_answers", args=[referral.matter.number])))
    assert "Bemöt nu synpunkterna" not in told
    assert "Ingen har lämnat synpunkter." in told
    assert "Bemöt synpunkterna" not in shown(client, "referrals:referral", referral.matter.number)


def test_the_board_is_asked_while_somebody_has_time_left_only_when_it_is_confirmed(city, client_of):
    referral, client = replied(compiled()), client_of("coordinator")
    address = reverse("referrals:lay_before_board", args=[referral.matter.number])
    page = client.get(address).content.decode()
    assert "De här har inte svarat" in page
    assert body(ASKED[2]).name_sv in page
    assert client.post(address, {"in_force_on": LATER.isoformat()}).status_code == 422
    assert client.post(address, {"in_force_on": LATER.isoformat(), "anyway": "on"}).status_code == 302


def test_what_was_promised_and_not_written_is_told_before_the_board_is_asked(city, client_of):
    referral, coordinator = compiled(), person("coordinator")
    remark = referral.remarks.select_related("referral").order_by("pk").first()
    where = remark.section_answer.section.number
    actions.reply(
        remark,
        Matter.objects.get(pk=referral.pk).version,
        by=coordinator,
        handling="accepted",
        because="Ja.",
        changed_where=where,
    )
    referral = fresh(referral)
    assert unkept(referral) == [remark]
    words = f"säger att avsnitt {where} är ändrat"
    number = referral.matter.number
    assert words in shown(client_of("coordinator"), "referrals:referral", number)
    assert words in shown(client_of("coordinator"), "referrals:lay_before_board", number)
    first, *others = strategy_sections()
    sections = [first, *(each._replace(text=f"{each.text} Mer.") for each in others)]
    referral = fresh(actions.revise(referral, referral.matter.version, by=coordinator, sections=sections))
    assert unkept(referral) == [remark]
    sections[0] = first._replace(text=f"{first.text} Mer.")
    referral = fresh(actions.revise(referral, referral.matter.version, by=coordinator, sections=sections))
    assert unkept(referral) == []


def test_a_row_whose_reason_is_the_old_one_is_told_before_the_board_is_asked(city, client_of):
    referral = referred(with_another_decider(begun()))
    submitted(answer_of(referral))
    referral = fresh(actions.compile_answers(referral, by=person("coordinator")))
    doubts = doubtful_to_propose(referral)
    assert len(doubts) == 1
    assert "kommunfullmäktige" in doubts[0]
    assert doubts[0] in shown(client_of("coordinator"), "referrals:lay_before_board", referral.matter.number)


def test_a_remark_begins_with_its_own_section_and_leads_to_the_next(city, client_of):
    referral, client = compiled(), client_of("coordinator")
    number = referral.matter.number
    first, second = [
        row.pk for row in client.get(reverse("referrals:remarks", args=[number])).context["remarks"]
    ]
    address = reverse("referrals:reply_to_remark", args=[number, second])
    form = client.get(address).context["form"]
    assert form["changed_where"].value() == "1"
    reply = {"handling": "noted", "because": "Noterat.", "changed_where": "1", "theme": ""}
    answer = client.post(address, reply | {"version": fresh(referral).matter.version})
    assert answer.url == reverse("referrals:reply_to_remark", args=[number, first])
    answer = client.post(answer.url, reply | {"version": fresh(referral).matter.version})
    assert answer.url == reverse("referrals:remarks", args=[number])
    assert client.get(address).context["form"]["changed_where"].value() == ""


def test_more_time_is_a_yes_or_a_no_and_the_day_that_is_proposed_a_working_day(city, client_of):
    answer = answer_of(sent(answer_by=LATER))
    free = next(day for n in range(1, 9) if (day := answer.answer_by + timedelta(days=n)).weekday() == 6)
    actions.ask_for_time(answer, by=person("contact"), asked_to=free, reason="Nämnden möts sent.")
    address = reverse("referrals:answer_wish", args=[answer.matter.number])
    client = client_of("coordinator")
    page = client.get(address)
    assert page.context["form"]["granted_to"].value() > free
    assert "är en söndag" in page.content.decode()
    day = free.isoformat()
    assert client.post(address, {"granted_to": day, "reply": ""}).status_code == 422
    assert client.post(address, {"answer": "yes", "granted_to": "", "reply": ""}).status_code == 422
    assert client.post(address, {"answer": "no", "granted_to": day, "reply": ""}).status_code == 422
    assert (
        client.post(address, {"answer": "no", "granted_to": day, "reply": "Hinner inte."}).status_code == 302
    )
    assert fresh_answer(answer).extended_to is None


def test_more_time_on_a_day_when_nobody_works_is_said(city, client_of):
    answer = answer_of(sent())
    free = next(day for n in range(1, 9) if (day := answer.answer_by + timedelta(days=n)).weekday() == 6)
    actions.ask_for_time(answer, by=person("contact"), asked_to=free, reason="Nämnden möts sent.")
    address = reverse("referrals:answer_wish", args=[answer.matter.number])
    told = said(client_of("coordinator").post(address, {"answer": "yes", "granted_to": free.isoformat()}))
    assert "en söndag" in told
    assert fresh_answer(answer).extended_to == free


def test_what_is_written_without_a_stance_is_a_remark_or_a_question(city, client_of):
    task = answer_of(sent())
    first, second = task.referral.edition(SENT)
    client = client_of("contact")
    address = reverse("referrals:write_answer", args=[task.matter.number])
    values = {
        "version": task.matter.version,
        "stance": "disagree",
        "s0_text": "Helheten.",
        f"s{first.pk}_text": "Nämn resor.",
        f"s{second.pk}_question": "Vem?",
    }
    told = said(client.post(address, values))
    assert "Avsnitt 1 Syfte: det ni skrev har fått inställningen ”synpunkt”" in told
    found = dict(SectionAnswer.objects.filter(answer=task).values_list("section", "stance"))
    assert found == {None: "reject", first.pk: "remark", second.pk: "question"}


def test_what_is_wrong_with_a_section_names_it_and_the_whole_is_asked_once(city, client_of):
    task = answer_of(sent())
    first = task.referral.edition(SENT)[0]
    client = client_of("contact")
    address = reverse("referrals:write_answer", args=[task.matter.number])
    form = client.get(address).context["form"]
    assert "s0_stance" not in form.fields
    wrong = client.post(address, {"version": task.matter.version, f"s{first.pk}_stance": "nonsens"})
    assert wrong.status_code == 422
    assert "1 Syfte: Inställning:" in wrong.content.decode()


def test_when_the_body_has_decided_there_is_nothing_to_abstain_from_nor_to_wait_for(city, client_of):
    answer = before_the_body(answer_of(sent()))
    actions.decide(answer, record(answer.matter.body), by=person("secretary"))
    answer = fresh_answer(answer)
    assert answer.matter.status == Answering.DECIDED
    for verb, address in (("abstain", "referrals:abstain"), ("ask_for_time", "referrals:ask_for_time")):
        assert not ANSWER_MOVES.allows(verb, answer.matter)
        path = reverse(address, args=[answer.matter.number])
        assert path not in shown(client_of("contact"), "referrals:answer", answer.matter.number)
        assert client_of("contact").get(path).status_code == 409
    with pytest.raises(WrongState):
        actions.ask_for_time(answer, by=person("contact"), asked_to=LATER, reason="x")


def test_the_matrix_leads_to_the_remark(city, client_of):
    referral = compiled()
    number = referral.matter.number
    page = shown(client_of("coordinator"), "referrals:matrix", number)
    every = reverse("referrals:remarks", args=[number])
    for pk in referral.remarks.values_list("pk", flat=True):
        assert f'href="{every}#synpunkt-{pk}"' in page
        assert f'id="synpunkt-{pk}"' in shown(client_of("coordinator"), "referrals:remarks", number)
    assert every not in shown(client_of("contact"), "referrals:matrix", number)


def test_the_remarks_stand_beside_the_new_version(city, client_of):
    referral = compiled()
    page = shown(client_of("coordinator"), "referrals:write_document", referral.matter.number)
    remark = referral.remarks.first()
    assert reverse("referrals:reply_to_remark", args=[referral.matter.number, remark.pk]) in page
    assert page.count("Nämn resor.") == 2


def test_the_office_reminds_now_whoever_is_awaited(city, client_of):
    without_anybody(ASKED[2])
    referral, client = sent(), client_of("coordinator")
    submitted(answer_of(referral))
    address = reverse("referrals:remind_referral", args=[referral.matter.number])
    for _turn in range(2):
        told = said(client.post(address))
        assert "1 instans" in told or "1 organ" in told, told
        assert f"Ingen har fått besked hos: {body(ASKED[2]).name_sv}" in told
    assert Notice.objects.filter(key__contains=":asked ").count() == 1
    with pytest.raises(PermissionDenied):
        actions.remind_now(referral, by=person("contact"))
    done = fresh(actions.withdraw(referral, by=person("coordinator"), reason="Görs om."))
    with pytest.raises(WrongState):
        actions.remind_now(done, by=person("coordinator"))


@pytest.mark.parametrize(
    ("today", "last", "going"),
    [(0, 30, 7), (6, 30, 7), (7, 30, 14), (27, 30, 28), (28, 30, 30), (30, 30, 35), (36, 30, 42), (0, 3, 7)],
)
def test_when_the_next_reminder_goes(today, last, going):
    day = date(2026, 9, 1)
    found = next_reminder(day, day + timedelta(days=last), day + timedelta(days=today))
    assert found == day + timedelta(days=going)


def test_a_referral_without_a_draft_and_the_drafts_know_of_one_another(city, client_of):
    referral, client = sent(sections=SHORT), client_of("coordinator")
    page = shown(client, "referrals:referral", referral.matter.number)
    assert "Remissen började inte i ett utkast." in page
    assert f'href="{reverse("strategy_drafts")}"' in page
    assert referral.get_absolute_url() in shown(client, "strategy_drafts")
    draft = begun()
    assert referral.get_absolute_url() in shown(client, "referrals:refer_draft", draft.pk)
    of_draft = referred(begun(), diary_number="KS 2026/701")
    listed = client.get(reverse("strategy_drafts")).context["without_draft"]
    assert [matter.pk for matter in listed] == [referral.pk]
    assert "Remissen började inte" not in shown(client, "referrals:referral", of_draft.matter.number)
