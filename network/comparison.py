"""Comparing cities by an indicator: a chart of values of one definition, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from governance import charts

from .models import Definition, IndicatorValue

MOST_BARS = 20


@dataclass(frozen=True)
class Comparison:
    """What can be compared: a drawing with its words, or the refusal. Both stand above the table of all values."""

    svg: str = ""
    title: str = ""
    source: str = ""
    refusal: str = ""


def compare(values: Sequence[IndicatorValue], chart_id: str) -> Comparison:
    """A bar for each city and year, as long as all of them count the same thing."""
    if not values:
        return Comparison()
    definitions = {value.definition_id: value.definition for value in values}
    if len(definitions) > 1:
        return Comparison(refusal=_refusal(values, list(definitions.values())))
    [definition] = definitions.values()
    shown = list(values)[:MOST_BARS]
    title = str(definition)
    alt = _("Bar chart, %(title)s: %(values)s.") % {
        "title": title,
        "values": "; ".join(f"{value} {in_words(value.value)}" for value in shown),
    }
    rows = [
        {
            "shown": charts.on_two_lines(str(value)),
            "value": float(value.value),
            "label": in_words(value.value),
        }
        for value in shown
    ]
    sources = "; ".join(dict.fromkeys(value.source for value in shown))
    svg = charts.with_words(charts.draw(charts.bars(rows)), alt, f"alt-{chart_id}")
    return Comparison(svg=svg, title=title, source=_("Source: %(source)s") % {"source": sources})


def _refusal(values: Sequence[IndicatorValue], definitions: Sequence[Definition]) -> str:
    """Which city counts what: the reason told with names."""
    counted = []
    for definition in definitions:
        cities = dict.fromkeys(value.city for value in values if value.definition_id == definition.pk)
        counted.append(f"{', '.join(cities)}: {definition}")
    return _("These values do not count the same thing, so no chart sets them side by side. %(counted)s.") % {
        "counted": "; ".join(counted)
    }


def in_words(value: Decimal) -> str:
    """A number without decimals that say nothing, in groups of three."""
    whole = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return f"{whole:,f}".replace(",", "\u00a0").replace(".", ",")
