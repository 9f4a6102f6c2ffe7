"""The lists over all bodies: plans, accounts, plan lines with or without a matter, and matters without a line."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from engagements.forms import capitalised
from engagements.views.registers import CARD_HEAD, in_state, register_page, yes_or_no
from governance import search
from governance.choices import Choice
from governance.language import choice_label
from governance.lists import (
    BodyFilters,
    in_order,
    operating_bodies,
    or_all,
    page_of,
    picked,
    with_bodies,
)
from governance.models import Direction, Kind, Matter
from governance.prepared import NOBODY, Asked, Asker, Build, Given, Statement, by_key
from governance.texts import TextField
from governance.views import list_files
from governance.views.list_files import Column
from planning import offices
from planning.lamps import PLANNED_KINDS
from planning.lifecycle import ACCEPTED, HANDED_IN, WRITABLE, Status
from planning.models import Plan, PlanLine, PlanTie, lines_readable_by
from planning.planned import without_line

from .frame import tabs

ROW = (
    "number diary_number kind title status opened_on due_on closed_on starts_on secrecy_ground counterpart city"
    " country body_id before_id is_invented"
).split()
OF_HANDED = ("hand_in_by", "submitted_on", "edition")
STATUSES_OF_STATE: dict[str, tuple[str, ...]] = {
    "awaited": WRITABLE,
    "ready": (Status.READY,),
    "handed_in": HANDED_IN,
    "accepted": ACCEPTED,
}


def _years() -> list[tuple[str, str]]:
    """Next year is planned already; the register began with the first strategy."""
    return [(str(year), str(year)) for year in range(timezone.localdate().year + 1, 2002, -1)]


class HandedFilters(BodyFilters):
    """What the lists of plans and of accounts can be narrowed by."""

    STATES = [
        ("", gettext_lazy("all")),
        ("awaited", pgettext_lazy("planning", "awaited")),
        ("late", gettext_lazy("late")),
        ("ready", Status.READY.label),
        ("handed_in", gettext_lazy("to review")),
        ("accepted", Status.ACCEPTED.label),
    ]

    q = TextField(label=gettext_lazy("Words"), max_length=200, required=False)
    state = Choice(label=gettext_lazy("State"), choices=STATES)
    year = Choice(label=gettext_lazy("Year"), choices=lambda: or_all(_years()))
    mine = forms.BooleanField(label=gettext_lazy("Only what I submit"), required=False)

    def found(self, build: Build) -> dict[str, Any]:
        """What every good filter asks for."""
        chosen = self.chosen
        asked: dict[str, Any] = {}
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if state := chosen.get("state"):
            asked[state] = timezone.localdate() if state == "late" else True
        if year := chosen.get("year"):
            asked["first"] = date(int(year), 1, 1)
        if chosen.get("mine"):
            asked["today"] = timezone.localdate()
        if text := chosen.get("q"):
            asked |= search.asked(build(self.request.user, asked), text)
        return asked


def _handed_columns(kind: str) -> tuple[Column, ...]:
    def of(name: str) -> Any:
        return lambda matter: getattr(getattr(matter, kind), name)

    return (
        *CARD_HEAD,
        Column(gettext_lazy("Year"), lambda matter: matter.starts_on.year),
        Column(gettext_lazy("Last day to submit"), of("hand_in_by")),
        Column(pgettext_lazy("planning", "Submitted"), of("submitted_on")),
        Column(gettext_lazy("Late"), lambda matter: yes_or_no(getattr(matter, kind).is_late)),
        Column(gettext_lazy("Version"), of("edition")),
    )


PLAN_COLUMNS, ACCOUNT_COLUMNS = _handed_columns("plan"), _handed_columns("account")


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans of the bodies one may read, the latest year first."""
    return _handed_list(
        request,
        _plans,
        Kind.PLAN,
        PLAN_COLUMNS,
        title=_("Plans"),
        lead=_("What the bodies mean to do abroad in a year, and why. A round asks every body for its plan."),
    )


@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """The accounts of the bodies one may read, the latest year first."""
    return _handed_list(
        request,
        _accounts,
        Kind.ACCOUNT,
        ACCOUNT_COLUMNS,
        title=_("Accounts"),
        lead=_(
            "What came of the bodies’ international work in a year. What is accepted goes into the annual report."
        ),
    )


def _handed_list(
    request: HttpRequest, build: Build, kind: Kind, columns: Sequence[Column], *, title: str, lead: str
) -> HttpResponse:
    filters = HandedFilters(request, operating_bodies(request.user))
    address = f"planning:{kind.value}s"
    return register_page(
        request,
        "planning/list.html",
        filters,
        build,
        address=address,
        title=title,
        columns=columns,
        asked=filters.found(build),
        complete=_know_their_card,
        context={
            "title": title,
            "lead": lead,
            "tabs": tabs(address),
            "names": "q body state year mine",
            "table": f"{kind.value}s",
        },
    )


def _know_their_card(rows: Sequence[Matter]) -> None:
    for matter in rows:
        getattr(matter, matter.kind).matter = matter


def _plans(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = _handed(asker, asked, Kind.PLAN).select_related("plan")
    return rows.only(*ROW, *(f"plan__{name}" for name in OF_HANDED))


def _accounts(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = _handed(asker, asked, Kind.ACCOUNT).select_related("account")
    return rows.only(*ROW, *(f"account__{name}" for name in OF_HANDED))


def _handed(asker: Asker, asked: Asked, kind: str) -> QuerySet[Matter]:
    rows = Matter.objects.filter(kind=kind).visible_to(asker).filter(**picked(asked, "body"))
    if "first" in asked:
        rows = rows.filter(starts_on=asked["first"])
    if "late" in asked:
        rows = rows.filter(status__in=WRITABLE, due_on__lt=asked["late"])
    if "today" in asked:
        rows = rows.filter(offices.to_submit_by(asker, asked["today"]))
    return search.within(in_state(rows, asked, STATUSES_OF_STATE), asked)


class LineFilters(BodyFilters):
    """What the plan lines can be narrowed by."""

    STATES = [
        ("", gettext_lazy("all")),
        ("untied", gettext_lazy("without a matter")),
        ("tied", gettext_lazy("with a matter")),
    ]

    year = Choice(label=gettext_lazy("Year"), choices=lambda: or_all(_years()))
    kind = Choice(label=gettext_lazy("Kind"), choices=lambda: or_all(capitalised(PlanLine.Kind.choices)))
    state = Choice(label=gettext_lazy("State"), choices=STATES)
    matter = TextField(label=gettext_lazy("About matter"), max_length=20, required=False)

    @property
    def asked(self) -> dict[str, Any]:
        chosen = self.chosen
        asked = picked(chosen, "kind", "matter")
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if year := chosen.get("year"):
            asked["year"] = int(year)
        if state := chosen.get("state"):
            asked[state] = True
        return asked


LINE_COLUMNS = (
    Column(gettext_lazy("Plan line"), lambda line: line.ident),
    Column(gettext_lazy("Year"), lambda line: line.year),
    Column(gettext_lazy("Body"), lambda line: line.body.name),
    Column(gettext_lazy("Body’s name in addresses"), lambda line: line.body.slug),
    Column(gettext_lazy("Kind"), lambda line: capfirst(choice_label(PlanLine.Kind, line.kind))),
    Column(gettext_lazy("Goal"), lambda line: line.goal.ident if line.goal else ""),
    Column(gettext_lazy("What"), lambda line: line.title),
    Column(gettext_lazy("Why"), lambda line: line.why),
    Column(gettext_lazy("Direction of the strategy"), lambda line: line.direction_label),
    Column(gettext_lazy("How one sees that it is reached"), lambda line: line.measure),
    Column(gettext_lazy("Cost in the year, kronor"), lambda line: line.cost),
    Column(gettext_lazy("Line in the body’s budget"), lambda line: line.budget_line),
    Column(gettext_lazy("Responsible"), lambda line: line.owner),
    Column(gettext_lazy("To be done by"), lambda line: line.until),
    Column(gettext_lazy("Matters"), lambda line: ", ".join(tie.matter.number for tie in line.told)),
    Column(gettext_lazy("Status of the plan"), lambda line: capfirst(line.plan.matter.status_label)),
)
BY_IDENT: dict[str, Any] = {"key": "ident", "ascending": True}


@require_safe
def line_list(request: HttpRequest) -> HttpResponse:
    """The lines of all plans one may read, under the numbers that other systems know them by."""
    person = request.user
    filters = LineFilters(request, operating_bodies(person))
    asked = filters.asked

    def complete(rows: Sequence[Any]) -> None:
        with_bodies(rows, person)
        _complete_lines(rows, set(person.secret_matters))

    def complete_file(rows: Sequence[Any]) -> None:
        complete(rows)
        _tell_directions(rows)

    if list_files.is_asked(request):
        rows = _lines(person, asked).order_by(*in_order(**BY_IDENT))
        said = list_files.said(filters)
        listing = list_files.Listing(_("Plan lines"), said, LINE_COLUMNS, rows, complete_file)
        return list_files.as_file(request, listing)
    found = page_of(request, _lines, asked, keyed_by=str, **BY_IDENT)
    complete(found.rows)
    context = {
        "title": _("Plan lines"),
        "lead": _(
            "What is planned, line by line. The number of a line never changes: as an Excel file they go into the"
            " city’s planning system."
        ),
        "tabs": tabs("planning:lines"),
        "names": "body year kind state matter",
        "table": "lines",
        "filters": filters,
        "chips": filters.chips(),
        "page": found,
        "list_url": reverse("planning:lines"),
        "has_appointment": bool(person.offices),
    }
    return render(request, "planning/list.html", context)


def _lines(asker: Asker, asked: Asked) -> QuerySet[PlanLine]:
    rows = lines_readable_by(asker).filter(**picked(asked, "body", "year", "kind"))
    if "tied" in asked or "untied" in asked:
        tied = Exists(PlanTie.objects.filter(line=OuterRef("pk")))
        rows = rows.filter(tied) if "tied" in asked else rows.filter(~tied).exclude(kind=PlanLine.Kind.GOAL)
    if "matter" in asked:
        about = PlanTie.objects.filter(matter__number=asked["matter"])
        known = Q(matter__secrecy_ground="") | Q(matter__among=asker.secret_matters)
        rows = rows.filter(pk__in=about.filter(known).values("line"))
    return rows.only(*(field.attname for field in PlanLine._meta.concrete_fields))


def _complete_lines(lines: Sequence[Any], let_in: set[int]) -> None:
    """The goal, the status of the plan, and the matters one may know of: three statements for all rows."""
    goals = by_key(_goals(), {line.goal_id for line in lines if line.goal_id})
    plans = by_key(_plans_of_lines(), {line.plan_id for line in lines})
    ties: dict[int, list[PlanTie]] = {}
    for tie in _ties().run(NOBODY, {"keys": [line.pk for line in lines]}, keep_plan=True):
        if not tie.matter.is_secret or tie.matter_id in let_in:
            ties.setdefault(tie.line_id, []).append(tie)
    for line in lines:
        line.plan = plans[line.plan_id]
        line.goal = goals.get(line.goal_id)
        line.told = ties.get(line.pk, [])


def _tell_directions(lines: Sequence[Any]) -> None:
    directions = {row.key: row.name for row in Direction.objects.all()}
    for line in lines:
        line.direction_label = directions.get(line.direction, line.direction)


@cache
def _goals() -> Statement[PlanLine]:
    return Statement(PlanLine.objects.filter(pk__among=Given("keys")).only("ident", "title"))


@cache
def _plans_of_lines() -> Statement[Plan]:
    rows = Plan.objects.filter(pk__among=Given("keys")).select_related("matter")
    return Statement(rows.only("matter__number", "matter__kind", "matter__status"))


@cache
def _ties() -> Statement[PlanTie]:
    rows = PlanTie.objects.filter(line__among=Given("keys")).select_related("matter").order_by("pk")
    return Statement(rows.only("line", "matter__number", "matter__kind", "matter__secrecy_ground"))


class UnplannedFilters(BodyFilters):
    """What the matters without a line can be narrowed by."""

    year = Choice(label=gettext_lazy("Year"), choices=lambda: [("", _("this year")), *_years()])
    kind = Choice(
        label=gettext_lazy("Kind"),
        choices=lambda: or_all((kind.value, capfirst(kind.label)) for kind in PLANNED_KINDS),
    )

    @cached_property
    def year_asked(self) -> int:
        """This year, where none is chosen."""
        return int(self.chosen.get("year") or timezone.localdate().year)

    @property
    def asked(self) -> dict[str, Any]:
        chosen, year = self.chosen, self.year_asked
        asked = picked(chosen, "kind")
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        return asked | {"year": year, "first": date(year, 1, 1), "last": date(year, 12, 31)}


@require_safe
def unplanned_list(request: HttpRequest) -> HttpResponse:
    """What the city has or does in a year that no line of a plan is about."""
    filters = UnplannedFilters(request, operating_bodies(request.user))
    return register_page(
        request,
        "planning/list.html",
        filters,
        _unplanned,
        address="planning:unplanned",
        title=_("Matters without a line"),
        columns=(*CARD_HEAD, Column(_("Kind"), lambda matter: capfirst(matter.kind_label))),
        context={
            "title": _("Matters without a line"),
            "lead": _(
                "Memberships, projects, journeys and agreements of %(year)s that no line of a plan is about."
            )
            % {"year": filters.year_asked},
            "tabs": tabs("planning:unplanned"),
            "names": "body year kind",
            "table": "unplanned",
        },
    )


def _unplanned(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = Matter.objects.visible_to(asker).filter(**picked(asked, "body", "kind"))
    return without_line(rows, asked["year"], asked["first"], asked["last"]).only(*ROW)
