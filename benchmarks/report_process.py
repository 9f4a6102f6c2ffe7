"""One process of a report: `assemble YEAR KEPT` and `draw YEAR KEPT HTML` as the two jobs of the worker do,
`alone HTML` with WeasyPrint only."""

import json
import resource
import sys
import time
from pathlib import Path

import django
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .clock import memory_peak

STATIC = Path(__file__).resolve().parent.parent / "static"
ORIGIN = "https://bundled.invalid/static/"
SHEETS = ("report.css", "report_annual.css")


class FromFiles(URLFetcher):
    """The same fonts, without asking whether they may be read."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        return URLFetcherResponse(url, (STATIC / url.removeprefix(ORIGIN)).read_bytes(), {})


def alone(page: str) -> dict[str, float]:
    html = Path(page).read_text(encoding="utf-8")
    began = time.perf_counter()
    fonts, fetcher, base = FontConfiguration(), FromFiles(), ORIGIN + "css/"
    sheets = [
        CSS(string=(STATIC / "css" / name).read_text(encoding="utf-8"), base_url=base, url_fetcher=fetcher,
            font_config=fonts)
        for name in SHEETS
    ]  # fmt: skip
    drawn = HTML(string=html, base_url=base, url_fetcher=fetcher).render(
        stylesheets=sheets, font_config=fonts
    )
    drawn.write_pdf(pdf_variant="pdf/ua-1")
    return {"ms": _since(began), "peak": memory_peak(), "pages": len(drawn.pages)}


def assemble(year: str, kept: str) -> dict[str, float]:
    """Count the year and draw its charts, as the first of the worker's two jobs does."""
    django.setup()
    from reporting import charts  # noqa: PLC0415  (the models want Django first)
    from reporting.figures import Year, compute  # noqa: PLC0415

    began = time.perf_counter()
    figures = compute(Year(int(year)))
    counted = time.perf_counter()
    drawn = {
        language: [chart.as_json() for chart in charts.draw_all(figures, language)]
        for language in ("sv", "en")
    }
    measured = {"counting": (counted - began) * 1000, "charts": _since(counted)}
    Path(kept).write_text(json.dumps({"figures": figures, "charts": drawn}), encoding="utf-8")
    return measured


def draw(year: str, kept: str, page: str) -> dict[str, float]:
    """Set the pages and draw them, as the second job does. What the process had before it is not the report's."""
    django.setup()
    from django.template.loader import get_template  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from governance.models import Body, Matter  # noqa: PLC0415
    from reporting import document  # noqa: PLC0415
    from reporting.models import AnnualReport  # noqa: PLC0415

    board = Body.objects.filter(kind=Body.Kind.EXECUTIVE_BOARD).latest("pk")
    report = AnnualReport(year=int(year), matter=Matter(number="-", body=board, title="Årsrapport"))
    stored = json.loads(Path(kept).read_text(encoding="utf-8"))
    report.figures, report.charts = stored["figures"], stored["charts"]
    # A worker has the addresses of the product and its templates since its first letter.
    reverse("my_work")
    get_template("print/annual_report.html")
    before = memory_peak()
    began = time.perf_counter()
    document.draw(report)
    measured = {"ms": _since(began), "peak": memory_peak() - before + memory_peak(resource.RUSAGE_CHILDREN)}
    Path(page).write_text(document.html_of(report), encoding="utf-8")
    return measured


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    works = {"assemble": assemble, "draw": draw, "alone": alone}
    print(json.dumps(works[sys.argv[1]](*sys.argv[2:])))
