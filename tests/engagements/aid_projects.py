"""What the tests of aid-like projects begin with: a proposal that is paid by others, and how far it has come."""

from datetime import date
from decimal import Decimal
from typing import Any

from engagements.actions import aid_projects, create_organisation
from engagements.models import AidProject, Organisation
from governance.models import Body, Person

from .agreements import decision_of

PARTS = [("sida", 900_000, True), ("eu", 100_000, False)]


def make_aid(by: Person, body: Body, parts: Any = PARTS, **facts: Any) -> AidProject:
    """A proposal of the body's own operation, paid by Sida, which asked, and by the EU."""
    name = "Lvivs vattenverk (exempel)"
    partner = Organisation.objects.named(name).first() or create_organisation(
        by=by, name=name, kind="city", country="UA", is_invented=True
    )
    given = {
        "title": "Dricksvatten (exempel)",
        "scope": "own_operation",
        "country": "UA",
        "city": "Lviv",
        "summary": "Våra experter letar läckor med sina kollegor.",
        "area": "neighbourhood",
        "total_cost": Decimal(1_000_000),
        "includes_staff_time": True,
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2028, 3, 31),
    }
    project = aid_projects.propose(by=by, body=body, partner=partner, **(given | facts))
    for funder, amount, is_requested in parts:
        aid_projects.add_financing(
            project, by=by, funder=funder, amount=Decimal(amount), is_requested=is_requested
        )
    return fresh(project)


def make_approved(by: Person, body: Body, secretary: Person, **facts: Any) -> AidProject:
    """Decided 2026-03-12."""
    project = aid_projects.send_for_decision(make_aid(by, body, **facts), by=by)
    aid_projects.decide(project, decision_of(body), by=secretary)
    return fresh(project)


def make_over(by: Person, body: Body, secretary: Person) -> AidProject:
    """Approved, and its last day has passed."""
    period = {"opened_on": date(2026, 2, 2), "starts_on": date(2026, 4, 1), "ends_on": date(2026, 9, 30)}
    return make_approved(by, body, secretary, **period)


def fresh(project: AidProject) -> AidProject:
    return AidProject.objects.select_related("matter__body", "partner").get(pk=project.pk)
