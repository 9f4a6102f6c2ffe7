"""The small year, and a report of it made by the worker's own two jobs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from governance import outbox
from governance.models import OutboxEntry
from reporting import actions, published
from reporting.figures import Year, compute
from reporting.models import AnnualReport
from tests.kept_rows import once
from tests.reporting import small_year

FIGURES_FILE = Path(settings.BASE_DIR) / "stockholm_intl" / "demonstration" / "figures.csv"


@pytest.fixture
def year(city) -> int:
    """2025, filled by hand."""
    return once("small year", _fill)


def _fill() -> int:
    published.load(FIGURES_FILE)
    small_year.fill()
    return small_year.YEAR


@pytest.fixture
def counted(year) -> dict[str, Any]:
    return once("small year counted", lambda: compute(Year(year)))


@pytest.fixture
def work() -> Callable[..., None]:
    """Does what a worker would do, until nothing waits; drawing takes seconds, so a test may leave it out."""

    def do(*kinds: str) -> None:
        for _round in range(10):
            waiting = OutboxEntry.objects.filter(
                done_at=None, kind__in=kinds or ("assemble_report", "draw_report")
            )
            keys = list(waiting.values_list("pk", flat=True))
            if not keys:
                return
            for key in keys:
                outbox.run(key)
        raise AssertionError([entry.last_error for entry in waiting])

    return do


@pytest.fixture
def opened(year, coordinator) -> AnnualReport:
    return once("small year opened", lambda: actions.open_year(year, by=coordinator))


@pytest.fixture
def assembled(opened, work) -> AnnualReport:
    """Counted, not drawn."""
    once("small year assembled", lambda: work("assemble_report"))
    return AnnualReport.objects.get(pk=opened.pk)


@pytest.fixture
def frozen(assembled, coordinator) -> AnnualReport:
    """Frozen, its final pages not drawn yet."""
    version = assembled.matter.version
    once("small year frozen", lambda: actions.freeze(assembled, by=coordinator, version=version))
    return AnnualReport.objects.get(pk=assembled.pk)


@pytest.fixture
def final(frozen, work) -> AnnualReport:
    """Frozen and drawn."""
    once("small year drawn", work)
    return frozen
