"""Charts drawn to SVG for page and paper alike: the definition of bars, and the drawing with its text alternative.

What the numbers are and what is said of them is for those who draw; here nothing is known but Vega-Lite.
"""

import json
import re
import textwrap
from functools import lru_cache
from html import escape
from typing import Any

import vl_convert
from django.conf import settings

GREEN, ROSA, INK, QUIET, LINE, SHEET = "#00594f", "#890c58", "#14201d", "#46544f", "#d3dcd9", "#ffffff"
WIDTH = 640
BAR, BAR_OF_TWO_LINES = 30, 38
# A name as long as this goes on on a second line, so that it is read whole.
LONGEST_LINE, LINE_HEIGHT = 30, 15

Spec = dict[str, Any]


def on_two_lines(name: str) -> str:
    """A long name in two lines, for the axis."""
    first, *rest = textwrap.wrap(name, LONGEST_LINE, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join([first, " ".join(rest)] if rest else [first])


def bars(rows: list[dict[str, Any]]) -> Spec:
    """One bar for each row, in their order: `shown` is its name on one or two lines, `value`, and `label` beside it."""
    y = {
        "field": "shown",
        "type": "nominal",
        "sort": None,
        "axis": {
            "title": None,
            "ticks": False,
            "domain": False,
            "labelFontSize": 13,
            "labelExpr": "split(datum.label, '\\n')",
            "labelLimit": 330,
            "labelLineHeight": LINE_HEIGHT,
            "labelPadding": 8,
        },
    }
    x = {"field": "value", "type": "quantitative", "axis": None}
    return layered(
        {"values": rows},
        [
            {"mark": {"type": "bar", "fill": GREEN, "height": {"band": 0.62}}, "encoding": {"x": x, "y": y}},
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 6,
                    "fontSize": 13,
                    "fontWeight": 600,
                    "fill": INK,
                },
                "encoding": {"x": x, "y": y, "text": {"field": "label"}},
            },
        ],
        height=len(rows) * (BAR_OF_TWO_LINES if any("\n" in row["shown"] for row in rows) else BAR),
    )


def layered(data: Spec, layer: list[Spec], height: int) -> Spec:
    """A definition in the product's own look: layers over the same data."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 2, "right": 46, "top": 10, "bottom": 2},
        "background": None,
        "data": data,
        "layer": layer,
        "config": {
            "font": "Source Sans 3",
            "view": {"stroke": None},
            "axis": {"labelColor": INK, "domainColor": QUIET, "grid": False},
        },
    }


def draw(spec: Spec) -> str:
    """The definition as SVG, drawn offline: no address is ever fetched."""
    return _drawn(json.dumps(spec, sort_keys=True, ensure_ascii=False))


@lru_cache(maxsize=256)
def _drawn(spec: str) -> str:
    _register_font()
    svg = vl_convert.vegalite_to_svg(
        json.loads(spec), vl_version="5.21", format_locale="sv-SE", allowed_base_urls=[]
    )
    return _tidy(svg)


@lru_cache(maxsize=1)
def _register_font() -> None:
    vl_convert.register_font_directory(str(settings.BASE_DIR / "static" / "fonts" / "print"))


# Vega describes each mark to a screen reader in its own words. The chart is one picture with one text and a
# table beside it, so those go; so do labels it hides by making them transparent, which a PDF would still hold.
_ARIA = re.compile(r' (?:aria-[a-z]+|role|pointer-events)="[^"]*"')
_HIDDEN = re.compile(r'<text[^>]* opacity="0"[^>]*>[^<]*</text>')
# It sets the first of two lines beside the middle of the bar, where one line alone stands; and WeasyPrint does not
# end both at the bar. So each line becomes a text of its own, the two about the middle.
_TWO_LINES = re.compile(
    r'(<text[^>]* transform="translate\([-\d.]+,)([-\d.]+)(\)"[^>]*>)'
    r"<tspan>([^<]*)</tspan><tspan[^>]*>([^<]*)</tspan>(</text>)"
)
_SIZE = re.compile(r'<svg([^>]*?) width="([\d.]+)" height="([\d.]+)"')


def _tidy(svg: str) -> str:
    svg = _ARIA.sub("", _HIDDEN.sub("", svg))
    return _SIZE.sub(r'<svg\1 width="\2" height="\3"', _TWO_LINES.sub(_apart, svg))


def _apart(found: re.Match[str]) -> str:
    head, middle, rest, first, second, end = found.groups()
    lines = ((first, -LINE_HEIGHT / 2), (second, LINE_HEIGHT / 2))
    return "".join(f"{head}{float(middle) + beside:g}{rest}{line}{end}" for line, beside in lines)


def with_words(svg: str, alt: str, element_id: str) -> str:
    """The drawing with its text alternative: read by screen readers, and by WeasyPrint as the PDF's alt text."""
    title = f'<title id="{escape(element_id)}">{escape(alt)}</title>'
    head, body = svg.split(">", 1)
    return f'{head} role="img" aria-labelledby="{escape(element_id)}">{title}{body}'
