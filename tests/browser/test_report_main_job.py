"""The third main job in a real browser: from login to the opened annual report."""

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from celery import current_app
from playwright.sync_api import expect

from reporting import published
from reporting.models import AnnualReport
from tests.browser.axe import assert_accessible
from tests.doorbell import forget_connections
from tests.drills.processes import Broker, beat, environment, running, worker
from tests.reporting import small_year
from tests.reporting.conftest import FIGURES_FILE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def a_worker(city, tmp_path, monkeypatch) -> Iterator[None]:
    """A real worker and a real clock beside the web server, on the engines of the test run."""
    broker = Broker(tmp_path)
    for setting in ("broker_url", "broker_read_url", "broker_write_url"):
        monkeypatch.setattr(current_app.conf, setting, broker.url)
    forget_connections()
    env = environment(broker, tmp_path)
    with running(broker, worker(env, tmp_path), beat(env, tmp_path)):
        yield
    forget_connections()


def test_the_coordinator_opens_a_year_writes_freezes_and_opens_the_pdf(page_as, a_worker, tmp_path):
    published.load(FIGURES_FILE)
    small_year.fill()
    page = page_as("coordinator", "/")
    page.get_by_role("link", name="Årsrapport").first.click()
    page.get_by_label("År", exact=True).select_option("2025")
    page.get_by_role("button", name="Öppna året").click()

    # The progress bar asks by itself; when the worker is through, the page shows the report.
    page.get_by_role("link", name="Ladda ner utkastet som PDF").wait_for(timeout=120_000)
    expect(
        page.get_by_role("heading", name="2. Samarbete inom internationella organisationer och nätverk")
    ).to_be_visible()

    # A figure opens what it counted.
    page.get_by_role("link", name="Pågående EU-projekt", exact=True).first.click()
    expect(page.get_by_role("link", name="Två förvaltningar")).to_be_visible()
    page.go_back()

    page.get_by_role("link", name="Skriv texterna").click()
    page.get_by_label("Text på svenska").first.fill("Ett år med många gäster.\n\nOch två projekt.")
    page.get_by_role("button", name="Spara texterna").click()
    expect(page.get_by_text("Ett år med många gäster.")).to_be_visible()

    page.get_by_role("link", name="Frys", exact=True).click()
    page.get_by_label(re.compile("Jag har läst rapporten")).check()
    page.get_by_role("button", name="Frys för gott").click()
    page.get_by_role("link", name="Ladda ner PDF").wait_for(timeout=120_000)
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ner PDF").click()

    path = tmp_path / "arsrapport.pdf"
    download.value.save_as(path)
    assert download.value.suggested_filename == "arsrapport-2025.pdf"
    report = AnnualReport.objects.get(year=2025)
    assert report.is_frozen
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "sv"
        assert len(pdf.pages) > 10


def test_the_pages_of_the_report_stand_without_script_and_on_a_phone(
    browser, live_server, log_in, city, coordinator
):
    """No script: the page still opens a year, and says where to look again."""
    small_year.fill()
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 800}, locale="sv-SE"
    )
    log_in(context, "coordinator")
    page = context.new_page()
    page.goto(live_server.url + "/arsrapport/")
    page.get_by_role("button", name="Öppna året").click()
    expect(page.get_by_text("Rapporten görs i bakgrunden")).to_be_visible()
    expect(page.get_by_role("link", name="Titta igen")).to_be_visible()
    assert Path(page.url).name == "1"
    context.close()
