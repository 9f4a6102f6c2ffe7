"""What the open register says year by year.

From the frozen figures of the annual report that the City Council has received, at a public meeting, a fixed few are
shown, and nothing is counted or read besides.
"""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from governance.language import Language
from reporting import wording
from reporting.document import Row, row_of
from reporting.lifecycle import State, Status
from reporting.models import AnnualReport
from visits.open.frame import open_to_all, show

# What is shown of a report, in this order. A figure that is added to the reports is shown here when it stands here.
SHOWN = (
    "memberships",
    "memberships_joined",
    "memberships_left",
    "agreements_in_force",
    "agreements_signed",
    "eu_projects_running",
    "eu_projects_started",
    "eu_money_received",
    "declarations",
    "declarations_joined",
    "visit_requests",
    "visits",
    "visit_persons",
)
BY_COUNTRY = "visits_by_country"


@dataclass(frozen=True)
class ShownYear:
    """One year: its figures, and the visits by country."""

    year: int
    is_invented: bool
    figures: list[Row]
    countries: list[tuple[str, str]]


@open_to_all("GET")
def years(request: HttpRequest, language: Language) -> HttpResponse:
    """Every year whose report the City Council has received, the latest first. One query."""
    return show(
        request,
        language,
        "open/register/years.html",
        {"years": [_shown(row, language) for row in _received()]},
    )


def _rows() -> QuerySet[AnnualReport]:
    """What the City Council has received and nobody has marked secret."""
    return AnnualReport.objects.filter(
        state=State.FROZEN, matter__status=Status.RECEIVED, matter__secrecy_ground=""
    )


def _received() -> list[AnnualReport]:
    """Of each year the version that was received and has not been replaced; none that is marked secret."""
    rows = _rows().select_related("matter").order_by("year", "version")
    return sorted({row.year: row for row in rows}.values(), key=lambda row: -row.year)


def _shown(report: AnnualReport, language: Language) -> ShownYear:
    figures = {figure["key"]: figure for figure in report.figures["figures"]}
    parts = [
        (part["label"][language], wording.exact(part["value"], breakdown["unit"], language))
        for breakdown in report.figures["breakdowns"]
        if breakdown["key"] == BY_COUNTRY
        for part in breakdown["parts"]
        if part["value"]
    ]
    return ShownYear(
        year=report.year,
        is_invented=report.matter.is_invented,
        figures=[
            row_of(figures[key], language)
            for key in SHOWN
            if key in figures and figures[key]["value"] is not None
        ],
        countries=parts,
    )
