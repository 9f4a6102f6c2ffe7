"""The charts of the report: one definition each, drawn to SVG for page and paper alike, with words and a table.

What was published by earlier reports is a hollow bar with a dashed outline, what the register computed a filled
one: told apart without colour.
"""

from dataclasses import dataclass
from typing import Any

from governance.charts import GREEN, INK, SHEET, Spec, bars, draw, layered, on_two_lines
from governance.language import Language

from . import wording
from .headings import HEADINGS

MOST_BARS = 12
COMPUTED, PUBLISHED = "computed", "published"
# What the key of a chart over years begins with.
SERIES_KEY = "series_"


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
        return self.key.startswith(SERIES_KEY)

    def as_json(self) -> dict[str, Any]:
        return {**self.__dict__, "columns": list(self.columns), "rows": [list(row) for row in self.rows]}


WORDS = {
    "sv": {
        COMPUTED: "beräknad ur registret",
        PUBLISHED: "publicerad uppgift",
        "year": "År",
        "kind": "Slag",
        "others": "övriga",
        "untold": "uppgift saknas",
        "break": "brott i serien",
        "source": "Källa",
        "series_alt": "Stapeldiagram över år: ",
        "bars_alt": "Stapeldiagram, störst först: ",
    },
    "en": {
        COMPUTED: "computed from the register",
        PUBLISHED: "published figure",
        "year": "Year",
        "kind": "Sort",
        "others": "others",
        "untold": "no figure",
        "break": "break in the series",
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
        "sv": "Medel som togs emot under året. De publicerade är hämtade ur stadens årsredovisningar, de beräknade "
        "är vad organen har lagt in här. Vad som beviljades står bland uppgifterna.",
        "en": "Money received in the year. The published figures are taken from the city's annual reports, the "
        "computed ones are what the bodies have entered here. What was granted stands among the figures.",
    },
}
# A series: its published figure, the computed one that stands beside it, what one unit is worth, and the heading.
SERIES = (
    ("memberships", "memberships", 1, "networks"),
    ("eu_funding_to_city", "eu_money_received", 1_000_000, "eu_funding"),
)
SERIES_TITLES = {
    "memberships": {"sv": "Medlemskap vid årets slut", "en": "Memberships at year-end"},
    "eu_funding_to_city": {
        "sv": "EU-medel som staden tog emot, miljoner kronor",
        "en": "EU money the city received, million kronor",
    },
}
# What the column of values is called.
SERIES_VALUES = {
    "memberships": {"sv": "Medlemskap", "en": "Memberships"},
    "eu_funding_to_city": {"sv": "Miljoner kronor", "en": "Million kronor"},
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
    parted = [_bars(parts[key], language) for key in DRAWN if key in parts]
    drawn = [chart for chart in (*series, *parted) if chart is not None]
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
        key=f"{SERIES_KEY}{key}",
        heading=heading,
        title=SERIES_TITLES[key][language],
        svg=draw(_series_spec(points, words)),
        alt=words["series_alt"] + "; ".join(_said(points, words)) + ".",
        note=SERIES_NOTES[key][language],
        columns=(words["year"], SERIES_VALUES[key][language], words["kind"], words["source"]),
        rows=tuple(_rows(points, words)),
    )


def _said(points: list[dict[str, Any]], words: dict[str, str]) -> list[str]:
    """The points in words, and where there is none."""
    said = [(p["year"], f"{p['year']}: {p['label']}, {p['called']}") for p in points]
    return [text for _year, text in sorted([*said, *((y, f"{y}: {words['untold']}") for y in _gaps(points))])]


def _rows(points: list[dict[str, Any]], words: dict[str, str]) -> list[tuple[str, ...]]:
    rows = [
        (
            p["year"],
            f"{p['note']} {p['label']}" if p["note"] in ABOUT else p["label"],
            p["called"],
            p["source"],
        )
        for p in points
    ]
    return sorted(
        [*rows, *((year, words["untold"], "", "") for year in _gaps(points))], key=lambda row: row[0]
    )


def _gaps(points: list[dict[str, Any]]) -> list[str]:
    """The years between the first and the last that have no figure of either sort."""
    years = {int(point["year"]) for point in points}
    return [str(year) for year in range(min(years), max(years)) if year not in years]


# Notes that belong before the number.
ABOUT = {"cirka", "mer än", "about", "more than"}


def _computed(figures: dict[str, Any], key: str) -> list[tuple[int, int]]:
    """The year's value and last year's, where anything has been entered: nought kronor is what nobody has told."""
    for figure in figures["figures"]:
        if figure["key"] == key:
            pairs = [(figures["year"] - 1, figure["previous"]), (figures["year"], figure["value"])]
            return [(year, value) for year, value in pairs if value]
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
    unit = breakdown["unit"]
    for row in rows:
        row["label"] = wording.exact(row["value"], unit, language)
        row["shown"] = on_two_lines(row["name"])
    return Chart(
        key=breakdown["key"],
        heading=breakdown["heading"],
        title=breakdown["label"][language],
        svg=draw(bars(rows)),
        alt=words["bars_alt"] + "; ".join(f"{row['name']} {row['label']}" for row in rows) + ".",
        note="",
        columns=(wording.parted_by(breakdown["key"], language), wording.measured_in(unit, language)),
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
    return layered(
        {"values": points},
        [
            *_marks_of_gaps(points, words, x),
            *_mark_of_break(points, words, x),
            {"transform": [_only(PUBLISHED)], "mark": {**hollow, **bar}, "encoding": shared},
            {"transform": [_only(COMPUTED)], "mark": {**filled, **bar}, "encoding": shared},
            {
                "mark": {"type": "text", "dy": -9, "fontSize": 15, "fontWeight": 600, "fill": INK},
                "encoding": {**shared, "text": {"field": "label"}},
            },
        ],
        height=190,
    )


def _marks_of_gaps(points: list[dict[str, Any]], words: dict[str, str], x: Spec) -> list[Spec]:
    """A word where a year has no figure: an empty place would be read as nought."""
    gaps = [{"year": year, "value": 0, "label": words["untold"]} for year in _gaps(points)]
    if not gaps:
        return []
    y = {"field": "value", "type": "quantitative", "axis": None}
    mark = {"type": "text", "dy": -9, "fontSize": 12, "fill": INK}
    return [
        {
            "data": {"values": gaps},
            "mark": mark,
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        }
    ]


def _mark_of_break(points: list[dict[str, Any]], words: dict[str, str], x: Spec) -> list[Spec]:
    """A line before the first year that is computed, where others were published: the two are no one series."""
    computed = [point["year"] for point in points if point["kind"] == COMPUTED]
    if len({point["kind"] for point in points}) < 2:
        return []
    data = {"values": [{"year": min(computed), "label": words["break"]}]}
    between = {**x, "bandPosition": 0}
    text = {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "fill": INK}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "stroke": INK, "strokeDash": [2, 3]},
            "encoding": {"x": between},
        },
        {
            "data": data,
            "mark": text,
            "encoding": {"x": between, "y": {"value": 4}, "text": {"field": "label"}},
        },
    ]


def _side_by_side(points: list[dict[str, Any]]) -> bool:
    years = [point["year"] for point in points]
    return len(years) != len(set(years))


def _only(kind: str) -> Spec:
    return {"filter": {"field": "kind", "equal": kind}}
