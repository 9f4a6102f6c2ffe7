"""What a figure is, and how many of them are counted in one pass over a table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import (
    Aggregate,
    BooleanField,
    Choices,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    IntegerField,
    Model,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import override
from django_countries import countries

from governance.models import Body


@dataclass(frozen=True)
class Year:
    """A year as the report sees it: everything as of 31 December."""

    number: int

    @property
    def first(self) -> date:
        return date(self.number, 1, 1)

    @property
    def last(self) -> date:
        return date(self.number, 12, 31)

    @property
    def before(self) -> "Year":
        return Year(self.number - 1)

    @property
    def days(self) -> tuple[date, date]:
        """For `__range`: both days belong to the year."""
        return self.first, self.last


Words = tuple[str, str]  # Swedish, English
Where = Callable[[Year], Q]
Measure = Callable[[Q], Any]


@dataclass(frozen=True)
class Source:
    """A table that figures are counted from, and how its rows are listed behind a figure.

    `near(year)` keeps a pass to the rows that the year or the year before can count. `matter` and `body` are
    the paths from a row to its matter and body, `on` the date it is listed by, `title` what it is called.
    """

    key: str
    rows: Callable[[], QuerySet[Any]]
    near: Where
    matter: str
    body: str
    on: str
    title: str


@dataclass(frozen=True)
class Figure:
    """Uppgift. One number of the report: what it is called, and which rows of which source it counts.

    The same `where` counts the figure and lists the rows behind it, so the two cannot differ.
    """

    key: str
    heading: str
    words: Words
    unit: str
    source: Source
    where: Where
    measure: Measure = lambda condition: Count("pk", filter=condition)
    # For a figure that adds up amounts: the path whose values are added, shown beside each row.
    amount: str = ""
    # A percentage: `measure` counts the part, this figure of the same source is the whole.
    share_of: str = ""
    # The number of different values in a breakdown, or the sum of other figures.
    parts_of: str = ""
    sum_of: tuple[str, ...] = ()
    # What is counted and how, as the method appendix prints it.
    method: Words = ("", "")
    # A figure that means something is missing or wrong when it is not zero.
    is_defect: bool = False
    # Shown big on the first page of figures.
    is_main: bool = False

    def behind(self, year: Year) -> QuerySet[Any]:
        """The rows that the figure counts."""
        return self.source.rows().filter(self.where(year))


@dataclass(frozen=True)
class Breakdown:
    """Fördelning. A figure divided by something: body, theme, programme."""

    key: str
    words: Words
    of: Figure
    by: str
    name: Callable[[Iterable[Any]], Mapping[Any, Words]]
    # The column is an array: a row counts under each of its values, so the parts may add up to more.
    is_many: bool = False

    def behind(self, year: Year, value: Any) -> QuerySet[Any]:
        lookup = f"{self.by}__contains" if self.is_many else self.by
        return self.of.behind(year).filter(**{lookup: [value] if self.is_many else value})


def added(path: str) -> Measure:
    """Adds up the column; nothing is nought."""
    return lambda condition: Coalesce(Sum(path, filter=condition), Value(0), output_field=DecimalField())


class Median(Aggregate):
    """The middle value: a whole number that really occurs."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = IntegerField()


def count_totals(
    source: Source, figures: Iterable[Figure], year: Year
) -> dict[str, tuple[int | None, int | None]]:
    """Each figure's value and last year's, in one pass over the source."""
    figures = [figure for figure in figures if not (figure.parts_of or figure.sum_of)]
    if not figures:
        return {}
    wanted: dict[str, Aggregate] = {}
    for number, figure in enumerate(figures):
        wanted[f"now{number}"] = figure.measure(figure.where(year))
        wanted[f"then{number}"] = figure.measure(figure.where(year.before))
    counted = source.rows().filter(_near(source, year)).aggregate(**wanted)
    return {
        figure.key: (_whole(counted[f"now{number}"]), _whole(counted[f"then{number}"]))
        for number, figure in enumerate(figures)
    }


def count_parts(
    source: Source, breakdowns: Iterable[Breakdown], year: Year
) -> dict[str, list[tuple[Any, int, int]]]:
    """Each breakdown's (value, now, last year), largest first, in one pass over the source."""
    breakdowns = list(breakdowns)
    if not breakdowns:
        return {}
    sql, params = _marked_rows(source, breakdowns, year)
    parts: dict[str, list[tuple[Any, int, int]]] = {breakdown.key: [] for breakdown in breakdowns}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for place, value, now, then in cursor.fetchall():
            if (now or then) and value not in (None, ""):
                parts[breakdowns[place].key].append((value, _whole(now) or 0, _whole(then) or 0))
    for rows in parts.values():
        rows.sort(key=lambda row: (-row[1], -row[2], str(row[0])))
    return parts


def _marked_rows(source: Source, breakdowns: list[Breakdown], year: Year) -> tuple[str, tuple[Any, ...]]:
    """One statement: the rows read once with a mark per figure, then grouped by one column after another.

    The ORM writes the inner query, so a breakdown counts exactly what its figure counts; it cannot itself
    group one reading of the table in several ways. A value comes back as text.
    """
    columns: dict[str, Any] = {}
    for place, breakdown in enumerate(breakdowns):
        columns[f"v{place}"] = F(breakdown.by)
        columns[f"a{place}"] = F(breakdown.of.amount) if breakdown.of.amount else Value(1)
        for mark, when in (("now", year), ("then", year.before)):
            columns[f"{mark}{place}"] = ExpressionWrapper(
                breakdown.of.where(when), output_field=BooleanField()
            )
    rows = source.rows().order_by().filter(_near(source, year)).values(**columns)
    inner, params = rows.query.sql_with_params()
    selects = " UNION ALL ".join(_select(place, breakdown) for place, breakdown in enumerate(breakdowns))
    return f"WITH marked AS MATERIALIZED ({inner}) {selects}", params


def _select(place: int, breakdown: Breakdown) -> str:
    """The parts of one breakdown. Every word is ours; the values travel as parameters of the inner query."""
    columns = f"{place}, {_value(place, breakdown)}::text, {_sum(place, 'now')}, {_sum(place, 'then')}"
    return f"SELECT {columns} FROM marked{_unnested(place, breakdown)} GROUP BY 2"  # noqa: S608


def _unnested(place: int, breakdown: Breakdown) -> str:
    return f" CROSS JOIN LATERAL unnest(v{place}) AS u{place}(v)" if breakdown.is_many else ""


def _value(place: int, breakdown: Breakdown) -> str:
    return f"u{place}.v" if breakdown.is_many else f"v{place}"


def _sum(place: int, mark: str) -> str:
    return f"coalesce(sum(a{place}) FILTER (WHERE {mark}{place}), 0)"


def _near(source: Source, year: Year) -> Q:
    return source.near(year) | source.near(year.before)


def _whole(value: Any) -> int | None:
    """Kronor and counts as whole numbers, fifty öre up: the record of a report holds no floats."""
    return None if value is None else int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))


def names_of(model: type[Model], sv: str, en: str) -> Callable[[Iterable[Any]], dict[str, Words]]:
    """Names of values that are keys of a table, both languages at once."""

    def name(values: Iterable[Any]) -> dict[str, Words]:
        found = model._default_manager.filter(pk__in=list(values)).values_list("pk", sv, en)
        return {str(key): (name_sv, name_en) for key, name_sv, name_en in found}

    return name


bodies = names_of(Body, "name_sv", "name_en")


def spelt(values: Iterable[Any]) -> dict[str, Words]:
    """Values that are their own names."""
    return {str(value): (str(value), str(value)) for value in values}


def chosen(choices: type[Choices]) -> Callable[[Iterable[Any]], dict[str, Words]]:
    """Values that are codes of a set of choices."""

    def name(values: Iterable[Any]) -> dict[str, Words]:
        return {str(value): in_both(partial(_label, choices, value)) for value in values}

    return name


def _label(choices: type[Choices], value: Any) -> str:
    return str(choices(value).label)


def _country(value: Any) -> str:
    return str(countries.name(value) or value)


def countries_named(values: Iterable[Any]) -> dict[str, Words]:
    """Values that are country codes."""
    return {str(value): in_both(partial(_country, value)) for value in values}


def in_both(say: Callable[[], str]) -> Words:
    """The same words in Swedish and English, beginning with a capital."""
    found = []
    for language in ("sv", "en"):
        with override(language):
            words = say()
            found.append(words[:1].upper() + words[1:])
    return found[0], found[1]
