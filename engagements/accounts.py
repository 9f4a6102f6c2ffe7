"""What journeys cost the taxpayers: a year by body, country and payer. One definition for page and report."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from governance.lists import whole_year
from governance.models import Kind, Matter

from .lifecycle.events import SPENT, TRAVELLED
from .models import EventCost, Leg, Traveller


def began_in(first: Any, last: Any, card: str = "") -> Q:
    """Of a year: the first day lies in it. `card` leads from the rows asked about to the matter."""
    return Q(**{f"{card}kind": Kind.EVENT_ABROAD, f"{card}starts_on__range": (first, last)})


def travelled(card: str = "") -> Q:
    """A journey that was made."""
    return Q(**{f"{card}status__in": TRAVELLED})


def spent(card: str = "") -> Q:
    """A journey that has cost something: it was made, or called off too late."""
    return Q(**{f"{card}status__in": SPENT})


@dataclass(frozen=True)
class Line:
    """One body, country or payer: what it comes to in a year. `key` is what the drill-down asks for."""

    key: str
    cost: Decimal
    own_cost: Decimal
    co2_kg: Decimal
    events: int


def lines(year: int, by: str) -> list[Line]:
    """The year by "body", "country" or "payer", dearest first. CO2 and number count with the owner of the event."""
    columns = {
        "body": ("body__slug", "event__matter__body__slug"),
        "country": ("event__matter__country", "event__matter__country"),
        "payer": ("payer", ""),
    }
    cost_column, event_column = columns[by]
    days = whole_year(year)
    card = "event__matter__"
    open_ones = Q(event__matter__secrecy_ground="")
    money: Any = EventCost.objects.filter(began_in(*days, card), spent(card), open_ones, actual__isnull=False)
    money = money.order_by().values(key=F(cost_column))
    rows: dict[str, dict[str, Any]] = {}
    for row in money.annotate(
        cost=Sum("actual"),
        own=Sum("actual", filter=Q(payer=EventCost.Payer.CITY)),
        n=Count("event", distinct=True),
    ):
        rows[row["key"]] = {"cost": row["cost"], "own_cost": row["own"] or Decimal(0), "events": row["n"]}
    if event_column:
        legs: Any = Leg.objects.filter(began_in(*days, card), travelled(card), open_ones, is_actual=True)
        legs = legs.order_by().values(key=F(event_column))
        for row in legs.annotate(kg=Sum("co2_kg")):
            rows.setdefault(row["key"], {})["co2_kg"] = row["kg"]
    empty = {"cost": Decimal(0), "own_cost": Decimal(0), "co2_kg": Decimal(0), "events": 0}
    found = [Line(key=str(key), **{**empty, **values}) for key, values in rows.items()]
    return sorted(found, key=lambda line: (-line.cost, line.key))


def total(year: int) -> Line:
    """The whole year."""
    card, days = "event__matter__", whole_year(year)
    where = began_in(*days, card) & spent(card) & Q(event__matter__secrecy_ground="")
    money = EventCost.objects.filter(where).aggregate(
        cost=Sum("actual"), own=Sum("actual", filter=Q(payer=EventCost.Payer.CITY))
    )
    legs = Leg.objects.filter(where, is_actual=True).aggregate(kg=Sum("co2_kg"))
    count = Matter.objects.filter(began_in(*days), travelled(), secrecy_ground="").count()
    nothing = Decimal(0)
    return Line("", money["cost"] or nothing, money["own"] or nothing, legs["kg"] or nothing, count)


def events(year: int, by: str = "", key: str = "") -> QuerySet[Matter]:
    """The events behind a line, or all of the year: each card with cost, own_cost, co2_kg and travellers."""
    costs = EventCost.objects.filter(event=OuterRef("pk"), actual__isnull=False)
    if by == "body":
        costs = costs.filter(body__slug=key)
    elif by == "payer":
        costs = costs.filter(payer=key)
    rows = Matter.objects.filter(began_in(*whole_year(year)), spent(), secrecy_ground="")
    if by == "country":
        rows = rows.filter(country=key)
    legs = Leg.objects.filter(event=OuterRef("pk"), is_actual=True)
    rows = rows.annotate(
        cost=_sum(costs, "actual"),
        own_cost=_sum(costs.filter(payer=EventCost.Payer.CITY), "actual"),
        co2_kg=_sum(legs, "co2_kg"),
        travellers=Subquery(
            Traveller.objects.filter(event=OuterRef("pk"))
            .order_by()
            .values("event")
            .annotate(n=Count("pk"))
            .values("n")
        ),
    )
    if by == "body":
        rows = rows.filter(Q(cost__isnull=False) | Q(body__slug=key))
    elif by == "payer":
        rows = rows.filter(cost__isnull=False)
    return rows.order_by("-starts_on", "-pk")


def _sum(rows: QuerySet[Any], column: str) -> Subquery:
    return Subquery(rows.order_by().values("event").annotate(total=Sum(column)).values("total"))
