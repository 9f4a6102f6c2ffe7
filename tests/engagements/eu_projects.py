"""What the tests of EU projects begin with: an idea, an application that is complete, and how far each has come."""

from datetime import date
from decimal import Decimal
from typing import Any

from engagements.actions import eu_projects
from engagements.models import EuProject
from governance.models import Body, Person

from .agreements import decision_of

COMPLETE = {
    "plan_link": "Verksamhetsplan 2026: vinterväghållning.",
    "applied_amount": Decimal(3_000_000),
    "own_share": Decimal(500_000),
    "own_share_source": "Trafiknämndens budget 2027",
}


def make_idea(by: Person, body: Body, **facts: Any) -> EuProject:
    return eu_projects.propose(
        by=by,
        body=body,
        **{
            "title": "Vintervägar (exempel)",
            "scope": "own_operation",
            "role": "partner",
            "programme": "Horizon Europe",
            "call": "HORIZON-MISS-2026-CIT-01",
            "summary": "Vi vill pröva nya sätt att hålla cykelvägar fria från snö.",
            **facts,
        },
    )


def make_application(by: Person, body: Body, **facts: Any) -> EuProject:
    return eu_projects.begin_application(make_idea(by, body, **{**COMPLETE, **facts}), by=by)


def make_decided(by: Person, body: Body, secretary: Person, **facts: Any) -> EuProject:
    project = eu_projects.send_for_decision(make_application(by, body, **facts), by=by)
    eu_projects.decide(project, decision_of(body), by=secretary)
    return fresh(project)


def make_granted(by: Person, body: Body, secretary: Person, **facts: Any) -> EuProject:
    """Granted 2026-06-01, running from then until the end of 2028 unless told otherwise."""
    first, last = facts.pop("starts_on", date(2026, 6, 1)), facts.pop("ends_on", date(2028, 12, 31))
    project = eu_projects.submit(
        make_decided(by, body, secretary, **facts), by=by, submitted_on=date(2026, 3, 20)
    )
    return eu_projects.note_answer(
        project,
        by=by,
        is_granted=True,
        answered_on=date(2026, 5, 4),
        amount=Decimal(2_500_000),
        starts_on=first,
        ends_on=last,
    )


def fresh(project: EuProject) -> EuProject:
    return EuProject.objects.select_related("matter__body").get(pk=project.pk)
