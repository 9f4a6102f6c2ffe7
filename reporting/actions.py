"""What is done with an annual report: open, write, count, freeze, correct; and the worker's two jobs."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, acting, documents, matters, outbox
from governance.errors import WrongState
from governance.models import Body, Kind, Matter, OutboxEntry, Person, Scope, the_body

from . import charts, content, deciding, document
from .figures import PARTS, Year, compute
from .headings import HEADINGS
from .lifecycle import State, Step
from .models import AnnualReport, Progress, ReportFile

FIRST_YEAR = 2003  # the first year with a strategy in the register
# Every part that is counted, then the lists, the charts and the pages.
STEPS = (*(part.step for part in PARTS), Step.LISTS, Step.CHARTS, Step.PAGES)
RENEW_EVERY = outbox.LEASE.total_seconds() / 3

Texts = Mapping[str, Mapping[str, str]]


def may_write(person: Person) -> bool:
    """The coordinator at the City Executive Office writes the report on the Executive Board's behalf."""
    return access.is_coordinator(person)


def _require_coordinator(person: Person) -> None:
    if not may_write(person):
        raise PermissionDenied(
            _(
                "Only the coordinator at the City Executive Office opens, writes and freezes the annual report."
            )
        )


@transaction.atomic
def open_year(year: int, *, by: Person, is_invented: bool = False) -> AnnualReport:
    """Open the year's first report and ask for it to be assembled. WrongState if it is open or not over."""
    _require_coordinator(by)
    if not FIRST_YEAR <= year < timezone.localdate().year:
        raise WrongState(
            _("A report can be opened for a year that has ended, from %(first)s on.") % {"first": FIRST_YEAR}
        )
    _hold(year)
    if AnnualReport.objects.filter(year=year).exists():
        raise WrongState(_("The report of %(year)s is already open.") % {"year": year})
    return _begin(year, by=by, is_invented=is_invented)


@transaction.atomic
def correct(report: AnnualReport, what_changed: str, *, by: Person) -> AnnualReport:
    """Begin a new version of a frozen report, with its texts; the frozen one remains as it is."""
    _require_coordinator(by)
    _hold(report.year)
    latest = AnnualReport.objects.of_year(report.year).first()
    if latest is None or latest.pk != report.pk or not latest.allows("correct"):
        raise WrongState(_("Only the newest frozen version can be corrected."))
    deciding.replace(matters.lock(latest.pk), by=by)
    return _begin(
        report.year,
        by=by,
        is_invented=report.matter.is_invented,
        version=latest.version + 1,
        corrected_from=latest,
        what_changed=what_changed,
        texts=latest.texts,
    )


def _hold(year: int) -> None:
    """One at a time may begin a version of a year, also when there is no row yet that could be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('reporting.annualreport'), %s)", [year])


def _begin(year: int, *, by: Person, is_invented: bool, **values: Any) -> AnnualReport:
    version = values.get("version", 1)
    title = f"Årsrapport {year} om stadens internationella arbete"
    board = the_body(Body.Kind.EXECUTIVE_BOARD, timezone.localdate())
    matter = matters.open_matter(
        Kind.ANNUAL_REPORT,
        by=by,
        body=board,
        title=title if version == 1 else f"{title}, version {version}",
        status=State.OPENED,
        responsible=acting.whose_work(by, board.pk),
        scope=Scope.CITY_WIDE,
        facts={"act": "report_year"},
        is_invented=is_invented,
    )
    report = AnnualReport(matter=matter, year=year, opened_by=by, **values)
    report._history_user = by
    report.save(force_insert=True)
    Progress.objects.create(report=report, of=len(STEPS))
    _ask_to_assemble(report)
    return report


@transaction.atomic
def write(report: AnnualReport, texts: Texts, *, by: Person, version: int) -> AnnualReport:
    """Put new texts in place of the old. Raises StaleVersion when somebody else wrote meanwhile."""
    matter, report = _locked(report, by, "write", version)
    report.texts = _clean(texts)
    _save(report, matter, by)
    if report.is_counted:
        _ask_to_draw(report)
    return report


@transaction.atomic
def count_again(report: AnnualReport, *, by: Person) -> AnnualReport:
    """Count the figures anew: something was registered or corrected after they were counted."""
    matter, report = _locked(report, by, "count_again")
    report.counting += 1
    report.state = State.ASSEMBLING
    _save(report, matter, by)
    Progress.objects.filter(report=report).update(done=0, step=Step.WAITING, changed_at=timezone.now())
    _ask_to_assemble(report)
    return report


@transaction.atomic
def freeze(report: AnnualReport, *, by: Person, version: int) -> AnnualReport:
    """Close the report for ever, figures, texts and checksum, and lay it before the City Executive Board."""
    matter, report = _locked(report, by, "freeze", version)
    report.state = State.FROZEN
    report.frozen_by, report.frozen_at = by, timezone.now()
    report.checksum = content.checksum(content.of(report))
    _save(report, matter, by)
    deciding.send(matter, by=by)
    _ask_to_draw(report)
    return report


@transaction.atomic
def try_again(report: AnnualReport, *, by: Person) -> None:
    """Give a job that was given up another chance."""
    _require_coordinator(by)
    outbox.try_again(jobs_of(report))


def _locked(
    report: AnnualReport, by: Person, act: str, version: int | None = None
) -> tuple[Matter, AnnualReport]:
    """The matter and then the report, locked, once it is certain that the act is allowed."""
    _require_coordinator(by)
    matter = matters.lock(report.pk, version)
    locked = AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    locked.matter = matter
    if not locked.allows(act):
        raise WrongState(
            _("The report is %(state)s, so this cannot be done.") % {"state": locked.get_state_display()}
        )
    return matter, locked


def _save(report: AnnualReport, matter: Matter, by: Person, **card: Any) -> None:
    report._history_user = by
    report.save()
    matters.change(matter, by=by, status=report.state, **card)


def _clean(texts: Texts) -> dict[str, dict[str, str]]:
    """Only known headings and languages; line ends as one sign; nothing that PostgreSQL's JSON cannot hold."""
    return {
        heading.key: {
            language: _clean_text(texts.get(heading.key, {}).get(language, "")) for language in ("sv", "en")
        }
        for heading in HEADINGS
    }


def _clean_text(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


# The worker's part. The keys say what each job means: asked for twice it is done once.


def assemble_key(report: AnnualReport) -> str:
    return f"assemble_report:{report.year}:{report.version}:{report.counting}"


def draw_key(report: AnnualReport) -> str:
    """One drawing for each time a draft was written, also when it says again what it once said; one final."""
    edition = "final" if report.is_frozen else f"draft:{report.matter.version}"
    return f"{_drawings(report)}{edition}"


def _drawings(report: AnnualReport) -> str:
    return f"draw_report:{report.year}:{report.version}:"


def jobs_of(report: AnnualReport) -> list[OutboxEntry]:
    """The counting that is the report's newest, and the newest drawing: what is older has been overtaken."""
    counting = OutboxEntry.objects.filter(key=assemble_key(report))
    drawing = OutboxEntry.objects.filter(key__startswith=_drawings(report)).order_by("-created_at")
    return [*counting, *drawing[:1]]


def _ask_to_assemble(report: AnnualReport) -> None:
    outbox.ask("assemble_report", assemble_key(report), report.pk)


def _ask_to_draw(report: AnnualReport) -> None:
    outbox.ask("draw_report", draw_key(report), report.pk)


def assemble(entry: OutboxEntry) -> outbox.Keep:
    """Count the year and draw its charts, telling of each step; the result is kept whole or not at all."""
    report = AnnualReport.objects.select_related("corrected_from").get(pk=entry.subject)
    AnnualReport.objects.filter(pk=report.pk, state=State.OPENED).update(state=State.ASSEMBLING)
    figures = compute(Year(report.year), lambda step: _tell(entry, report, step))
    if report.corrected_from:
        figures["differences"] = content.differences(report.corrected_from.figures, figures)
    _tell(entry, report, Step.CHARTS)
    drawn = {
        language: [chart.as_json() for chart in charts.draw_all(figures, language)]
        for language in ("sv", "en")
    }

    def keep() -> None:
        matter = matters.lock(report.pk)
        current = AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if current.is_frozen or entry.key != assemble_key(current):
            return  # counted anew meanwhile, or closed
        current.matter = matter
        current.figures, current.charts, current.state = figures, drawn, State.ASSEMBLED
        _save(current, matter, current.opened_by)
        _ask_to_draw(current)
        _note(current, Step.PAGES)

    return keep


def draw(entry: OutboxEntry) -> outbox.Keep:
    """Set the pages of the report as it stands, and keep them if it still stands so when they are set."""
    report = AnnualReport.objects.select_related("matter__body", "corrected_from", "frozen_by").get(
        pk=entry.subject
    )
    shown, edition = content.checksum(content.of(report)), document.edition_of(report)
    if report.files.filter(edition=edition, content=shown).exists():
        return lambda: _note(report, Step.DONE)  # an earlier job met the text that this one was asked for
    _tell(entry, report, Step.PAGES)
    with _held(entry):
        pdf = document.draw(report)

    def keep() -> None:
        matters.lock(report.pk)
        current = AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if (content.checksum(content.of(current)), document.edition_of(current)) != (shown, edition):
            return  # written in since; the newer text has a job of its own, which may be done already
        _keep_file(report, pdf, edition, shown)
        _note(report, Step.DONE)

    return keep


def _keep_file(report: AnnualReport, pdf: bytes, edition: str, shown: str) -> None:
    """A draft takes the place of the draft before it; a final file is never replaced."""
    name, media_type = document.file_name(report, "pdf"), "application/pdf"
    earlier = report.files.select_related("document").filter(edition=ReportFile.Edition.DRAFT).first()
    if edition == ReportFile.Edition.DRAFT and earlier is not None:
        documents.replace(earlier.document, pdf)
        earlier.content = shown
        earlier.save()
        return
    stored = documents.store(pdf, name, media_type, report.matter, report.opened_by)
    ReportFile.objects.create(report=report, edition=edition, document=stored, content=shown)


def _tell(entry: OutboxEntry, report: AnnualReport, step: Step) -> None:
    """Keep the lease and say how far we are, seen at once: outside the transaction that keeps the result."""
    outbox.renew(entry)
    _note(report, step)


def _note(report: AnnualReport, step: Step) -> None:
    done = len(STEPS) if step == Step.DONE else STEPS.index(step)
    Progress.objects.filter(report=report).update(done=done, step=step, changed_at=timezone.now())


@contextmanager
def _held(entry: OutboxEntry) -> Iterator[None]:
    """Keep the lease while the pages are set, which cannot be interrupted to do it. A lost one is noticed after."""
    ended = threading.Event()

    def renew() -> None:
        try:
            while not ended.wait(RENEW_EVERY):
                outbox.renew(entry)
        except outbox.LeaseLost:
            return
        finally:
            connection.close()

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
