"""Money in either language: in English the currency stands before the number."""

import pytest

from reporting import wording


@pytest.mark.parametrize(
    ("value", "unit", "sv", "en"),
    [
        (90_000, "kr", "90 000 kr", "SEK 90 000"),
        (11_500_000, "kr", "11,5 mnkr", "SEK 11.5 million"),
        (3, "MSEK", "3 mnkr", "SEK 3 million"),
        (12, "days", "12 arbetsdagar", "12 working days"),
        (40, "percent", "40 %", "40 %"),
    ],
)
def test_a_quantity_is_said_with_its_unit(value, unit, sv, en):
    said = [wording.quantity(value, unit, language).replace(wording.NBSP, " ") for language in ("sv", "en")]
    assert said == [sv, en]


def test_what_is_printed_big_is_cut_where_the_unit_begins():
    assert wording.split(wording.quantity(11_500_000, "kr", "en")) == ("SEK\u00a011.5", "million")
    assert wording.split(wording.quantity(90_000, "kr", "en")) == ("SEK\u00a090\u00a0000", "")
    assert wording.change(-90_000, "kr", "en") == "−SEK\u00a090\u00a0000"
