"""The figures as CSV and JSON, from the web and from the command: one report, one truth."""

import csv
import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from governance import spreadsheets
from reporting import content, published
from reporting.models import AnnualReport, PublishedFigure, ReportFile

pytestmark = pytest.mark.django_db


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("annual_report", *arguments, stdout=out)
    return out.getvalue()


def test_csv_and_json_tell_the_same(assembled, client_of, coordinator, year):
    client = client_of(coordinator)
    told = json.loads(client.get(reverse("reporting:json", args=[year, 1])).content)
    text = client.get(reverse("reporting:csv", args=[year, 1])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    plain = {row["uppgift"]: row for row in rows if not row["del"] and row["slag"] == "computed"}
    assert len(plain) == len(told["figures"])
    for figure in told["figures"]:
        row = plain[figure["key"]]
        for column, name in (("varde", "value"), ("varde_aret_innan", "previous")):
            assert row[column] == ("" if figure[name] is None else str(figure[name])), figure["key"]
        assert row["namn_sv"] == figure["label"]["sv"]
    parts = {(row["uppgift"], row["del"]): row["varde"] for row in rows if row["del"]}
    assert parts == {
        (breakdown["key"], part["key"]): str(part["value"])
        for breakdown in told["breakdowns"]
        for part in breakdown["parts"]
    }
    kept = [row for row in rows if row["slag"] == "published"]
    assert len(kept) == len(told["published"]) == 9
    assert all(row["kalla"] for row in kept)


def test_the_json_file_has_the_printed_checksum(frozen, client_of, auditor, year):
    body = client_of(auditor).get(reverse("reporting:json", args=[year, 1])).content
    assert hashlib.sha256(body).hexdigest() == frozen.checksum


def test_the_command_gives_the_stored_file_and_the_same_figures(
    final, tmp_path, client_of, coordinator, year
):
    path = tmp_path / "rapport.pdf"
    printed = command(str(year), "--output", str(path), "--json")
    assert json.loads(printed) == json.loads(
        client_of(coordinator).get(reverse("reporting:json", args=[year, 1])).content
    )
    assert path.read_bytes() == bytes(ReportFile.objects.get(report=final, edition="final").document.content)


def test_the_command_prints_a_table_for_people(assembled, year):
    printed = command(str(year))
    assert "version 1, inte fryst än" in printed
    assert any(line.split()[:3] == ["Medlemskap", "5", "5"] for line in printed.splitlines())


def test_a_year_that_is_not_open_is_counted_and_not_kept(year, tmp_path):
    path = tmp_path / "rapport.pdf"
    printed = command(str(year), "--output", str(path))
    assert "sparas inte" in printed
    assert path.read_bytes().startswith(b"%PDF")
    assert not AnnualReport.objects.exists()


@pytest.mark.parametrize("wrong", ["abc", "1999", "2999", "-1", "２０２５", "2025.5"])
def test_a_bad_year_is_told_in_a_sentence(city, wrong):
    with pytest.raises(CommandError, match="inget år att rapportera") as error:
        command("--", wrong)
    assert error.value.returncode == 2


def test_a_path_that_cannot_be_written_is_told_in_a_sentence(year):
    with pytest.raises(CommandError, match=r"Kan inte skriva /nowhere/x\.pdf") as error:
        command(str(year), "--output", "/nowhere/x.pdf")
    assert error.value.returncode == 2


def test_published_figures_are_loaded_once_and_as_printed(year):
    from_file = PublishedFigure.objects.values_list("figure", "year", "value", "note", "source")
    before = list(from_file)
    published.load(published.Path("stockholm_intl/demonstration/figures.csv"))
    assert list(from_file) == before
    assert ("memberships", 2022, 95, "", "annual report 2022") in before
    assert ("eu_funding_to_city", 2021, 59, "about", "annual report 2021") in before


def test_a_bad_line_of_the_file_is_named(city, tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("year,figure,value,unit,note,source\n2020,memberships,many,count,,x\n", encoding="utf-8")
    with pytest.raises(published.BadFile, match="line 2"):
        published.load(path)


def test_the_content_holds_no_floats(assembled):
    assert content.as_bytes(content.of(assembled))


@pytest.mark.parametrize("begins", ["=", "＝", "＋", "－", "＠", " =", "\n="])
def test_what_a_spreadsheet_takes_for_a_formula_is_made_a_text(begins) -> None:
    assert spreadsheets.harmless(f"{begins}1+1") == f"'{begins}1+1"
    assert spreadsheets.harmless("Åbo = Turku") == "Åbo = Turku"


def test_the_command_speaks_english_when_asked(assembled, capsys) -> None:
    call_command("annual_report", "2025", "--lang", "en")
    said = capsys.readouterr().out
    assert "Annual report 2025, version 1, not frozen yet." in said
    assert "Posts of trust" in said
