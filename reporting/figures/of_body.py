"""The figures of one body in a year, for its own account: the same figures of the same sources, of its rows alone."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from .. import wording
from . import FIGURES
from .counting import Figure, Source, Year, count_totals
from .moment import one_moment


def count(body: int, year: int) -> list[dict[str, Any]]:
    """Every figure that says something of the body in the year or the year before, in the order of the report."""
    when = Year(year)
    counted: dict[str, tuple[int | None, int | None]] = {}
    with one_moment():
        for source in dict.fromkeys(figure.source for figure in _told()):
            mine = [figure for figure in _told() if figure.source is source]
            own = replace(source, rows=partial(_rows, source, body))
            counted |= count_totals(own, mine, when)
    return [
        {
            "key": figure.key,
            "heading": figure.heading,
            "label": {"sv": figure.words[0], "en": figure.words[1]},
            "unit": figure.unit,
            "value": value,
            "previous": previous,
            "said": _said(value, figure.unit),
            "said_before": _said(previous, figure.unit),
            "is_defect": figure.is_defect,
        }
        for figure in _told()
        for value, previous in [counted[figure.key]]
        if value or previous
    ]


def _said(value: int | None, unit: str) -> dict[str, str]:
    """As the report would print it."""
    return {"sv": wording.quantity(value, unit, "sv"), "en": wording.quantity(value, unit, "en")}


def _told() -> list[Figure]:
    """What is counted of rows that a body owns. Shares and sums are told of the whole city."""
    return [figure for figure in FIGURES.values() if tells(figure)]


def tells(figure: Figure) -> bool:
    return bool(figure.source.body) and not (figure.share_of or figure.parts_of or figure.sum_of)


def behind(key: str, year: int, slug: str) -> str:
    """Where the rows behind such a figure are listed; empty for one that is counted no longer."""
    if key not in FIGURES or not tells(FIGURES[key]):
        return ""
    return f"{reverse('reporting:evidence', args=[year, key])}?organ={slug}"


def _rows(source: Source, body: int) -> QuerySet[Any]:
    return source.rows().filter(**{source.body: body})
