"""Behind a figure: the rows it counted, as lines with their matter. The same rows that the figure counts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import statuses
from governance.headings import heading
from governance.language import active_language
from governance.models import Body, Kind, Person
from governance.models.matter import PAGE_OF_KIND

from .figures import BREAKDOWNS, FIGURES, Breakdown, Figure, Year, of_body
from .figures.counting import count_totals
from .wording import number

# Rows without a date come last in the list.
NO_DATE = date(1, 1, 1)


class NoSuchFigure(LookupError):
    """There is no figure, breakdown or part of that name."""


@dataclass(frozen=True)
class Line:
    """One row behind a figure, as it is listed."""

    number: str
    title: str
    url: str
    body: str
    on: date | None
    status: str
    amount: Decimal | None


@dataclass(frozen=True)
class Evidence:
    """The rows of one figure of one year, or of one part of a breakdown; all of them, or those of one body."""

    year: Year
    figure: Figure
    breakdown: Breakdown | None = None
    part: str = ""
    body: Body | None = None

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """All of them, each with what a line shows. `listed_on` is never null, so that the list can be paged."""
        if self.breakdown and self.part:
            found = self.breakdown.behind(self.year, self.part)
        else:
            found = self.figure.behind(self.year)
        source = self.figure.source
        if self.body is not None:
            found = found.filter(**{source.body: self.body.pk})
        listed = (
            Coalesce(F(source.on), Value(NO_DATE), output_field=DateField())
            if source.on
            else Value(NO_DATE, output_field=DateField())
        )
        # The lines read these columns and nothing else.
        return (
            found.select_related(None)
            .defer(None)
            .only("pk")
            .annotate(
                listed_on=listed,
                line_title=F(source.title),
                line_amount=F(self.figure.amount)
                if self.figure.amount
                else Value(None, output_field=CharField()),
                **self._card(),
            )
        )

    def _card(self) -> dict[str, Any]:
        source = self.figure.source
        if self.lists_bodies:
            path = f"{source.body}__" if source.body else ""
            return {"line_slug": F(f"{path}slug"), "line_name_en": F(f"{path}name_en")}
        whose = {f"line_body_{lang}": _name_of(source.body, lang) for lang in ("sv", "en")}
        if source.page:
            return whose
        path = f"{source.matter}__" if source.matter else ""
        return {
            "line_number": F(f"{path}number"),
            "line_kind": F(f"{path}kind"),
            "line_status": F(f"{path}status"),
            **whose,
        }

    @property
    def lists_bodies(self) -> bool:
        """Bodies stand in the list by their name alone."""
        return self.figure.source.key in ("coverage", "lamps")

    def how_many(self, count: int) -> str:
        """How many rows there are, called what they are."""
        one_or_many = {
            "coverage": ngettext("%(n)s body", "%(n)s bodies", count),
            "lamps": ngettext("%(n)s body", "%(n)s bodies", count),
            "good_examples": ngettext("%(n)s good example", "%(n)s good examples", count),
            "city_information": ngettext("%(n)s entry", "%(n)s entries", count),
            "network_questions": ngettext("%(n)s question", "%(n)s questions", count),
            "network_meetings": ngettext("%(n)s meeting", "%(n)s meetings", count),
            "network_trainings": ngettext("%(n)s training", "%(n)s trainings", count),
            "network_mandates": ngettext("%(n)s contact person", "%(n)s contact persons", count),
            "observations": ngettext("%(n)s observation", "%(n)s observations", count),
            "analyses": ngettext("%(n)s analysis", "%(n)s analyses", count),
            "decisions": ngettext("%(n)s decision", "%(n)s decisions", count),
            "advocacy": ngettext("%(n)s action", "%(n)s actions", count),
            "positions": ngettext("%(n)s position", "%(n)s positions", count),
            "fees": ngettext("%(n)s fee", "%(n)s fees", count),
            "visit_costs": ngettext("%(n)s cost", "%(n)s costs", count),
        }.get(self.figure.source.key, ngettext("%(n)s matter", "%(n)s matters", count))
        return one_or_many % {"n": number(count, active_language())}

    def visible_to(self, person: Person) -> QuerySet[Any]:
        """Those whose matter the person may read. Bodies and who is appointed there are open to all."""
        source = self.figure.source
        if source.for_readers and not person.bodies_with("view_matters"):
            return self.rows.none()
        if self.lists_bodies or source.page:
            return self.rows
        path = f"{source.matter}__" if source.matter else ""
        readable = Q(**{f"{path}body__in": person.bodies_with("view_matters")})
        open_file = Q(**{f"{path}secrecy_ground": ""}) | Q(
            **{f"{path}pk__in" if path else "pk__in": person.secret_matters}
        )
        return self.rows.filter(readable, open_file)

    def value_now(self) -> int | None:
        """What the figure is when it is counted at this moment; a part of a breakdown is its rows."""
        if self.breakdown and self.part:
            return None
        if self.figure.parts_of or self.figure.sum_of or self.figure.share_of:
            return None
        return count_totals(self.figure.source, [self.figure], self.year)[self.figure.key][0]

    @property
    def is_uncounted(self) -> bool:
        """No day of the year has its lamps counted, and that is not zero."""
        return self.figure.source.key == "lamps" and not self.rows.exists()

    @property
    def parts(self) -> list[Figure]:
        """For a sum: the figures it adds."""
        return [FIGURES[key] for key in self.figure.sum_of]


def find(year: int, key: str, part: str = "", slug: str = "") -> Evidence:
    """The evidence for a key of a figure or of a breakdown; `slug` is the name of a body in addresses.

    Raises NoSuchFigure.
    """
    if key in FIGURES and not part:
        return Evidence(Year(year), FIGURES[key], body=_body(FIGURES[key], slug))
    if key in BREAKDOWNS and part and "\x00" not in part:
        breakdown = BREAKDOWNS[key]
        evidence = Evidence(Year(year), breakdown.of, breakdown, part)
        try:
            known = part in breakdown.name([part])
        except (ValueError, ValidationError) as error:  # "abc" is no body
            raise NoSuchFigure(part) from error
        if known:
            return evidence
    raise NoSuchFigure(key)


def _body(figure: Figure, slug: str) -> Body | None:
    """The body whose account tells the figure of itself."""
    if not slug:
        return None
    found = Body.objects.filter(slug=slug).first() if "\x00" not in slug and of_body.tells(figure) else None
    if found is None:
        raise NoSuchFigure(slug)
    return found


def _name_of(body: str, language: str) -> F | Value:
    """The name of the body that a row is of; what belongs to no body has none."""
    return F(f"{body}__name_{language}") if body else Value("", output_field=CharField())


def line(row: Any, in_english: bool, page: Callable[[int], str] | None = None) -> Line:
    """An annotated row in words; `page` gives the address of one that is of no matter."""
    on = row.listed_on if row.listed_on != NO_DATE else None
    if page:
        body = row.line_body_en if in_english else row.line_body_sv
        return Line("", row.line_title, page(row.pk), body, on, "", None)
    if hasattr(row, "line_slug"):
        name = row.line_name_en if in_english else row.line_title
        return Line("", name, reverse("body", args=[row.line_slug]), "", on, "", row.line_amount)
    return Line(
        number=row.line_number,
        title=heading(row.line_kind, row.line_title),
        url=reverse(PAGE_OF_KIND[Kind(row.line_kind)], args=[row.line_number]),
        body=row.line_body_en if in_english else row.line_body_sv,
        on=on,
        status=statuses.label(row.line_kind, row.line_status),
        amount=row.line_amount,
    )


def csv_rows(
    rows: QuerySet[Any], in_english: bool, amount: bool, page: Callable[[int], str] | None = None
) -> Iterator[list[Any]]:
    """The list as rows for a spreadsheet, read from the database as they are written."""
    head = [_("Number"), _("Title"), _("Body"), _("Date"), _("Status")]
    yield [*head, _("Amount")] if amount else head
    for row in rows.order_by("-listed_on", "-pk").iterator(chunk_size=2000):
        each = line(row, in_english, page)
        cells = [each.number, each.title, each.body, each.on.isoformat() if each.on else "", each.status]
        yield [*cells, each.amount] if amount else cells
