"""The demonstration's journeys: invented examples, marked as such, one for each thing that can happen to one."""

from datetime import date
from decimal import Decimal
from typing import Any

from governance import access
from governance.decisions import Record
from governance.models import Body, Kind, Matter, Office, Person

from .actions import events as actions
from .actions.promises import Said, remind_of_promises
from .models import EventAbroad

Role = Office.Role
STOCKHOLM = "Stockholm"


def load() -> int:
    """How many were created; none where there are some already, or in a city without these bodies."""
    if Matter.objects.filter(kind=Kind.EVENT_ABROAD).exists():
        return 0
    made = [_reported(), _owing_a_report(), _before_the_committee(), _proposed(), _called_off()]
    remind_of_promises()
    return sum(event is not None for event in made)


def _reported() -> EventAbroad | None:
    event = _approved(
        "trafiknamnden",
        "Vinterväghållning i Norden (exempel)",
        ("Helsingfors", "FI", "boat", 430),
        (date(2026, 2, 9), date(2026, 2, 11)),
        purpose="Se hur Helsingfors sandar och sopar cykelbanor, och pröva om det går att göra likadant här.",
        plan_link="Nämndens verksamhetsplan 2026, aktiviteten om cykling året runt.",
    )
    if event is None:
        return None
    by = _preparer(event.matter.body)
    event = _carry_out(event, by, Decimal(1))
    return actions.report(
        event,
        None,
        by=by,
        learnings="Sopsaltning kostar mer per kilometer men mindre per cyklist. Försöket går att göra i två distrikt.",
        contacts_made="Driftchefen för stadens gator och två entreprenörer.",
        promises=[Said("Skicka våra mätningar av halka från vintern 2025", "city", date(2026, 5, 29))],
        spread_to="Enheten för drift och det nordiska nätverket för tysta gator.",
        reported_on=date(2026, 3, 4),
    )


def _owing_a_report() -> EventAbroad | None:
    event = _approved(
        "miljo-och-halsoskyddsnamnden",
        "Östersjöns vattendagar (exempel)",
        ("Riga", "LV", "flight", 440),
        (date(2026, 9, 14), date(2026, 9, 16)),
        purpose="Hålla ett föredrag om dagvatten och träffa de städer som har byggt våtmarker.",
        plan_link="Nämndens verksamhetsplan 2026, målet om friska sjöar.",
    )
    return event and _carry_out(event, _preparer(event.matter.body), Decimal("1.1"))


def _before_the_committee() -> EventAbroad | None:
    event = _propose(
        "kommunstyrelsen",
        "Möte mellan nordiska huvudstäder (exempel)",
        ("Köpenhamn", "DK", "train", 660),
        (date(2026, 12, 10), date(2026, 12, 11)),
        purpose="Enas om en gemensam hållning inför EU:s nästa stadsagenda.",
        plan_link="Kommunstyrelsens verksamhetsplan 2026, påverkansarbetet.",
        opened_on=date(2026, 11, 9),
        on_behalf_of_executive_board=True,
        is_political=True,
        kind="meeting",
        role="delegate",
    )
    if event is None:
        return None
    by = _preparer(event.matter.body)
    actions.record_advice(
        event,
        Matter.objects.get(pk=event.pk).version,
        by=by,
        advice="Resan bör göras. Finansborgarrådet bör möta sin motsvarighet före mötet.",
        advised_by="Stadsledningskontorets internationella enhet (exempel)",
        advised_on=date(2026, 11, 12),
        checked=EventAbroad.Check.values,
    )
    return actions.send(event, by=by)


def _proposed() -> EventAbroad | None:
    return _propose(
        "trafiknamnden",
        "Gatudagar i norr (exempel)",
        ("Helsingfors", "FI", "boat", 430),
        (date(2027, 2, 8), date(2027, 2, 10)),
        purpose="Visa vad försöket med sopsaltning har gett.",
        opened_on=date(2026, 11, 16),
    )


def _called_off() -> EventAbroad | None:
    event = _approved(
        "stockholms-hamnar",
        "Hamnmässa i Rotterdam (exempel)",
        ("Rotterdam", "NL", "flight", 1190),
        (date(2026, 5, 18), date(2026, 5, 20)),
        purpose="Ställa ut elanslutningen vid kaj.",
        plan_link="Bolagets affärsplan 2026.",
        kind="fair",
        role="exhibition",
    )
    if event is None:
        return None
    reason = "Mässan flyttades till ett annat år när resan redan var bokad."
    return actions.cancel(event, by=_preparer(event.matter.body), reason=reason, cost=Decimal(2800))


def _propose(
    slug: str, title: str, way: tuple[str, str, str, int], days: tuple[date, date], **written: Any
) -> EventAbroad | None:
    """A proposal with a traveller, the way there and back and what it is thought to cost."""
    body = Body.objects.filter(slug=slug).first()
    by = access.holders(Role.CONTACT_PERSON, body).order_by("pk").first() if body else None
    if body is None or by is None:
        return None
    city, country, mode, distance = way
    event = actions.propose(
        by=by,
        body=body,
        title=title,
        city=city,
        country=country,
        counterpart=f"{city} (exempel)",
        starts_on=days[0],
        ends_on=days[1],
        digital="partly",
        digital_reason="Föredragen sänds, men mötena och platserna går bara att besöka.",
        is_invented=True,
        **{"kind": "conference", "role": "speaker", **written},
    )
    office = "elected" if event.is_political else "official"
    for name in ("Alva Exempel", "Bosse Exempel"):
        actions.add_traveller(event, by=by, name=name, office=office, body=body, role=event.role)
    for origin, destination in ((STOCKHOLM, city), (city, STOCKHOLM)):
        actions.add_leg(
            event,
            by=by,
            origin=origin,
            destination=destination,
            mode=mode,
            distance_km=distance,
            travellers=2,
        )
    for sort, payer, kronor in (
        ("travel", "city", 5200),
        ("hotel", "city", 6400),
        ("allowance", "city", 2100),
        ("fee", "organiser", 4000),
    ):
        actions.add_cost(event, by=by, sort=sort, payer=payer, body=body, amount=Decimal(kronor))
    return event


def _approved(
    slug: str, title: str, way: tuple[str, str, str, int], days: tuple[date, date], **written: Any
) -> EventAbroad | None:
    """The same, approved by the own body some weeks before the journey."""
    first = days[0]
    secretary = (
        access.holders(Role.SECRETARY).filter(appointments__office__body__slug=slug).order_by("pk").first()
    )
    if secretary is None:
        return None
    opened_on = date.fromordinal(first.toordinal() - 70)
    event = _propose(slug, title, way, days, opened_on=opened_on, **written)
    if event is None:
        return None
    event = actions.send(event, by=_preparer(event.matter.body))
    record = Record(
        event.matter.body,
        "approved",
        date.fromordinal(first.toordinal() - 30),
        "Resan godkänns (exempel).",
        paragraph="8",
        minutes="Protokoll (exempel)",
    )
    actions.decide(event, record, by=secretary)
    return event


def _carry_out(event: EventAbroad, by: Person, grown: Decimal) -> EventAbroad:
    actual = {cost.pk: round((cost.estimated or Decimal(0)) * grown, 2) for cost in event.costs.all()}
    return actions.carry_out(event, None, by=by, actual=actual, as_planned=True)


def _preparer(body: Body) -> Person:
    person = access.holders(Role.CONTACT_PERSON, body).order_by("pk").first()
    if person is None:
        raise LookupError(f"{body} has no contact person")
    return person
