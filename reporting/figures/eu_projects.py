"""EU projects as of 31 December: how many, and how much of the European Union's money came to the city.

A project of several departments is one matter with one lead body, so it counts once. A national grant is
never EU money: it has a figure of its own, and none of the others sees it.
"""

from django.db.models import Q

from engagements.models import EuProject

from .counting import Breakdown, Figure, Source, Year, added, bodies, spelt

# Not yet, or never, projects of the city.
NOT_GRANTED = ("idea", "application", "not_granted", "withdrawn")


def _granted(is_eu_money: bool) -> Q:
    return Q(is_eu_money=is_eu_money) & ~Q(matter__status__in=NOT_GRANTED)


def running(year: Year, is_eu_money: bool = True) -> Q:
    ends = Q(matter__ends_on__isnull=True) | Q(matter__ends_on__gte=year.last)
    return _granted(is_eu_money) & Q(matter__starts_on__lte=year.last) & ends


def _started(year: Year) -> Q:
    return _granted(True) & Q(matter__starts_on__range=year.days)


def ended(year: Year) -> Q:
    return _granted(True) & Q(matter__ends_on__range=year.days)


SOURCE = Source(
    key="eu_projects",
    rows=lambda: EuProject.objects.select_related("matter__body"),
    near=lambda year: (
        Q(matter__starts_on__lte=year.last)
        & (Q(matter__ends_on__isnull=True) | Q(matter__ends_on__gte=year.first))
    ),
    matter="matter",
    body="matter__body",
    on="matter__starts_on",
    title="matter__title",
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
        "eu_funding_by_body",
        ("EU-medel i pågående projekt per ledande organ", "EU funding in running projects by lead body"),
        FUNDING_RUNNING,
        "matter__body",
        bodies,
    ),
)
