"""Two versions of the strategy side by side: what changes hands, and what waits for a decision and does."""

from datetime import date
from itertools import product

import pytest

from governance import authority, comparing, decisions
from governance.authority.changes import blocks
from governance.authority.table import cases
from governance.decisions import Record
from governance.differences import words_between
from governance.models import Strategy
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db
URL = "/strategier/jamfor/"
DECLARATION = {"act": "join_declaration", "scope": "own_operation", "adds_resource_burden": False}


def tables(*keys: str) -> list[authority.Table]:
    by_key = {table.key: table for table in authority.book().tables}
    return [by_key[key] for key in keys]


@pytest.mark.parametrize(("before", "after"), [("2003", "2008"), ("2008", "2016"), ("2016", "2003")])
def test_every_case_is_in_a_change_just_when_the_versions_answer_it_differently(city, before, after):
    """The blocks of cases are checked one case after another against the tables themselves."""
    old, new = tables(before, after)
    found = authority.changes(old, new)
    assert found
    for act in new.rules:
        of_act = [change for change in found if change.act == act]
        for case in (*cases(old, act), *cases(new, act)):
            rows = old.first(act, case), new.first(act, case)
            told = [
                change for change in of_act
                if any(authority.Rule(act, 1, [block], "", "", "", "").holds(case) for block in change.when)
            ]  # fmt: skip
            differs = any(
                list(getattr(rows[0], name)) != list(getattr(rows[1], name))
                for name in ("decides", "power", "handled_in", "prepared_by", "consult", "report_to")
            )
            assert len(told) == differs, (act, case)
            if told:
                assert (told[0].before, told[0].after) == rows


def test_what_changes_hands_stands_first(city):
    found = authority.changes(*tables("2008", "2016"))
    hands = [change.changes_hands for change in found]
    assert hands == sorted(hands, reverse=True)
    assert any(change.act == "join_declaration" for change in found)


def test_a_version_has_nothing_changed_since_itself(city):
    assert authority.changes(*tables("2016", "2016")) == []


def test_cases_are_told_in_as_few_blocks_as_they_make():
    all_but_one = set(product("ab", (True, False))) - {("b", False)}
    assert len(blocks(all_but_one)) == 2
    assert blocks(product("ab", (True, False))) == [(frozenset("ab"), frozenset([True, False]))]
    assert blocks([]) == []


def test_the_words_of_both_texts_come_back():
    old, new = "Nämnden beslutar alltid.", "Nämnden beslutar om det inte kostar mer."
    words = list(words_between(old, new))
    assert "".join(text for sign, text in words if sign != "+") == old
    assert "".join(text for sign, text in words if sign != "-") == new


def test_matters_that_wait_are_asked_anew_and_decided_ones_keep_their_version(
    city, coordinator, board_secretary, mayor
):
    waiting, decided = make_matters(2, city("kommunstyrelsen"), facts=DECLARATION)
    record = Record(
        city("kommunstyrelsen"), "approved", date(2026, 3, 2), "Ja.",
        form="delegated", delegate=mayor, power_source="Strategin",
    )  # fmt: skip
    decisions.record(decided, record, by=board_secretary)
    before, after = Strategy.objects.get(key="2008"), Strategy.objects.get(key="2016")
    found = comparing.of_versions(coordinator, *map(comparing.of_strategy, (before, after)))
    assert [shift.matter.pk for shift in found["shifts"]] == [waiting.pk]
    assert found["shift_count"] == 1
    assert found["shifts"][0].after == "mayor" != found["shifts"][0].before


def test_a_secret_matter_is_neither_shown_nor_counted(city, coordinator):
    make_matters(
        1,
        city("kommunstyrelsen"),
        facts=DECLARATION,
        secrecy_ground="OSL 15:1",
        secrecy_marked_on=date(2026, 1, 2),
    )
    before, after = Strategy.objects.get(key="2008"), Strategy.objects.get(key="2016")
    assert (
        comparing.of_versions(coordinator, *map(comparing.of_strategy, (before, after)))["shift_count"] == 0
    )


def test_the_page_shows_the_latest_two_and_any_two(client_of):
    client = client_of("newcomer")
    latest = client.get(URL)
    assert (latest.context["before"].key, latest.context["after"].key) == ("2008", "2016")
    assert latest.context["handovers"]
    chosen = client.get(URL, {"fran": "2003", "till": "2008"})
    assert (chosen.context["before"].key, chosen.context["after"].key) == ("2003", "2008")
    assert b"<ins>" in chosen.content
    assert b"<del>" in chosen.content


@pytest.mark.parametrize("query", [{"fran": "2016", "till": "2016"}, {"fran": "\0", "till": "1999"}])
def test_an_address_that_asks_for_nothing_is_answered(client_of, query):
    assert client_of("newcomer").get(URL, query).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "Inom budget.",
            "Inom budget. Även på resa.",
            [("=", "Inom budget."), ("+", " Även på resa.")],
        ),
        ("Inom budget.", "Inom budget och plan.", [("=", "Inom budget"), ("+", " och plan"), ("=", ".")]),
        ("Enligt 3.1 i dag.", "Enligt 3.2 i dag.", [("=", "Enligt"), ("-", " 3.1"), ("+", " 3.2"), ("=", " i dag.")]),
        ("Ett stycke.\n\nSlut. ", "Ett stycke.\n\nSlut. ", [("=", "Ett stycke.\n\nSlut. ")]),
    ],
)  # fmt: skip
def test_the_last_word_stays_itself_where_something_is_written_after_it(old, new, words):
    assert list(words_between(old, new)) == words
