"""Many matters at once, for the tests that count queries and turn pages."""

from datetime import date, timedelta
from typing import Any

from governance.authority import book
from governance.models import Body, Matter, Person


def make_matters(count: int, body: Body, *, first: int = 1, **card: Any) -> list[Matter]:
    """That many matters of the body, some opened on the same day; written in one statement, without history."""
    strategy = book().table_on(date(2026, 1, 1)).strategy_id
    card = {"kind": "membership", "status": "member", "counterpart": "Helsingfors", **card}
    rows = [
        Matter(
            number=f"2025-{90000 + first + index}",
            title=card.get("title", f"Ärende {index}"),
            body=body,
            strategy_id=strategy,
            opened_on=date(2025, 6, 1) + timedelta(days=index // 3),
            **{name: value for name, value in card.items() if name != "title"},
        )
        for index in range(count)
    ]
    return Matter.objects.bulk_create(rows)


def secretary_of(slug: str) -> Person:
    return Person.objects.filter(
        appointments__office__body__slug=slug, appointments__office__role="secretary"
    )[0]
