"""The rows of the page policy for planning, and what they speak of."""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from planning.actions import handing, rounds, writing
from planning.models import PlanLine
from tests.factories import PERSONAS
from tests.planning.making import (
    ENVIRONMENT,
    SOON,
    YEAR,
    accepted,
    accounted,
    count,
    fresh,
    line,
    locked,
    membership,
    of,
    opened,
    person,
    ready,
    submitted,
    written,
)

Answer = dict[str, int]
# Who reads the matters of some body, who those of the Transport Committee, who prepares those, and who hands in.
WITH_AN_OFFICE = [persona for persona in PERSONAS if persona not in ("administrator", "newcomer")]
READERS = (
    "contact secretary head council_secretary board_secretary ib_secretary mayor coordinator auditor".split()
)
PREPARERS = ("contact", "secretary")
HANDING_IN = ("head", "secretary")
OFFICE = ("coordinator",)


def answers(chosen: Collection[str], status: int = 200, otherwise: int = 403) -> Answer:
    return dict.fromkeys(PERSONAS, otherwise) | dict.fromkeys(chosen, status)


def among_readers(chosen: Collection[str], status: int = 200) -> Answer:
    """Of those who read the plan these do it; others find nothing."""
    return answers(READERS, 403, otherwise=404) | dict.fromkeys(chosen, status)


def planning_pages(page: Callable[..., Any]) -> dict[str, Any]:
    none = answers((), otherwise=405)
    reading, office = answers(WITH_AN_OFFICE), answers(OFFICE)
    theirs, preparing = answers(READERS, otherwise=404), among_readers(PREPARERS)
    later = (SOON + timedelta(days=9)).isoformat()
    return {
        "planning:rounds": page(query="subject=plan"),
        "planning:plans": page(query="state=awaited&body=trafiknamnden&year=2026&q=plan"),
        "planning:accounts": page(query="state=late&body=trafiknamnden&year=2026&q=redovisning"),
        "planning:lines": page(
            query="state=untied&body=trafiknamnden&year=2026&kind=event&matter=2026-00001"
        ),
        "planning:unplanned": page(query="kind=membership&body=trafiknamnden&year=2026"),
        "planning:new_round": page(get=office, post=answers(OFFICE, 422)),
        "planning:round": page(("open_round",), get=reading, query="state=late"),
        "planning:edit_round": page(("open_round",), get=office, post=answers(OFFICE, 422)),
        "planning:add_to_round": page(("open_round",), get=office, post=answers(OFFICE, 422)),
        "planning:remind_round": page(("open_round",), get=none, post=answers(OFFICE, 302)),
        "planning:lock_round": page(("open_round",), get=none, post=answers(OFFICE, 302)),
        "planning:reopen_round": page(
            ("locked_round",), get=office, post=answers(OFFICE, 302), data={"reason": "x"}
        ),
        "planning:round_history": page(("open_round",), get=reading),
        "planning:plan": page(("written_plan",), get=theirs),
        "planning:write_plan": page(("written_plan",), get=preparing, post=among_readers(PREPARERS, 422)),
        "planning:add_line": page(("written_plan",), get=preparing, post=among_readers(PREPARERS, 422)),
        "planning:edit_line": page(
            ("written_plan", "plan_line"), get=preparing, post=among_readers(PREPARERS, 422)
        ),
        "planning:remove_line": page(
            ("written_plan", "plan_line"), get=none, post=among_readers(PREPARERS, 302)
        ),
        "planning:tie_line": page(
            ("written_plan", "plan_line"), get=preparing, post=among_readers(PREPARERS, 422)
        ),
        "planning:untie_line": page(
            ("written_plan", "plan_line", "plan_tie"), get=none, post=among_readers(PREPARERS, 302)
        ),
        "planning:account": page(("written_account",), get=theirs),
        "planning:write_account": page(
            ("written_account",), get=preparing, post=among_readers(PREPARERS, 422)
        ),
        "planning:tell_outcomes": page(
            ("written_account",), get=preparing, post=among_readers(PREPARERS, 422)
        ),
        "planning:count_account": page(("written_account",), get=none, post=among_readers(PREPARERS, 302)),
        "planning:mark_ready": page(("written_plan",), get=none, post=among_readers(PREPARERS, 302)),
        "planning:take_back": page(("ready_plan",), get=none, post=among_readers(PREPARERS, 302)),
        "planning:send_back": page(
            ("ready_plan",), get=among_readers(HANDING_IN), post=among_readers(HANDING_IN, 422)
        ),
        "planning:submit": page(("ready_plan",), get=none, post=among_readers(HANDING_IN, 302)),
        "planning:begin_review": page(("submitted_plan",), get=none, post=among_readers(OFFICE, 302)),
        "planning:ask_completion": page(
            ("submitted_plan",), get=among_readers(OFFICE), post=among_readers(OFFICE, 422)
        ),
        "planning:accept": page(
            ("submitted_plan",), get=among_readers(OFFICE), post=among_readers(OFFICE, 302)
        ),
        "planning:lock": page(("accepted_plan",), get=none, post=among_readers(OFFICE, 302)),
        "planning:reopen": page(
            ("locked_plan",),
            get=among_readers(OFFICE),
            post=among_readers(OFFICE, 302),
            data={"reason": "x", "hand_in_by": later},
        ),
        "planning:kept_copy": page(("locked_plan", "first_edition"), get=theirs),
        "planning:as_word": page(("written_plan",), get=theirs),
    }


def planning_scene() -> dict[str, Any]:
    """A plan of the Transport Committee in each of its states, each of a year of its own, and an account."""
    coordinator, contact = person("coordinator"), person("contact")
    years = [opened(year=year) for year in range(YEAR + 1, YEAR - 5, -1)]
    plans = [of(asked) for asked in years]
    drafted, waiting, handed, fine, kept, _other = plans
    tied = line(written(drafted), matter=membership(name="Planerade städer (exempel)"))
    writing.write(of(years[0], ENVIRONMENT), None, by=person("other_contact"), aims="Annat.")  # type: ignore[arg-type]
    ready(written(waiting))
    submitted(written(handed))
    accepted(written(fine))
    locked(written(kept))
    rounds.close_round(years[5], by=coordinator)
    account = accounted(count(of(opened("account", YEAR - 3))))
    handing.mark_ready(account, by=contact)
    handing.take_back(fresh(account), by=contact)
    return {
        "open_round": years[0].pk,
        "locked_round": years[5].pk,
        "written_plan": drafted.matter.number,
        "ready_plan": waiting.matter.number,
        "submitted_plan": handed.matter.number,
        "accepted_plan": fine.matter.number,
        "locked_plan": kept.matter.number,
        "first_edition": 1,
        "plan_line": PlanLine.objects.get(pk=tied.pk).pk,
        "plan_tie": tied.ties.get().pk,
        "written_account": account.matter.number,
    }
