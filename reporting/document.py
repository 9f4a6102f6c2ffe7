"""The report as a document: its HTML for print, its PDF, the names of its files."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.text import capfirst

from governance import pdf
from governance.charts import with_words
from governance.language import Language, choice_label
from planning.models import LineOutcome

from . import content, wording
from .charts import Chart
from .headings import HEADINGS, Heading
from .models import AnnualReport, ReportFile

SHEETS = ("report.css", "report_annual.css")
# The report is a Swedish document: the city decides on it in Swedish.
LANGUAGE: Language = "sv"
TITLE = "Stockholms stads internationella arbete"
ON_THE_COVER = ("memberships", "eu_funding_running", "visits")
# Address within the document, and name; numbered in this order.
APPENDICES = (
    ("medlemskap", "Medlemskap"),
    ("eu-projekt", "EU-projekt"),
    ("redovisningar", "Nämndernas och bolagens redovisningar"),
    ("avsnitt", "Beslut per avsnitt i strategin och publicerade uppgifter"),
    ("siffror", "Siffrorna bakom diagrammen"),
    ("metod", "Så räknas uppgifterna"),
    ("register", "Registrets läge och kontrollsumma"),
)


@dataclass(frozen=True)
class Row:
    """A figure as it is printed or shown."""

    key: str
    label: str
    value: str
    previous: str
    change: str
    method: str
    is_defect: bool
    is_main: bool
    # As a table tells value and change: kronor to the krona, so that a column has one unit of money.
    told: str
    told_change: str

    @property
    def amount(self) -> str:
        """The number alone, printed big; its unit follows smaller."""
        return wording.split(self.value)[0]

    @property
    def unit(self) -> str:
        return wording.split(self.value)[1]


@dataclass(frozen=True)
class Drawing:
    """A chart with its words in place, numbered through the report."""

    number: int
    chart: Chart
    svg: str


@dataclass(frozen=True)
class TableRow:
    label: str
    value: str
    previous: str
    change: str
    href: str


@dataclass(frozen=True)
class Table:
    """A breakdown that is printed as a table."""

    key: str
    title: str
    # What its parts are: bodies, countries.
    by: str
    rows: tuple["TableRow", ...]


@dataclass(frozen=True)
class Part:
    """One heading with everything under it."""

    number: int
    heading: Heading
    text: str
    figures: tuple[Row, ...]
    # The names of those that are known of neither year: a row of dashes tells nothing.
    unknown: tuple[str, ...]
    drawings: tuple[Drawing, ...]
    tables: tuple[Table, ...]


def edition_of(report: AnnualReport) -> str:
    return ReportFile.Edition.FINAL if report.is_frozen else ReportFile.Edition.DRAFT


def file_name(report: AnnualReport, extension: str) -> str:
    """arsrapport-2025.pdf, arsrapport-2025-version-2-utkast.pdf"""
    version = f"-version-{report.version}" if report.version > 1 else ""
    draft = "" if report.is_frozen else "-utkast"
    return f"arsrapport-{report.year}{version}{draft}.{extension}"


def parts_of(
    figures: dict[str, Any], texts: dict[str, Any], charts: list[Chart], language: Language
) -> list[Part]:
    """The report heading by heading."""
    numbered = {chart.key: number for number, chart in enumerate(charts, start=1)}
    drawn = {chart.key for chart in charts}
    return [
        Part(
            number=number,
            heading=heading,
            text=texts.get(heading.key, {}).get(language, ""),
            figures=tuple(
                row_of(figure, language) for figure in _under(figures, heading) if _is_known(figure)
            ),
            unknown=tuple(
                figure["label"][language] for figure in _under(figures, heading) if not _is_known(figure)
            ),
            drawings=tuple(
                Drawing(numbered[chart.key], chart, with_words(chart.svg, chart.alt, f"alt-{chart.key}"))
                for chart in charts
                if chart.heading == heading.key
            ),
            tables=tuple(
                _table(breakdown, figures["year"], language)
                for breakdown in figures["breakdowns"]
                if breakdown["heading"] == heading.key
                and breakdown["key"] not in drawn
                and breakdown["parts"]
            ),
        )
        for number, heading in enumerate(HEADINGS, start=1)
    ]


def _under(figures: dict[str, Any], heading: Heading) -> list[dict[str, Any]]:
    return [figure for figure in figures["figures"] if figure["heading"] == heading.key]


def _is_known(figure: dict[str, Any]) -> bool:
    return figure["value"] is not None or figure["previous"] is not None


def row_of(figure: dict[str, Any], language: Language) -> Row:
    unit = figure["unit"]
    say = wording.exact if unit == "kr" else wording.quantity
    return Row(
        key=figure["key"],
        label=figure["label"][language],
        value=wording.quantity(figure["value"], unit, language),
        previous=say(figure["previous"], unit, language),
        change=wording.change(figure["change"], unit, language),
        method=figure["method"][language],
        is_defect=bool(figure["is_defect"] and figure["value"]),
        is_main=figure["is_main"],
        told=say(figure["value"], unit, language),
        told_change=wording.change(figure["change"], unit, language, say),
    )


def _table(breakdown: dict[str, Any], year: int, language: Language) -> Table:
    unit = breakdown["unit"]
    address = reverse("reporting:evidence", args=[year, breakdown["key"]])
    return Table(
        key=breakdown["key"],
        title=breakdown["label"][language],
        by=wording.parted_by(breakdown["key"], language),
        rows=tuple(
            TableRow(
                label=part["label"][language],
                value=wording.exact(part["value"], unit, language),
                previous=wording.exact(part["previous"], unit, language),
                change=wording.change(part["value"] - part["previous"], unit, language, wording.exact),
                href=f"{address}?{urlencode({'del': part['key']})}",
            )
            for part in breakdown["parts"]
        ),
    )


def charts_of(stored: dict[str, Any], language: Language) -> list[Chart]:
    """The charts as the worker drew and kept them."""
    return [
        Chart(**{**chart, "columns": tuple(chart["columns"]), "rows": tuple(map(tuple, chart["rows"]))})
        for chart in stored.get(language, [])
    ]


def html_of(report: AnnualReport) -> str:
    """The whole report as one HTML document for print, in Swedish."""
    figures = report.figures
    charts = charts_of(report.charts, LANGUAGE)
    parts = parts_of(figures, report.texts, charts, LANGUAGE)
    rows = [row for part in parts for row in part.figures]
    main = [row for row in rows if row.is_main]
    with translation.override(LANGUAGE):
        return render_to_string(
            "print/annual_report.html",
            {
                "lang": LANGUAGE,
                "title": TITLE,
                "running_title": f"{TITLE} {report.year}",
                "reference": _reference(report),
                "tab": report.year,
                "lead": f"Vad staden gjorde, beslutade och betalade i världen och med världen under {report.year}.",
                "figures": [(row.value, row.label) for row in main if row.key in ON_THE_COVER],
                "contents": _contents(report, parts),
                "numbers": {
                    key.replace("-", "_"): number for number, (key, _) in enumerate(APPENDICES, start=1)
                },
                "report": report,
                "year": report.year,
                "before": report.year - 1,
                "version": report.version,
                "corrects": report.corrected_from.version if report.corrected_from else None,
                "is_final": report.is_frozen,
                "parts": parts,
                "main": main,
                "defects": [row for row in rows if row.is_defect],
                "charts": list(enumerate(charts, start=1)),
                "published": published_rows(figures, LANGUAGE),
                "sections": _sections(figures),
                "differences": differences_of(figures, LANGUAGE),
                "rewritten": content.rewritten(report),
                "lists": _lists(figures),
                "accounts": accounts_of(figures, LANGUAGE),
                "register": _register(figures),
                "checksum": content.checksum(content.of(report)),
            },
        )


def _reference(report: AnnualReport) -> str:
    version = f"version {report.version}, " if report.version > 1 else ""
    return f"{report.matter.number}, {version}{'fryst' if report.is_frozen else 'utkast'}"


def _contents(report: AnnualReport, parts: list[Part]) -> list[tuple[str, str, list[Any]]]:
    corrected: list[tuple[str, str, list[Any]]] = (
        [("rattat", "Vad som har rättats", [])] if report.version > 1 else []
    )
    chapters: list[tuple[str, str, list[Any]]] = [
        (part.heading.key, f"{part.number}. {part.heading.sv}", []) for part in parts
    ]
    appendices: list[tuple[str, str, list[Any]]] = [
        (key, f"Bilaga {number}. {name}", []) for number, (key, name) in enumerate(APPENDICES, start=1)
    ]
    return [*corrected, *chapters, *appendices]


def _register(figures: dict[str, Any]) -> dict[str, Any]:
    """The state of the register, its moments as moments."""
    return {
        key: (datetime.fromisoformat(value) if value else None) if key.endswith("_at") else value
        for key, value in figures["register"].items()
    }


def _lists(figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The lists, each knowing whether it was cut."""
    return {
        key: {**value, "cut": value["all"] > len(value["rows"]) + value["secret"]}
        for key, value in figures["lists"].items()
    }


@dataclass(frozen=True)
class Told:
    """One body's account of the year, in the language of the page; its text stays in the language it was written in."""

    body: str
    number: str
    summary: str
    lessons: str
    figures: tuple[tuple[str, str, str], ...]
    outcomes: tuple[tuple[str, str, str, str], ...]


def accounts_of(figures: dict[str, Any], language: Language) -> dict[str, Any]:
    """The accounts of the bodies, and whose are not here. A report from before there were any has none."""
    found = figures.get("accounts", {"rows": [], "missing": [], "secret": 0})
    with translation.override(language):
        rows = [_told(row, language) for row in found["rows"]]
    return {**found, "rows": rows, "missing": [name[language] for name in found["missing"]]}


def _told(row: dict[str, Any], language: Language) -> Told:
    return Told(
        body=row["body"][language],
        number=row["number"],
        summary=row["summary"],
        lessons=row["lessons"],
        figures=tuple(
            (each["label"][language], each["said"][language], each["said_before"][language])
            for each in row["figures"]
        ),
        outcomes=tuple(
            (
                each["id"],
                each["title"],
                capfirst(choice_label(LineOutcome.Result, each["result"])),
                each["text"],
            )
            for each in row["outcomes"]
        ),
    )


def draw(report: AnnualReport) -> bytes:
    """The PDF; the same content gives the same bytes. Slow: for the worker and the command."""
    return pdf.render_apart(lambda: html_of(report), SHEETS, LANGUAGE, f"{TITLE} {report.year}")


def published_rows(figures: dict[str, Any], language: Language) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "label": row["label"][language],
            "said": wording.exact(row["value"], row["unit"], language),
            "note": row["note"][language],
            "source": row["source"][language],
        }
        for row in figures["published"]
    ]


def differences_of(figures: dict[str, Any], language: Language) -> list[tuple[str, str, str]]:
    return [
        (
            row["label"][language],
            wording.quantity(row["before"], row["unit"], language),
            wording.quantity(row["after"], row["unit"], language),
        )
        for row in figures.get("differences", [])
    ]


def _sections(figures: dict[str, Any]) -> Table | None:
    """Decisions by section have a place of their own in the appendix, also when there is a chart of them."""
    for breakdown in figures["breakdowns"]:
        if breakdown["key"] == "decisions_by_section" and breakdown["parts"]:
            return _table(breakdown, figures["year"], LANGUAGE)
    return None
