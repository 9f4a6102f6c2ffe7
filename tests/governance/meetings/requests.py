"""A request for a reception that meets every criterion, for the tests to change."""

from datetime import date
from typing import Any

from governance import receptions
from governance.models import Body, Person, Reception

GOOD: dict[str, Any] = {
    "event": "Nordisk läkarkongress (exempel)",
    "organiser": "Läkarnas förening (exempel)",
    "reach": "nordic",
    "begins_on": date(2027, 5, 10),
    "ends_on": date(2027, 5, 13),
    "guests": 400,
    "foreign_guests": 250,
    "in_stockholm": True,
    "in_hotels": True,
    "wished_on": date(2027, 5, 11),
    "slot": "18-20",
}


def make_request(by: Person, slug: str, **said: Any) -> Reception:
    return receptions.log(by=by, body=Body.objects.get(slug=slug), **{**GOOD, **said})
