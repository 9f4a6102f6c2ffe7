"""The rows of the page policy for EU projects, and what they speak of: an idea, one sent, and one granted."""

from collections.abc import Callable
from datetime import date
from typing import Any

from engagements.actions import eu_projects
from governance.models import Body, Person

from .eu_projects import make_application, make_granted, make_idea


def eu_project_pages(
    page: Callable[..., Any], only: Any, read: Any, record: Any, preparing: Any, proposers: Any
) -> dict[str, Any]:
    """Who may read and record is the same as for memberships: the caller's own words for it."""
    nobody_gets = dict.fromkeys(read, 405)

    def verb(name: str, *args: str, answer: int = 302, **data: Any) -> Any:
        shown = preparing(answer if answer in (403, 409) else 200)
        return page((name, *args), get=shown, post=preparing(answer), data=data)

    return {
        "engagements:eu_projects": page(query="state=applying&paid=eu&theme=climate"),
        "engagements:eu_project_ideas": page(),
        "engagements:eu_project_audit": page(),
        "engagements:new_eu_project": page(get=only(proposers), post=only(proposers, 422)),
        "engagements:new_eu_project_ruling": page(get=only(proposers), query="scope=city_wide"),
        "engagements:new_eu_project_rivals": page(get=only(proposers), query="call=HORIZON-MISS"),
        "engagements:eu_project": page(("eu_project",), get=read),
        "engagements:edit_eu_project": page(("eu_idea",), get=preparing(), post=preparing(422)),
        "engagements:begin_eu_project": page(("eu_idea",), get=nobody_gets, post=preparing(302)),
        # The idea is no application yet: the verb is refused.
        "engagements:send_eu_project": page(("eu_idea",), get=nobody_gets, post=preparing(409)),
        "engagements:decide_eu_project": page(("sent_project",), get=read, post=record | {"secretary": 422}),
        "engagements:withdraw_eu_project": verb("eu_idea", reason="x"),
        "engagements:submit_eu_project": verb("eu_idea", answer=409, submitted_on="2026-04-01"),
        "engagements:answer_eu_project": verb(
            "eu_idea", answer=409, is_granted="no", answered_on="2026-04-01"
        ),
        "engagements:join_eu_project": verb("granted_project", body="jarva"),
        "engagements:add_project_report": verb("granted_project", title="x", due_on="2027-04-01"),
        "engagements:note_project_report": verb("granted_project", "project_report", sent_on="2026-10-01"),
        "engagements:add_grant_condition": verb("granted_project", text="x"),
        "engagements:meet_grant_condition": verb(
            "granted_project", "grant_condition", met_on="2026-10-01", proof="x"
        ),
        "engagements:record_project_money": verb(
            "granted_project", body="trafiknamnden", kind="received", year=2026, amount=1
        ),
        "engagements:finish_eu_project": verb(
            "granted_project", answer=409, results="x", keep_until="2035-01-01"
        ),
    }


def eu_project_scene() -> dict[str, Any]:
    by, committee = Person.objects.get(username="contact"), Body.objects.get(slug="trafiknamnden")
    secretary = Person.objects.get(username="secretary")
    sent = eu_projects.send_for_decision(make_application(by, committee), by=by)
    granted = make_granted(by, committee, secretary)
    report = eu_projects.add_report(granted, by=by, title="Period 1", due_on=date(2027, 3, 1))
    condition = eu_projects.add_condition(granted, by=by, text="EU-flaggan")
    return {
        "eu_idea": make_idea(by, committee).matter.number,
        "sent_project": sent.matter.number,
        "granted_project": granted.matter.number,
        "project_report": report.pk,
        "grant_condition": condition.pk,
    }
