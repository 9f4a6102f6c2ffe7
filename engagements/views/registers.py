"""The registers: every matter of a kind as a line for whoever holds an office; the file opens for its readers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.forms import may_propose
from governance.language import choice_label, country_name
from governance.lists import BodyFilters, in_order, page_of, say_who_may_open, with_bodies
from governance.models import Matter, Scope
from governance.prepared import Asked, Asker, Build
from governance.views import list_files
from governance.views.list_files import Column


def _of_readers(matter: Matter) -> str:
    """The diary number, for those whom the file opens for."""
    return matter.diary_number if matter.may_open else ""


CARD_HEAD = (
    Column(_("Matter"), lambda matter: matter.number),
    Column(_("Diary number"), _of_readers),
    Column(_("Title"), lambda matter: matter.heading),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Status"), lambda matter: capfirst(matter.status_label)),
    Column(_("Opened"), lambda matter: matter.opened_on),
)
LAST_DAY = Column(_("Last day"), lambda matter: matter.ends_on)


def day_or_year(day: date | None, year_only: bool) -> date | int | None:
    """A day in a file; the year alone where no more is known of it."""
    return day.year if day and year_only else day


def card_columns(year_only: Callable[[Matter], bool] = lambda _matter: False) -> tuple[Column, ...]:
    """What the file of every register tells of a card. `year_only`: no more is known of its first day."""
    return (
        *CARD_HEAD,
        Column(_("First day"), lambda matter: day_or_year(matter.starts_on, year_only(matter))),
        LAST_DAY,
    )


CARD = card_columns()
COUNTERPART = Column(_("Counterpart"), lambda matter: matter.counterpart)
SCOPE = Column(_("Scope"), lambda matter: choice_label(Scope, matter.scope))
COUNTRY = Column(_("Country"), lambda matter: country_name(str(matter.country or "")))
CITY = Column(_("City"), lambda matter: matter.city)


def yes_or_no(flag: bool | None) -> str:
    """A cell of a question; empty when nobody has answered."""
    return "" if flag is None else gettext("yes") if flag else gettext("no")


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
    title: str,
    columns: Sequence[Column],
    asked: Asked | None = None,
    complete: Callable[[Sequence[Any]], None] | None = None,
    context: Mapping[str, Any] | None = None,
    **order: Any,
) -> HttpResponse:
    """One page of a register, or all of it as a file of these columns, named by its title.

    `address` names its URL; `complete` adds to the rows; `order` goes to lists.page_of.
    """
    person = request.user
    asked = filters.asked if asked is None else asked

    def tell(rows: Sequence[Any]) -> None:
        with_bodies(rows, person)
        say_who_may_open(rows, person)
        if complete is not None:
            complete(rows)

    if list_files.is_asked(request):
        rows = listed(person, asked).defer(None).order_by(*in_order(**order))
        listing = list_files.Listing(title, list_files.said(filters), columns, rows, tell)
        return list_files.as_file(request, listing)
    found = page_of(request, listed, asked, **order)
    tell(found.rows)
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
