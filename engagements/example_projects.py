"""The demonstration's ideas and applications: invented examples, marked as such, beside the real EU projects.

Two of them go for the same call, so that the warning can be seen.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from governance import access
from governance.decisions import Record
from governance.models import Body, Kind, Matter, Office, Person

from .actions import eu_projects as actions
from .models import EuProject

Role = Office.Role
CALL = "HORIZON-MISS-2027-CIT-01-02"


def load() -> int:
    """How many were created; none where there are some already, or in a city without these bodies."""
    if Matter.objects.filter(kind=Kind.EU_PROJECT, is_invented=True).exists():
        return 0
    made = [_idea(), _rival(), _running()]
    return sum(project is not None for project in made)


def _idea() -> EuProject | None:
    return _enter(
        "trafiknamnden",
        "Tysta leveranser (exempel)",
        call=CALL,
        apply_by=date(2027, 2, 16),
        summary="Vi vill pröva eldrivna leveranser på natten i tre stadsdelar och mäta buller och trängsel.",
        partners="Söker en stad med kallt klimat och en forskargrupp som mäter buller.",
        opened_on=date(2026, 10, 12),
    )


def _rival() -> EuProject | None:
    project = _enter(
        "miljo-och-halsoskyddsnamnden",
        "Klimatsmart sista kilometer (exempel)",
        call=CALL,
        apply_by=date(2027, 2, 16),
        summary="Samlade leveranser med lastcykel från två omlastningsplatser vid tunnelbanan.",
        partners="Göteborg (exempel) och Helsingfors (exempel).",
        plan_link="Nämndens verksamhetsplan 2026, målet om fossilfria transporter.",
        applied_amount=Decimal(4_200_000),
        opened_on=date(2026, 9, 7),
    )
    return project and actions.begin_application(project, by=_preparer(project.matter.body))


def _running() -> EuProject | None:
    """One with everything that a grant brings: a report sent, one that is due, a condition, money of two years."""
    project = _enter(
        "stockholms-hamnar",
        "Elanslutning vid kaj (exempel)",
        programme="Fonden för ett sammanlänkat Europa",
        call="CEF-T-2024-AFIFGEN",
        summary="Kryssningsfartyg ska kunna stänga av motorerna vid kaj. Projektet bygger två anslutningar.",
        partners="Köpenhamn Malmö Port (exempel).",
        plan_link="Bolagets affärsplan 2025, målet om ren luft i hamnen.",
        applied_amount=Decimal(12_000_000),
        own_share=Decimal(12_000_000),
        own_share_source="Bolagets investeringsbudget 2025 och 2026",
        staff=Decimal("1.5"),
        total_budget=Decimal(24_000_000),
        opened_on=date(2025, 1, 13),
    )
    if project is None:
        return None
    by, body = _preparer(project.matter.body), project.matter.body
    secretary = access.holders(Role.SECRETARY, body).order_by("pk").first()
    if secretary is None:
        return None
    project = actions.send_for_decision(actions.begin_application(project, by=by), by=by)
    record = Record(
        body,
        "approved",
        date(2025, 3, 19),
        "Styrelsen beslutar att ansöka, och att egenfinansieringen ryms i investeringsbudgeten (exempel).",
        paragraph="11",
        minutes="Protokoll (exempel)",
    )
    actions.decide(project, record, by=secretary)
    project = actions.submit(project, by=by, submitted_on=date(2025, 3, 26))
    project = actions.note_answer(
        project,
        by=by,
        is_granted=True,
        answered_on=date(2025, 8, 29),
        amount=Decimal(9_500_000),
        starts_on=date(2025, 10, 1),
        ends_on=date(2028, 9, 30),
        reference="101000000 (exempel)",
    )
    first = actions.add_report(
        project, by=by, title="Lägesrapport 1", due_on=date(2026, 10, 31), owner="Projektledaren"
    )
    actions.note_report(first, by=by, sent_on=date(2026, 10, 26))
    actions.add_report(
        project, by=by, title="Lägesrapport 2", due_on=date(2027, 10, 31), owner="Projektledaren"
    )
    actions.add_condition(
        project, by=by, text="Skylt med EU:s emblem vid båda kajerna.", due_on=date(2026, 12, 15)
    )
    for kind, year, kronor in (
        ("received", 2025, 2_400_000),
        ("own_share", 2025, 1_100_000),
        ("own_share", 2026, 3_000_000),
    ):
        actions.record_money(project, by=by, body=body, kind=kind, year=year, amount=Decimal(kronor))
    return project


def _enter(slug: str, title: str, **written: Any) -> EuProject | None:
    """An idea of the body, or None in a city without it."""
    body = Body.objects.filter(slug=slug).first()
    if body is None or not access.holders(Role.CONTACT_PERSON, body).exists():
        return None
    return actions.propose(
        by=_preparer(body),
        body=body,
        title=title,
        is_invented=True,
        **{
            "scope": "own_operation",
            "role": "partner",
            "programme": "Horisont Europa",
            "theme": "climate",
            **written,
        },
    )


def _preparer(body: Body) -> Person:
    person = access.holders(Role.CONTACT_PERSON, body).order_by("pk").first()
    if person is None:
        raise LookupError(f"{body} has no contact person")
    return person
