"""A logged visit to begin from, and how far a test wants it taken."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from governance.models import Body, Ground, Person
from visits import actions
from visits.models import Visit

MAILS = Path(__file__).parent / "mails"

REQUEST: dict[str, Any] = {
    "title": "Besök från Rotterdams stad om cykling",
    "counterpart": "City of Rotterdam",
    "organisation_kind": "city",
    "city": "Rotterdam",
    "country": "NL",
    "contact_name": "Marit van der Velden",
    "contact_email": "m.vandervelden@rotterdam.example",
    "language": "en",
    "political_level": "ordinary",
    "size": 12,
    "wishes": [["2027-01-12", "2027-01-14"]],
    "themes": ["climate"],
    "purpose": "To learn about cycling in winter.",
    "benefit": "Their bicycle parking.",
}


@pytest.fixture
def log(city) -> Callable[..., Visit]:
    """`log(contact, size=3)` is a visit request at the Transport Committee, or at `body="jarva"`."""

    def make(by: Person, body: str = "trafiknamnden", **values: Any) -> Visit:
        on = values.pop("on", None)
        return actions.log({**REQUEST, **values}, by=by, body=city(body), on=on)

    return make


@pytest.fixture
def answers(city) -> Callable[[str], dict[str, tuple[str, str]]]:
    """`answers("yes")`: every ground of the strategy answered the same."""

    def every(verdict: str) -> dict[str, tuple[str, str]]:
        keys = Ground.objects.filter(strategy__key="2016").values_list("key", flat=True)
        return dict.fromkeys(keys, (verdict, "Därför att."))

    return every


@pytest.fixture
def take(log, answers) -> Callable[..., Visit]:
    """`take(contact, to="accepted")`: a visit taken along the ordinary road as far as that."""

    def along(by: Person, to: str, **values: Any) -> Visit:
        visit = log(by, **values)
        for status, act in (
            ("being_assessed", lambda v: actions.assess(v, by=by, answers=answers("partly"))),
            ("accepted", lambda v: actions.accept(v, by=by, reasons="Vi lär av varandra.")),
            ("planned", lambda v: actions.plan(v, by=by, since=date(2026, 3, 2), until=date(2026, 3, 3))),
            ("carried_out", carried_out(by)),
            ("followed_up", lambda v: actions.follow_up(v, by=by, learnings="Snön plogas på natten.")),
            ("closed", lambda v: actions.close(v, by=by)),
        ):
            if visit.matter.status == to:
                break
            visit = act(visit)
            visit.matter.refresh_from_db()
            assert visit.matter.status == status
        return visit

    return along


def carried_out(by: Person) -> Callable[[Visit], Visit]:
    def act(visit: Visit) -> Visit:
        return actions.carry_out(
            visit,
            by=by,
            since=date(2026, 3, 2),
            until=date(2026, 3, 3),
            groups=1,
            persons=12,
            persons_from_abroad=10,
            costs=[("meals", 2400, "city")],
        )

    return act


def body_of(visit: Visit) -> Body:
    visit.matter.refresh_from_db()
    return visit.matter.body


def form_of(**values: Any) -> dict[str, Any]:
    """A request as a browser posts it."""
    return {
        "body": "trafiknamnden",
        "channel": "email",
        "received_on": "2026-11-09",
        "counterpart": "City of Rotterdam",
        "city": "Rotterdam",
        "country": "NL",
        "language": "en",
        "political_level": "ordinary",
        "mode": "on_site",
        "purpose": "To learn about cycling in winter.",
        "theme_1": "climate",
        "since_1": "2027-01-12",
        "until_1": "2027-01-14",
        **values,
    }
