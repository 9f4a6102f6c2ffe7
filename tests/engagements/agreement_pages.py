"""The rows of the page policy for agreements, and what they speak of: drafts and one before the Transport Committee."""

from collections.abc import Callable
from datetime import date
from typing import Any

from engagements.actions import agreements
from governance.models import Body, Person

from .agreements import decision_of, make_agreement


def agreement_pages(
    page: Callable[..., Any], only: Any, read: Any, record: Any, preparing: Any, proposers: Any
) -> dict[str, Any]:
    """Who may read and record is the same as for memberships: the caller's own words for it."""
    nobody_gets = dict.fromkeys(read, 405)
    return {
        "engagements:agreements": page(query="q=Policy&state=current&type=cooperation&year=2026"),
        "engagements:new_agreement": page(get=only(proposers), post=only(proposers, 422)),
        "engagements:new_agreement_ruling": page(
            get=only(proposers), query="type=cooperation&scope=city_wide&counterpart_kind=city"
        ),
        "engagements:new_agreement_forums": page(get=only(proposers), query="name=Policy"),
        "engagements:agreement": page(("agreement",), get=read),
        "engagements:edit_agreement": page(("agreement",), get=preparing(), post=preparing(422)),
        "engagements:send_agreement": page(("agreement",), get=nobody_gets, post=preparing(302)),
        "engagements:decide_agreement": page(("sent_agreement",), get=read, post=record | {"secretary": 422}),
        "engagements:withdraw_agreement": page(
            ("agreement",), get=preparing(), post=preparing(302), data={"reason": "x"}
        ),
        # The agreement is no twin-town agreement and touches no foreign relations: forms and verbs are refused.
        "engagements:ask_for_exception": page(
            ("agreement",), get=preparing(409), post=preparing(409), data={"reasons": "x"}
        ),
        "engagements:refer_agreement": page(
            ("agreement",), get=preparing(409), post=preparing(409), data={"question": "x"}
        ),
        # A draft is neither to be signed nor reviewed, ended or evaluated: forms and verbs are refused.
        "engagements:set_sign_by": page(
            ("agreement",), get=preparing(409), post=preparing(409), data={"sign_by": "2026-12-01"}
        ),
        "engagements:sign_agreement": page(
            ("agreement",),
            get=preparing(409),
            post=preparing(409),
            data={"side": "city", "who": "x", "signed_on": "2026-04-01"},
        ),
        # A draft has nothing to amend yet.
        "engagements:amend_agreement": page(
            ("agreement",),
            get=preparing(409),
            post=preparing(409),
            data={"reasons": "x", "exchange": "x", "ends_on": "2099-12-31"},
        ),
        "engagements:withdraw_amendment": page(("agreement",), get=nobody_gets, post=preparing(409)),
        "engagements:agreement_versions": page(("agreement",), get=read),
        "engagements:add_obligation": page(
            ("agreement",),
            get=preparing(409),
            post=preparing(409),
            data={"text": "x", "side": "city", "due_on": "2026-12-01"},
        ),
        "engagements:close_obligation": page(
            ("obliging_agreement", "obligation_id"), get=preparing(), post=preparing(422)
        ),
        "engagements:log_activity": page(
            ("agreement",),
            get=preparing(409),
            post=preparing(409),
            data={"happened_on": "2026-04-01", "kind": "meeting", "what": "x"},
        ),
        "engagements:say_it_stands": page(
            ("agreement",), get=preparing(409), post=preparing(409), data={"reason": "x"}
        ),
        "engagements:review_agreement": page(
            ("agreement",), get=preparing(409), post=preparing(409), data={"why": "x"}
        ),
        "engagements:keep_agreement": page(
            ("agreement",),
            get=preparing(409),
            post=preparing(409),
            data={"reviewed_on": "2026-04-01", "conclusion": "x"},
        ),
        "engagements:end_agreement": page(
            ("agreement",),
            get=preparing(409),
            post=preparing(409),
            data={"how": "counterpart", "ended_on": "2026-04-01", "reason": "x"},
        ),
        "engagements:evaluate_agreement": page(
            ("agreement",),
            get=preparing(409),
            post=preparing(409),
            data={"goals_met": "x", "effects": "x", "total_cost": "0", "recommendation": "x"},
        ),
    }


def agreement_scene() -> dict[str, Any]:
    by, committee = Person.objects.get(username="contact"), Body.objects.get(slug="trafiknamnden")
    draft, sent = (
        make_agreement(by, committee, name=f"Pact {n} (exempel)", counterpart_kind="network")
        for n in ("one", "two")
    )
    agreements.send_for_decision(sent, by=by)
    obliging = make_agreement(by, committee, name="Pact three (exempel)", counterpart_kind="network")
    agreements.send_for_decision(obliging, by=by)
    agreements.decide(obliging, decision_of(committee), by=Person.objects.get(username="secretary"))
    obligation = agreements.add_obligation(
        obliging, by=by, text="Policy", side="city", due_on=date(2026, 12, 1)
    )
    return {
        "agreement": draft.matter.number,
        "sent_agreement": sent.matter.number,
        "obliging_agreement": obliging.matter.number,
        "obligation_id": obligation.pk,
    }
