"""The pages of the annual report: the years, one report, its texts, its freezing, its files, its evidence."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Func, JSONField, QuerySet, Value
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from engagements.forms import ProposalDecisionForm
from governance import access, decisions, documents, drafts, editing
from governance.charts import with_words
from governance.errors import StaleVersion
from governance.language import active_language
from governance.lists import page
from governance.models import Person
from governance.prepared import NOTHING, Asked, Asker, rows_of
from governance.spreadsheets import csv_lines
from governance.views.casework import decision_form
from governance.views.pages import matter_context

from . import actions, charts, content, deciding, document, exports, lifecycle, progress_of
from . import evidence as behind
from . import published as published_figures
from .evidence import NoSuchFigure
from .forms import CorrectForm, FreezeForm, OpenForm, ReceiveForm, TextsForm, as_initial
from .headings import HEADINGS
from .lifecycle import Status
from .models import AnnualReport

JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8"


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Every year with a report one may read, and the series of published and computed figures."""
    reports = rows_of(_lines, request.user)
    years = _by_year(reports)
    language = active_language()
    series = _series(request.user, language)
    return render(
        request,
        "reporting/report_list.html",
        {
            "years": years.items(),
            "drawings": [
                document.Drawing(number, chart, with_words(chart.svg, chart.alt, f"alt-{chart.key}"))
                for number, chart in enumerate(series, start=1)
            ],
            "published": document.published_rows(
                {"published": published_figures.published_until(9999)}, language
            ),
            # Whoever opens years reads them all.
            "form": OpenForm(taken=years.keys()) if actions.may_write(request.user) else None,
            "has_office": bool(request.user.roles),
        },
    )


def _by_year(reports: list[AnnualReport]) -> dict[int, list[AnnualReport]]:
    years: dict[int, list[AnnualReport]] = {}
    for report in reports:
        years.setdefault(report.year, []).append(report)
    return years


def _lines(asker: Asker, _asked: Asked) -> QuerySet[AnnualReport]:
    """What a line says: the figures and the charts of a report are a book."""
    rows = AnnualReport.objects.readable_by(asker).select_related("matter")
    return rows.only("year", "version", "frozen_at", "matter__number", "matter__kind", "matter__status")


def _series(person: Person, language: Any) -> list[charts.Chart]:
    """The newest report's own series; before the first report only what has been published."""
    for drawn in rows_of(_latest_series, person, NOTHING, language):
        return document.charts_of({language: drawn}, language)
    return charts.published_series(published_figures.published_until(9999), language)


def _latest_series(asker: Asker, _asked: Asked, language: str) -> QuerySet[AnnualReport, Any]:
    """Picked out by the database: the other charts of a report are twenty times as much to read."""
    path = f'$.{language}[*] ? (@.key starts with "{charts.SERIES_KEY}")'
    picked = Func(
        "charts",
        Value(path),
        function="jsonb_path_query_array",
        template="%(function)s(%(expressions)s::jsonpath)",
        output_field=JSONField(),
    )
    rows = AnnualReport.objects.readable_by(asker).annotate(series=picked)
    return rows.exclude(series=[]).order_by("-year", "-version").values_list("series", flat=True)[:1]


@require_POST
def open_year(request: HttpRequest) -> HttpResponse:
    form = OpenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a year that is over and has no report yet."))
        if not actions.may_write(request.user):
            raise PermissionDenied
        return redirect("reporting:list")
    report = actions.open_year(form.cleaned_data["year"], by=request.user)
    return redirect(report)


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """From the number of the matter to the report's own address."""
    report = _readable(request).filter(matter__number=number).first() if "\x00" not in number else None
    if report is None:
        raise Http404
    return redirect(report)


@require_safe
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    """The newest version that one may read."""
    return _show(request, _newest(request, year))


@require_safe
def version_page(request: HttpRequest, year: int, version: int) -> HttpResponse:
    return _show(request, _find(request, year, version))


def _readable(request: HttpRequest) -> Any:
    rows = AnnualReport.objects.readable_by(request.user)
    return rows.select_related("matter__body", "corrected_from", "frozen_by")


def _newest(request: HttpRequest, year: int) -> AnnualReport:
    report = _readable(request).filter(year=min(year, 32_000)).order_by("-version").first()
    if report is None:
        raise Http404
    return report


def _find(request: HttpRequest, year: int, version: int) -> AnnualReport:
    """The version, if the person may read it. Out of reach and non-existent get the same answer: 404."""
    if max(year, version) > 32_000:
        raise Http404
    report = _readable(request).filter(year=year, version=version).first()
    if report is None:
        raise Http404
    return report


def _show(request: HttpRequest, report: AnnualReport) -> HttpResponse:
    language = active_language()
    may_write = actions.may_write(request.user)
    versions = list(
        _readable(request).filter(year=report.year).order_by("-version").defer("figures", "charts")
    )
    context = {
        **_frame(request, report),
        "state": progress_of.state_of(report),
        "may_write": may_write and report.allows("write"),
        "may_freeze": may_write and report.allows("freeze"),
        "may_decide": _may_decide(request, report),
        "may_correct": may_write and report.allows("correct") and not report.corrections.exists(),
        "may_retry": may_write,
        "versions": versions,
        "newer": versions[0] if versions and versions[0].version > report.version else None,
        "next_steps": _next_steps(report),
    }
    if report.is_counted:
        parts = document.parts_of(
            report.figures, report.texts, document.charts_of(report.charts, language), language
        )
        rows = [row for part in parts for row in part.figures]
        context |= {
            "parts": parts,
            "main": [row for row in rows if row.is_main],
            "defects": [row for row in rows if row.is_defect],
            "differences": document.differences_of(report.figures, language),
            "rewritten": content.rewritten(report),
            "published": document.published_rows(report.figures, language),
            "accounts": document.accounts_of(report.figures, language),
            "file": report.files.filter(edition=document.edition_of(report)).first(),
            "checksum": content.checksum(content.of(report)),
            "before": report.year - 1,
        }
    return render(request, "reporting/report.html", context)


def _frame(request: HttpRequest, report: AnnualReport) -> dict[str, Any]:
    """The head of every page of a report; the tabs of the matter for those who may read the matter."""
    tabs = []
    if access.may_view(request.user, report.matter):
        tabs = matter_context(request, report.matter.number, "overview")["tabs"]
    return {
        "report": report,
        "matter": report.matter,
        "tone": lifecycle.TONES[lifecycle.Status(report.matter.status)],
        "tabs": tabs,
        "crumbs": [(_("Annual report"), reverse("reporting:list"))],
    }


def _next_steps(report: AnnualReport) -> list[tuple[str, str, str]]:
    """The road of a report, for the steps component: label, state, note."""
    status = report.matter.status
    received = status == Status.RECEIVED
    done = [True, report.is_counted, report.is_frozen, status == Status.REPORTED or received, received]
    # What a step is called when it is done, what until then, and who does it.
    names = [
        (_("Opened"), _("To be opened"), ""),
        (_("Figures counted"), _("Figures are counted"), _("by the register")),
        (_("Texts written, frozen"), _("Texts are written"), _("by the City Executive Office")),
        (_("Reported to the City Council"), _("To be reported"), _("by the City Executive Board")),
        (_("Received"), _("To be received"), _("by the City Council")),
    ]
    current = done.index(False) if False in done else len(done)
    return [
        (name, "done", note) if place < current else (ahead, "current" if place == current else "ahead", note)
        for place, (name, ahead, note) in enumerate(names)
    ]


def _may_decide(request: HttpRequest, report: AnnualReport) -> bool:
    """Whether the person records what the body before which the report lies made of it."""
    matter = report.matter
    if matter.status not in deciding.ANSWERS or not access.may_view(request.user, matter):
        return False
    return decisions.may_record(request.user, decisions.ruling_for(matter), matter.body)


@require_safe
def progress(request: HttpRequest, year: int, version: int) -> HttpResponse:
    """How far the worker is: the bar again, or, when it has finished, word to the page to load itself anew."""
    report = _find(request, year, version)
    state = progress_of.state_of(report)
    response = render(request, "reporting/progress.html", {"report": report, "state": state})
    if not state.is_working:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def try_again(request: HttpRequest, year: int, version: int) -> HttpResponse:
    report = _find(request, year, version)
    actions.try_again(report, by=request.user)
    return redirect(report)


def write(request: HttpRequest, year: int, version: int) -> HttpResponse:
    """The texts beside the figures. What is typed is kept as a draft; two writers meet on a page of both."""
    report = _find(request, year, version)
    if not actions.may_write(request.user):
        raise PermissionDenied(
            _("Only the coordinator at the City Executive Office writes the annual report.")
        )
    if not report.allows("write"):
        return _not_now(request, report)
    key = f"arsrapport-{year}-{version}"
    if request.method == "POST":
        form = TextsForm(request.POST)
        if form.is_valid():
            try:
                actions.write(report, form.texts(), by=request.user, version=form.cleaned_data["version"])
            except StaleVersion as stale:
                fresh = AnnualReport.objects.select_related("matter").get(pk=report.pk)
                theirs = TextsForm(initial=as_initial(fresh), version=fresh.matter.version)
                return editing.conflict(request, form, theirs, stale, report.get_absolute_url())
            drafts.discard(request.user, key, request.POST)
            messages.success(request, _("The texts are saved."))
            return redirect(report)
        typed = None
    else:
        form = TextsForm(initial=as_initial(report), version=report.matter.version)
        typed = drafts.bring(request.user, key, form, report.matter.changed_at, "utkast" in request.GET)
    language = active_language()
    parts = document.parts_of(report.figures, {}, [], language) if report.is_counted else []
    figures = {part.heading.key: part.figures for part in parts}
    return render(
        request,
        "reporting/write.html",
        {
            **_frame(request, report),
            "form": form,
            "fields": [
                (heading, form[f"{heading.key}_sv"], form[f"{heading.key}_en"], figures.get(heading.key, ()))
                for heading in HEADINGS
            ],
            "draft_key": key,
            "draft": typed,
        },
        status=_status(form),
    )


def _status(form: Form) -> int:
    """422 for a form that comes back with something to correct."""
    return 422 if form.errors else 200


def _not_now(request: HttpRequest, report: AnnualReport) -> HttpResponse:
    """Back to the report, with the reason why it cannot be changed as it stands."""
    if report.is_frozen:
        messages.info(request, _("The report is frozen. What was wrong is put right in a new version."))
    else:
        messages.info(request, _("The figures are being counted. Go on when they are there."))
    return redirect(report)


@require_POST
def count_again(request: HttpRequest, year: int, version: int) -> HttpResponse:
    report = _find(request, year, version)
    actions.count_again(report, by=request.user)
    return redirect(report)


def freeze(request: HttpRequest, year: int, version: int) -> HttpResponse:
    report = _find(request, year, version)
    if not actions.may_write(request.user):
        raise PermissionDenied(
            _("Only the coordinator at the City Executive Office freezes the annual report.")
        )
    if not report.allows("freeze"):
        return _not_now(request, report)
    posted = request.POST if request.method == "POST" else None
    form = FreezeForm(posted, initial={"version": report.matter.version})
    if request.method == "POST" and form.is_valid():
        actions.freeze(report, by=request.user, version=form.cleaned_data["version"])
        messages.success(
            request,
            _(
                "The report is frozen and lies before the City Executive Board, which reports it to the City Council."
            ),
        )
        return redirect(report)
    missing = [heading for heading in HEADINGS if not report.text(heading.key, "sv")]
    return render(
        request,
        "reporting/freeze.html",
        {
            **_frame(request, report),
            "form": form,
            "missing": missing,
            "accounts_missing": document.accounts_of(report.figures, active_language())["missing"],
        },
        status=_status(form),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, year: int, version: int) -> HttpResponse:
    """The secretary of the body that the frozen report lies before enters what it made of it."""
    report = _find(request, year, version)
    context = matter_context(request, report.matter.number, "decisions")
    return decision_form(
        request,
        context,
        ReceiveForm if report.matter.status == Status.REPORTED else ProposalDecisionForm,
        lambda record, _form: deciding.decide(report.pk, record, by=request.user),
        waiting=deciding.ANSWERS,
    )


def correct(request: HttpRequest, year: int, version: int) -> HttpResponse:
    report = _find(request, year, version)
    if not actions.may_write(request.user):
        raise PermissionDenied(
            _("Only the coordinator at the City Executive Office corrects the annual report.")
        )
    if not report.allows("correct"):
        return redirect(report)
    form = CorrectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.correct(report, form.cleaned_data["what_changed"], by=request.user))
    context = {**_frame(request, report), "form": form}
    return render(request, "reporting/correct.html", context, status=_status(form))


@require_GET
def download_pdf(request: HttpRequest, year: int, version: int) -> HttpResponse:
    report = _find(request, year, version)
    file = report.files.filter(edition=document.edition_of(report)).select_related("document").first()
    if file is None:
        raise Http404
    return documents.download(file.document)


@require_GET
def download_csv(request: HttpRequest, year: int, version: int) -> HttpResponse:
    report = _counted(request, year, version)
    return _file(exports.figures_csv(content.of(report)).encode(), CSV, document.file_name(report, "csv"))


@require_GET
def download_json(request: HttpRequest, year: int, version: int) -> HttpResponse:
    """The content to the byte: its SHA-256 is the checksum that is printed in the report."""
    report = _counted(request, year, version)
    return _file(content.as_bytes(content.of(report)), JSON, document.file_name(report, "json"))


def _counted(request: HttpRequest, year: int, version: int) -> AnnualReport:
    report = _find(request, year, version)
    if not report.is_counted:
        raise Http404
    return report


def _file(body: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def evidence(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The rows behind a figure, newest first, and what the newest report says of the same figure."""
    found = _evidence(request, year, key)
    visible = found.visible_to(request.user)
    shown = page(request, visible, key="listed_on")
    in_english = active_language() == "en"
    total, seen = found.rows.count(), visible.count()
    return render(
        request,
        "reporting/evidence.html",
        {
            "evidence": found,
            "title": _title(found, year),
            "method": found.figure.method[1 if in_english else 0],
            "lines": [behind.line(row, in_english, found.figure.source.page) for row in shown],
            "page": shown,
            "total": total,
            "is_uncounted": found.is_uncounted,
            "how_many": found.how_many(total),
            "hidden": total - seen,
            "parts": [(part, part.words[1 if in_english else 0]) for part in found.parts],
            "reported": _reported(request, found),
            "year": year,
            "key": key,
            "query": request.GET.urlencode(),
            "crumbs": [
                (_("Annual report"), reverse("reporting:list")),
                (str(year), reverse("reporting:year", args=[year])),
            ],
        },
    )


@require_GET
def evidence_csv(request: HttpRequest, year: int, key: str) -> StreamingHttpResponse:
    found = _evidence(request, year, key)
    rows = behind.csv_rows(
        found.visible_to(request.user),
        active_language() == "en",
        amount=bool(found.figure.amount),
        page=found.figure.source.page,
    )
    response = StreamingHttpResponse(csv_lines(rows), content_type=CSV)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"underlag-{year}-{key}.csv")
    return response


def _evidence(request: HttpRequest, year: int, key: str) -> behind.Evidence:
    if not request.user.roles:
        raise PermissionDenied(
            _("Only those appointed to an office in the city can see what lies behind the figures.")
        )
    if not actions.FIRST_YEAR <= year <= 2199:
        raise Http404
    try:
        return behind.find(year, key, request.GET.get("del", ""), request.GET.get("organ", ""))
    except NoSuchFigure as error:
        raise Http404 from error


def _title(found: behind.Evidence, year: int) -> str:
    place = 1 if active_language() == "en" else 0
    if found.breakdown is None:
        title = f"{found.figure.words[place]} {year}"
        return f"{title}: {found.body.name}" if found.body else title
    names = found.breakdown.name([found.part])
    return f"{found.breakdown.words[place]} {year}: {names.get(found.part, (found.part,) * 2)[place]}"


def _reported(request: HttpRequest, found: behind.Evidence) -> dict[str, Any] | None:
    """What the newest report one may read says, and whether the register says something else by now."""
    if found.body is not None:
        return None  # it speaks of the whole city
    report = _readable(request).filter(year=found.year.number).order_by("-version").first()
    if report is None or not report.is_counted:
        return None
    for figure in report.figures["figures"]:
        if figure["key"] == found.figure.key and found.breakdown is None:
            now = found.value_now()
            return {
                "report": report,
                "row": document.row_of(figure, active_language()),
                "differs": now is not None and now != figure["value"],
                "now": document.row_of({**figure, "value": now}, active_language()).value,
            }
    return None
