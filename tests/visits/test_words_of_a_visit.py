"""What is counted and what is shown agree, and what is written reads as one would write it."""

from datetime import time
from types import SimpleNamespace

import pytest
from django.utils import translation

from governance.history import _plain
from visits import letters
from visits.forms.request import RequestFields
from visits.priority import THRESHOLDS, Priority, propose


def answered(*verdicts: tuple[str, int]) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(verdict=verdict, ground=SimpleNamespace(name="x", weight=weight))
        for verdict, weight in verdicts
    ]


def test_the_share_has_the_decimal_that_the_threshold_is_asked_of() -> None:
    found = propose(answered(("yes", 10), ("partly", 1), ("no", 2)))
    assert (found.points, found.possible, str(found.share)) == (21, 26, "80.8")
    # Exactly what is shown decides: nothing reads 60.0 and is called medium.
    nearly = propose(answered(("yes", 5_999), ("no", 4_001)))
    assert (str(nearly.share), nearly.priority) == ("60.0", Priority.HIGH)
    under = propose(answered(("yes", 599), ("no", 401)))
    assert (str(under.share), under.priority) == ("59.9", Priority.MEDIUM)
    assert THRESHOLDS[0][0] == 60


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("City of Tampere", "en", "the City of Tampere"),
        ("Tampere kaupunki", "en", "Tampere kaupunki"),
        ("City of Tampere", "sv", "City of Tampere"),
        ("the City of Tampere", "en", "the City of Tampere"),
    ],
)
def test_a_city_has_its_article_inside_an_english_sentence(name: str, language: str, said: str) -> None:
    assert letters._in_a_sentence(name, language) == said


def test_a_time_in_the_history_is_told_as_a_programme_tells_it() -> None:
    assert (_plain(time(10, 30)), _plain(time(9, 5))) == ("10.30", "9.05")
    with translation.override("en"):
        assert (_plain(time(10, 30)), _plain(time(9, 5))) == ("10:30", "9:05")


def test_the_field_for_who_pays_says_what_follows_of_leaving_it() -> None:
    with translation.override("en"):
        assert "not budgeted" in str(RequestFields.base_fields["payer"].help_text)
