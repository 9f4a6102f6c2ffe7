"""A frozen report never changes; a corrected one is a new version that says what changed."""

import hashlib
import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from governance import decisions, documents
from governance.decisions import Record
from governance.errors import StaleVersion, WrongState
from reporting import actions, content
from reporting.models import AnnualReport, ReportFile
from tests.reporting import small_year

pytestmark = pytest.mark.django_db
TEXTS = {"summary": {"sv": "Ett lugnt år.", "en": "A quiet year."}}


def test_freezing_changes_no_word_and_gives_it_a_checksum(assembled, coordinator, work):
    before = content.as_bytes(content.of(assembled))
    report = actions.freeze(assembled, by=coordinator, version=assembled.matter.version)
    assert content.as_bytes(content.of(report)) == before
    assert report.checksum == hashlib.sha256(before).hexdigest()


@pytest.mark.parametrize("column", ["figures", "texts"])
def test_the_database_refuses_to_change_a_frozen_report(frozen, column):
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        AnnualReport.objects.filter(pk=frozen.pk).update(**{column: {"summary": "nytt"}})


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reporting_annualreport SET checksum = 'x' WHERE matter_id = %s",
        "UPDATE reporting_annualreport SET state = 'assembled' WHERE matter_id = %s",
        "UPDATE reporting_annualreport SET figures = figures WHERE matter_id = %s",
        "DELETE FROM reporting_annualreport WHERE matter_id = %s",
        "UPDATE reporting_reportfile SET content = 'x' WHERE report_id = %s AND edition = 'final'",
        "DELETE FROM reporting_reportfile WHERE report_id = %s AND edition = 'final'",
    ],
)
def test_plain_sql_is_refused_too(frozen, sql):
    file = documents.store(b"%PDF", "a.pdf", "application/pdf", frozen.matter)
    ReportFile.objects.create(report=frozen, edition="final", document=file, content="a")
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [frozen.pk])


def test_the_same_sql_is_allowed_before_freezing(assembled):
    """The control: it is the frozen state that refuses, not the table."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reporting_annualreport SET texts = '{}' WHERE matter_id = %s", [assembled.pk])
        assert cursor.rowcount == 1


def test_saving_the_object_is_refused(frozen):
    frozen.texts = TEXTS
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        frozen.save()


@pytest.mark.parametrize("act", ["write", "count_again", "freeze"])
def test_a_frozen_report_allows_nothing_but_correction(frozen, coordinator, act):
    values = {"write": {"texts": TEXTS, "version": 99}, "count_again": {}, "freeze": {"version": 99}}[act]
    values.pop("version", None)
    if act != "count_again":
        values["version"] = frozen.matter.version
    with pytest.raises(WrongState):
        getattr(actions, act)(frozen, by=coordinator, **values)


def test_the_register_may_change_and_the_frozen_report_does_not(frozen, client_of, coordinator, year):
    address = reverse("reporting:json", args=[year, 1])
    before = client_of(coordinator).get(address).content
    small_year.membership("Registrerat för sent", joined_on=small_year.date(2025, 12, 1))
    after = client_of(coordinator).get(address).content
    assert after == before
    assert hashlib.sha256(after).hexdigest() == frozen.checksum


def test_a_corrected_version_tells_what_changed(frozen, coordinator, client_of, work, year):
    small_year.membership("Registrerat för sent", joined_on=small_year.date(2025, 12, 1))
    second = actions.correct(frozen, "Ett medlemskap registrerades för sent.", by=coordinator)
    work("assemble_report")
    second.refresh_from_db()
    told = {row["key"]: (row["before"], row["after"]) for row in second.figures["differences"]}
    assert told["memberships"] == (5, 6)
    assert told["memberships_joined"] == (1, 2)
    assert "visits" not in told
    assert (second.version, second.corrected_from) == (2, frozen)
    page = client_of(coordinator).get(reverse("reporting:year", args=[year])).content.decode()
    assert "Ett medlemskap registrerades för sent." in page
    assert client_of(coordinator).get(reverse("reporting:version", args=[year, 1])).status_code == 200


def test_a_correction_keeps_the_texts_and_leaves_the_first_version_alone(assembled, coordinator, work):
    report = actions.write(assembled, TEXTS, by=coordinator, version=assembled.matter.version)
    report = actions.freeze(report, by=coordinator, version=report.matter.version)
    before = AnnualReport.objects.values().get(pk=report.pk)
    second = actions.correct(report, "Fel land.", by=coordinator)
    assert second.text("summary", "sv") == "Ett lugnt år."
    assert AnnualReport.objects.values().get(pk=report.pk) == before


def test_versions_lead_to_one_another_and_tell_which_texts_differ(frozen, coordinator, client_of, work, year):
    second = actions.correct(frozen, "Fel land.", by=coordinator)
    work("assemble_report")
    client = client_of(coordinator)
    first_page = client.get(reverse("reporting:version", args=[year, 1])).content.decode()
    assert "Version 2 håller på att skrivas" in first_page
    second.refresh_from_db()
    assert "Ingen text skiljer sig." in client.get(second.get_absolute_url()).content.decode()
    second = actions.write(second, TEXTS, by=coordinator, version=second.matter.version)
    page = client.get(second.get_absolute_url())
    assert [heading.key for heading in page.context["rewritten"]] == ["summary"]
    second = actions.freeze(second, by=coordinator, version=second.matter.version)
    assert "Ersatt av version 2" in client.get(reverse("reporting:version", args=[year, 1])).content.decode()
    told = client.get(reverse("reporting:write", args=[year, 2]), follow=True)
    assert "Rapporten är fryst." in told.content.decode()


def test_only_the_newest_version_is_corrected_and_one_at_a_time(frozen, coordinator):
    actions.correct(frozen, "Fel land.", by=coordinator)
    with pytest.raises(WrongState):
        actions.correct(frozen, "Igen.", by=coordinator)


def test_a_year_is_opened_once_and_only_when_it_is_over(opened, coordinator, year):
    for wrong in (year, 2999, 1999):
        with pytest.raises(WrongState):
            actions.open_year(wrong, by=coordinator)


def test_two_writers_meet_on_a_page_with_both_texts(assembled, coordinator, client_of, year):
    client = client_of(coordinator)
    address = reverse("reporting:write", args=[year, 1])
    shown = client.get(address).context["form"]
    actions.write(assembled, TEXTS, by=coordinator, version=assembled.matter.version)
    mine = {"version": shown["version"].value(), "base": shown["base"].value(), "summary_sv": "Min text."}
    response = client.post(address, mine)
    assert response.status_code == 409
    assert "Min text." in response.content.decode()
    assert "Ett lugnt år." in response.content.decode()
    assembled.refresh_from_db()
    assert assembled.text("summary", "sv") == "Ett lugnt år."


def test_freezing_what_somebody_has_written_in_since_is_refused(assembled, coordinator):
    seen = assembled.matter.version
    actions.write(assembled, TEXTS, by=coordinator, version=seen)
    with pytest.raises(StaleVersion):
        actions.freeze(assembled, by=coordinator, version=seen)


def test_the_executive_board_decides_on_a_frozen_report(frozen, board_secretary, city, year):
    matter = frozen.matter
    matter.refresh_from_db()
    decided = decisions.record(
        matter,
        Record(
            body=city("kommunstyrelsen"),
            outcome="approved",
            decided_on=small_year.date(2026, 3, 1),
            wording="Kommunstyrelsen överlämnar redovisningen.",
            paragraph="9",
        ),
        by=board_secretary,
    )
    assert json.loads(bytes(decided.payload))["ruling"]["report_to"] == "council"


def test_counting_again_takes_in_what_came_late(assembled, coordinator, work):
    small_year.membership("Registrerat för sent", joined_on=small_year.date(2025, 12, 1))
    actions.count_again(assembled, by=coordinator)
    work("assemble_report")
    assembled.refresh_from_db()
    assert next(row["value"] for row in assembled.figures["figures"] if row["key"] == "memberships") == 6


def test_whose_account_is_missing_is_said_before_the_report_is_frozen(assembled, coordinator, client_of):
    missing = {"sv": "Stockholms Hamn AB", "en": "Ports of Stockholm"}
    figures = assembled.figures | {"accounts": {"rows": [], "missing": [missing], "secret": 0}}
    AnnualReport.objects.filter(pk=assembled.pk).update(figures=figures)
    address = reverse("reporting:freeze", args=[assembled.year, assembled.version])
    assert "Stockholms Hamn AB" in client_of(coordinator).get(address).content.decode()
