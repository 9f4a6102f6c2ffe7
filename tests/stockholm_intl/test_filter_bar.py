"""The bar of filters is drawn once for all who are offered the same, and never for anybody else."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override

from governance.authority.table import Table
from governance.lists import Bodies, MatterFilters
from governance.views.decisions import DecisionFilters
from stockholm_intl.templatetags import ui
from stockholm_intl.templatetags.ui import filter_bar

NO_BODIES = Bodies({}, ())
ASKED = RequestFactory().get("/arenden/")


@pytest.fixture(autouse=True)
def nothing_drawn_before(monkeypatch) -> None:
    monkeypatch.setattr(ui, "_DRAWN", {})


def bar(bodies: Bodies = NO_BODIES) -> str:
    return filter_bar(MatterFilters(ASKED, bodies), "/arenden/", "q body kind", "year country")


def test_who_asks_alike_shares_the_bar_and_who_is_offered_other_bodies_does_not() -> None:
    mine, theirs = (Bodies({slug: 1}, ((slug, slug.title()),)) for slug in ("min", "din"))
    first = bar(mine)
    assert bar(Bodies({"min": 1}, (("min", "Min"),))) is first
    assert '<option value="din">' not in first
    assert '<option value="min">' not in bar(theirs)


def test_each_person_is_offered_the_own_bodies_whoever_asked_first(city, client_of) -> None:
    offered = {
        who: client_of(who).get(reverse("matters")).content.decode() for who in ("contact", "other_contact")
    }
    assert '<option value="trafiknamnden">' in offered["contact"]
    assert '<option value="trafiknamnden">' not in offered["other_contact"]


def test_a_body_that_is_renamed_is_offered_by_its_new_name(city, client_of) -> None:
    client, body = client_of("contact"), city("trafiknamnden")
    client.get(reverse("matters"))
    body.name_sv = "Gatunämnden <nya>"
    body.save()
    page = client.get(reverse("matters")).content.decode()
    assert '<option value="trafiknamnden">Gatunämnden &lt;nya&gt;</option>' in page


def test_the_bar_speaks_the_language_of_the_page_whoever_asked_first() -> None:
    with override("sv"):
        assert "Land" in bar()
    with override("en"):
        assert "Land" not in bar()
        assert "Country" in bar()


def test_with_a_new_year_there_is_one_more_to_choose() -> None:
    for year in (2026, 2027):
        with time_machine.travel(datetime(year, 1, 1, 12, tzinfo=UTC), tick=False):
            assert (f'<option value="{year}">' in bar(), f'<option value="{year + 1}">' in bar()) == (
                True,
                False,
            )


def test_what_somebody_searches_for_is_in_no_other_bar() -> None:
    mine = MatterFilters(RequestFactory().get("/arenden/", {"q": '<i>"hemligt', "kind": "visit"}), NO_BODIES)
    drawn = filter_bar(mine, "/arenden/", "q kind")
    assert "&lt;i&gt;&quot;hemligt" in drawn
    assert "<i>" not in drawn
    assert not any("hemligt" in kept for kept in ui._DRAWN.values())
    assert "hemligt" not in bar()
    assert " selected" not in bar()


def test_sections_are_offered_under_the_strategy_they_belong_to() -> None:
    def of(key: str) -> str:
        table = Table(
            key=key,
            since=date(2016, 1, 1),
            title_sv="S",
            title_en="S",
            short_title_sv="S",
            short_title_en="S",
            sections={"5": ("Ansvar", "Tasks")},
            rules={},
        )
        return filter_bar(DecisionFilters(ASKED, NO_BODIES, [table]), "/beslut/", "section")

    assert "2016: § 5" in of("2016")
    assert "2027: § 5" in of("2027")


def test_another_thread_may_empty_the_memory_at_any_time(monkeypatch) -> None:
    class Emptied(dict):
        """Is emptied between the question whether it has something and the question for it."""

        def __contains__(self, key: object) -> bool:
            found = super().__contains__(key)
            self.clear()
            return found

    monkeypatch.setattr(ui, "_DRAWN", Emptied())
    assert bar() == bar()


def test_what_is_drawn_once_is_drawn_anew_for_each_flag() -> None:
    template = Template("{% once may_write %}{% if may_write %}write{% else %}read{% endif %}{% endonce %}")
    said = [template.render(Context({"may_write": flag})) for flag in (True, False, {1}, set(), True)]
    assert said == ["write", "read", "write", "read", "write"]
