"""One process that makes a report: `whole YEAR HTML` as the worker does, `alone HTML` with WeasyPrint only."""

import json
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


def whole(year: str, page: str) -> dict[str, float]:
    django.setup()
    from governance.models import Body, Matter  # noqa: PLC0415  (the models want Django first)
    from reporting import charts, document  # noqa: PLC0415
    from reporting.figures import Year, compute  # noqa: PLC0415
    from reporting.models import AnnualReport  # noqa: PLC0415

    board = Body.objects.get(kind=Body.Kind.EXECUTIVE_BOARD)
    report = AnnualReport(year=int(year), matter=Matter(number="-", body=board, title="Årsrapport"))
    began = time.perf_counter()
    report.figures = compute(Year(int(year)))
    counted = time.perf_counter()
    report.charts = {
        language: [chart.as_json() for chart in charts.draw_all(report.figures, language)]
        for language in ("sv", "en")
    }
    html = document.html_of(report)
    ready = time.perf_counter()
    document.draw(report)
    measured = {"ms": _since(began), "peak": memory_peak()}
    Path(page).write_text(html, encoding="utf-8")
    return measured | {
        "counting": (counted - began) * 1000,
        "setting": (ready - counted) * 1000,
    }


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    print(json.dumps({"whole": whole, "alone": alone}[sys.argv[1]](*sys.argv[2:])))
