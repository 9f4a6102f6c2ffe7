"""The command who_decides: the ruling in words and as JSON, and one clear sentence when something is wrong."""

import json
import os
import re
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

KEYS = {
    "decides", "power", "handled_in", "prepared_by", "consult", "report_to", "regulated", "strategy", "section",
    "explanation",
}  # fmt: skip


@pytest.fixture
def run(city):
    def ask(*words: str) -> str:
        out = StringIO()
        call_command("who_decides", *words, stdout=out)
        return out.getvalue()

    return ask


def test_the_ruling_as_json_has_every_key_and_null_for_what_is_absent(run):
    ruling = json.loads(
        run("join_membership", "--scope", "city_wide", "--counterpart", "organisation", "--json")
    )
    assert ruling.keys() == KEYS
    assert ruling | {"explanation": ""} == {
        "decides": "council",
        "power": "own",
        "handled_in": None,
        "prepared_by": "executive_board",
        "consult": [],
        "report_to": None,
        "regulated": True,
        "strategy": "2016",
        "section": "5",
        "explanation": "",
    }
    assert ruling["explanation"].startswith("Kommunfullmäktige beslutar")


def test_an_unregulated_ruling_has_no_section(run):
    ruling = json.loads(run("attend_event", "--domestic", "--json"))
    assert (ruling["power"], ruling["regulated"], ruling["section"]) == ("default", False, None)


def test_a_delegated_ruling_names_where_it_is_handled_and_reported(run):
    ruling = json.loads(run("attend_event", "--abroad", "--on-behalf-of-executive-board", "--json"))
    assert (ruling["decides"], ruling["power"]) == ("mayor", "delegated")
    assert (ruling["handled_in"], ruling["report_to"]) == ("preparatory_committee", "executive_board")


def test_the_explanation_comes_in_english_on_request(run):
    ruling = json.loads(run("join_membership", "--scope=own_operation", "--json", "--lang=en"))
    assert ruling["explanation"].startswith("The committee or company board decides")


def test_an_older_day_is_answered_by_its_strategy(run):
    assert json.loads(run("report_year", "--on", "2005-05-05", "--json"))["strategy"] == "2003"


def test_a_percentage_may_have_decimals(run):
    words = ("run_aid_project", "--scope=own_operation", "--json")
    assert json.loads(run(*words, "--external-funding", "99.9"))["power"] == "refused"
    assert json.loads(run(*words, "--external-funding", "100"))["decides"] == "own_body"


def test_a_person_reads_who_decides_by_what_right_and_where_it_says_so(run):
    text = run("join_declaration", "--on", "2026-11-20")
    assert "Beslutar:" in text
    assert "finansborgarrådet" in text
    assert "delegerad beslutanderätt" in text
    assert "Behandlas i:" in text
    assert "internationella strategin 2016, avsnitt 5" in text


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["fly_kite"], "fly_kite"),
        (["join_membership"], "--scope"),
        (["join_membership", "--scope", "city_wide"], "--counterpart"),
        (["attend_event"], "--abroad"),
        (["join_membership", "--scope", "everywhere"], "everywhere"),
        (["report_year", "--areas", "2"], "--areas"),
        (["run_aid_project", "--scope", "own_operation", "--external-funding", "140"], "--external-funding"),
        (["run_aid_project", "--scope", "own_operation", "--external-funding", "-1"], "--external-funding"),
        (["run_aid_project", "--scope", "own_operation", "--external-funding", "hälften"], "hälften"),
        (["handle_visit", "--areas", "0"], "--areas"),
        (["report_year", "--on", "2002-01-01"], "2003-01-01"),
        (["report_year", "--on", "i går"], "--on"),
        (["join_membership", "--json"], "--scope"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_that_names_it(run, words, named):
    with pytest.raises(CommandError) as caught:
        run(*words)
    assert caught.value.returncode == 2
    assert named in str(caught.value)


def test_errors_speak_english_on_request(run):
    with pytest.raises(CommandError, match="Who decides depends on"):
        run("join_membership", "--lang", "en")


@pytest.mark.parametrize(
    "words",
    [["fly_kite"], [], ["attend_event", "--abroad", "--domestic"], ["report_year", "--colour", "blue"]],
)
def test_a_shell_sees_exit_code_2_and_the_reason_on_stderr(words):
    done = subprocess.run(
        [sys.executable, "manage.py", "who_decides", *words],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def spoken(command: str, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of the shell that needs no database: its help, or a wrong option."""
    return subprocess.run(
        [sys.executable, "manage.py", command, *words],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "500"},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("command", ["who_decides", "flag_due_reviews", "annual_report"])
def test_the_help_is_in_one_language_and_says_something_of_every_option(command):
    swedish, english = spoken(command, "--help").stdout, spoken(command, "--help", "--lang", "en").stdout
    assert swedish.startswith("användning: ")
    assert english.startswith("usage: ")
    said = []
    for text in (swedish, english):
        options = re.findall(
            r"^  (?:-\w(?: \S+)?, )?(--[\w-]+)[^\n]*?(?:  +|\n {20,})(\S[^\n]*)$", text, re.M
        )
        said.append(dict(options))
        assert said[-1].keys() == set(re.findall(r"^  .*?(--[\w-]+)", text, re.M))
    assert not set(said[0].values()) & set(said[1].values()), "no option is left in the other language"


def test_a_wrong_option_is_told_in_the_language_of_the_answer():
    assert "Kommandot känner inte till --colour." in spoken("who_decides", "report_year", "--colour").stderr
    assert "HANDLING saknas." in spoken("who_decides").stderr
    assert "--on behöver ett värde." in spoken("flag_due_reviews", "--on").stderr
    both = spoken("who_decides", "attend_event", "--abroad", "--domestic", "--lang=en")
    assert "--domestic and --abroad cannot be given together." in both.stderr
    assert "fungerar inte för --lang" in spoken("annual_report", "2025", "--lang", "de").stderr


@pytest.mark.django_db
def test_the_page_waits_for_a_no_that_would_matter_as_a_yes(client_of, contact, city) -> None:
    client, url = client_of(contact), reverse("who_decides")
    asked = {"act": "join_declaration", "scope": "own_operation", "dag": "2026-11-20"}
    page = client.get(url, asked)
    assert 'id="answer"' not in page.content.decode()
    assert "adds_resource_burden" in {fact.name for fact in page.context["missing"]}
    for answer in ("true", "false"):
        page = client.get(url, asked | {"adds_resource_burden": answer})
        assert 'id="answer"' in page.content.decode(), "answered, it is ruled"
        assert f"adds_resource_burden={answer}" in page.context["link"], "and the link asks the same"
