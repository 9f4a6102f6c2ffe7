"""The rows of the page policy for referrals, and what they speak of."""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from referrals import actions
from tests.factories import PERSONAS
from tests.governance.strategy_draft_rows import begun, with_another_decider
from tests.referrals.making import (
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
    sent,
    submitted,
    written,
)

Answer = dict[str, int]
# Who reads the Executive Board's matters, who prepares them, and who reads along where their body is asked.
BOARD = "coordinator board_secretary council_secretary ib_secretary mayor auditor".split()
OFFICE = ("coordinator", "board_secretary")
ASKED = "contact secretary head other_contact other_secretary company_contact".split()
# The same of the answer of the Transport Committee.
READERS = (
    "contact secretary head council_secretary board_secretary ib_secretary mayor coordinator auditor".split()
)
PREPARERS = ("contact", "secretary")


def answers(chosen: Collection[str], status: int = 200, otherwise: int = 403) -> Answer:
    return dict.fromkeys(PERSONAS, otherwise) | dict.fromkeys(chosen, status)


def office(status: int = 200, readers: Collection[str] = (*BOARD, *ASKED)) -> Answer:
    """The Executive Board's own do it; who reads along is refused, others find nothing."""
    return answers(readers, 403, otherwise=404) | dict.fromkeys(OFFICE, status)


def preparing(status: int = 200) -> Answer:
    return answers(READERS, 403, otherwise=404) | dict.fromkeys(PREPARERS, status)


def referral_pages(page: Callable[..., Any]) -> dict[str, Any]:
    none = answers((), otherwise=405)
    reading = answers((*BOARD, *ASKED), otherwise=404)
    theirs, later = answers(READERS, otherwise=404), LATER.isoformat()
    working = answers((*BOARD, *ASKED), 403, otherwise=404) | dict.fromkeys(BOARD, 200)
    on_draft: dict[str, Any] = {"get": office(200, BOARD), "post": office(422, BOARD)}
    return {
        "referrals:referrals": page(query="q=strategi&state=out&body=trafiknamnden&year=2026"),
        "referrals:answers": page(query="state=late&body=trafiknamnden&q=remiss"),
        "referrals:new_referral": page(get=answers(OFFICE), post=answers(OFFICE, 422)),
        "referrals:referral": page(("sent_referral",), get=reading),
        "referrals:edit_referral": page(("drafted_referral",), **on_draft),
        "referrals:write_document": page(("drafted_referral",), **on_draft),
        "referrals:recipients": page(("drafted_referral",), **on_draft),
        # It lacks its recipients: its page says so.
        "referrals:send_referral": page(("drafted_referral",), get=none, post=office(302, BOARD)),
        "referrals:remind_referral": page(("sent_referral",), get=none, post=office(302)),
        "referrals:add_recipient": page(("sent_referral",), get=office(), post=office(422)),
        "referrals:withdraw_referral": page(
            ("sent_referral",), get=office(), post=office(302), data={"reason": "x"}
        ),
        "referrals:matrix": page(("compiled_referral",), get=reading),
        "referrals:compile_answers": page(("compiled_referral",), get=none, post=office(302)),
        "referrals:compilation": page(("compiled_referral",), get=working),
        "referrals:remarks": page(("compiled_referral",), get=working, query="state=left"),
        "referrals:reply_to_remark": page(
            ("compiled_referral", "referral_remark"), get=office(), post=office(422)
        ),
        "referrals:differences": page(("compiled_referral",), get=working),
        # The remarks are not answered yet.
        "referrals:lay_before_board": page(
            ("compiled_referral",), get=office(), post=office(422), data={"in_force_on": later}
        ),
        "referrals:decide_referral": page(
            ("proposed_referral",),
            get=reading,
            post=answers((*BOARD, *ASKED), 403, otherwise=404) | {"board_secretary": 422},
        ),
        "referrals:feed_back": page(("adopted_referral",), get=none, post=office(302)),
        "referrals:answer": page(("received_answer",), get=theirs),
        "referrals:assign_answer": page(("received_answer",), get=preparing(), post=preparing(422)),
        "referrals:write_answer": page(("received_answer",), get=preparing(), post=preparing(422)),
        # It says nothing yet: its page says so.
        "referrals:finish_answer": page(("begun_answer",), get=none, post=preparing(302)),
        "referrals:lay_answer_before": page(("ready_answer",), get=none, post=preparing(302)),
        "referrals:decide_answer": page(
            ("laid_answer",), get=theirs, post=answers(READERS, 403, otherwise=404) | {"secretary": 422}
        ),
        "referrals:submit_answer": page(("decided_answer",), get=none, post=preparing(302)),
        "referrals:submit_without_board": page(("ready_answer",), get=preparing(), post=preparing(422)),
        "referrals:abstain": page(
            ("received_answer",), get=preparing(), post=preparing(302), data={"reason": "x"}
        ),
        "referrals:ask_for_time": page(("received_answer",), get=preparing(), post=preparing(422)),
        "referrals:answer_wish": page(
            ("wishing_answer",),
            get=answers(READERS, 403, otherwise=404) | dict.fromkeys(OFFICE, 200),
            post=answers(READERS, 403, otherwise=404) | dict.fromkeys(OFFICE, 302),
            data={"answer": "yes", "granted_to": later},
        ),
        "referrals:register_answer": page(
            ("submitted_answer",),
            get=none,
            post=answers(READERS, 403, otherwise=404) | dict.fromkeys(OFFICE, 302),
        ),
        # The body's own while it is written.
        "referrals:answer_as_word": page(
            ("begun_answer",),
            get=answers(READERS, 403, otherwise=404) | dict.fromkeys((*PREPARERS, "head"), 200),
        ),
    }


def referral_scene() -> dict[str, Any]:
    """A referral in each of its states, and answers of the Transport Committee in each of theirs."""
    tasks = [_sent(n) for n in range(6)]
    received, begun, ready, laid, decided, handed_in = map(answer_of, tasks)
    wishing = answer_of(_sent(6))
    contact = person("contact")
    written(begun, stance="", report="")
    actions.finish(written(ready), by=contact)
    before_the_body(laid)
    actions.decide(before_the_body(decided), record(body("trafiknamnden")), by=person("secretary"))
    submitted(handed_in)
    actions.ask_for_time(wishing, by=contact, asked_to=LATER - timedelta(days=1), reason="Nämnden möts sent.")
    gathered = compiled(document="eu_policy", sections=SHORT, diary_number="KS 2026/300")
    proposed, adopted = _proposed("KS 2026/301"), _proposed("KS 2026/302")
    for slug, secretary in (
        ("kommunstyrelsen", "board_secretary"),
        ("kommunfullmaktige", "council_secretary"),
    ):
        actions.deciding.decide(fresh(adopted), record(body(slug)), by=person(secretary))
    return {
        "drafted_referral": drafted(diary_number="KS 2026/200").matter.number,
        "sent_referral": received.referral.matter.number,
        "compiled_referral": gathered.matter.number,
        "referral_remark": gathered.remarks.first().pk,
        "proposed_referral": proposed.matter.number,
        "adopted_referral": adopted.matter.number,
        "received_answer": received.matter.number,
        "begun_answer": begun.matter.number,
        "ready_answer": ready.matter.number,
        "laid_answer": laid.matter.number,
        "decided_answer": decided.matter.number,
        "submitted_answer": handed_in.matter.number,
        "wishing_answer": fresh_answer(wishing).matter.number,
    }


def strategy_draft_scene() -> dict[str, Any]:
    """A draft of the strategy that is written on, and one that is out in a referral."""
    referral = referred(with_another_decider(begun()))
    return {
        "strategy_draft": begun().pk,
        "sent_draft": referral.matter.strategy_draft.pk,
        "referral_of_draft": referral.matter.number,
        "one": 1,
        "act": "join_membership",
        "principle": "no-twin-towns",
    }


def _sent(n: int) -> Any:
    return sent(diary_number=f"KS 2026/21{n}", answer_by=TODAY + timedelta(days=30))


def _proposed(diary_number: str) -> Any:
    """An EU policy without remarks before the Executive Board."""
    referral = sent(document="eu_policy", diary_number=diary_number)
    answer = written(answer_of(referral), sections={}, stance="no_comment")
    answer = actions.finish(answer, by=person("contact"))
    actions.submit(answer, by=person("contact"), without_board_reason="Ordförandebeslut saknas.")
    referral = fresh(actions.compile_answers(referral, by=person("coordinator")))
    return fresh(actions.lay_before_board(referral, by=person("coordinator"), in_force_on=LATER))
