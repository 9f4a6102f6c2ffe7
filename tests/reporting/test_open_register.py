"""The open register shows the few figures of the reports that the City Council has received, and nothing else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.models import Matter
from reporting import actions
from reporting.lifecycle import Status
from reporting.open.years import SHOWN
from tests.reporting.page_rows import _report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(year, coordinator):
    made = _report(year)
    return actions.freeze(made, by=coordinator, version=made.matter.version)


def told(language: str = "en") -> str:
    answer = Client().get(f"/oppet/{language}/register/ar/")
    assert answer.status_code == 200
    return answer.content.decode()


def receive(report) -> None:
    Matter.objects.filter(pk=report.pk).update(status=Status.RECEIVED)


@pytest.mark.parametrize("status", [each for each in Status if each != Status.RECEIVED])
def test_a_report_that_the_council_has_not_received_is_not_shown(status, report) -> None:
    Matter.objects.filter(pk=report.pk).update(status=status)
    assert "No year is published yet" in told()


def test_what_has_been_received_is_read_by_everybody_in_both_languages(report) -> None:
    receive(report)
    page = told()
    assert f'id="year-{report.year}"' in page
    figures = {figure["key"]: figure for figure in report.figures["figures"]}
    for key in SHOWN:
        assert key in figures, "a figure that the reports do not know"
        if figures[key]["value"] is not None:
            assert figures[key]["label"]["en"] in page
            assert figures[key]["label"]["sv"] in told("sv")
    assert "Visits by country" in page


def test_no_figure_beside_those_no_matter_and_no_name(report, coordinator) -> None:
    receive(report)
    page = told()
    hidden = [figure for figure in report.figures["figures"] if figure["key"] not in SHOWN]
    assert [figure["key"] for figure in hidden if f"<dt>{figure['label']['en']}</dt>" in page] == []
    numbers = Matter.objects.values_list("number", flat=True)
    assert [number for number in numbers if number in page] == []
    assert [title for title in Matter.objects.values_list("title", flat=True) if title in page] == []
    assert coordinator.name not in page


def test_a_marked_report_is_not_shown(report) -> None:
    receive(report)
    Matter.objects.filter(pk=report.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on="2026-01-01")
    assert "No year is published yet" in told()


def test_it_asks_once(report) -> None:
    receive(report)
    told()
    with CaptureQueriesContext(connection) as captured:
        told()
    assert len(captured) == 1
