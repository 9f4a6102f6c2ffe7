"""Who decides, row by row as the city's strategies have it; what is wrong with a question; who may decide."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from governance import policy_files
from governance.authority import (
    BadFact,
    BeforeFirstStrategy,
    Book,
    MissingFact,
    NoStrategy,
    Question,
    UnknownAct,
    UnknownFact,
    explain_for_report,
    facts_of,
    may_decide,
)
from governance.models import Body

FILES = [policy_files.FOLDER / f"strategy_{year}.toml" for year in (2003, 2008, 2016)]
BOOK = Book([policy_files.read(path).table for path in FILES])
TODAY = date(2026, 11, 20)


def ask(act, on=TODAY, **facts):
    return BOOK.rule(Question(act, **facts), on=on)


OWN, SEVERAL, CITY = "own_operation", "several_bodies", "city_wide"
IB, KS, KF = "preparatory_committee", "executive_board", "council"

# act, facts, decides, power, section, and what else the ruling says
ROWS_OF_2016 = [
    ("adopt_strategy", {}, KF, "own", "1", {"prepared_by": KS}),
    ("adopt_eu_policy", {}, KF, "own", "3.4", {"prepared_by": KS}),
    ("propose_steering_document", {}, KS, "own", "1", {"report_to": KF}),
    ("plan_year", {}, "own_body", "own", "5", {"report_to": KS}),
    ("answer_referral", {}, "own_body", "default", None, {"report_to": KS}),
    ("report_year", {}, KS, "own", "5", {"report_to": KF}),
    ("join_membership", {"scope": CITY, "counterpart": "organisation"}, KF, "own", "5", {"prepared_by": KS}),
    ("join_membership", {"scope": CITY, "counterpart": "network"}, KS, "own", "5", {}),
    ("join_membership", {"scope": CITY, "counterpart": "initiative"}, KS, "own", "5", {}),
    ("join_membership", {"scope": CITY, "counterpart": "city"}, KS, "default", None, {}),
    ("join_membership", {"scope": CITY, "counterpart": "other"}, KS, "default", None, {}),
    ("join_membership", {"scope": SEVERAL}, KS, "default", None, {}),
    ("join_membership", {"scope": OWN}, "own_body", "own", "5", {}),
    ("join_membership", {"scope": OWN, "counterpart": "organisation"}, "own_body", "own", "5", {}),
    (
        "join_membership",
        {"scope": CITY, "counterpart": "organisation", "renewal": True},
        KF,
        "default",
        None,
        {"prepared_by": KS},
    ),
    ("join_membership", {"scope": CITY, "counterpart": "network", "renewal": True}, KS, "default", None, {}),
    ("join_membership", {"scope": OWN, "renewal": True}, "own_body", "default", None, {}),
    (
        "leave_membership",
        {"scope": CITY, "counterpart": "organisation"},
        KF,
        "default",
        None,
        {"prepared_by": KS},
    ),
    ("leave_membership", {"scope": CITY, "counterpart": "network"}, KS, "default", None, {}),
    ("leave_membership", {"scope": OWN}, "own_body", "default", None, {}),
    ("take_position", {"scope": CITY}, KS, "own", "5", {}),
    ("take_position", {"scope": SEVERAL}, KS, "own", "5", {}),
    ("take_position", {"scope": OWN}, "own_body", "default", None, {}),
    ("eu_policy_question", {"scope": OWN}, "own_body", "own", "5", {}),
    ("eu_policy_question", {"scope": SEVERAL}, KS, "own", "5", {}),
    ("advocate_eu", {}, "own_body", "own", "5", {"consult": (KS,)}),
    ("advocate_eu", {"scope": CITY}, "own_body", "own", "5", {"consult": (KS,)}),
    ("advocate_eu", {"company": True}, "own_body", "own", "5", {"consult": (KS, "group_board")}),
    ("run_eu_project", {"scope": OWN}, "own_body", "own", "5", {}),
    ("run_eu_project", {"scope": SEVERAL}, KS, "own", "5", {}),
    ("run_eu_project", {"scope": CITY}, KS, "own", "5", {}),
    (
        "attend_event",
        {"abroad": True, "on_behalf_of_executive_board": True},
        "mayor",
        "delegated",
        "5",
        {"handled_in": IB, "report_to": KS},
    ),
    ("attend_event", {"abroad": True}, "own_body", "own", "5", {}),
    ("attend_event", {"abroad": False}, "own_body", "default", None, {}),
    ("join_declaration", {}, "mayor", "delegated", "5", {"handled_in": IB, "report_to": KS}),
    ("join_declaration", {"adds_resource_burden": True, "scope": CITY}, KS, "own", "5", {}),
    ("join_declaration", {"adds_resource_burden": True, "scope": SEVERAL}, KS, "own", "5", {}),
    ("join_declaration", {"adds_resource_burden": True, "scope": OWN}, "own_body", "own", "5", {}),
    ("sign_cooperation_agreement", {"scope": CITY}, KS, "own", "5", {}),
    ("sign_cooperation_agreement", {"scope": SEVERAL}, KS, "own", "5", {}),
    ("sign_cooperation_agreement", {"scope": OWN}, "own_body", "own", "5", {}),
    ("sign_cooperation_agreement", {"scope": CITY, "renewal": True}, KS, "default", None, {}),
    ("sign_letter_of_intent", {"scope": CITY, "counterpart": "network"}, KS, "own", "5", {}),
    ("sign_letter_of_intent", {"scope": OWN, "counterpart": "initiative"}, "own_body", "own", "5", {}),
    ("sign_letter_of_intent", {"counterpart": "city"}, "nobody", "refused", "4", {}),
    ("sign_twin_town_agreement", {}, "nobody", "refused", "4", {}),
    ("sign_twin_town_agreement", {"scope": CITY, "renewal": True}, "nobody", "refused", "4", {}),
    ("handle_visit", {"areas": 1, "political_level": "ordinary"}, "own_body", "own", "5", {}),
    ("handle_visit", {"areas": 2}, KS, "coordination", "5", {"consult": ("own_body",)}),
    ("handle_visit", {"political_level": "high"}, KS, "coordination", "5", {"consult": ("own_body",)}),
    ("issue_invitation_letter", {}, "own_body", "own", "4", {}),
    ("run_aid_project", {"scope": OWN, "external_funding": 100}, "own_body", "own", "4", {}),
    ("run_aid_project", {"scope": SEVERAL, "external_funding": 100}, KS, "own", "4", {}),
    ("run_aid_project", {"external_funding": Decimal("99.99")}, "nobody", "refused", "4", {}),
    ("appoint_contact_person", {}, "head_of_department", "own", "5", {}),
    ("act_in_foreign_policy", {}, "nobody", "refused", "4", {}),
]


@pytest.mark.parametrize(("act", "facts", "decides", "power", "section", "also"), ROWS_OF_2016)
def test_the_strategy_of_2016_rules(act, facts, decides, power, section, also):
    ruling = ask(act, **facts)
    expected = {"handled_in": None, "prepared_by": None, "consult": (), "report_to": None} | also
    assert (ruling.decides, ruling.power, ruling.section) == (decides, power, section)
    assert {name: getattr(ruling, name) for name in expected} == expected
    assert ruling.regulated == (section is not None)
    assert bool(ruling) == (decides != "nobody")
    assert "strategin 2016" in ruling.explanation("sv")
    assert "strategy 2016" in ruling.explanation("en")


@pytest.mark.parametrize(
    ("day", "act", "facts", "decides", "power", "section"),
    [
        (date(2005, 1, 1), "adopt_strategy", {}, KF, "own", "Ansvarsfördelning"),
        (date(2005, 1, 1), "join_membership", {"scope": CITY}, KS, "own", "Arbetsmetoder"),
        (date(2005, 1, 1), "join_membership", {"scope": OWN}, "own_body", "own", "Ansvarsfördelning"),
        (
            date(2005, 1, 1),
            "attend_event",
            {"abroad": True, "on_behalf_of_executive_board": True},
            KS,
            "own",
            "Arbetsmetoder",
        ),
        (date(2005, 1, 1), "join_declaration", {"scope": CITY}, KS, "default", None),
        (date(2005, 1, 1), "sign_twin_town_agreement", {}, "nobody", "refused", "Strategi och mål"),
        (date(2005, 1, 1), "run_aid_project", {"external_funding": 40}, "nobody", "refused", "Arbetsmetoder"),
        (date(2005, 1, 1), "appoint_contact_person", {}, "head_of_department", "default", None),
        (date(2010, 1, 1), "adopt_strategy", {}, KF, "default", None),
        (
            date(2010, 1, 1),
            "join_membership",
            {"scope": CITY, "counterpart": "organisation"},
            KS,
            "default",
            None,
        ),
        (date(2010, 1, 1), "advocate_eu", {}, "own_body", "own", "Bevakning och påverkan"),
        (date(2010, 1, 1), "run_eu_project", {"scope": OWN}, "own_body", "default", None),
    ],
)
def test_an_older_day_is_ruled_by_the_strategy_of_its_time(day, act, facts, decides, power, section):
    ruling = ask(act, on=day, **facts)
    assert (ruling.decides, ruling.power, ruling.section) == (decides, power, section)
    assert ruling.strategy == ("2003" if day.year == 2005 else "2008")


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2003, 1, 1), "2003"),
        (date(2008, 11, 30), "2003"),
        (date(2008, 12, 1), "2008"),
        (date(2016, 11, 13), "2008"),
        (date(2016, 11, 14), "2016"),
    ],
)
def test_one_strategy_replaces_another_from_a_day_on(day, key):
    assert ask("report_year", on=day).strategy == key


def test_before_the_first_strategy_there_is_no_ruling():
    with pytest.raises(BeforeFirstStrategy, match=r"2002-12-31.*2003-01-01"):
        ask("report_year", on=date(2002, 12, 31))


def test_without_any_strategy_the_error_says_how_to_load_one():
    with pytest.raises(NoStrategy, match="load_strategy"):
        Book([]).rule(Question("report_year"), on=TODAY)


# --- What is wrong with a question ------------------------------------------------------------------


def test_an_unknown_act_is_named_with_those_that_exist():
    with pytest.raises(UnknownAct, match=r"fly_kite.*join_membership"):
        ask("fly_kite")


@pytest.mark.parametrize(
    ("act", "facts", "asked"),
    [
        ("join_membership", {}, ("scope", "counterpart")),
        ("join_membership", {"scope": CITY}, ("counterpart",)),
        ("join_membership", {"counterpart": "network"}, ("scope",)),
        ("attend_event", {}, ("abroad",)),
        ("handle_visit", {}, ("areas", "political_level")),
        ("handle_visit", {"areas": 1}, ("political_level",)),
        ("handle_visit", {"political_level": "ordinary"}, ("areas",)),
        ("run_aid_project", {"scope": OWN}, ("external_funding",)),
        ("run_aid_project", {"external_funding": 100}, ("scope",)),
        ("join_declaration", {"adds_resource_burden": True}, ("scope",)),
        ("sign_letter_of_intent", {"counterpart": "network"}, ("scope",)),
    ],
)
def test_only_a_fact_the_ruling_depends_on_is_asked_for(act, facts, asked):
    with pytest.raises(MissingFact) as caught:
        ask(act, **facts)
    assert caught.value.fact_names == asked


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("run_aid_project", {"scope": OWN, "external_funding": 101}),
        ("run_aid_project", {"scope": OWN, "external_funding": -1}),
        ("run_aid_project", {"scope": OWN, "external_funding": Decimal("NaN")}),
        ("run_aid_project", {"scope": OWN, "external_funding": True}),
        ("handle_visit", {"areas": 0}),
        ("handle_visit", {"areas": 1.5}),
        ("handle_visit", {"political_level": "royal"}),
        ("join_membership", {"scope": "everywhere"}),
        ("join_membership", {"scope": OWN, "renewal": "maybe"}),
        ("attend_event", {"abroad": "yes"}),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(act, facts):
    with pytest.raises(BadFact) as caught:
        ask(act, **facts)
    name = caught.value.fact_names[0]
    assert name in facts
    assert f"--{name.replace('_', '-')}" in str(caught.value)


def test_words_are_read_as_a_form_or_a_command_line_gives_them():
    read = Question.read(
        "run_aid_project", {"scope": OWN, "external_funding": "99,5 %", "areas": "", "renewal": None}
    )
    assert read == Question("run_aid_project", scope=OWN, external_funding=Decimal("99.5"))
    assert Question.read("attend_event", {"abroad": "false"}).abroad is False
    assert Question.read("join_membership", {"renewal": "on"}).renewal is True


@pytest.mark.parametrize(
    "given",
    [
        {"areas": "två"},
        {"areas": "9" * 5000},
        {"external_funding": "hälften"},
        {"abroad": "\x00"},
        {"renewal": []},
    ],
)
def test_words_that_cannot_be_read_are_refused_by_name(given):
    with pytest.raises(BadFact) as caught:
        Question.read("handle_visit", given)
    assert caught.value.fact_names == tuple(given)


def test_a_name_that_is_no_fact_is_refused():
    with pytest.raises(UnknownFact, match="colour"):
        Question.read("handle_visit", {"colour": "blue"})


def test_a_caller_who_knows_the_whole_case_asks_only_what_the_act_knows():
    case = {"scope": CITY, "counterpart": "network", "areas": 3, "company": True}
    assert Question.about("join_membership", case) == Question(
        "join_membership", scope=CITY, counterpart="network"
    )


def test_an_error_is_read_in_the_language_of_its_reader():
    with pytest.raises(MissingFact) as caught:
        ask("handle_visit")
    with override("sv"):
        assert "Vem som beslutar beror på ”Verksamhetsområden” (--areas)" in str(caught.value)
    with override("en"):
        assert "Who decides depends on “Areas of operation” (--areas)" in str(caught.value)


# --- What the form is to ask ------------------------------------------------------------------------


def test_the_form_learns_which_facts_matter_in_a_version():
    table = BOOK.table_on(date(2005, 1, 1))
    asked = {item.fact.name: item.matters for item in facts_of("join_membership", table)}
    assert asked == {"scope": True, "counterpart": False, "renewal": True}


def test_an_act_without_facts_asks_nothing():
    assert facts_of("report_year") == []
    with pytest.raises(UnknownAct):
        facts_of("fly_kite")


# --- Who may decide ---------------------------------------------------------------------------------

COUNCIL_RULES = ask("join_membership", scope=CITY, counterpart="organisation")
OWN_BODY_RULES = ask("join_membership", scope=OWN)
MAYOR_RULES = ask("join_declaration")
REFUSED = ask("sign_twin_town_agreement")


@pytest.mark.parametrize("kind", Body.Kind.values)
def test_what_the_council_decides_no_other_body_decides(kind):
    assert bool(may_decide(COUNCIL_RULES, kind, is_owner_body=True)) == (kind == "council")


@pytest.mark.parametrize(
    ("kind", "is_owner", "allowed"),
    [
        ("committee", True, True),
        ("committee", False, False),
        ("company", True, True),
        ("district_council", True, True),
        ("executive_board", True, True),
        ("council", False, False),
        ("preparatory_committee", True, False),
    ],
)
def test_the_own_operation_is_decided_by_its_owner_alone(kind, is_owner, allowed):
    assert bool(may_decide(OWN_BODY_RULES, kind, is_owner)) == allowed


def test_what_is_delegated_to_the_mayor_is_recorded_at_the_executive_board():
    answer = may_decide(MAYOR_RULES, "executive_board")
    assert answer
    assert answer.by_delegate
    assert not may_decide(MAYOR_RULES, "preparatory_committee", is_owner_body=True)


@pytest.mark.parametrize("kind", Body.Kind.values)
def test_nobody_may_decide_what_is_refused(kind):
    assert not may_decide(REFUSED, kind, is_owner_body=True)


def test_a_refusal_explains_itself_with_the_section():
    answer = may_decide(COUNCIL_RULES, "committee", is_owner_body=True)
    with override("sv"):
        assert str(answer).startswith("Det här organet beslutar inte i ärendet. Kommunfullmäktige beslutar")
        assert "avsnitt 5" in str(answer)


# --- The words --------------------------------------------------------------------------------------


def test_the_explanation_ends_with_its_citation():
    assert COUNCIL_RULES.explanation("sv") == (
        "Kommunfullmäktige beslutar om nya medlemskap i stadsövergripande internationella organisationer."
        " Kommunstyrelsen bereder ärendet (internationella strategin 2016, avsnitt 5)."
    )


def test_a_document_without_numbers_is_cited_by_heading():
    ruling = ask("adopt_strategy", on=date(2005, 1, 1))
    assert ruling.citation("sv") == "internationella strategin 2003, avsnittet ”Ansvarsfördelningen i staden”"
    assert ruling.citation("en") == (
        "International strategy 2003, the section “Division of responsibility in the city”"
    )


def test_the_paragraph_for_a_report_says_what_was_asked_who_decides_and_by_which_version():
    question = Question("join_membership", scope=CITY, counterpart="organisation")
    text = explain_for_report(question, COUNCIL_RULES, "sv")
    assert text == (
        "Frågan är vem som beslutar om följande: gå med i en organisation, ett nätverk eller ett initiativ"
        " (omfattning: stadsövergripande; motpart: organisation). "
        + COUNCIL_RULES.explanation("sv")
        + " Bedömningen följer den strategi som gällde den 2026-11-20: Internationell strategi för Stockholms"
        " stad (dnr 171-482/2016)."
    )
    assert "city-wide" in explain_for_report(question, COUNCIL_RULES, "en")
