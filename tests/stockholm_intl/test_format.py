"""Dates, amounts, deadlines and citations look as the city writes them."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from stockholm_intl.templatetags import ui

NBSP = "\u00a0"


def drawn(source: str, **context) -> str:
    return Template(source).render(Context(context))


@pytest.fixture(autouse=True)
def swedish():
    with translation.override("sv"):
        yield


def test_a_date_is_iso_and_a_moment_is_told_in_the_time_of_the_city() -> None:
    assert ui.day(date(2026, 11, 20)) == "2026-11-20"
    assert ui.moment(datetime(2026, 11, 20, 12, 0, tzinfo=UTC)) == f"2026-11-20 kl.{NBSP}13.00"
    # A late evening in UTC is already tomorrow in Stockholm.
    assert ui.day(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == "2026-07-01"
    assert ui.day(None) == ui.moment(None) == ""
    with translation.override("en"):
        assert ui.moment(datetime(2026, 11, 20, 12, 0, tzinfo=UTC)) == "2026-11-20 13:00"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2_000_000, 0, f"2{NBSP}000{NBSP}000"),
        (999, 0, "999"),
        (-4.1, 1, "−4,1"),
        (-0.01, 1, "0,0"),
        ("12,5", 0, ""),
        (None, 0, ""),
        (float("nan"), 0, ""),
    ],
)
def test_a_number_has_hard_spaces_a_comma_and_a_real_minus(value, decimals: int, text: str) -> None:
    assert ui.number(value, decimals) == text


def test_money_and_changes_carry_their_unit_and_sign() -> None:
    assert ui.kronor(2_000_000) == f"2{NBSP}000{NBSP}000{NBSP}kr"
    assert ui.mnkr(59_300_000) == f"59,3{NBSP}mnkr"
    assert [ui.change(n) for n in (10, -3, 0)] == ["+10", "−3", "±0"]
    with translation.override("en"):
        assert ui.mnkr(59_300_000) == f"SEK{NBSP}59.3{NBSP}million"


def test_a_late_deadline_says_so_in_words_and_with_an_icon_not_by_colour_alone() -> None:
    today = date(2026, 11, 19)  # a Thursday
    late = drawn("{% deadline due today=today %}", due=date(2026, 11, 17), today=today)
    assert "2 arbetsdagar försenat" in late
    assert "<svg" in late
    assert "deadline-late" in late
    assert "1 arbetsdag kvar" in drawn("{% deadline due today=today %}", due=date(2026, 11, 20), today=today)
    assert "deadline-late" not in drawn("{% deadline due done=True %}", due=date(2020, 1, 1))
    assert drawn("{% deadline None %}") == ""


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-11-20", "försenat"),  # on the Saturday nobody has worked since
        ("2026-11-21", "senast i dag"),
        ("2026-11-22", "0 arbetsdagar kvar"),
        ("2026-11-24", "2 arbetsdagar kvar"),
        ("2026-12-28", "24 arbetsdagar kvar"),  # Christmas is not worked
        ("2027-06-21", "7 månader kvar"),
        ("2029-06-21", "2 år kvar"),
        ("2026-08-01", "3 månader försenat"),
        ("2020-11-21", "inget registrerat sedan dess"),
    ],
)
def test_days_are_working_days_wherever_they_are_told_and_far_away_is_told_in_months(
    due: str, words: str
) -> None:
    told = drawn("{% deadline due today=today %}", due=date.fromisoformat(due), today=date(2026, 11, 21))
    assert re.search(rf">{words}<", told)


def test_a_citation_is_shown_with_its_sign_and_spoken_in_words() -> None:
    chip = drawn('{% section_chip "§5" "2016" "/strategier/2016/" %}')
    assert ">§</span>5" in chip
    assert "Avsnitt 5 i strategin 2016" in chip
    assert 'href="/strategier/2016/"' in chip
    assert drawn("{% section_chip None %}") == drawn('{% section_chip "-" %}') == ""


def test_a_section_without_a_number_is_cited_by_its_heading() -> None:
    chip = drawn('{% section_chip "beslut" "2003" "" "Beslut och delegation" %}')
    assert "§" not in chip
    assert "Beslut och delegation" in chip


def test_what_people_write_is_escaped_everywhere() -> None:
    nasty = "<b>&"
    matter = SimpleNamespace(status="x", status_label=nasty, status_tone="info")
    for out in (
        drawn("{% status_tag matter %}", matter=matter),
        drawn('{% tag "info" nasty %}', nasty=nasty),
        drawn("{% section_chip nasty nasty nasty %}", nasty=nasty),
        drawn(CottonCompiler().process('<c-page-header title="{{ nasty }}" />'), nasty=nasty),
        drawn(CottonCompiler().process('<c-person :name="nasty" />'), nasty=nasty),
        drawn("{% icon 'late' nasty %}", nasty=nasty),
    ):
        assert out
        assert nasty not in out


def test_a_ruling_that_refuses_is_drawn_although_it_is_falsy() -> None:
    class Refusal(SimpleNamespace):
        def __bool__(self) -> bool:
            return False

    ruling = Refusal(
        decides="nobody",
        power="refused",
        handled_in=None,
        prepared_by=None,
        consult=(),
        report_to=None,
        regulated=True,
        strategy="2016",
        section="4",
        explanation=lambda: "Staden tecknar inte vänortsavtal.",
    )
    parts = ui.ruling_parts(ruling)
    assert parts["refused"] is True
    assert parts["explanation"] == "Staden tecknar inte vänortsavtal."
    assert parts["facts"] == []
