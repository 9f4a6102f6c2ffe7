"""The demonstration's aid-like projects: invented ones in every state, each with who pays it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.decisions import Record
from governance.models import Body, Decision, Notice, Scope

from .actions import aid_projects, create_organisation
from .demonstration import preparer, secretary
from .models import AidFinancing, AidProject, Organisation, Theme

Funder, Area, Outcome = AidFinancing.Funder, AidProject.Area, Decision.Outcome
STREETS, CLIMATE, BOARD = "trafiknamnden", "miljo-och-halsoskyddsnamnden", "kommunstyrelsen"
Part = tuple[str, str, int, bool]


@transaction.atomic
def load() -> int:
    """Projects with their funders. Doing it again changes nothing. Returns how many were created."""
    if AidProject.objects.exists() or not Body.objects.filter(slug=CLIMATE).exists():
        return 0
    _running()
    _evaluated()
    _proposals()
    old = Notice.objects.filter(matter__aid_project__isnull=False, matter__closed_on__isnull=False)
    old.filter(read_at=None).update(read_at=timezone.now())
    return AidProject.objects.count()


def _running() -> None:
    today = timezone.localdate()
    water = _propose(
        CLIMATE,
        "Dricksvatten och läckor i Lviv (exempel)",
        ("Lvivs vattenverk", "UA", "Lviv"),
        Theme.CLIMATE,
        date(2025, 1, 20),
        (date(2025, 4, 1), today + timedelta(days=400)),
        [(Funder.SIDA, "", 2_400_000, True), (Funder.EU, "", 600_000, False)],
        total_cost=Decimal(3_000_000),
        asked_by="Sida, i brev till miljöförvaltningen i december 2024",
        report_by=today + timedelta(days=490),
    )
    _approve(water, date(2025, 3, 11), "8")
    first, second = water.financing.all()
    for year, part, amount in ((2025, first, 800_000), (2026, first, 900_000), (2026, second, 300_000)):
        aid_projects.record_received(
            water, by=_preparer(water), financing=part, year=year, amount=Decimal(amount)
        )


def _evaluated() -> None:
    roads = _propose(
        STREETS,
        "Säkra korsningar i Chișinău (exempel)",
        ("Chișinăus trafikkontor", "MD", "Chișinău"),
        Theme.SAFETY,
        date(2023, 11, 6),
        (date(2024, 2, 1), date(2025, 6, 30)),
        [(Funder.WORLD_BANK, "", 1_150_000, True)],
        total_cost=Decimal(1_150_000),
        asked_by="Världsbankens kontor i Stockholm",
        area=Area.ELSEWHERE,
    )
    _approve(roads, date(2023, 12, 14), "17")
    by, part = _preparer(roads), roads.financing.get()
    for year, amount in ((2024, 700_000), (2025, 450_000)):
        aid_projects.record_received(roads, by=by, financing=part, year=year, amount=Decimal(amount))
    results = "Tolv korsningar byggdes om. Olyckorna i dem halverades det första året."
    aid_projects.report(roads, by=by, reported_on=date(2025, 9, 15), results=results)
    evaluation = (
        "Pengarna räckte och arbetstiden var rätt beräknad. Den egna mätmetoden blev bättre av att prövas på gator"
        " med annan trafik."
    )
    aid_projects.evaluate(roads, by=by, evaluated_on=date(2025, 11, 3), evaluation=evaluation)


def _proposals() -> None:
    """Before the board, at home with something left to pay, and rejected."""
    waste = _propose(
        BOARD,
        "Avfall och återbruk i Tbilisi (exempel)",
        ("Tbilisi stad", "GE", "Tbilisi"),
        Theme.CLIMATE,
        date(2026, 9, 7),
        (date(2027, 2, 1), date(2028, 12, 31)),
        [(Funder.SIDA, "", 1_700_000, True)],
        total_cost=Decimal(1_700_000),
        scope=Scope.SEVERAL_BODIES,
        asked_by="Sida",
    )
    aid_projects.send_for_decision(waste, by=_preparer(waste))
    _propose(
        CLIMATE,
        "Luftmätning i Tirana (exempel)",
        ("Tirana stad", "AL", "Tirana"),
        Theme.CLIMATE,
        date(2026, 10, 26),
        (date(2027, 1, 15), date(2027, 12, 15)),
        [(Funder.EU, "", 800_000, False)],
        total_cost=Decimal(950_000),
        includes_staff_time=False,
    )
    parks = _propose(
        STREETS,
        "Belysning i parker i Pristina (exempel)",
        ("Pristina stad", "XK", "Pristina"),
        Theme.SAFETY,
        date(2025, 8, 18),
        (date(2026, 1, 15), date(2026, 12, 15)),
        [(Funder.OTHER, "Ljusfonden (exempel)", 400_000, False)],
        total_cost=Decimal(400_000),
    )
    _decide(parks, Outcome.REJECTED, date(2025, 10, 16), "21", "Nämnden deltar inte.")


def _propose(
    slug: str,
    title: str,
    partner: tuple[str, str, str],
    theme: str,
    opened_on: date,
    period: tuple[date, date],
    parts: list[Part],
    **given: Any,
) -> AidProject:
    """A proposal with its funders."""
    body = Body.objects.get(slug=slug)
    by, (name, country, city) = preparer(body), partner
    organisation = create_organisation(
        by=by,
        name=f"{name} (exempel)",
        kind=Organisation.Kind.CITY,
        country=country,
        city=city,
        theme=theme,
        is_invented=True,
        note="Påhittad organisation.",
    )
    written: dict[str, Any] = {
        "scope": Scope.OWN_OPERATION,
        "area": Area.NEIGHBOURHOOD,
        "summary": "Påhittat exempel. Stadens experter arbetar tillsammans med kollegor på plats och utbildar dem.",
        "benefit": "Staden prövar sina metoder på en annan plats och lär sig av den.",
        "includes_staff_time": True,
    }
    project = aid_projects.propose(
        by=by,
        body=body,
        partner=organisation,
        title=title,
        country=country,
        city=city,
        opened_on=opened_on,
        starts_on=period[0],
        ends_on=period[1],
        is_invented=True,
        **(written | given),
    )
    for funder, funder_name, amount, is_requested in parts:
        aid_projects.add_financing(
            project,
            by=by,
            funder=funder,
            name=funder_name,
            amount=Decimal(amount),
            is_requested=is_requested,
        )
    return project


def _preparer(project: AidProject) -> Any:
    return preparer(project.matter.body)


def _approve(project: AidProject, on: date, paragraph: str) -> None:
    wording = "Nämnden beslutar att delta i projektet, som finansiärerna betalar i sin helhet."
    _decide(project, Outcome.APPROVED, on, paragraph, wording)


def _decide(project: AidProject, outcome: str, on: date, paragraph: str, wording: str) -> None:
    """What the body of the project itself decided."""
    aid_projects.send_for_decision(project, by=_preparer(project))
    body = project.matter.body
    record = Record(
        body=body,
        outcome=outcome,
        decided_on=on,
        paragraph=paragraph,
        minutes=f"Protokoll {on.month}/{on.year}",
        minutes_approved_on=on + timedelta(days=6),
        posted_on=on + timedelta(days=7),
        wording=wording,
    )
    aid_projects.decide(project, record, by=secretary(body))
