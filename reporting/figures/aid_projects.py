"""Aid-like projects as of 31 December: how many, where, and what others pay; the city itself pays nothing."""

from django.db.models import Q

from engagements.lifecycle.aid_projects import PUBLIC
from engagements.models import AidFinancing, AidProject, AidReceived

from .counting import Breakdown, Figure, Source, Year, added, bodies, chosen, countries_named


def _decided(card: str) -> Q:
    return Q(**{f"{card}status__in": PUBLIC})


def running(year: Year, card: str = "matter__") -> Q:
    """Decided, with 31 December in its period. `card` leads from the rows to the matter."""
    period = Q(**{f"{card}starts_on__lte": year.last, f"{card}ends_on__gte": year.last})
    return _decided(card) & period


def _began(year: Year) -> Q:
    return _decided("matter__") & Q(matter__starts_on__range=year.days)


def _ended(year: Year) -> Q:
    return _decided("matter__") & Q(matter__ends_on__range=year.days)


def _evaluated(year: Year) -> Q:
    return Q(evaluated_on__range=year.days)


def _near(year: Year, card: str = "matter__") -> Q:
    return Q(**{f"{card}starts_on__lte": year.last, f"{card}ends_on__gte": year.first})


PROJECTS = Source(
    key="aid_projects",
    rows=lambda: AidProject.objects.select_related("matter__body"),
    near=lambda year: _near(year) | _evaluated(year),
    matter="matter",
    body="matter__body",
    on="matter__starts_on",
    title="matter__title",
)
FUNDING = Source(
    key="aid_funding",
    rows=lambda: AidFinancing.objects.select_related("project__matter__body"),
    near=lambda year: _near(year, "project__matter__"),
    matter="project__matter",
    body="project__matter__body",
    on="project__matter__starts_on",
    title="project__matter__title",
)
RECEIVED = Source(
    key="aid_received",
    rows=lambda: AidReceived.objects.select_related("project__matter__body"),
    near=lambda year: Q(year=year.number),
    matter="project__matter",
    body="project__matter__body",
    on="",
    title="project__matter__title",
)
RUNNING = Figure(
    "aid_projects_running",
    "aid",
    ("Pågående projekt av biståndskaraktär", "Aid-like projects running"),
    "count",
    PROJECTS,
    running,
    method=(
        "Beslutade projekt av biståndskaraktär vars projektperiod omfattar den 31 december.",
        "Aid-like projects that are decided and whose period includes 31 December.",
    ),
)
FUNDED = Figure(
    "aid_funding_running",
    "aid",
    ("Extern finansiering av de pågående projekten", "External funding of the running projects"),
    "kr",
    FUNDING,
    lambda year: running(year, "project__matter__"),
    added("amount"),
    "amount",
    method=(
        "Det som finansiärerna betalar för hela projekttiden i de pågående projekten. Stadens egen kostnad är noll: "
        "annars kan projektet inte beslutas.",
        "What the funders pay for the whole period of the running projects. The city's own cost is nothing: otherwise "
        "the project cannot be decided.",
    ),
)
FIGURES = (
    RUNNING,
    Figure(
        "aid_projects_started",
        "aid",
        ("Projekt som började under året", "Projects started in the year"),
        "count",
        PROJECTS,
        _began,
        method=(
            "Beslutade projekt av biståndskaraktär vars första dag ligger i året.",
            "Aid-like projects that are decided and whose first day is in the year.",
        ),
    ),
    Figure(
        "aid_projects_ended",
        "aid",
        ("Projekt som slutade under året", "Projects ended in the year"),
        "count",
        PROJECTS,
        _ended,
        method=(
            "Beslutade projekt av biståndskaraktär vars sista dag ligger i året.",
            "Aid-like projects that are decided and whose last day is in the year.",
        ),
    ),
    Figure(
        "aid_projects_evaluated",
        "aid",
        ("Projekt som utvärderades under året", "Projects evaluated in the year"),
        "count",
        PROJECTS,
        _evaluated,
        method=(
            "Projekt av biståndskaraktär som slutredovisats och utvärderats under året.",
            "Aid-like projects that were reported and evaluated in the year.",
        ),
    ),
    FUNDED,
    Figure(
        "aid_money_received",
        "aid",
        ("Medel som finansiärerna betalade under året", "Money the funders paid in the year"),
        "kr",
        RECEIVED,
        lambda year: Q(year=year.number),
        added("amount"),
        "amount",
        method=(
            "Belopp som har lagts in som mottagna under året, från varje finansiär.",
            "Amounts entered as received in the year, from each funder.",
        ),
    ),
)
BREAKDOWNS = (
    Breakdown(
        "aid_projects_by_country",
        ("Pågående projekt per land", "Running projects by country"),
        RUNNING,
        "matter__country",
        countries_named,
    ),
    Breakdown(
        "aid_projects_by_body",
        ("Pågående projekt per organ", "Running projects by body"),
        RUNNING,
        "matter__body",
        bodies,
    ),
    Breakdown(
        "aid_funding_by_funder",
        ("Extern finansiering av de pågående projekten per finansiär", "External funding by funder"),
        FUNDED,
        "funder",
        chosen(AidFinancing.Funder),
    ),
)
