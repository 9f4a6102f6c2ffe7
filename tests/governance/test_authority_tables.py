"""The tables of authority: total, unambiguous, fully cited, and exactly what the policy files say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from governance import policy_files
from governance.authority import (
    ACT_FACTS,
    FACTS,
    Book,
    MissingFact,
    Question,
    Ruling,
    Table,
    UnknownFact,
    book,
)
from governance.authority.table import Rule
from governance.models import Act, Counterpart, Decider, PoliticalLevel, Power, Scope

TABLES = {policy.key: policy.table for policy in map(policy_files.read, policy_files.bundled())}
BOOK = Book(sorted(TABLES.values(), key=lambda table: table.since))
A_DAY = {key: table.since for key, table in TABLES.items()}

# Every value a fact can have, as far as the rules of the city tell them apart, and None where it can be unknown.
VALUES: dict[str, list[Any]] = {
    "scope": [None, *Scope.values],
    "counterpart": [None, *Counterpart.values],
    "renewal": [False, True],
    "abroad": [None, True, False],
    "on_behalf_of_executive_board": [False, True],
    "adds_resource_burden": [False, True],
    "external_funding": [None, 0, 50, Decimal("99.99"), 100],
    "areas": [None, 1, 2, 7],
    "political_level": [None, *PoliticalLevel.values],
    "company": [False, True],
}

every_version = pytest.mark.parametrize("key", TABLES)
every_act = pytest.mark.parametrize("act", Act.values)


def questions(act: str) -> Iterator[dict[str, Any]]:
    names = ACT_FACTS[act]
    for values in product(*(VALUES[name] for name in names)):
        yield dict(zip(names, values, strict=True))


def completions(facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The case as it may turn out to be, once what is unknown is known."""
    for values in product(
        *([value] if value is not None else VALUES[name][1:] for name, value in facts.items())
    ):
        yield dict(zip(facts, values, strict=True))


def ask_or_error(key: str, act: str, facts: dict[str, Any]) -> tuple[Ruling | None, MissingFact | None]:
    try:
        return ask(key, act, facts), None
    except MissingFact as error:
        return None, error


def ask(key: str, act: str, facts: dict[str, Any]) -> Ruling:
    return BOOK.rule(Question(act, **facts), on=A_DAY[key])


def test_the_three_versions_come_with_the_product():
    assert [table.key for table in BOOK.tables][:3] == ["2003", "2008", "2016"]


# A table is read from the top, so several rows may hold for a case. The first is then an exception to the others: all
# its cases are theirs too. Where rows cross instead, the first is meant to win, and here stands why.
REFUSED = "what is refused is refused, whoever would have decided it"
RENEWAL = "to renew is another question than to join or sign, on which the strategy is silent"
NO_BURDEN = "what burdens nobody is delegated to the Mayor, whatever it concerns"
CROSSINGS = {
    ("2003", "run_aid_project", 1): REFUSED,
    ("2008", "run_aid_project", 1): REFUSED,
    ("2016", "run_aid_project", 1): REFUSED,
    ("2016", "sign_letter_of_intent", 1): REFUSED,
    ("2016", "sign_letter_of_intent", 3): RENEWAL,
    ("2016", "sign_cooperation_agreement", 2): RENEWAL,
    ("2016", "join_membership", 3): RENEWAL,
    ("2016", "join_declaration", 1): NO_BURDEN,
}


def complete_cases(act: str) -> list[dict[str, Any]]:
    return [facts for facts in questions(act) if None not in facts.values()]


def crossings(key: str, act: str) -> set[tuple[str, str, int]]:
    """The rows that win over a row whose cases they share without being an exception to it."""
    cases = complete_cases(act)
    covered = {
        row.position: frozenset(index for index, facts in enumerate(cases) if row.holds(facts))
        for row in TABLES[key].rules[act]
    }
    found = set()
    for index in range(len(cases)):
        first, *others = (position for position, held in covered.items() if index in held)
        found |= {(key, act, first) for other in others if not covered[first] < covered[other]}
    return found


@every_version
@every_act
def test_every_complete_case_is_ruled_by_the_first_of_its_rows(key, act):
    for facts in complete_cases(act):
        holding = [row.position for row in TABLES[key].rules[act] if row.holds(facts)]
        assert holding, facts
        assert ask(key, act, facts).rule_key == f"{key}/{act}/{min(holding)}"


def test_where_two_rows_hold_the_first_is_an_exception_or_wins_for_a_reason_that_is_told():
    found = {crossing for key in TABLES for act in Act.values for crossing in crossings(key, act)}
    assert found == set(CROSSINGS)


def test_a_row_wins_for_the_reason_that_is_told():
    for (key, act, position), why in CROSSINGS.items():
        row = next(row for row in TABLES[key].rules[act] if row.position == position)
        if why is REFUSED:
            assert row.power == Power.REFUSED
        elif why is RENEWAL:
            assert all(alternative.get("renewal") is True for alternative in row.when)
            assert not row.section
        else:
            assert list(row.when) == [{"adds_resource_burden": False}]
            assert row.decides == Decider.MAYOR


def test_rows_in_another_order_are_found_out():
    """The two tests above can fail: a general row before its exception, and a crossing that nobody has told."""
    table = TABLES["2016"]
    turned = {**table.rules, "join_declaration": _turned(table.rules["join_declaration"])}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(TABLES, "2016", replace(table, rules=turned))
        assert crossings("2016", "join_declaration") != crossings_told("2016", "join_declaration")


def _turned(rules: Sequence[Rule]) -> list[Rule]:
    last = len(rules) + 1
    return [replace(row, position=last - row.position) for row in reversed(rules)]


def crossings_told(key: str, act: str) -> set[tuple[str, str, int]]:
    return {crossing for crossing in CROSSINGS if crossing[:2] == (key, act)}


@every_version
@every_act
def test_an_incomplete_case_is_ruled_only_when_what_is_missing_does_not_matter(key, act):
    for facts in questions(act):
        possible = {ask(key, act, complete).rule_key for complete in completions(facts)}
        ruling, error = ask_or_error(key, act, facts)
        if ruling is not None:
            assert possible == {ruling.rule_key}, facts
        else:
            assert len(possible) > 1, f"{facts}: nothing depends on {error.fact_names}"
            assert all(facts[name] is None for name in error.fact_names)
            assert error.facts[0].option in str(error)


@every_version
@every_act
def test_giving_every_fact_that_is_asked_for_leads_to_a_ruling(key, act):
    for facts in questions(act):
        try:
            ask(key, act, facts)
        except MissingFact as error:
            for answers in product(*(VALUES[name][1:] for name in error.fact_names)):
                ask(key, act, facts | dict(zip(error.fact_names, answers, strict=True)))


@every_version
@every_act
def test_every_row_answers_some_case(key, act):
    reached = {ask(key, act, facts).rule_key for facts in questions(act) if None not in facts.values()}
    assert reached == {f"{key}/{act}/{row.position}" for row in TABLES[key].rules[act]}


@every_act
def test_a_fact_the_act_does_not_know_is_refused_by_name(act):
    for name in FACTS.keys() - set(ACT_FACTS[act]):
        with pytest.raises(UnknownFact) as caught:
            ask("2016", act, {name: VALUES[name][-1]})
        assert caught.value.fact_names == (name,)
        assert FACTS[name].option in str(caught.value)


def rows(table: Table):
    return [row for rows in table.rules.values() for row in rows]


@every_version
def test_every_citation_names_a_section_of_the_version(key):
    for row in rows(TABLES[key]):
        cited = {row.section, *row.see_also} - {""}
        assert cited <= TABLES[key].sections.keys(), (row.act, row.position)


@every_version
def test_a_default_is_never_dressed_up_as_regulated(key):
    for row in rows(TABLES[key]):
        if row.power == Power.DEFAULT:
            assert not row.section, (row.act, row.position)
        elif row.power != Power.REFUSED:
            assert row.section, (row.act, row.position)


# How our Swedish texts say it: "reglerar inte", "Källan återger inte", "känner inga" and the like.
SILENCE = re.compile(r"reglerar (inte|bara)|talar bara|Källan|känner inga|kräver ingen|säger inget")


@every_version
def test_every_unregulated_ruling_says_that_the_source_is_silent(key):
    for row in rows(TABLES[key]):
        if not row.section:
            assert SILENCE.search(row.explanation_sv), row.explanation_sv


@every_version
def test_every_text_exists_in_both_languages_and_keeps_its_calm(key):
    policy = next(p for p in map(policy_files.read, policy_files.bundled()) if p.key == key)
    blocks = [
        policy.strategy,
        *policy.sections,
        *policy.goals,
        *policy.directions,
        *policy.principles,
        *policy.grounds,
    ]
    texts = [
        (block[name], block[name.removesuffix("sv") + "en"])
        for block in blocks
        for name in block
        if name.endswith("_sv")
    ]
    texts += [(row.explanation_sv, row.explanation_en) for row in rows(policy.table)]
    assert len(texts) > 60
    for swedish, english in texts:
        assert swedish.strip()
        assert english.strip()
        assert swedish != english or swedish.startswith("Stockholm")
        assert "!" not in swedish + english


@every_version
def test_no_two_rows_of_an_act_explain_themselves_alike(key):
    for act, table_rows in TABLES[key].rules.items():
        assert len({row.explanation_sv for row in table_rows}) == len(table_rows), act


def test_nothing_was_delegated_to_the_mayor_before_2016():
    deciders = {key: {row.decides for row in rows(table)} for key, table in TABLES.items()}
    assert Decider.MAYOR not in deciders["2003"] | deciders["2008"]
    assert Decider.MAYOR in deciders["2016"]


def test_the_preparatory_committee_decides_nothing_in_any_version():
    assert all(row.decides != Decider.PREPARATORY_COMMITTEE for t in TABLES.values() for row in rows(t))


def test_in_2003_the_preparatory_committee_prepares_all_that_the_board_and_the_council_decide():
    for row in rows(TABLES["2003"]):
        is_decision = row.decides in (Decider.COUNCIL, Decider.EXECUTIVE_BOARD)
        if is_decision and row.power != Power.COORDINATION:
            assert row.prepared_by == Decider.PREPARATORY_COMMITTEE, (row.act, row.position)


@pytest.mark.django_db
def test_the_rows_in_the_database_say_what_the_policy_files_say(city):
    loaded = {
        table.key: replace(
            table,
            strategy_id=None,
            rules={
                act: tuple(replace(row, rule_id=None, section_id=None) for row in table_rows)
                for act, table_rows in table.rules.items()
            },
        )
        for table in book().tables
    }
    assert loaded == TABLES


@pytest.mark.django_db
def test_a_book_is_one_query_once_its_tables_are_known(city, django_assert_num_queries):
    book()
    with django_assert_num_queries(1):
        again = book()
        for act in (Act.ADOPT_STRATEGY, Act.REPORT_YEAR, Act.ACT_IN_FOREIGN_POLICY):
            again.rule(Question(act), on=date(2026, 11, 20))
