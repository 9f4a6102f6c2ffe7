"""Writes the annual reports of the last years, counted as the worker counts them, and what older reports printed."""
# ruff: noqa: S608 (names of tables and columns are our own; whatever comes from outside is a parameter)

from datetime import UTC, date, datetime, time, timedelta

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from governance.models import Kind, Matter
from reporting import charts, content
from reporting.actions import FIRST_YEAR, STEPS
from reporting.figures import Year, compute
from reporting.lifecycle import State, Status, Step
from reporting.models import AnnualReport, Progress, PublishedFigure

from . import cards, notable, plan
from .filling import fill, highest
from .plan import FIRST_MEETING

# So many years have a report in a large city and in a small one. To count a year of a large city takes seconds.
YEARS, FEW_YEARS, LARGE = 4, 2, 10_000
OPENED, FROZEN_AFTER, BOARD_AFTER, COUNCIL_AFTER = "make_date(year + 1, 2, 1)", 30, 65, 130
TEXTS = {"summary": {"sv": "Påhittad sammanfattning av året.", "en": "An invented summary of the year."}}


def _met(kind: str, days: int) -> str:
    body = f"(SELECT id FROM governance_body WHERE kind = '{kind}' AND until IS NULL)"
    first = f"({FIRST_MEETING.format(body=body)})"
    return f"({first} + 28 * (({OPENED} + {days} - {first}) / 28))"


# Last year's is being written, that of the year before lies before the Council, the others have been received.
DRAWN = f"""
CREATE TEMP TABLE city_report AS
SELECT %(beyond)s + row_number() OVER (ORDER BY year) AS id, year,
       CASE %(last)s - year WHEN 0 THEN '{Status.ASSEMBLED}' WHEN 1 THEN '{Status.REPORTED}'
                            ELSE '{Status.RECEIVED}' END AS status,
       least(current_date, {OPENED}) AS opened_on, {_met("executive_board", BOARD_AFTER)} AS board_on,
       {_met("council", COUNCIL_AFTER)} AS council_on, {cards.STRATEGY.format(day=OPENED)} AS strategy_id,
       (SELECT id FROM governance_body WHERE kind = 'executive_board' AND until IS NULL) AS board_id,
       (SELECT id FROM governance_body WHERE kind = 'council' AND until IS NULL) AS council_id
  FROM generate_series(%(last)s - %(years)s + 1, %(last)s) AS asked (year)
 WHERE NOT EXISTS (SELECT FROM {AnnualReport._meta.db_table} report WHERE report.year = asked.year)
"""
DECIDED = f"""
INSERT INTO city_asked
SELECT report.id, report.id, '{Kind.ANNUAL_REPORT}', report.board_id, ruling.decider_id, 'approved',
       CASE asked.round WHEN 1 THEN board_on ELSE council_on END, ruling.case_id, report.strategy_id, asked.round
  FROM city_report report
  CROSS JOIN (VALUES (1, 'report_year'), (2, 'receive_report')) AS asked (round, act)
  JOIN city_case ruling ON ruling.kind = asked.act AND ruling.strategy_id = report.strategy_id
 WHERE report.status = '{Status.RECEIVED}' OR report.status = '{Status.REPORTED}' AND asked.round = 1
"""


def write(cursor: CursorWrapper, matters: int) -> int:
    """The reports with their cards, not counted yet, and the figures of the years before them."""
    years, last = YEARS if matters >= LARGE else FEW_YEARS, timezone.localdate().year - 1
    cursor.execute(DRAWN, {"beyond": highest(cursor, Matter), "last": last, "years": years})
    cursor.execute(DECIDED)
    by = notable.coordinator()
    went_on = f"plan.status IN ('{Status.REPORTED}', '{Status.RECEIVED}')"
    twice = f"CASE WHEN {went_on} THEN 2 ELSE 1 END"
    count = cards.write(
        cursor, "city_report", kind=f"'{Kind.ANNUAL_REPORT}'", body="plan.board_id", status="plan.status",
        title="'Påhittad årsrapport ' || plan.year || ' om stadens internationella arbete'", responsible=f"{by.pk:d}",
        diary_number="'KS påhittad/' || plan.id", scope="'city_wide'", round=twice, question=twice,
        closed_on=f"CASE plan.status WHEN '{Status.RECEIVED}' THEN plan.council_on END",
        before=f"CASE plan.status WHEN '{Status.REPORTED}' THEN plan.council_id END",
        facts=f"""jsonb_build_object('act', CASE WHEN {went_on} THEN 'receive_report' ELSE 'report_year' END)""",
    )  # fmt: skip
    cursor.execute("SELECT id, year FROM city_report ORDER BY year")
    for pk, year in cursor.fetchall():
        report = AnnualReport(matter_id=pk, year=year, state=State.ASSEMBLED, texts=TEXTS, opened_by=by)
        report._history_user = by  # type: ignore[attr-defined]
        report.save(force_insert=True)
        Progress.objects.create(report=report, step=Step.DONE, done=len(STEPS), of=len(STEPS))
    return count + _published(cursor, last - years)


def _published(cursor: CursorWrapper, last: int) -> int:
    """What reports from before the register printed: how many memberships there were at the end of each year."""
    return fill(
        cursor, PublishedFigure,
        f"""(SELECT year, coalesce(sum(members.number), 0) AS value
               FROM generate_series({max(FIRST_YEAR, plan.BEGINNING.year)}, {last:d}) AS year
               LEFT JOIN (SELECT extract(year FROM starts_on) AS since, count(*) AS number,
                                 coalesce(extract(year FROM ends_on), 9999) AS until
                            FROM city_plan WHERE kind = 'membership' AND status IN ('member', 'left') GROUP BY 1, 3
                         ) members ON members.since <= year AND members.until > year
              GROUP BY year) plan
            WHERE NOT EXISTS (SELECT FROM {PublishedFigure._meta.db_table} printed
                               WHERE printed.figure = 'memberships' AND printed.year = plan.year)""",
        year="plan.year", figure="'memberships'", value="plan.value", unit=f"'{PublishedFigure.Unit.COUNT}'",
        source="'Påhittad årsrapport'",
    )  # fmt: skip


def count() -> int:
    """Count the years of the reports that are not counted yet, and freeze those that were laid before a body."""
    found = list(AnnualReport.objects.filter(figures={}).select_related("matter__body", "opened_by"))
    for report in found:
        report.figures = compute(Year(report.year))
        report.charts = {
            language: [chart.as_json() for chart in charts.draw_all(report.figures, language)]
            for language in ("sv", "en")
        }
        if report.matter.status != Status.ASSEMBLED:
            report.state, report.frozen_by = State.FROZEN, report.opened_by
            report.frozen_at = _frozen_at(report.matter.opened_on)
            report.checksum = content.checksum(content.of(report))
        report._history_user = report.opened_by  # type: ignore[attr-defined]
        report.save()
    return len(found)


def _frozen_at(opened_on: date) -> datetime:
    return datetime.combine(opened_on + timedelta(days=FROZEN_AFTER), time(9), UTC)
