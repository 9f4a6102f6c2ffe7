"""What the international work cost in the year, by kind and by body: fees of memberships, visits and journeys."""

from django.db.models import Q

from memberships.models import Fee
from visits.models import Cost, Visit

from .counting import Breakdown, Figure, Source, Year, added, bodies
from .visits import CAME


def _paid(year: Year) -> Q:
    return Q(year=year.number)


def _spent(year: Year) -> Q:
    """Paid by the city, for visits that were carried out."""
    return Q(
        visit__matter__starts_on__range=year.days,
        visit__matter__status__in=CAME,
        payer=Visit.Payer.CITY,
    )


FEES = Source(
    key="fees",
    rows=lambda: Fee.objects.select_related("membership__matter__body", "membership__organisation"),
    near=_paid,
    matter="membership__matter",
    body="membership__matter__body",
    on="",
    title="membership__organisation__name",
)
COSTS = Source(
    key="visit_costs",
    rows=lambda: Cost.objects.select_related("visit__matter__body"),
    near=_spent,
    matter="visit__matter",
    body="visit__matter__body",
    on="visit__matter__starts_on",
    title="visit__matter__title",
)
FEES_PAID = Figure(
    "cost_memberships",
    "costs",
    ("Avgifter för medlemskap", "Membership fees"),
    "kr",
    FEES,
    _paid,
    added("amount_sek"),
    "amount_sek",
    method=(
        "Registrerade avgifter för året, omräknade till kronor när de registrerades.",
        "Fees recorded for the year, in kronor as converted when they were recorded.",
    ),
)
VISITS_PAID = Figure(
    "cost_visits",
    "costs",
    ("Kostnader för besök", "Costs of visits"),
    "kr",
    COSTS,
    _spent,
    added("amount"),
    "amount",
    method=(
        "Kostnader som staden betalade för de genomförda besöken. Arbetstid ingår inte.",
        "Costs that the city paid for the visits carried out. Staff time is not included.",
    ),
)
FIGURES = (
    Figure(
        "cost_total",
        "costs",
        ("Registrerade kostnader", "Recorded costs"),
        "kr",
        FEES,
        _paid,
        sum_of=("cost_memberships", "cost_visits", "cost_events"),
        method=(
            "Avgifter för medlemskap och kostnader för besök och resor till evenemang. Andra resor, egna insatser i "
            "projekt och arbetstid ingår inte.",
            "Membership fees and costs of visits and of journeys to events. Other travel, own contributions to "
            "projects and staff time are not included.",
        ),
        is_main=True,
    ),
    FEES_PAID,
    VISITS_PAID,
)
BREAKDOWNS = (
    Breakdown(
        "fees_by_body",
        ("Avgifter för medlemskap per organ", "Membership fees by body"),
        FEES_PAID,
        "membership__matter__body",
        bodies,
    ),
    Breakdown(
        "visit_costs_by_body",
        ("Kostnader för besök per organ", "Costs of visits by body"),
        VISITS_PAID,
        "visit__matter__body",
        bodies,
    ),
)
