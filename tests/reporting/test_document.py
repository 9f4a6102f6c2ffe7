"""The PDF: tagged, in Swedish, valid by machine, the same bytes again, and deaf to what a text asks it to fetch."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from governance.charts import LINE_HEIGHT
from reporting import actions, charts, document
from reporting.headings import HEADINGS
from reporting.models import AnnualReport, ReportFile
from tests.papers import assert_pdf_ua

pytestmark = pytest.mark.django_db

HOSTILE = (
    '<script>alert(1)</script><img src="http://127.0.0.1:9/x"><link rel=stylesheet href=file:///etc/passwd>'
    "<style>@import 'http://127.0.0.1:9/y'; body{display:none}</style>"
    '<a rel="attachment" href="file:///etc/hostname">x</a>{{ checksum }}{% include "base.html" %}'
)


@pytest.fixture
def pdf(final, tmp_path) -> Any:
    file = ReportFile.objects.get(report=final, edition="final")
    path = tmp_path / "report.pdf"
    path.write_bytes(bytes(file.document.content))
    return path


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure tree."""

    def walk(node: Any) -> Iterator[Any]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary) and ("/S" in node or "/K" in node):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from walk(node.K)

    yield from walk(pdf.Root.StructTreeRoot.K)


def test_the_pdf_is_valid_accessible_and_well_made(pdf, final):
    """One drawing, many questions: drawing is what takes time."""
    assert_pdf_ua(pdf.read_bytes())
    with pikepdf.open(pdf) as opened:
        assert str(opened.Root.Lang) == "sv"
        assert bool(opened.Root.MarkInfo.Marked)
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert str(opened.docinfo["/Title"]) == "Stockholms stads internationella arbete 2025"
        with opened.open_outline() as outline:
            titles = [item.title for item in outline.root] + [
                child.title for item in outline.root for child in item.children
            ]
        for number, heading in enumerate(HEADINGS, start=1):
            assert f"{number}. {heading.sv}" in titles
        elements = list(structure(opened))
        kinds = Counter(str(element.S) for element in elements)
        assert kinds["/Table"] >= 10
        assert kinds["/Figure"] >= 8
        named = {str(element.ID) for element in elements if element.S == "/TH"}
        cells = [element for element in elements if element.S == "/TD"]
        for cell in cells:
            assert {str(head) for head in cell.A.Headers} <= named, (
                "each cell names the headers above and beside it"
            )
        assert len(cells) > 100
        charts = [
            element
            for element in elements
            if element.S == "/Figure" and "diagram" in str(element.get("/Alt", "")).lower()
        ]
        assert len(charts) == len(final.charts["sv"])
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.count("\f")
    assert f"Sida {pages} ({pages})" in text
    assert final.checksum[:32] in text
    assert "Utkast" not in text
    assert "publicerad uppgift" in text
    assert "Hemliga nätverket" not in text


def test_the_same_report_gives_the_same_bytes(pdf, final):
    fresh = AnnualReport.objects.select_related("matter__body", "corrected_from", "frozen_by").get(
        pk=final.pk
    )
    assert document.draw(fresh) == pdf.read_bytes()


def test_a_draft_says_that_it_is_one(assembled):
    assert "Utkast" in document.html_of(assembled)
    assert document.file_name(assembled, "pdf") == "arsrapport-2025-utkast.pdf"


def test_a_hostile_text_is_printed_and_does_nothing(assembled, coordinator, client_of, year):
    """Nothing is fetched: the fetcher refuses everything, so a single attempt would have stopped the drawing."""
    texts = {heading.key: {"sv": HOSTILE, "en": HOSTILE} for heading in HEADINGS}
    report = actions.write(assembled, texts, by=coordinator, version=assembled.matter.version)
    html = document.html_of(report)
    assert "<script>alert" not in html
    assert '<img src="http' not in html
    assert "&lt;script&gt;alert(1)" in html
    drawn = document.draw(report)
    assert drawn.startswith(b"%PDF")
    assert b"/EmbeddedFile" not in drawn
    response = client_of(coordinator).get(f"/arsrapport/{year}/")
    assert "<script>alert" not in response.content.decode()
    assert "&lt;script&gt;alert(1)" in response.content.decode()


def test_every_chart_has_words_and_a_table(assembled):
    for language in ("sv", "en"):
        charts = document.charts_of(assembled.charts, language)
        assert len(charts) >= 6
        for chart in charts:
            assert chart.alt
            assert chart.rows
            assert "style=" not in chart.svg, "the content policy refuses styles in attributes"
            assert "http://" not in chart.svg.replace("http://www.w3.org/", "")


FEES = {"key": "fees_by_body", "heading": "costs", "unit": "kr", "label": {"sv": "Avgifter"}}


def test_a_long_name_stands_whole_beside_its_bar_on_two_lines_about_its_middle() -> None:
    names = ("Miljö- och hälsoskyddsnämnden", "Fonden för ett sammanlänkat Europa")
    parts = [{"label": {"sv": name}, "value": 3} for name in names]
    chart = charts._bars({**FEES, "parts": parts}, "sv")
    assert chart is not None
    words = re.findall(r'translate\(-8,([\d.]+)\)"[^>]*>([^<]*)</text>', chart.svg)
    assert [line for _, line in words] == [names[0], "Fonden för ett sammanlänkat", "Europa"]
    one, first, second = (float(height) for height, _ in words)
    assert one < first
    assert second - first == LINE_HEIGHT
    assert [row[0] for row in chart.rows] == list(names)


def test_published_and_computed_are_told_apart_without_colour(assembled):
    series = document.charts_of(assembled.charts, "sv")[0]
    assert 'stroke-dasharray="4,3"' in series.svg
    assert "95, publicerad uppgift" in series.alt
    assert "5, beräknad ur registret" in series.alt
    assert {row[2] for row in series.rows} == {"publicerad uppgift", "beräknad ur registret", ""}


def test_a_year_without_a_figure_is_told_as_a_gap_and_where_another_count_begins_is_marked() -> None:
    source, note = {"sv": "Årsredovisning"}, {"sv": ""}
    published = [
        {"year": year, "value": 59, "figure": "eu_funding_to_city", "source": source, "note": note}
        for year in (2020, 2022)
    ]
    received = {"key": "eu_money_received", "previous": 0, "value": 2_400_000}
    granted = {"key": "eu_funding_started", "previous": 7_000_000, "value": 9_000_000}
    figures = {"year": 2025, "published": published, "figures": [granted, received], "breakdowns": []}
    (chart,) = charts.draw_all(figures, "sv")
    told = [(row[0], row[1]) for row in chart.rows]
    untold = [(year, "uppgift saknas") for year in ("2021", "2023", "2024")]
    assert told == sorted([("2020", "59"), ("2022", "59"), ("2025", "2,4"), *untold])
    assert chart.columns[1] == "Miljoner kronor"
    assert chart.svg.count(">uppgift saknas<") == 3
    assert chart.svg.count(">brott i serien<") == 1
    assert "2024: uppgift saknas" in chart.alt
    figures["figures"] = []
    (alone,) = charts.draw_all(figures, "sv")
    assert "brott i serien" not in alone.svg


def test_money_is_told_with_its_unit_and_the_parts_by_what_they_are() -> None:
    parts = [{"label": {"sv": name}, "value": value} for name, value in (("A", 120_000), ("B", 500))]
    chart = charts._bars({**FEES, "parts": parts}, "sv")
    assert chart is not None
    assert chart.columns == ("Organ", "Kronor")
    assert [row[1].replace("\xa0", " ") for row in chart.rows] == ["120 000 kr", "500 kr"]
    assert "500 kr" in chart.svg.replace("\xa0", " ")
