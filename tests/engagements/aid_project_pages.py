"""The rows of the page policy for aid-like projects, and what they speak of: a proposal, one sent, one over."""

from collections.abc import Callable
from typing import Any

from engagements.actions import aid_projects
from governance.models import Body, Person

from .aid_projects import make_aid, make_over


def aid_project_pages(
    page: Callable[..., Any], only: Any, read: Any, record: Any, preparing: Any, proposers: Any
) -> dict[str, Any]:
    """Who may read and record is the same as for memberships: the caller's own words for it."""
    nobody_gets = dict.fromkeys(read, 405)

    def verb(name: str, *args: str, answer: int = 302, **data: Any) -> Any:
        shown = preparing(answer if answer in (403, 409) else 200)
        return page((name, *args), get=shown, post=preparing(answer), data=data)

    return {
        "engagements:aid_projects": page(query="q=vatten&state=running&funder=sida&body=trafiknamnden"),
        "engagements:new_aid_project": page(get=only(proposers), post=only(proposers, 422)),
        "engagements:new_aid_project_ruling": page(
            get=only(proposers), query="scope=city_wide&total_cost=100&amount=100"
        ),
        "engagements:new_aid_project_forums": page(get=only(proposers), query="name=Policy"),
        "engagements:aid_project": page(("over_aid",), get=read),
        "engagements:edit_aid_project": page(("aid",), get=preparing(), post=preparing(422)),
        "engagements:add_aid_financing": verb(
            "aid", funder="un", funder_name="", amount=5, is_requested="no"
        ),
        "engagements:remove_aid_financing": page(("aid", "aid_part"), get=nobody_gets, post=preparing(302)),
        "engagements:send_aid_project": page(("aid",), get=nobody_gets, post=preparing(302)),
        "engagements:decide_aid_project": page(("sent_aid",), get=read, post=record | {"secretary": 422}),
        "engagements:withdraw_aid_project": verb("aid", reason="x"),
        "engagements:join_aid_project": verb("aid", body="jarva"),
        "engagements:record_aid_received": verb("over_aid", answer=422),
        "engagements:report_aid_project": verb("over_aid", reported_on="2026-10-20", results="x"),
        "engagements:evaluate_aid_project": verb(
            "aid", answer=409, evaluated_on="2026-10-20", evaluation="x"
        ),
    }


def aid_project_scene() -> dict[str, Any]:
    by, committee = Person.objects.get(username="contact"), Body.objects.get(slug="trafiknamnden")
    secretary = Person.objects.get(username="secretary")
    proposal = make_aid(by, committee)
    sent = aid_projects.send_for_decision(make_aid(by, committee), by=by)
    return {
        "aid": proposal.matter.number,
        "aid_part": proposal.financing.first().pk,
        "sent_aid": sent.matter.number,
        "over_aid": make_over(by, committee, secretary).matter.number,
    }
