"""The year's journeys abroad: how many were made, who travelled, what they cost and emitted.

What counts as a journey made, and as money spent, is defined in engagements.accounts, which the page of costs asks too.
"""

from typing import Any

from django.db.models import Q

from engagements import accounts
from engagements.models import EventAbroad, EventCost, Leg, Traveller

from .counting import (
    Breakdown,
    Figure,
    Source,
    Year,
    added,
    bodies,
    chosen,
    countries_named,
    prioritised_places,
)

CARD = "event__matter__"


def _began(year: Year) -> Q:
    return accounts.began_in(*year.days, CARD)


def _made(year: Year) -> Q:
    return accounts.began_in(*year.days, "matter__") & accounts.travelled("matter__")


def _travelled(year: Year) -> Q:
    return _began(year) & accounts.travelled(CARD)


def _spent(year: Year) -> Q:
    return _began(year) & accounts.spent(CARD) & Q(actual__isnull=False)


def _spent_by_the_city(year: Year) -> Q:
    return _spent(year) & Q(payer=EventCost.Payer.CITY)


EVENTS = Source(
    key="events",
    rows=lambda: EventAbroad.objects.select_related("matter__body"),
    near=lambda year: accounts.began_in(*year.days, "matter__"),
    matter="matter",
    body="matter__body",
    on="matter__starts_on",
    title="matter__title",
)


def _parts(key: str, rows: Any, body: str) -> Source:
    """The travellers, legs or costs of events: each belongs to a year by the first day of its event."""
    return Source(
        key=key,
        rows=lambda: rows.select_related("event__matter__body"),
        near=_began,
        matter="event__matter",
        body=body,
        on="event__matter__starts_on",
        title="event__matter__title",
    )


TRAVELLERS = _parts("event_travellers", Traveller.objects, "body")
LEGS = _parts("event_legs", Leg.objects, "event__matter__body")
COSTS = _parts("event_costs", EventCost.objects, "body")
MADE = Figure(
    "events",
    "visits",
    ("Genomförda resor till evenemang", "Journeys to events made"),
    "count",
    EVENTS,
    _made,
    method=(
        "Konferenser och andra evenemang som staden reste till, efter evenemangets första dag. Ett evenemang med "
        "resenärer från flera organ räknas en gång.",
        "Conferences and other events that the city travelled to, by the first day of the event. An event with "
        "travellers from several bodies is counted once.",
    ),
    is_main=True,
)
PAID = Figure(
    "cost_events",
    "costs",
    ("Kostnader för resor till evenemang", "Costs of journeys to events"),
    "kr",
    COSTS,
    _spent_by_the_city,
    added("actual"),
    "actual",
    method=(
        "Utfall som staden själv betalade för resorna, även för dem som ställdes in. Arbetstid ingår inte.",
        "What the city itself paid in the end for the journeys, also for those called off. Staff time is not included.",
    ),
)
TOTAL = Figure(
    "events_cost",
    "visits",
    ("Kostnad för resorna, vem som än betalade", "Cost of the journeys, whoever paid"),
    "kr",
    COSTS,
    _spent,
    added("actual"),
    "actual",
    method=(
        "Utfall för resorna, även det som arrangörer, sponsorer och EU betalade.",
        "What the journeys cost in the end, also what organisers, sponsors and the EU paid.",
    ),
)
FIGURES = (
    MADE,
    Figure(
        "event_travellers",
        "visits",
        ("Resenärer", "Travellers"),
        "persons",
        TRAVELLERS,
        _travelled,
        method=(
            "Förtroendevalda och tjänstepersoner på de genomförda resorna. Den som reste två gånger räknas två gånger.",
            "Elected representatives and officials on the journeys made. Who travelled twice is counted twice.",
        ),
    ),
    TOTAL,
    Figure(
        "events_co2",
        "visits",
        ("Utsläpp från resorna", "Emissions of the journeys"),
        "kg",
        LEGS,
        lambda year: _travelled(year) & Q(is_actual=True),
        added("co2_kg"),
        "co2_kg",
        method=(
            "Koldioxidekvivalenter för de sträckor som restes, efter färdsätt och avstånd, med de schabloner som "
            "gällde när sträckan skrevs in.",
            "CO2 equivalents of the legs travelled, by means and distance, with the standard values in use when the "
            "leg was written.",
        ),
    ),
    PAID,
)
BREAKDOWNS = (
    Breakdown(
        "events_by_place",
        ("Genomförda resor till prioriterade platser", "Journeys made to prioritised places"),
        MADE,
        "matter__priority_place",
        prioritised_places,
    ),
    Breakdown(
        "events_by_body",
        ("Genomförda resor per organ", "Journeys made by body"),
        MADE,
        "matter__body",
        bodies,
    ),
    Breakdown(
        "events_by_country",
        ("Genomförda resor per land", "Journeys made by country"),
        MADE,
        "matter__country",
        countries_named,
    ),
    Breakdown(
        "event_costs_by_body",
        ("Kostnader för resor per organ", "Costs of journeys by body"),
        PAID,
        "body",
        bodies,
    ),
    Breakdown(
        "event_costs_by_payer",
        ("Kostnad för resorna per betalare", "Cost of the journeys by payer"),
        TOTAL,
        "payer",
        chosen(EventCost.Payer),
    ),
)
