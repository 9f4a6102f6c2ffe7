"""What a figure is, and how all figures and breakdowns of a table are counted in one pass over it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import (
    Aggregate,
    Choices,
    Count,
    DecimalField,
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

from governance.models import Body, Priority


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
Pair = tuple[int | None, int | None]  # this year, last year
Parts = list[tuple[Any, int, int]]  # value, this year, last year


@dataclass(frozen=True)
class Source:
    """A table that figures are counted from, and how its rows are listed behind a figure.

    `near(year)` keeps a pass to the rows that the year or the year before can count. `matter` and `body` are
    the paths from a row to its matter and body, `on` the date it is listed by, `title` what it is called.
    What is of no matter, and open to everybody who is logged in, has a `page` of its own, by its key.
    """

    key: str
    rows: Callable[[], QuerySet[Any]]
    near: Where
    matter: str
    body: str
    on: str
    title: str
    page: Callable[[int], str] | None = None
    # Its page is not open to all: who holds an office that reads matters sees the rows.
    for_readers: bool = False


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
    # For a figure that counts what its rows belong to: the path to it. It adds up over the parts of a breakdown only
    # where each belongs to one part, as a meeting does to one body.
    distinct: str = ""
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

    def number(self, condition: Q) -> Any:
        """What the database counts, of the rows that meet the condition."""
        if self.distinct:
            return Count(self.distinct, filter=condition, distinct=True)
        return self.measure(condition)

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


def count_totals(source: Source, figures: Iterable[Figure], year: Year) -> dict[str, Pair]:
    """Each figure's value and last year's, in one pass over the source."""
    figures = _plain(figures)
    if not figures:
        return {}
    counted = source.rows().filter(_near(source, year)).aggregate(**_numbers(figures, year))
    return _pairs(figures, list(counted.values()))


def count_all(
    source: Source, figures: Iterable[Figure], breakdowns: Iterable[Breakdown], year: Year
) -> tuple[dict[str, Pair], dict[str, Parts]]:
    """Each figure's value and last year's, and each breakdown's (value, now, last year), largest first.

    One pass over the source: its rows are counted by all the columns at once, and these few counts are added up to
    the totals and to the parts of one column after another. Medians do not add up: their source has no breakdowns.
    """
    figures, breakdowns = _plain(figures), list(breakdowns)
    if not breakdowns:
        return count_totals(source, figures, year), {}
    totals: dict[str, Pair] = {}
    parts: dict[str, Parts] = {breakdown.key: [] for breakdown in breakdowns}
    sql, params = _grouped(source, figures, breakdowns, year)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for place, value, numbers in cursor.fetchall():
            if place is None:
                totals = _pairs(figures, numbers)
            elif any(numbers) and value not in (None, ""):
                parts[breakdowns[place].key].append((value, *(_whole(number) or 0 for number in numbers)))
    for rows in parts.values():
        rows.sort(key=lambda row: (-row[1], -row[2], str(row[0])))
    return totals, parts


def _plain(figures: Iterable[Figure]) -> list[Figure]:
    """Without those that are told by others."""
    return [figure for figure in figures if not (figure.parts_of or figure.sum_of)]


def _numbers(figures: list[Figure], year: Year) -> dict[str, Aggregate]:
    """What is counted, two numbers for each figure."""
    return {
        f"{mark}{place}": figure.number(figure.where(when))
        for place, figure in enumerate(figures)
        for mark, when in (("now", year), ("then", year.before))
    }


def _pairs(figures: list[Figure], numbers: list[Any]) -> dict[str, Pair]:
    return {
        figure.key: (_whole(numbers[2 * place]), _whole(numbers[2 * place + 1]))
        for place, figure in enumerate(figures)
    }


def _grouped(
    source: Source, figures: list[Figure], breakdowns: list[Breakdown], year: Year
) -> tuple[str, tuple[Any, ...]]:
    """One statement. The ORM writes the inner query, so a part counts exactly what its figure counts."""
    columns = {f"v{place}": F(breakdown.by) for place, breakdown in enumerate(breakdowns)}
    rows = source.rows().order_by().filter(_near(source, year)).values(**columns)
    inner, params = rows.annotate(**_numbers(figures, year)).query.sql_with_params()
    every = [f"{mark}{place}" for place in range(len(figures)) for mark in ("now", "then")]
    selects = [f"SELECT NULL::integer, NULL::text, {_added(every)} FROM grouped"]  # noqa: S608
    for place, breakdown in enumerate(breakdowns):
        of = figures.index(breakdown.of)
        selects.append(_select(place, breakdown, [f"now{of}", f"then{of}"]))
    return f"WITH grouped AS MATERIALIZED ({inner}) {' UNION ALL '.join(selects)}", params


def _select(place: int, breakdown: Breakdown, numbers: list[str]) -> str:
    """The parts of one breakdown. Every word is ours; the values travel as parameters of the inner query."""
    value, each = f"v{place}", ""
    if breakdown.is_many:
        value, each = "one.value", f" CROSS JOIN LATERAL unnest(v{place}) AS one(value)"
    return f"SELECT {place}, {value}::text, {_added(numbers)} FROM grouped{each} GROUP BY 2"  # noqa: S608


def _added(numbers: list[str]) -> str:
    return f"ARRAY[{', '.join(f'coalesce(sum({number}), 0)' for number in numbers)}]"


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


def prioritised_places(values: Iterable[Any]) -> dict[str, Words]:
    """Keys of the places that a strategy puts first; where two versions have the key, by the newer one's name."""
    rows = Priority.objects.filter(key__in=list(values)).order_by("strategy__since")
    return {row.key: (row.name_sv, row.name_en) for row in rows}


def in_both(say: Callable[[], str]) -> Words:
    """The same words in Swedish and English, beginning with a capital."""
    found = []
    for language in ("sv", "en"):
        with override(language):
            words = say()
            found.append(words[:1].upper() + words[1:])
    return found[0], found[1]
