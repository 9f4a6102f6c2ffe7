"""How sums are said: the unit after the number in Swedish, the currency before it in English."""

import pytest

from reporting import wording

NBSP = wording.NBSP


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (0, "0 kr", "SEK 0"),
        (15070, "15 070 kr", "SEK 15 070"),
        (-500, "−500 kr", "SEK −500"),
        (11_500_000, "11,5 mnkr", "SEK 11.5 million"),
    ],
)
def test_kronor_are_said_as_each_language_says_them(value, swedish, english):
    said = {language: wording.quantity(value, "kr", language) for language in ("sv", "en")}
    assert said == {"sv": swedish.replace(" ", NBSP), "en": english.replace(" ", NBSP)}


def test_to_the_krona_and_with_a_sign():
    assert wording.exact(11_500_000, "kr", "en") == f"SEK{NBSP}11{NBSP}500{NBSP}000"
    assert wording.change(7_500_000, "kr", "en") == f"+SEK{NBSP}7.5{NBSP}million"
    assert wording.change(-200, "kr", "sv") == f"−200{NBSP}kr"


def test_printed_big_the_number_keeps_its_currency():
    assert wording.split(wording.quantity(11_500_000, "kr", "en")) == (f"SEK{NBSP}11.5", "million")
    assert wording.split(wording.quantity(15070, "kr", "en")) == (f"SEK{NBSP}15{NBSP}070", "")
    assert wording.split(wording.quantity(15070, "kr", "sv")) == (f"15{NBSP}070", "kr")
