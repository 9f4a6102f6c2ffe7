"""The figures are true: each is compared with a number counted by hand from the small year."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.decisions import canonical
from governance.models import Lamp
from reporting import evidence
from reporting.figures import BREAKDOWNS, FIGURES, Year, compute
from reporting.figures.counting import count_all, count_totals
from tests.reporting import small_year

pytestmark = pytest.mark.django_db

SOURCES = {figure.source.key: figure.source for figure in FIGURES.values()}

# figure: (31 December 2025, the year before). Counted by hand from small_year.fill().
EXPECTED = {
    # What was counted last in the year, of what was in force; the year before nobody counted.
    **{f"lamps_out_{lamp}": (4, None) for lamp in Lamp},
    # Eurocities, Polis, C40, Sena nätverket, Hemliga nätverket | those without C40, with Gamla nätverket
    "memberships": (5, 5),
    "memberships_joined": (1, 0),
    "memberships_left": (1, 0),
    "memberships_reviewed": (1, 0),
    "memberships_overdue": (2, 0),
    "posts_of_trust": (2, 1),
    "eu_projects_running": (2, 2),
    "eu_projects_started": (1, 0),
    "eu_projects_ended": (2, 0),
    "eu_funding_running": (37_000_000, 3_000_000),
    "eu_funding_started": (35_000_000, 0),
    "eu_applications": (1, 1),
    "eu_money_applied": (9_000_000, 40_000_000),
    "eu_money_granted": (35_000_000, 0),
    "eu_money_received": (15_000_000, 1_000_000),
    "eu_own_share": (2_000_000, 0),
    "national_projects_running": (1, 0),
    # Luft, Avlopp, Missad | Avlopp
    "eu_questions_open": (3, 1),
    "eu_questions_opened": (3, 1),
    "eu_positions_decided": (2, 1),
    "eu_advocacy": (3, 1),
    "eu_meetings": (2, 0),
    "eu_questions_missed": (1, 1),
    # The parent company and the port | and the environment committee
    "eu_guidelines_missing": (2, 3),
    "visit_requests": (4, 1),
    "visits_accepted": (2, 0),
    "visits_declined": (1, 0),
    "visits_forwarded": (1, 0),
    "visits_handed_over": (1, 0),
    "visits_significant": (1, 0),
    "invitation_letters": (2, 1),
    "visits_answered_in_time": (67, None),
    "visit_answers": (3, 0),
    "visit_response_days": (8, None),
    "visits": (2, 0),
    "visit_groups": (3, 0),
    "visit_persons": (40, 0),
    "visit_share_from_abroad": (75, None),
    "visit_countries": (3, 0),
    "events": (1, 1),
    "event_travellers": (2, 0),
    "events_cost": (7_900, 0),
    "events_co2": (15, 0),
    "cost_events": (3_900, 0),
    # Luft, Träd, Sent lämnad | Gammal, Sent lämnad
    "agreements_in_force": (2, 2),
    "agreements_signed": (1, 0),
    "agreements_ended": (1, 0),
    "agreements_evaluated": (1, 0),
    "agreements_dormant": (1, 0),
    "agreements_unsigned_late": (1, 0),
    "agreements_cost_per_year": (100_000, 100_000),
    "agreements_cost_evaluated": (50_000, 0),
    "obligations_open": (1, 2),
    "obligations_late": (1, 0),
    "obligations_done": (1, 0),
    "twin_town_exceptions": (1, 0),
    # Vatten, Korsningar | Korsningar, Parker
    "aid_projects_running": (2, 2),
    "aid_projects_started": (1, 1),
    "aid_projects_ended": (1, 1),
    "aid_projects_evaluated": (1, 0),
    "aid_funding_running": (2_000_000, 2_000_000),
    "aid_money_received": (300_000, 0),
    "declarations": (3, 2),
    "declarations_joined": (2, 0),
    "declarations_ended": (1, 0),
    "declarations_with_burden": (1, 0),
    "declarations_cost": (240_000, 0),
    # Sen, Kvar, Redovisad året efter | the city had not joined yet
    "commitments_open": (3, 0),
    "commitments_late": (2, 0),
    "commitments_fulfilled": (1, 0),
    "decisions": (5, 1),
    "decisions_delegated": (1, 1),
    "decisions_notified": (1, 0),
    "decisions_not_notified": (1, 1),
    "decisions_unregulated": (1, 0),
    "decisions_corrected": (1, 0),
    "meetings": (2, 1),
    "meeting_items": (3, 1),
    "committee_items": (1, 0),
    "referrals_sent": (1, 1),
    "referrals_adopted": (1, 0),
    # Järva in January, Trafik in November | Trafik on New Year's Eve
    "referral_answers": (2, 1),
    "referral_answers_late": (1, 0),
    "referral_answers_without_board": (1, 0),
    "contact_persons_in_place": (3, 3),
    "contact_persons_missing": (1, 1),  # the parent company, which is a company too
    "district_contact_persons_missing": (1, 1),
    # The contact persons of the environment committee and the port | and of the transport committee
    "network_mandates_unaccepted": (2, 3),
    "network_meetings": (1, 0),
    "network_questions": (2, 0),
    "network_questions_answered": (1, 0),
    "network_trainings": (0, 1),
    "observations": (2, 1),
    "analyses": (1, 0),
    "analyses_acted_on": (1, 0),
    # Nytt | Utgånget
    "good_examples": (1, 1),
    "good_examples_published": (1, 1),
    "city_information_late": (1, 0),
    "cost_total": (127_901, 90_000),
    "cost_memberships": (120_001, 90_000),
    "cost_visits": (4_000, 0),
    # 9 memberships, 2 reviews, 6 projects, 4 visits, 2 journeys, 6 declarations, 4 agreements, 4 aid-like
    # projects, 3 EU questions, 2 decided on |
    # Oslo, the third, the fourth, the agreement that nobody knows and Avlopp
    # | and two referrals with their five answers
    "matters_opened": (42, 12),
    "matters_closed": (3, 0),
}


def told(counted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {row["key"]: (row["value"], row["previous"]) for row in counted["figures"]}


def parts(counted: dict[str, Any], key: str) -> dict[str, int]:
    found = next(row for row in counted["breakdowns"] if row["key"] == key)
    return {part["label"]["sv"]: part["value"] for part in found["parts"] if part["value"]}


def test_every_figure_is_what_was_counted_by_hand(counted):
    assert told(counted) == EXPECTED


def test_every_figure_has_a_place_and_words_in_both_languages():
    assert set(EXPECTED) == set(FIGURES)
    for figure in FIGURES.values():
        assert all(figure.words), figure.key
        assert all(figure.method), figure.key


def test_change_is_the_difference_and_unknown_when_one_side_is(counted):
    changes = {row["key"]: row["change"] for row in counted["figures"]}
    assert changes["eu_funding_running"] == 34_000_000
    assert changes["memberships"] == 0
    assert changes["visit_share_from_abroad"] is None


def test_the_breakdowns_are_what_was_counted_by_hand(counted):
    assert parts(counted, "memberships_by_body") == {"Kommunstyrelsen": 2, "Trafiknämnden": 3}
    assert parts(counted, "eu_projects_by_programme") == {"Horizon Europe": 1, "Interreg": 1}
    assert parts(counted, "eu_funding_by_body") == {"Trafiknämnden": 37_000_000}
    assert parts(counted, "visits_by_country") == {"Finland": 1, "Norge": 1, "Sverige": 1}
    assert sorted(parts(counted, "requests_by_theme").values()) == [1, 2]
    assert parts(counted, "requests_by_direction") == {"Profilering": 1, "Samverkan": 1}
    assert parts(counted, "declarations_by_kind") == {"Deklaration": 2, "Initiativ": 1}
    assert parts(counted, "declarations_by_direction") == {"Profilering": 1, "Samverkan": 2}
    assert parts(counted, "declarations_by_body") == {"Kommunstyrelsen": 1, "Trafiknämnden": 2}
    assert parts(counted, "commitments_by_body") == {"Miljö- och hälsoskyddsnämnden": 1, "Trafiknämnden": 2}
    assert parts(counted, "decisions_by_body") == {
        "Kommunfullmäktige": 1,
        "Kommunstyrelsen": 1,
        "Trafiknämnden": 3,
    }
    assert list(parts(counted, "decisions_by_section").values()) == [4]
    assert parts(counted, "agreements_by_type") == {"Intentionsavtal": 1, "Samarbetsavtal": 1}
    assert len(parts(counted, "agreements_by_theme")) == 1
    assert parts(counted, "aid_projects_by_country") == {"Moldavien": 1, "Ukraina": 1}
    assert parts(counted, "aid_projects_by_body") == {"Trafiknämnden": 2}
    assert parts(counted, "aid_funding_by_funder") == {"Sida": 1_000_000, "Världsbanken": 1_000_000}
    assert parts(counted, "fees_by_body") == {"Kommunstyrelsen": 100_000, "Trafiknämnden": 20_000}
    assert parts(counted, "events_by_country") == {"Finland": 1}
    assert parts(counted, "event_costs_by_body") == {"Järva stadsdelsnämnd": 900, "Trafiknämnden": 3_000}
    assert parts(counted, "event_costs_by_payer") == {"Arrangören": 4_000, "Staden": 3_900}


@pytest.mark.parametrize("breakdown", BREAKDOWNS.values(), ids=lambda breakdown: breakdown.key)
def test_a_breakdown_that_divides_adds_up_to_its_figure(counted, breakdown):
    if breakdown.is_many or breakdown.key == "decisions_by_section" or breakdown.key.endswith("_by_place"):
        return  # a visit has several themes; a decision may rest on no section; most places are not put first
    whole = told(counted)[breakdown.of.key]
    rows = next(row for row in counted["breakdowns"] if row["key"] == breakdown.key)["parts"]
    # Amounts are rounded part by part.
    assert abs(sum(part["value"] for part in rows) - whole[0]) <= len(rows)
    assert abs(sum(part["previous"] for part in rows) - whole[1]) <= len(rows)


def test_a_national_grant_is_never_eu_money(counted, year):
    for key in ("eu_projects_running", "eu_projects_started", "eu_projects_ended", "eu_funding_running"):
        titles = [row.line_title for row in evidence.find(year, key).rows]
        assert "Nationellt bidrag" not in titles
    assert [row.line_title for row in evidence.find(year, "national_projects_running").rows] == [
        "Nationellt bidrag"
    ]
    assert "Nationellt bidrag" not in [row["name"] for row in counted["lists"]["eu_projects"]["rows"]]


def test_an_exception_stands_with_its_day_and_paragraph(year):
    row = evidence.find(year, "twin_town_exceptions").rows.get()
    assert (row.line_title, row.listed_on) == ("Vänorten, § 7", small_year.date(2025, 10, 1))


def test_a_project_of_two_departments_counts_once(counted, year):
    titles = [row.line_title for row in evidence.find(year, "eu_projects_running").rows]
    assert titles.count("Två förvaltningar") == 1
    assert sum(parts(counted, "eu_projects_by_body").values()) == 2


def test_groups_and_persons_are_different_figures(counted):
    figures = told(counted)
    assert figures["visit_groups"] != figures["visit_persons"]
    # The planned visit's 99 persons never came.
    assert figures["visit_persons"][0] == 40


def test_a_secret_membership_is_counted_but_not_named(counted):
    listed = counted["lists"]["memberships"]
    assert (listed["all"], listed["secret"]) == (5, 1)
    assert "Hemliga nätverket" not in str(counted["lists"])


def test_published_figures_stand_beside_and_are_no_rows(counted):
    kept = {(row["figure"], row["year"]): row["value"] for row in counted["published"]}
    assert kept["memberships", 2022] == 95
    assert told(counted)["memberships"][0] == 5


def test_the_year_has_one_canonical_form(year):
    first, second = compute(Year(year)), compute(Year(year))
    assert canonical(first) == canonical(second)


def test_counting_reads_and_writes_nothing(year):
    with CaptureQueriesContext(connection) as queries:
        compute(Year(year))
    assert all(query["sql"].lstrip().startswith(("SELECT", "WITH")) for query in queries)


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_source_is_read_once_and_the_totals_are_those_of_its_evidence(year, source):
    figures = [figure for figure in FIGURES.values() if figure.source is source]
    breakdowns = [breakdown for breakdown in BREAKDOWNS.values() if breakdown.of.source is source]
    with CaptureQueriesContext(connection) as queries:
        totals, found = count_all(source, figures, breakdowns, Year(year))
    assert len(queries) == 1
    assert totals == {
        key: value for figure in figures for key, value in count_totals(source, [figure], Year(year)).items()
    }
    assert found.keys() == {breakdown.key for breakdown in breakdowns}


def test_the_number_of_queries_does_not_grow_with_the_rows(year):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            compute(Year(year))
        return len(queries)

    few = count()
    assert few <= len(SOURCES) + len(BREAKDOWNS) + 20
    for number in range(5):
        small_year.membership(f"Nätverk {number}", joined_on=small_year.date(2025, 1, 1))
        small_year.eu_project(
            f"Projekt {number}", small_year.date(2025, 1, 1), small_year.date(2026, 1, 1), 1
        )
    assert count() == few
