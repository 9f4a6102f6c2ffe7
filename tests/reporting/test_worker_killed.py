"""A worker killed in the middle of the report: it is made once, whole, by the next one (as drill 16)."""

from collections.abc import Iterator

import pytest
from celery import current_app
from django.db import connection

from governance.models import Document, OutboxEntry
from reporting import actions, content, published
from reporting.lifecycle import State, Step
from reporting.models import AnnualReport, Progress, ReportFile
from tests.doorbell import forget_connections
from tests.drills.processes import Broker, beat, environment, running, wait_until, worker
from tests.reporting import small_year
from tests.reporting.conftest import FIGURES_FILE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broker(tmp_path, monkeypatch) -> Iterator[Broker]:
    broker = Broker(tmp_path)
    for setting in ("broker_url", "broker_read_url", "broker_write_url"):
        monkeypatch.setattr(current_app.conf, setting, broker.url)
    forget_connections()
    with running(broker):
        yield broker
    forget_connections()


def reached(report: AnnualReport, *steps: str) -> bool:
    return Progress.objects.filter(report=report, step__in=steps).exists()


def test_a_worker_killed_in_the_middle_leaves_nothing_half_and_the_next_makes_it_once(
    broker, city, tmp_path, coordinator
):
    published.load(FIGURES_FILE)
    small_year.fill()
    report = actions.open_year(small_year.YEAR, by=coordinator)
    env = environment(broker, tmp_path)
    first, second = worker(env, tmp_path, name="first"), worker(env, tmp_path, name="second")
    with running(first, beat(env, tmp_path)):
        wait_until(lambda: reached(report, Step.CHARTS, Step.PAGES), "the worker draws")
        first.kill()
        interrupted = OutboxEntry.objects.filter(key__startswith="assemble_report", done_at=None).exists()
        drawn = ReportFile.objects.filter(report=report).exists()
        with running(second):
            wait_until(
                lambda: ReportFile.objects.filter(report=report).exists(), "another worker makes it", 120
            )
            wait_until(lambda: not OutboxEntry.objects.filter(done_at=None).exists(), "nothing waits")
    assert interrupted or not drawn, "the first worker was killed before it was through"
    report.refresh_from_db()
    file = ReportFile.objects.get(report=report)
    assert report.state == State.ASSEMBLED
    assert Document.objects.filter(matter=report.matter).count() == 1
    assert bytes(file.document.content).rstrip().endswith(b"%%EOF")
    assert file.content == content.checksum(content.of(report))
    assert Progress.objects.get(report=report).step == Step.DONE
    # Tried twice, kept once.
    entries = OutboxEntry.objects.filter(kind__in=("assemble_report", "draw_report"))
    assert max(entry.tries for entry in entries) >= 2
    assert all(entry.done_at for entry in entries)
    assert AnnualReport.history.filter(matter_id=report.pk, state=State.ASSEMBLED).count() == 1
    assert connection.is_usable()


def test_what_a_stopped_worker_comes_back_with_is_not_kept(city, coordinator):
    """The fence: a worker that slept through its lease finds that another has begun anew."""
    small_year.fill()
    report = actions.open_year(small_year.YEAR, by=coordinator)
    entry = OutboxEntry.objects.get(kind="assemble_report")
    sleeper = actions.assemble
    from_another = OutboxEntry.objects.filter(pk=entry.pk)
    from_another.update(fence=entry.fence + 1)
    with pytest.raises(actions.outbox.LeaseLost):
        sleeper(entry)
    report.refresh_from_db()
    assert report.figures == {}
