"""What the register knows of journeys: what one costs, who was there before, and who owes a report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import override

from governance import working_days
from governance.language import country_name
from governance.lists import say_who_may_open, with_bodies
from governance.models import Kind, Matter, Person
from governance.prepared import Asked, Asker, rows_of

from .lifecycle.events import OWES_A_REPORT, EventStatus
from .models import EventAbroad, EventCost, Leg, Traveller

MOST = 6
# A line of another event: what everybody in the city may know of one that is not secret.
LINE = "number kind title status city country starts_on ends_on due_on closed_on body_id before_id".split()
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Totals:
    """What a journey costs, emits and takes of working time; None where nothing is written."""

    estimated: Decimal | None
    estimated_own: Decimal | None
    actual: Decimal | None
    actual_own: Decimal | None
    co2_kg: Decimal | None
    co2_kg_actual: Decimal | None
    work_days: int
    travellers: int


def totals(
    matter: Matter, costs: Iterable[EventCost], legs: Iterable[Leg], travellers: Iterable[Traveller]
) -> Totals:
    """Added up from the rows of one event, which its page has read anyway."""
    costs, legs, count = list(costs), list(legs), len(list(travellers))
    own = [cost for cost in costs if cost.payer == EventCost.Payer.CITY]
    return Totals(
        estimated=_sum(cost.estimated for cost in costs),
        estimated_own=_sum(cost.estimated for cost in own),
        actual=_sum(cost.actual for cost in costs),
        actual_own=_sum(cost.actual for cost in own),
        co2_kg=_sum(leg.co2_kg for leg in legs if not leg.is_actual),
        co2_kg_actual=_sum(leg.co2_kg for leg in legs if leg.is_actual),
        work_days=count * work_days(matter.starts_on, matter.ends_on),
        travellers=count,
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def work_days(first: date | None, last: date | None) -> int:
    """The working days from the first day to the last, both counted."""
    if not first or not last or last < first:
        return 0
    return working_days.between(working_days.before(first - ONE_DAY, 0), working_days.before(last, 0))


def report_due(ends_on: date) -> date:
    """The last day to report on a journey that ends on the day."""
    return ends_on + timedelta(days=settings.EVENT_REPORT_DAYS)


def to_the_same_place(
    person: Person, city: str, country: str, first: date | None, last: date | None, but: int | None = None
) -> tuple[list[Matter], list[Matter]]:
    """Other events in the city (or, without one, the country): those about the same days, and earlier ones."""
    city, country = city.replace("\0", "").strip(), country.replace("\0", "").strip()
    if not city and not country:
        return [], []
    place: dict[str, Any] = {"city": city.upper()} if city else {"country": country[:2]}
    days = (first or timezone.localdate(), last or first or timezone.localdate())
    asked = {**place, "first": days[0], "last": days[1], "but": but or 0}
    rows = rows_of(_same_and_earlier, person, asked)
    with_bodies(rows, person)
    say_who_may_open(rows, person)
    return [row for row in rows if row.is_same], [row for row in rows if not row.is_same]


def lines() -> QuerySet[Matter]:
    """The cards of events that everybody with an office may know of."""
    return Matter.objects.filter(kind=Kind.EVENT_ABROAD, secrecy_ground="")


def _there(asked: Asked) -> QuerySet[Matter]:
    rows = lines().exclude(status__in=(EventStatus.DECLINED, EventStatus.CANCELLED)).exclude(pk=asked["but"])
    if "country" in asked:
        rows = rows.filter(country=asked["country"])
    else:
        rows = rows.annotate(place=Upper("city")).filter(place=asked["city"])
    return rows.only(*LINE).order_by("-starts_on", "-pk")


def _same_and_earlier(_asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """Some about the same days, then some that had ended before them."""
    rows = _there(asked)
    same = rows.filter(starts_on__lte=asked["last"], ends_on__gte=asked["first"])
    earlier = rows.filter(ends_on__lt=asked["first"])
    return same.annotate(is_same=Value(True))[:MOST].union(
        earlier.annotate(is_same=Value(False))[:MOST], all=True
    )


def missing_reports(event: EventAbroad, person: Person) -> list[Matter]:
    """Earlier journeys of those who are to travel of which nothing was reported in time; `owed_by` names them.

    People are known by their name as it is written; the body of the journey tells two of one name apart.
    """
    journeys: dict[int, Any] = {}
    for traveller in rows_of(_late_reports, person, {"event": event.pk, "day": timezone.localdate()}):
        journey = journeys.setdefault(traveller.event_id, traveller.event.matter)
        journey.owed_by = [*getattr(journey, "owed_by", []), traveller.name]
    with_bodies(journeys.values(), person)
    say_who_may_open(journeys.values(), person)
    return list(journeys.values())


def on_the_item(matter: Matter, person: Person) -> dict[str, Any]:
    """What whoever decides on a journey should see on the agenda: the reports that are missing of earlier ones.

    Of those that the owner's people made, and of those that anybody who is to travel now made for another body.
    """
    rows = rows_of(_unreported, person, _asked_of(matter))
    going = rows_of(_late_reports, person, {"event": matter.pk, "day": timezone.localdate()})
    for row in rows:
        row.owed_by = [traveller.name for traveller in going if traveller.event_id == row.pk]
    with_bodies(rows, person)
    say_who_may_open(rows, person)
    return {"beside": "engagements/event_missing_reports.html", "missing_reports": rows}


def proposal(matter: Matter) -> str:
    """What a proposed decision can begin with, in the language of the minutes: what, where, whom, cost and why."""
    event = EventAbroad.objects.get(pk=matter.pk)
    travellers, costs = list(event.travellers.all()), list(event.costs.all())
    added = totals(matter, costs, [], travellers)
    title, place = matter.title, ", ".join(part for part in (matter.city, _country_sv(matter)) if part)
    days = " – ".join(dict.fromkeys(day.isoformat() for day in (matter.starts_on, matter.ends_on) if day))
    people = "1 person reser" if added.travellers == 1 else f"{added.travellers} personer reser"
    said = [f"Staden deltar i {title}, {place}, {days}. {people} för staden."]
    if added.estimated is not None:
        said.append(
            f"Resan beräknas kosta {_kronor(added.estimated)} kronor,"
            f" varav staden betalar {_kronor(added.estimated_own or Decimal(0))} kronor."
        )
    parts = [" ".join(said)]
    if event.purpose.strip():
        parts.append(f"Syfte: {event.purpose.strip()}")
    if event.advised_on:
        parts.append(f"Stadsledningskontorets råd {event.advised_on.isoformat()}: {event.advice.strip()}")
    return "\n\n".join(parts)


def _country_sv(matter: Matter) -> str:
    with override("sv"):
        return country_name(str(matter.country or ""))


def _kronor(amount: Decimal) -> str:
    return f"{amount:,.0f}".replace(",", "\u00a0")


def _asked_of(matter: Matter) -> dict[str, Any]:
    return {"event": matter.pk, "body": matter.body_id, "day": timezone.localdate()}


def _unreported(_asker: Asker, asked: Asked) -> QuerySet[Matter]:
    going = Traveller.objects.filter(event=asked["event"]).annotate(upper=Upper("name"))
    before = Traveller.objects.annotate(upper=Upper("name")).filter(event=OuterRef("pk"))
    same = Exists(before.filter(Exists(going.filter(upper=OuterRef("upper")))))
    rows = lines().filter(late("", asked["day"])).filter(Q(body=asked["body"]) | same)
    return rows.exclude(pk=asked["event"]).only(*LINE).order_by("due_on", "pk")[:MOST]


def _late_reports(_asker: Asker, asked: Asked) -> QuerySet[Traveller]:
    going = Traveller.objects.filter(event=asked["event"]).annotate(upper=Upper("name"))
    rows = Traveller.objects.annotate(upper=Upper("name"))
    rows = rows.filter(Exists(going.filter(upper=OuterRef("upper"))), late("event__matter__", asked["day"]))
    rows = rows.exclude(event=asked["event"]).filter(event__matter__secrecy_ground="")
    return rows.select_related("event__matter").order_by(F("event__matter__due_on").asc(), "pk")[:25]


def late(card: str, day: Any) -> Q:
    """Decided or carried out, and the report is overdue. `card` leads from the rows asked about to the matter."""
    return Q(
        **{f"{card}status__in": OWES_A_REPORT, f"{card}closed_on__isnull": True, f"{card}due_on__lt": day}
    )
