"""The draft on the Documents tab is of the text that stands, whatever was written, in whatever order it is drawn."""

import pytest

from governance import outbox
from governance.models import Document, OutboxEntry
from reporting import actions, content, document, progress_of
from reporting.models import AnnualReport, ReportFile

A = {"summary": {"sv": "Ett lugnt år.", "en": ""}}
B = {"summary": {"sv": "Ett livligt år.", "en": ""}}


@pytest.fixture(autouse=True)
def pen(monkeypatch) -> list[str]:
    """Pages that are set at once and say which text they are of; the setting itself is tested elsewhere."""
    drawn: list[str] = []

    def draw(report: AnnualReport) -> bytes:
        drawn.append(report.text("summary", "sv"))
        return b"%PDF-" + report.text("summary", "sv").encode()

    monkeypatch.setattr(document, "draw", draw)
    return drawn


def write(report: AnnualReport, texts, by) -> AnnualReport:
    report = AnnualReport.objects.select_related("matter").get(pk=report.pk)
    actions.write(report, texts, by=by, version=report.matter.version)
    return AnnualReport.objects.select_related("matter").get(pk=report.pk)


def drawn_text(report: AnnualReport) -> str:
    file = ReportFile.objects.get(report=report, edition="draft")
    assert file.content == content.checksum(content.of(report))
    return bytes(file.document.content).decode().removeprefix("%PDF-")


def test_a_text_that_is_written_again_is_drawn_again(assembled, coordinator, work) -> None:
    for texts in (A, B, A):
        report = write(assembled, texts, coordinator)
        work()
    assert drawn_text(report) == "Ett lugnt år."


def test_a_text_that_was_overwritten_before_it_was_drawn_can_come_back(assembled, coordinator, work) -> None:
    for texts in (A, B, A, B):
        report = write(assembled, texts, coordinator)
    work()
    assert drawn_text(report) == "Ett livligt år."
    report = write(assembled, A, coordinator)
    work()
    assert drawn_text(report) == "Ett lugnt år."


def test_a_slow_drawing_of_an_older_text_does_not_take_the_place_of_a_newer(
    assembled, coordinator, work
) -> None:
    report = write(assembled, A, coordinator)
    older = OutboxEntry.objects.get(key=actions.draw_key(report))
    keep_older = actions.draw(older)
    report = write(assembled, B, coordinator)
    newer = OutboxEntry.objects.get(key=actions.draw_key(report))
    assert outbox.run(newer.pk)
    keep_older()
    assert drawn_text(report) == "Ett livligt år."


def test_a_draft_that_is_drawn_while_the_report_is_frozen_is_not_kept(assembled, coordinator, work) -> None:
    report = write(assembled, A, coordinator)
    keep = actions.draw(OutboxEntry.objects.get(key=actions.draw_key(report)))
    actions.freeze(report, by=coordinator, version=report.matter.version)
    keep()
    assert not ReportFile.objects.filter(report=report).exists()
    OutboxEntry.objects.update(lease_until=None)
    work()
    assert ReportFile.objects.get(report=report).edition == "final"


def test_every_draft_takes_the_place_of_the_one_before_and_the_final_of_none(
    assembled, coordinator, work
) -> None:
    for texts in (A, B, A):
        report = write(assembled, texts, coordinator)
        work()
    assert Document.objects.filter(matter=report.matter).count() == 1
    actions.freeze(report, by=coordinator, version=report.matter.version)
    work()
    names = sorted(Document.objects.filter(matter=report.matter).values_list("name", flat=True))
    assert names == ["arsrapport-2025-utkast.pdf", "arsrapport-2025.pdf"]
    final = ReportFile.objects.get(report=report, edition="final").document
    new = actions.correct(AnnualReport.objects.get(pk=report.pk), "En siffra.", by=coordinator)
    work()
    final.refresh_from_db()
    assert bytes(final.content) == "%PDF-Ett lugnt år.".encode()
    assert Document.objects.filter(matter=new.matter).count() == 1


def test_the_same_text_is_not_drawn_twice(assembled, coordinator, work, pen) -> None:
    for texts in (A, B, A):
        write(assembled, texts, coordinator)
    work()
    assert pen == ["Ett lugnt år."]


def test_the_bar_is_of_the_newest_drawing(assembled, coordinator, work, pen, monkeypatch) -> None:
    report = write(assembled, A, coordinator)
    assert progress_of.state_of(report).is_working
    OutboxEntry.objects.filter(key=actions.draw_key(report)).update(dead_at=report.matter.changed_at)
    assert progress_of.state_of(report).failed
    actions.try_again(report, by=coordinator)
    assert progress_of.state_of(report).is_working
    work()
    assert not progress_of.state_of(report).is_working
    report = write(assembled, B, coordinator)
    assert progress_of.state_of(report).is_working
