"""The charts of the report: one definition each, drawn to SVG for page and paper alike, with words and a table.

What was published by earlier reports is a hollow bar with a dashed outline, what the register computed a filled
one: told apart without colour.
"""

import json
import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

import vl_convert
from django.conf import settings

from governance.language import Language

from . import wording
from .headings import HEADINGS

GREEN, ROSA, INK, QUIET, LINE, SHEET = "#00594f", "#890c58", "#14201d", "#46544f", "#d3dcd9", "#ffffff"
WIDTH = 640
BAR, BAR_OF_TWO_LINES = 30, 38
MOST_BARS = 12
# A name as long as this goes on on a second line, so that it is read whole.
LONGEST_LINE, LINE_HEIGHT = 30, 15
COMPUTED, PUBLISHED = "computed", "published"

Spec = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """A drawing with its words and its numbers. `rows` are the table behind it, `columns` its head."""

    key: str
    heading: str
    title: str
    svg: str
    alt: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def has_published(self) -> bool:
        """A series, so its key tells the two sorts apart."""
        return self.key.startswith("series_")

    def as_json(self) -> dict[str, Any]:
        return {**self.__dict__, "columns": list(self.columns), "rows": [list(row) for row in self.rows]}


WORDS = {
    "sv": {
        COMPUTED: "beräknad ur registret",
        PUBLISHED: "publicerad uppgift",
        "year": "År",
        "value": "Värde",
        "kind": "Slag",
        "part": "Del",
        "others": "övriga",
        "source": "Källa",
        "series_alt": "Stapeldiagram över år: ",
        "bars_alt": "Stapeldiagram, störst först: ",
    },
    "en": {
        COMPUTED: "computed from the register",
        PUBLISHED: "published figure",
        "year": "Year",
        "value": "Value",
        "kind": "Sort",
        "part": "Part",
        "others": "others",
        "source": "Source",
        "series_alt": "Bar chart over years: ",
        "bars_alt": "Bar chart, largest first: ",
    },
}
REGISTER = {"sv": "registret", "en": "the register"}
# What the two series need to say about how far the two sorts of figures can be compared.
SERIES_NOTES = {
    "memberships": {
        "sv": "Publicerade uppgifter är hämtade ur stadens årsredovisningar och står som de trycktes. "
        "De beräknade gäller det som är registrerat här.",
        "en": "Published figures are taken from the city's annual reports as printed. The computed ones cover "
        "what is recorded here.",
    },
    "eu_funding_to_city": {
        "sv": "De två slagen räknas olika: de publicerade är medel som togs emot under året, de beräknade är "
        "medel som beviljats i projekt som började under året.",
        "en": "The two sorts are counted differently: the published ones are money received in the year, the "
        "computed ones money granted in projects that started in the year.",
    },
}
# A series: its published figure, the computed one that stands beside it, what one unit is worth, and the heading.
SERIES = (
    ("memberships", "memberships", 1, "networks"),
    ("eu_funding_to_city", "eu_funding_started", 1_000_000, "eu_funding"),
)
SERIES_TITLES = {
    "memberships": {"sv": "Medlemskap vid årets slut", "en": "Memberships at year-end"},
    "eu_funding_to_city": {
        "sv": "EU-medel till staden, miljoner kronor",
        "en": "EU funding to the city, million kronor",
    },
}
# The breakdowns that are drawn; the others are tables.
DRAWN = (
    "memberships_by_body",
    "eu_projects_by_programme",
    "visits_by_country",
    "requests_by_theme",
    "requests_by_direction",
    "decisions_by_section",
    "fees_by_body",
)


PLACES = {heading.key: place for place, heading in enumerate(HEADINGS)}


def draw_all(figures: dict[str, Any], language: Language) -> list[Chart]:
    """Every chart that the figures can fill, in the order of the report."""
    series = [_series(figures, *each, language) for each in SERIES]
    parts = {breakdown["key"]: breakdown for breakdown in figures["breakdowns"]}
    bars = [_bars(parts[key], language) for key in DRAWN if key in parts]
    drawn = [chart for chart in (*series, *bars) if chart is not None]
    return sorted(drawn, key=lambda chart: PLACES[chart.heading])


def published_series(published: list[dict[str, Any]], language: Language) -> list[Chart]:
    """The series before any report has been assembled: what has been published, and nothing else."""
    drawn = [_series({"figures": [], "published": published, "year": 0}, *each, language) for each in SERIES]
    return [chart for chart in drawn if chart is not None]


def _series(
    figures: dict[str, Any], key: str, computed: str, unit: int, heading: str, language: Language
) -> Chart | None:
    """Published and computed values side by side, year by year."""
    words = WORDS[language]
    points = [
        {
            "year": str(point["year"]),
            "value": float(point["value"]),
            "kind": PUBLISHED,
            "source": point["source"][language],
            "note": point["note"][language],
        }
        for point in figures["published"]
        if point["figure"] == key
    ]
    points += [
        {"year": str(year), "value": value / unit, "kind": COMPUTED, "source": REGISTER[language], "note": ""}
        for year, value in _computed(figures, computed)
    ]
    if not points:
        return None
    points.sort(key=lambda point: (point["year"], point["kind"]))
    for point in points:
        point["label"] = wording.number(point["value"], language)
        point["called"] = words[point["kind"]]
    return Chart(
        key=f"series_{key}",
        heading=heading,
        title=SERIES_TITLES[key][language],
        svg=draw(_series_spec(points, words)),
        alt=words["series_alt"]
        + "; ".join(f"{p['year']}: {p['label']}, {p['called']}" for p in points)
        + ".",
        note=SERIES_NOTES[key][language],
        columns=(words["year"], words["value"], words["kind"], words["source"]),
        rows=tuple(
            (
                p["year"],
                f"{p['note']} {p['label']}" if p["note"] in ABOUT else p["label"],
                p["called"],
                p["source"],
            )
            for p in points
        ),
    )


# Notes that belong before the number.
ABOUT = {"cirka", "mer än", "about", "more than"}


def _computed(figures: dict[str, Any], key: str) -> list[tuple[int, int]]:
    """The year's value and last year's, where there is anything to show."""
    for figure in figures["figures"]:
        if figure["key"] == key:
            pairs = [(figures["year"] - 1, figure["previous"]), (figures["year"], figure["value"])]
            return [(year, value) for year, value in pairs if value is not None]
    return []


def _bars(breakdown: dict[str, Any], language: Language) -> Chart | None:
    """One bar for each part, the largest first; the smallest gathered when there are many."""
    words = WORDS[language]
    parts = [part for part in breakdown["parts"] if part["value"]]
    if len(parts) < 2:
        return None
    shown = parts if len(parts) <= MOST_BARS else parts[: MOST_BARS - 1]
    rows = [{"name": part["label"][language], "value": part["value"]} for part in shown]
    if rest := parts[len(shown) :]:
        rows.append(
            {"name": f"{words['others']} ({len(rest)})", "value": sum(part["value"] for part in rest)}
        )
    for row in rows:
        row["label"] = wording.number(row["value"], language)
        row["shown"] = _on_two_lines(row["name"])
    return Chart(
        key=breakdown["key"],
        heading=breakdown["heading"],
        title=breakdown["label"][language],
        svg=draw(_bars_spec(rows)),
        alt=words["bars_alt"] + "; ".join(f"{row['name']} {row['label']}" for row in rows) + ".",
        note="",
        columns=(words["part"], words["value"]),
        rows=tuple((row["name"], row["label"]) for row in rows),
    )


def _series_spec(points: list[dict[str, Any]], words: dict[str, str]) -> Spec:
    years = [int(point["year"]) for point in points]
    x = {
        "field": "year",
        "type": "ordinal",
        # A year without any figure keeps its place, or the series would seem unbroken.
        "scale": {"domain": [str(year) for year in range(min(years), max(years) + 1)]},
        "axis": {"title": None, "labelAngle": 0, "ticks": False, "labelFontSize": 13, "labelPadding": 6},
    }
    offset = {"field": "kind", "sort": [PUBLISHED, COMPUTED]} if _side_by_side(points) else None
    shared = {"x": x, "y": {"field": "value", "type": "quantitative", "axis": None}}
    if offset:
        shared["xOffset"] = offset
    hollow = {"type": "bar", "fill": SHEET, "stroke": GREEN, "strokeWidth": 1.6, "strokeDash": [4, 3]}
    filled = {"type": "bar", "fill": GREEN, "stroke": GREEN, "strokeWidth": 1.6}
    bar = {"width": {"band": 0.62} if not offset else {"band": 0.86}}
    return _spec(
        {"values": points},
        [
            {"transform": [_only(PUBLISHED)], "mark": {**hollow, **bar}, "encoding": shared},
            {"transform": [_only(COMPUTED)], "mark": {**filled, **bar}, "encoding": shared},
            {
                "mark": {"type": "text", "dy": -9, "fontSize": 15, "fontWeight": 600, "fill": INK},
                "encoding": {**shared, "text": {"field": "label"}},
            },
        ],
        height=190,
    )


def _side_by_side(points: list[dict[str, Any]]) -> bool:
    years = [point["year"] for point in points]
    return len(years) != len(set(years))


def _only(kind: str) -> Spec:
    return {"filter": {"field": "kind", "equal": kind}}


def _on_two_lines(name: str) -> str:
    first, *rest = textwrap.wrap(name, LONGEST_LINE, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join([first, " ".join(rest)] if rest else [first])


def _bars_spec(rows: list[dict[str, Any]]) -> Spec:
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
    return _spec(
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


def _spec(data: Spec, layer: list[Spec], height: int) -> Spec:
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
