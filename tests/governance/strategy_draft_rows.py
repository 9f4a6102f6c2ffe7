"""What tests of drafts of the strategy begin with, and the rows of the page policy."""

from collections.abc import Callable
from typing import Any

from governance import strategy_drafts
from governance.models import Person, StrategyDraft

ACT = "join_declaration"


def begun(by: str = "coordinator") -> StrategyDraft:
    """A draft that says what the version in force says."""
    return strategy_drafts.begin(
        by=Person.objects.get(username=by),
        title_sv="Internationell strategi 2027 (exempel)",
        title_en="International strategy 2027 (example)",
    )


def with_another_decider(draft: StrategyDraft, by: str = "coordinator") -> StrategyDraft:
    """Declarations that cost nothing more are no longer the Mayor's, but the Council's."""
    row = next(i for i, each in enumerate(draft.content["rules"][ACT], 1) if each["decides"] == "mayor")
    return strategy_drafts.change_rule(
        draft,
        draft.version,
        ACT,
        row,
        by=Person.objects.get(username=by),
        decides="council",
        power="own",
        handled_in="",
        prepared_by="executive_board",
    )


def strategy_draft_pages(
    page: Callable[..., Any], only: Callable[..., Any], everybody: Any
) -> dict[str, Any]:
    mine, none = only("coordinator"), everybody(405)
    form: dict[str, Any] = {"get": mine, "post": only("coordinator", 422)}
    # Whoever reads the referral reads the comparison.
    readers = (
        "coordinator board_secretary council_secretary ib_secretary mayor auditor contact secretary head"
        " other_contact other_secretary company_contact"
    ).split()
    return {
        "strategy_drafts": page(get=mine),
        "new_strategy_draft": page(**form),
        "strategy_draft": page(("strategy_draft",), get=mine),
        "edit_strategy_draft": page(("strategy_draft",), **form),
        "compare_strategy_draft": page(("sent_draft",), get=only(readers)),
        "add_draft_section": page(("strategy_draft",), **form),
        "edit_draft_section": page(("strategy_draft", "one"), **form),
        # Everything cites the first section, so it stays.
        "remove_draft_section": page(
            ("strategy_draft", "one"), get=only("coordinator", 409), post=only("coordinator", 409)
        ),
        "edit_draft_principle": page(("strategy_draft", "principle"), **form),
        "strategy_draft_act": page(("strategy_draft", "act"), get=mine),
        "edit_draft_rule": page(("strategy_draft", "act", "one"), **form),
        "split_draft_rule": page(("strategy_draft", "act", "one"), **form),
        "remove_draft_rule": page(("strategy_draft", "act", "one"), **form),
        "strategy_draft_file": page(("strategy_draft",), get=mine),
        "read_strategy_draft_file": page(("strategy_draft",), **form),
        "withdraw_strategy_draft": page(("strategy_draft",), **form),
        "strategy_draft_history": page(("strategy_draft",), get=mine),
        "referrals:refer_draft": page(("strategy_draft",), **form),
        # The draft is with those who were asked.
        "referrals:texts_to_draft": page(
            ("referral_of_draft",),
            get=none,
            post=only(readers, 403, otherwise=404) | {"coordinator": 409},
        ),
    }
