"""The annual report as a file, and its figures printed: the same that the web gives."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.commands import SpokenCommand
from governance.language import Language
from governance.models import Body, Matter
from governance.pdf import CannotDraw
from reporting import actions, charts, content, document
from reporting.figures import Year, compute
from reporting.models import AnnualReport


class Command(SpokenCommand):
    help = gettext_lazy(
        "Writes the annual report of a year as PDF and prints its figures. A report that is open on the web is "
        "written as it stands there; for a year without one the figures are counted and drawn, and nothing is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", metavar=_("YEAR"), help=_("The year, for example 2025."))
        parser.add_argument("--output", metavar=_("FILE.pdf"), type=Path, help=_("Where to write the PDF."))
        parser.add_argument("--json", action="store_true", help=_("Print the content as JSON, to the byte."))

    def do(self, *, lang: Language, **options: Any) -> None:
        year = _year(options["year"])
        report = AnnualReport.objects.of_year(year).exclude(figures={}).first()
        origin = _origin(report)
        if report is None:
            report = _uncounted(year)
        if options["output"]:
            _write(options["output"], _pdf(report))
        if options["json"]:
            self.stdout.write(content.as_bytes(content.of(report)).decode())
        else:
            self._print(report, origin, lang)
            if options["output"]:
                self.stdout.write("\n" + _("Wrote %(file)s.") % {"file": options["output"]})

    def _print(self, report: AnnualReport, origin: str, language: Language) -> None:
        """The figures as a table for people."""
        figures = report.figures["figures"]
        rows = [document.row_of(figure, language) for figure in figures]
        width = max(len(row.label) for row in rows)
        self.stdout.write(f"{origin}\n")
        change = _("Change")
        self.stdout.write(f"{'':{width}}  {report.year:>16}  {report.year - 1:>16}  {change}")
        for row in rows:
            self.stdout.write(
                f"{row.label:{width}}  {row.value:>16}  {row.previous:>16}  {row.change}".rstrip()
            )


def _year(text: str) -> int:
    latest = timezone.localdate().year - 1
    if not (text.isascii() and text.isdigit()) or not actions.FIRST_YEAR <= int(text) <= latest:
        raise CommandError(
            _("%(text)s is no year to report: give a year from %(first)s to %(last)s.")
            % {"text": repr(text), "first": actions.FIRST_YEAR, "last": latest},
            returncode=2,
        )
    return int(text)


def _origin(report: AnnualReport | None) -> str:
    if report is None:
        return _("The year is not open: the figures are counted now and not kept.")
    state = _("frozen") if report.is_frozen else _("not frozen yet")
    values = {"year": report.year, "version": report.version, "state": state}
    return _("Annual report %(year)s, version %(version)s, %(state)s.") % values


def _uncounted(year: int) -> AnnualReport:
    """A report that is made for this command alone and never saved."""
    board = Body.objects.filter(kind=Body.Kind.EXECUTIVE_BOARD).first()
    report = AnnualReport(
        year=year, matter=Matter(number="Inget ärende", body=board, title=f"Årsrapport {year}")
    )
    report.figures = compute(Year(year))
    report.charts = {"sv": [chart.as_json() for chart in charts.draw_all(report.figures, "sv")]}
    return report


def _pdf(report: AnnualReport) -> bytes:
    """The file that the web gives, where there is one of this content; else drawn now."""
    if report.pk:
        file = report.files.filter(content=content.checksum(content.of(report))).select_related("document")
        if stored := file.filter(edition=document.edition_of(report)).first():
            return bytes(stored.document.content)
    try:
        return document.draw(report)
    except CannotDraw as error:
        raise CommandError(str(error), returncode=2) from error


def _write(path: Path, pdf: bytes) -> None:
    try:
        path.write_bytes(pdf)
    except OSError as error:
        raise CommandError(
            _("Cannot write %(file)s: %(why)s.") % {"file": path, "why": error.strerror}, returncode=2
        ) from error
