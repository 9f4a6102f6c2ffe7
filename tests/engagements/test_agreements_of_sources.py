"""Agreements from before the register: as far as the sources know them, and no day made up."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from engagements import example_agreements
from engagements.actions import agreements
from engagements.models import Agreement
from governance.errors import WrongState

from .agreements import counterpart, fresh

pytestmark = pytest.mark.django_db


def enter(by, body, **known) -> Agreement:
    return agreements.enter_existing(
        by=by,
        body=body,
        organisation=counterpart(by, "Riga", is_invented=False),
        type="cooperation",
        title="Samarbetsavtal med Riga",
        scope="city_wide",
        **{"is_in_force": False, "source": "004", **known},
    )


def test_what_the_source_does_not_say_is_said_to_be_unknown(contact, city, client_of):
    entered = enter(contact, city("trafiknamnden"))
    assert (entered.matter.status, entered.matter.starts_on, entered.dormant_on) == ("unclear", None, None)
    page = client_of(contact).get(entered.get_absolute_url()).content.decode()
    assert "Det är okänt om avtalet gäller" in page
    assert agreements.look_after_agreements(timezone.localdate()) == 0


def test_a_year_is_told_as_a_year(contact, city, client_of):
    entered = enter(
        contact, city("trafiknamnden"), starts_on=date(2022, 1, 1), starts_year_only=True, is_in_force=True
    )
    assert fresh(entered).matter.status == "in_force"
    for url in (entered.get_absolute_url(), "/avtal/"):
        page = client_of(contact).get(url).content.decode()
        assert "2022" in page
        assert "2022-01-01" not in page


def test_whoever_answers_for_it_says_what_became_of_it(contact, city):
    entered = enter(contact, city("trafiknamnden"))
    with pytest.raises(WrongState):
        agreements.open_review(entered, by=contact, why="x")
    ended = agreements.end(
        entered, by=contact, how="counterpart", ended_on=date(2026, 3, 1), reason="Slut 2010."
    )
    assert ended.matter.status == "ended"


def test_only_the_bodys_own_enter_it(other_contact, city):
    with pytest.raises(PermissionDenied):
        enter(other_contact, city("trafiknamnden"))


def test_the_sources_of_the_file_are_told_by_name_in_swedish() -> None:
    told = {
        row["counterpart"]: example_agreements.SOURCES[row["source"]]
        for row in example_agreements.rows("agreements.csv")
    }
    assert told["Kyiv"] == "stadens årsredovisning 2022"
    assert told["Riga"] == "stadens internationella strategi omkring 2003"
    assert len(told) == 5
