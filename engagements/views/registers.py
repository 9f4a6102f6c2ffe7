"""The registers: every matter of a kind as a line for whoever holds an office; the file opens for its readers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from engagements.forms import may_propose
from governance.lists import BodyFilters, page_of, say_who_may_open, with_bodies
from governance.models import Matter
from governance.prepared import Asked, Asker, Build


def cards_of(kind: str, in_register_for: Callable[[Asker], Q], asker: Asker) -> QuerySet[Matter]:
    """The cards of a kind that a person may see as lines: none without an appointment."""
    cards = Matter.objects.filter(kind=kind)
    return cards.filter(in_register_for(asker)) if asker.offices else cards.none()


def in_state(
    rows: QuerySet[Matter], asked: Asked, statuses_of_state: Mapping[str, Sequence[str]]
) -> QuerySet[Matter]:
    """Those whose status is one of the state that is asked for, if any is."""
    for state, statuses in statuses_of_state.items():
        if state in asked:
            rows = rows.filter(status__in=statuses)
    return rows


class FirstDayFilters(BodyFilters):
    """Filters of a register whose year is that of the first day."""

    @property
    def order(self) -> dict[str, Any]:
        """How the list is ordered: by what was asked for, so that the answer begins with it."""
        return {"key": "starts_on"} if "year" in self.chosen else {}


def register_page(
    request: HttpRequest,
    template: str,
    filters: BodyFilters,
    listed: Build,
    *,
    address: str,
    asked: Asked | None = None,
    complete: Callable[[Sequence[Any]], None] | None = None,
    context: Mapping[str, Any] | None = None,
    **order: Any,
) -> HttpResponse:
    """One page of a register. `address` names its URL; `complete` adds to the rows; `order` goes to lists.page_of."""
    person = request.user
    found = page_of(request, listed, filters.asked if asked is None else asked, **order)
    with_bodies(found.rows, person)
    say_who_may_open(found.rows, person)
    if complete is not None:
        complete(found.rows)
    return render(
        request,
        template,
        {
            "filters": filters,
            "chips": filters.chips(),
            "page": found,
            "list_url": reverse(address),
            "may_propose": may_propose(person),
            "has_appointment": bool(person.offices),
            **(context or {}),
        },
    )
