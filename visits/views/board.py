"""The board: visits by how far they have come, each with its next step. What the list has, laid out otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from governance import access
from governance.addresses import address_of
from governance.lists import first_of, readable_bodies, with_bodies
from governance.models import Body, Matter, Person
from governance.prepared import Asked, Asker
from visits.forms import VisitFilters, listed
from visits.lifecycle import ACCEPTED, COMING, STEPS, Status
from visits.rules import NEXT, has_begun
from visits.views.lists import list_and_board, read_clocks, visits_with_rows

# So many cards stand in a column; the list has the rest.
MOST = 20
S = Status


@dataclass(frozen=True)
class Column:
    """Some states that mean the same to who looks over the work. `by`: what comes first in it."""

    key: str
    title: Any
    statuses: tuple[Status, ...]
    by: tuple[Any, ...] = ("due_on", "pk")


COLUMNS = (
    Column("received", pgettext_lazy("board", "Received"), (S.RECEIVED,)),
    Column("assessed", pgettext_lazy("board", "Being assessed"), (S.BEING_ASSESSED,)),
    Column(
        "elsewhere",
        pgettext_lazy("board", "With somebody else"),
        (S.NEEDS_INFORMATION, S.FORWARDED, S.HANDED_OVER, S.DORMANT),
        (F("due_on").asc(nulls_last=True), "pk"),
    ),
    Column(
        "accepted",
        pgettext_lazy("board", "Accepted, to be planned"),
        ACCEPTED,
        (F("starts_on").asc(nulls_last=True), "pk"),
    ),
    Column(
        "planned",
        pgettext_lazy("board", "Planned"),
        (S.PLANNED,),
        (F("starts_on").asc(nulls_last=True), "pk"),
    ),
    Column(
        "followed_up",
        pgettext_lazy("board", "To be followed up"),
        (S.CARRIED_OUT, S.FOLLOWED_UP),
        (F("starts_on").asc(nulls_last=True), "pk"),
    ),
)


@dataclass
class Stack:
    """A column as it is shown."""

    column: Column
    rows: Sequence[Any]
    total: int
    is_more: bool
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        return self.total - len(self.rows)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What is not closed, by state. One statement a column."""
    filters = VisitFilters(request, readable_bodies(request.user))
    asked = filters.found(_all)
    stacks = [_stack(request, column, asked) for column in COLUMNS]
    rows = [row for stack in stacks for row in stack.rows]
    with_bodies(rows, request.user)
    read_clocks(rows)
    for row in rows:
        row.next_url, row.next_label = _next(request.user, row)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "stacks": stacks,
        "is_empty": not rows,
        "list_url": reverse("visits:board"),
        "tabs": list_and_board(request, is_board=True),
        "may_log": bool(request.user.bodies_with(access.EDIT)),
    }
    return render(request, "visits/board.html", context)


def _stack(request: HttpRequest, column: Column, asked: Asked) -> Stack:
    rows, total, is_more = first_of(request.user, _in_column, asked, column.key, most=MOST)
    links = []
    if total > len(rows):
        links = [(_address(request, status), S(status).label) for status in column.statuses]
    return Stack(column, rows, total, is_more, links)


def _all(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return listed(visits_with_rows(), asker, asked)


def _in_column(asker: Asker, asked: Asked, key: str) -> QuerySet[Matter]:
    column = next(each for each in COLUMNS if each.key == key)
    rows = (
        _all(asker, asked)
        .filter(status__in=column.statuses)
        .annotate(
            lies_before=F("before_id"),
            is_assessed=F("visit__assessed_on"),
            left_to_body=F("visit__left_to_body"),
        )
    )
    return rows.order_by(*column.by)


def _address(request: HttpRequest, status: str) -> str:
    """The list with what the board is narrowed by, and the state."""
    kept = request.GET.copy()
    kept.pop("state", None)
    kept["status"] = status
    return f"{reverse('visits:list')}?{kept.urlencode()}"


def _next(person: Person, row: Any) -> tuple[str, str]:
    """Where the next step is taken and what it is called; nothing for who may not take it, or while it is too soon.

    What stands in its way besides, its own page says.
    """
    verb = _next_verb(row)
    if not verb and row.status in ACCEPTED and row.body_id in person.bodies_with(access.EDIT):
        return address_of("visits:programme", row.number), _("Build the programme")
    if not verb:
        return "", ""
    step = STEPS[verb]
    whose = row.lies_before if step.by_receiver else row.body_id
    if whose not in person.bodies_with(access.EDIT):
        return "", ""
    return address_of(f"visits:{verb}", row.number), str(step.label)


def _next_verb(row: Any) -> str:
    """As `rules` has it, from what the card and the list know."""
    if row.status in (S.RECEIVED, S.BEING_ASSESSED):
        if row.is_significant and not row.left_to_body and row.body.kind != Body.Kind.EXECUTIVE_BOARD:
            return "hand_over_to_ks"
        return "accept" if row.is_assessed and row.status == S.BEING_ASSESSED else "assess"
    if row.status in ACCEPTED and row.starts_on is None:
        return "plan"
    if row.status in COMING:
        return "carry_out" if has_begun(row) else ""
    return NEXT.get(row.status, "")
