"""EU projects as of 31 December: how many, and how much of the European Union's money came to the city.

A project of several departments is one matter with one lead body, so it counts once. A national grant is
never EU money: it has a figure of its own, and none of the others sees it.
"""

from collections.abc import Callable

from django.db.models import Q

from engagements.lifecycle.eu_projects import NOT_HELD
from engagements.models import EuProject, ProjectMoney

from .counting import Breakdown, Figure, Source, Year, added, bodies, spelt


def _granted(is_eu_money: bool) -> Q:
    return Q(is_eu_money=is_eu_money) & ~Q(matter__status__in=NOT_HELD)


def running(year: Year, is_eu_money: bool = True) -> Q:
    ends = Q(matter__ends_on__isnull=True) | Q(matter__ends_on__gte=year.last)
    return _granted(is_eu_money) & Q(matter__starts_on__lte=year.last) & ends


def _started(year: Year) -> Q:
    return _granted(True) & Q(matter__starts_on__range=year.days)


def ended(year: Year) -> Q:
    return _granted(True) & Q(matter__ends_on__range=year.days)


def _applied(year: Year) -> Q:
    return Q(is_eu_money=True, submitted_on__range=year.days)


def _answered_with_a_grant(year: Year) -> Q:
    return _granted(True) & Q(answered_on__range=year.days)


def _near(year: Year) -> Q:
    lasts = Q(matter__ends_on__isnull=True) | Q(matter__ends_on__gte=year.first)
    asked = Q(submitted_on__range=year.days) | Q(answered_on__range=year.days)
    return Q(matter__starts_on__lte=year.last) & lasts | asked


def _money(kind: ProjectMoney.Kind) -> Callable[[Year], Q]:
    """Only of the European Union's projects: a national grant is never EU money."""
    return lambda year: Q(kind=kind, year=year.number, project__is_eu_money=True)


SOURCE = Source(
    key="eu_projects",
    rows=lambda: EuProject.objects.select_related("matter__body"),
    near=_near,
    matter="matter",
    body="matter__body",
    on="matter__starts_on",
    title="matter__title",
)
MONEY = Source(
    key="eu_money",
    rows=lambda: ProjectMoney.objects.select_related("project__matter__body", "body"),
    near=lambda year: Q(year=year.number),
    matter="project__matter",
    body="body",
    on="",
    title="project__matter__title",
)
RECEIVED = Figure(
    "eu_money_received",
    "eu_funding",
    ("EU-medel som staden tog emot under året", "EU money the city received in the year"),
    "kr",
    MONEY,
    _money(ProjectMoney.Kind.RECEIVED),
    added("amount"),
    "amount",
    method=(
        "Belopp som organen har lagt in som mottagna under året, per organ, i projekt med EU-medel.",
        "Amounts that the bodies have entered as received in the year, by body, in projects with EU money.",
    ),
)
RUNNING = Figure(
    "eu_projects_running",
    "eu_funding",
    ("Pågående EU-projekt", "EU projects running"),
    "count",
    SOURCE,
    running,
    method=(
        "Projekt med EU-medel vars projektperiod omfattar den 31 december. Ett projekt som flera "
        "förvaltningar deltar i räknas en gång, hos det organ som leder det.",
        "Projects with EU money whose period includes 31 December. A project of several departments is "
        "counted once, with the body that leads it.",
    ),
    is_main=True,
)
FUNDING_RUNNING = Figure(
    "eu_funding_running",
    "eu_funding",
    ("EU-medel till staden i pågående projekt", "EU funding to the city in running projects"),
    "kr",
    SOURCE,
    running,
    added("eu_funding_to_city"),
    "eu_funding_to_city",
    method=(
        "Beviljade EU-medel till staden för hela projekttiden i de pågående projekten.",
        "EU funding granted to the city for the whole period of the running projects.",
    ),
    is_main=True,
)
FIGURES = (
    RUNNING,
    Figure(
        "eu_projects_started",
        "eu_funding",
        ("EU-projekt som började under året", "EU projects started in the year"),
        "count",
        SOURCE,
        _started,
        method=(
            "Projekt med EU-medel vars första dag ligger i året.",
            "Projects with EU money whose first day is in the year.",
        ),
    ),
    Figure(
        "eu_projects_ended",
        "eu_funding",
        ("EU-projekt som slutade under året", "EU projects ended in the year"),
        "count",
        SOURCE,
        ended,
        method=(
            "Projekt med EU-medel vars sista dag ligger i året.",
            "Projects with EU money whose last day is in the year.",
        ),
    ),
    FUNDING_RUNNING,
    Figure(
        "eu_funding_started",
        "eu_funding",
        (
            "EU-medel till staden i projekt som började under året",
            "EU funding in projects started in the year",
        ),
        "kr",
        SOURCE,
        _started,
        added("eu_funding_to_city"),
        "eu_funding_to_city",
        method=(
            "Beviljade EU-medel till staden för hela projekttiden i de projekt som började under året.",
            "EU funding granted to the city for the whole period of the projects that started in the year.",
        ),
    ),
    Figure(
        "eu_applications",
        "eu_funding",
        ("Ansökningar om EU-medel som skickades in", "Applications for EU funding submitted"),
        "count",
        SOURCE,
        _applied,
        method=(
            "Ansökningar om EU-medel som skickades in under året, oavsett svar.",
            "Applications for EU funding submitted in the year, whatever the answer.",
        ),
    ),
    Figure(
        "eu_money_applied",
        "eu_funding",
        ("Sökta EU-medel", "EU funding applied for"),
        "kr",
        SOURCE,
        _applied,
        added("applied_amount"),
        "applied_amount",
        method=(
            "Summan av de EU-medel som söktes i ansökningar som skickades in under året.",
            "The EU funding applied for in applications submitted in the year.",
        ),
    ),
    Figure(
        "eu_money_granted",
        "eu_funding",
        ("Beviljade EU-medel", "EU funding granted"),
        "kr",
        SOURCE,
        _answered_with_a_grant,
        added("eu_funding_to_city"),
        "eu_funding_to_city",
        method=(
            "EU-medel till staden i projekt vars ansökan beviljades under året.",
            "EU funding to the city in projects whose application was granted in the year.",
        ),
    ),
    RECEIVED,
    Figure(
        "eu_own_share",
        "eu_funding",
        ("Stadens egenfinansiering under året", "The city's own contribution in the year"),
        "kr",
        MONEY,
        _money(ProjectMoney.Kind.OWN_SHARE),
        added("amount"),
        "amount",
        method=(
            "Belopp som organen har lagt in som egenfinansiering under året i projekt med EU-medel.",
            "Amounts that the bodies have entered as own contribution in the year in projects with EU money.",
        ),
    ),
    Figure(
        "national_projects_running",
        "eu_funding",
        (
            "Projekt med nationella bidrag, räknas inte som EU-projekt",
            "Projects with national grants, not EU projects",
        ),
        "count",
        SOURCE,
        lambda year: running(year, is_eu_money=False),
        method=(
            "Pågående projekt med svenska statliga bidrag. De ingår aldrig i EU-projekt eller EU-medel.",
            "Running projects with Swedish state grants. Never part of EU projects or EU money.",
        ),
    ),
)


BREAKDOWNS = (
    Breakdown(
        "eu_projects_by_programme",
        ("Pågående EU-projekt per program", "Running EU projects by programme"),
        RUNNING,
        "programme",
        spelt,
    ),
    Breakdown(
        "eu_projects_by_body",
        ("Pågående EU-projekt per ledande organ", "Running EU projects by lead body"),
        RUNNING,
        "matter__body",
        bodies,
    ),
    Breakdown(
        "eu_money_received_by_body",
        ("Mottagna EU-medel per organ", "EU money received by body"),
        RECEIVED,
        "body",
        bodies,
    ),
    Breakdown(
        "eu_funding_by_body",
        ("EU-medel i pågående projekt per ledande organ", "EU funding in running projects by lead body"),
        FUNDING_RUNNING,
        "matter__body",
        bodies,
    ),
)
