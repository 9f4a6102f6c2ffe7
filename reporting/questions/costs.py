"""Question 3: what the international work cost in a year, board by board, and the records behind each number.

The sums are counted through the day and shown with their moment (docs/adr/0023-questions-are-declared.md). What is
counted is what the annual report counts (reporting/figures/costs.py): fees, visits and journeys that the city paid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements import accounts
from engagements.models import EventCost
from governance import access
from governance.choices import Choice
from governance.language import choice_label, moment_in_words
from governance.lists import all_bodies, or_all, whole_year, with_bodies, years
from governance.models import Kind, Matter, Office, Person
from governance.prepared import Asked, Asker, rows_of
from memberships.models import Fee
from reporting.figures.visits import CAME
from reporting.models import CostCount
from visits.models import Cost, Visit

from . import columns
from .answers import Answer, Column, Empty, Figure, Listing, Table
from .question import Question, QuestionFilters

Role = Office.Role
Sort = CostCount.Sort
OPEN = Q(secrecy_ground="")
ROW = "number kind title status starts_on opened_on body_id secrecy_ground".split()
NOTHING = Decimal(0)


@transaction.atomic
def count() -> int:
    """Count every year anew, by body and sort of cost. Matters under secrecy are left out, as in the lamps."""
    now = timezone.now()
    counted = [
        CostCount(year=year, body_id=body, sort=sort, kronor=kronor, records=records, counted_at=now)
        for sort, rows in (
            (Sort.FEES, _fees()),
            (Sort.VISITS, _visit_costs()),
            (Sort.JOURNEYS, _journey_costs()),
        )
        for year, body, kronor, records in rows
        if year is not None
    ]
    CostCount.objects.all().delete()
    CostCount.objects.bulk_create(counted, batch_size=2000)
    return len(counted)


def _summed(rows: QuerySet[Any], year: Any, body: str, amount: str) -> QuerySet[Any, Any]:
    grouped = rows.order_by().annotate(of_year=year, of_body=F(body)).values("of_year", "of_body")
    return grouped.annotate(kronor=Sum(amount), records=Count("pk")).values_list(
        "of_year", "of_body", "kronor", "records"
    )


def _fees() -> QuerySet[Any, Any]:
    rows = Fee.objects.filter(membership__matter__secrecy_ground="")
    return _summed(rows, F("year"), "membership__matter__body", "amount_sek")


def _visit_costs() -> QuerySet[Any, Any]:
    rows = Cost.objects.filter(
        payer=Visit.Payer.CITY, visit__matter__status__in=CAME, visit__matter__secrecy_ground=""
    )
    return _summed(rows, ExtractYear("visit__matter__starts_on"), "visit__matter__body", "amount")


def _journey_costs() -> QuerySet[Any, Any]:
    rows = EventCost.objects.filter(
        accounts.spent("event__matter__"),
        event__matter__secrecy_ground="",
        payer=EventCost.Payer.CITY,
        actual__isnull=False,
    )
    return _summed(rows, ExtractYear("event__matter__starts_on"), "body", "actual")


class CostFilters(QuestionFilters):
    """The year, the board, and the sort of cost whose records are wanted."""

    year = Choice(label=_("Year"), choices=lambda: [("", _("last year")), *years()])
    sort = Choice(
        label=_("Records of"), choices=lambda: or_all((sort, capfirst(sort.label)) for sort in Sort)
    )

    @cached_property
    def year_asked(self) -> int:
        """Last year, where none is chosen."""
        return int(self.chosen.get("year") or timezone.localdate().year - 1)


@dataclass
class Line:
    """What a board, or all of them, paid in the year, by sort; and what it was the year before."""

    body: Any
    kronor: dict[str, Decimal] = field(default_factory=dict)
    before: Decimal = NOTHING

    @property
    def total(self) -> Decimal:
        return sum(self.kronor.values(), NOTHING)

    def add(self, sort: str, kronor: Decimal) -> None:
        self.kronor[sort] = self.kronor.get(sort, NOTHING) + kronor


def _counted(asker: Asker, asked: Asked) -> QuerySet[Any, Any]:
    rows = CostCount.objects.filter(body__among=asker.bodies_with(access.VIEW))
    rows = rows.filter(year__range=(asked["before"], asked["year"]))
    if "body" in asked:
        rows = rows.filter(body=asked["body"])
    return rows.order_by().values_list("year", "body", "sort", "kronor", "counted_at")


def _lines(person: Person, counted: Iterable[Any], year: int) -> list[Line]:
    """A line for each board by name, those that paid nothing in either year left out; all together first."""
    bodies = all_bodies(person)
    found: dict[int, Line] = {}
    total = Line(None)
    for of_year, body, sort, kronor, _at in counted:
        for line in (found.setdefault(body, Line(bodies[body])), total):
            if of_year == year:
                line.add(sort, kronor)
            else:
                line.before += kronor
    rows = sorted(found.values(), key=lambda line: line.body.name)
    return [total, *rows] if len(rows) > 1 else rows


def _address(year: int, body: Any = None, sort: str = "") -> str:
    asked = {"year": year, **({"body": body.slug} if body else {}), **({"sort": sort} if sort else {})}
    return f"{reverse('questions:costs')}?{urlencode(asked)}"


def _name(line: Line) -> str:
    return line.body.name if line.body else gettext("All boards")


def _sum_columns(year: int) -> list[Column]:
    def of(sort: str) -> Column:
        return Column(
            capfirst(Sort(sort).label),
            lambda line: line.kronor.get(sort),
            link=lambda line: _address(year, line.body, sort),
            css="num",
        )

    return [
        Column(_("Board"), _name),
        *(of(sort) for sort in Sort),
        Column(_("Total"), lambda line: line.total, css="num"),
        Column(
            _("The year before"),
            lambda line: line.before,
            link=lambda line: _address(year - 1, line.body),
            css="num",
        ),
    ]


def _amount(rows: QuerySet[Any], amount: str) -> Subquery:
    """The sum of some rows that hang on the matter."""
    return Subquery(
        rows.order_by()
        .annotate(alike=Value("", output_field=CharField()))
        .values("alike")
        .annotate(added=Sum(amount))
        .values("added")
    )


def _matters_with_fees(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    fees = Fee.objects.filter(membership=OuterRef("pk"), year=asked["year"])
    rows = Matter.objects.filter(OPEN, Exists(fees), kind=Kind.MEMBERSHIP).visible_to(asker)
    return _of_body(rows, asked).annotate(amount=_amount(fees, "amount_sek")).only(*ROW)


def _visits_paid(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    paid = Cost.objects.filter(visit=OuterRef("pk"), payer=Visit.Payer.CITY)
    rows = Matter.objects.filter(OPEN, Exists(paid), kind=Kind.VISIT, status__in=CAME).visible_to(asker)
    rows = rows.filter(starts_on__range=(asked["first"], asked["last"]))
    return _of_body(rows, asked).annotate(amount=_amount(paid, "amount")).only(*ROW)


def _journeys_paid(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """What a board paid stands with the board, also of a journey that is another's: what it cost is told to all."""
    paid = EventCost.objects.filter(event=OuterRef("pk"), payer=EventCost.Payer.CITY, actual__isnull=False)
    if "body" in asked:
        paid = paid.filter(body=asked["body"])
    else:
        paid = paid.filter(body__among=asker.bodies_with(access.VIEW))
    rows = Matter.objects.filter(accounts.began_in(asked["first"], asked["last"]), accounts.spent(), OPEN)
    return rows.filter(Exists(paid)).annotate(amount=_amount(paid, "actual")).only(*ROW)


def _of_body(rows: QuerySet[Matter], asked: Asked) -> QuerySet[Matter]:
    return rows.filter(body=asked["body"]) if "body" in asked else rows


RECORD_COLUMNS = (
    columns.NUMBER,
    columns.TITLE,
    columns.OWNER,
    columns.STATUS,
    Column(_("Day"), lambda matter: matter.starts_on, css="nowrap"),
    Column(_("Kronor"), lambda matter: matter.amount, css="num"),
)
BY_FIRST_DAY = {"key": "starts_on"}
RECORDS = {
    Sort.FEES: Listing("records", _("Records behind the number"), RECORD_COLUMNS, _matters_with_fees),
    Sort.VISITS: Listing(
        "records", _("Records behind the number"), RECORD_COLUMNS, _visits_paid, order=BY_FIRST_DAY
    ),
    Sort.JOURNEYS: Listing(
        "records", _("Records behind the number"), RECORD_COLUMNS, _journeys_paid, order=BY_FIRST_DAY
    ),
}


def _complete(person: Person, rows: Sequence[Any]) -> None:
    with_bodies(rows, person)
    readable = person.bodies_with(access.VIEW)
    for matter in rows:
        matter.may_open = matter.body_id in readable


def costs(request: HttpRequest, filters: CostFilters) -> Answer:
    """The sums by board; of one sort the records too."""
    person, year = request.user, filters.year_asked
    body = filters.body_asked
    counted = rows_of(_counted, person, {"year": year, "before": year - 1, **body})
    lines = _lines(person, counted, year)
    sort = filters.chosen.get("sort")
    tables = [Table("costs", _("Kronor by board"), _sum_columns(year), lines)] if lines else []
    if sort:
        first, last = whole_year(year)
        asked = {"year": year} if sort == Sort.FEES else {"first": first, "last": last}
        listing = RECORDS[Sort(sort)]
        tables.append(
            listing.of(
                request,
                {**asked, **body},
                partial(_complete, person),
                nothing=_("No record that you may read."),
            )
        )
    return Answer(
        tables,
        figures=_figures(lines, year) if lines else (),
        notes=_notes(counted),
        empty=None if tables else _nobody_paid(person),
        chosen=[gettext("Year: %(year)s") % {"year": year}],
    )


def _figures(lines: list[Line], year: int) -> list[Figure]:
    total = lines[0]
    body = total.body
    return [
        Figure(gettext("Total %(year)s") % {"year": year}, total.total),
        *(
            Figure(
                capfirst(choice_label(Sort, sort)),
                total.kronor.get(sort, NOTHING),
                _address(year, body, sort),
            )
            for sort in Sort
        ),
    ]


def _notes(counted: Sequence[Any]) -> list[str]:
    notes = [
        gettext(
            "Fees of memberships, costs of visits that were carried out, and what journeys came to, as far as the city"
            " paid them: as in the annual report. Working time and own contributions to projects are not included."
        )
    ]
    if counted:
        moment = moment_in_words(max(row[4] for row in counted))
        notes.append(
            gettext("Counted %(moment)s. Matters under secrecy are not counted.") % {"moment": moment}
        )
    return notes


def _nobody_paid(person: Person) -> Empty:
    if not person.bodies_with(access.VIEW):
        return Empty(
            _("You read no body’s matters"),
            _(
                "Costs are told board by board to those who may read its matters, and your offices give you none."
            ),
            "lamp",
        )
    return Empty(
        _("No cost is recorded of the year"),
        _(
            "Fees are written with the membership, costs with the visit and the journey. Choose another year, or look"
            " again when they have been counted: that is done every quarter of an hour."
        ),
        "report",
    )


QUESTIONS = (
    Question(
        number=3,
        name="costs",
        slug="kostnader",
        words=_("What did international work cost the city, board by board?"),
        short=_("Costs by board"),
        lead=_(
            "Last year if you choose no other: fees, visits and journeys, and the records behind each number."
        ),
        roles=frozenset({Role.AUDITOR, Role.COORDINATOR, Role.HEAD}),
        filters=CostFilters,
        names="year body sort",
        answer=costs,
    ),
)
