"""The rows of the page policy for reporting, and what they speak of: a draft of 2024, a frozen report of 2025."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from governance import documents
from governance.models import Person
from reporting import actions
from reporting.figures import Year, compute
from reporting.lifecycle import State
from reporting.models import AnnualReport
from tests.factories import PERSONAS

# Those who may read the matters of the Executive Board read its report before it is frozen.
READS_DRAFTS = ("coordinator", "board_secretary", "council_secretary", "mayor", "ib_secretary", "auditor")
Answer = dict[str, int]


def drafts(coordinator: int = 200, readers: int = 200) -> Answer:
    """A page of a report that is not frozen: nobody else may even know that it is there."""
    return dict.fromkeys(PERSONAS, 404) | dict.fromkeys(READS_DRAFTS, readers) | {"coordinator": coordinator}


def with_office(coordinator: int = 200, others: int = 200, nobody: int = 404) -> Answer:
    """A page of a frozen report: for everybody with an office."""
    return dict.fromkeys(PERSONAS, others) | {"coordinator": coordinator, "newcomer": nobody}


def reporting_pages(page: Callable[..., Any]) -> dict[str, Any]:
    draft, frozen = ("draft_year", "report_version"), ("frozen_year", "report_version")
    refused = dict.fromkeys(PERSONAS, 405)
    return {
        "reporting:list": page(),
        "reporting:open": page(
            get=refused, post=with_office(302, 403, 403), data={"year": timezone.localdate().year - 3}
        ),
        "reporting:detail": page(("draft_report",), get=drafts(302, 302)),
        "reporting:year": page(("frozen_year",), get=with_office()),
        "reporting:version": page(draft, get=drafts()),
        "reporting:progress": page(draft, get=drafts()),
        "reporting:try_again": page(draft, get=refused, post=drafts(302, 403)),
        "reporting:write": page(draft, get=drafts(200, 403), post=drafts(302, 403), data={"version": 1}),
        "reporting:count_again": page(draft, get=refused, post=drafts(302, 403)),
        "reporting:freeze": page(
            draft, get=drafts(200, 403), post=drafts(302, 403), data={"version": 1, "sure": "on"}
        ),
        # It lies before the City Executive Board; others who may read the matter read whose it is.
        "reporting:decide": page(frozen, get=drafts(), post=drafts(403, 403) | {"board_secretary": 422}),
        "reporting:correct": page(
            frozen,
            get=with_office(200, 403),
            post=with_office(302, 403),
            data={"what_changed": "Fel land."},
        ),
        "reporting:pdf": page(draft, get=drafts()),
        "reporting:csv": page(draft, get=drafts()),
        "reporting:json": page(draft, get=drafts()),
        "reporting:evidence": page(("frozen_year", "figure"), get=with_office(200, 200, 403)),
        "reporting:evidence_csv": page(("frozen_year", "figure"), get=with_office(200, 200, 403)),
    }


def reporting_scene() -> dict[str, Any]:
    frozen, draft = _report(2025), _report(2024)
    actions.freeze(frozen, by=Person.objects.get(username="coordinator"), version=frozen.matter.version)
    return {
        "draft_report": draft.matter.number,
        "draft_year": draft.year,
        "frozen_year": frozen.year,
        "report_version": 1,
        "figure": "memberships",
    }


def _report(year: int) -> AnnualReport:
    """Counted here and now; its pages are a stand-in, since drawing takes seconds."""
    report = actions.open_year(year, by=Person.objects.get(username="coordinator"))
    AnnualReport.objects.filter(pk=report.pk).update(state=State.ASSEMBLED, figures=compute(Year(year)))
    report.files.create(
        edition="draft",
        document=documents.store(b"%PDF", "utkast.pdf", "application/pdf", report.matter),
        content="0" * 64,
    )
    return AnnualReport.objects.select_related("matter").get(pk=report.pk)
