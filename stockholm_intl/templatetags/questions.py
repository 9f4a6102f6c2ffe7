"""The table of every answer, drawn from the columns of `reporting.questions.answers`."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from reporting.questions.answers import Column as Asked
from reporting.questions.answers import Table

from .tables import NOTHING, Column, table
from .ui import day, kronor, number, tag

# ruff: noqa: S308 (what is not SafeString goes through escape)
register = template.Library()


@register.simple_tag
def answer_table(answer: Table) -> SafeString:
    """The rows that the page shows."""
    columns = [Column(each.heading, _drawn(each), each.css) for each in answer.of("page")]
    return table(columns, answer.rows, answer.title, answer.key)


@register.filter
def answer_value(value: Any) -> str:
    """A number above the tables: amounts in kronor, days and counts as everywhere."""
    return _words(value)


def _drawn(column: Asked) -> Callable[[Any], Any]:
    cell, link, under, tone = column.cell, column.link, column.under, column.tone

    def draw(row: Any) -> Any:
        value = cell(row)
        words = _words(value)
        colour = tone(row) if tone is not None and words else ""
        if colour:
            drawn = str(tag(colour, words))
        else:
            drawn = escape(words)
        url = link(row) if link is not None and words else ""
        if url:
            drawn = f'<a href="{escape(url)}">{drawn}</a>'
        small = _words(under(row)) if under is not None else ""
        if small:
            drawn += f'<span class="under">{escape(small)}</span>'
        return mark_safe(drawn) if drawn else NOTHING

    return draw


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return kronor(value)
    return number(value, 1) if isinstance(value, float) else number(value)
