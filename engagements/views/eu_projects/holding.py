"""What is done with a project once it is granted: who takes part, reports, conditions, money, the end."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements.actions import eu_projects as actions
from engagements.forms import eu_projects as project_forms
from engagements.lifecycle.eu_projects import EDITABLE, HELD, MOVES, WITH_MONEY
from governance.views.casework import GET_POST, small_id

from .project import project_context, small_form


@require_http_methods(GET_POST)
def take_part(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        project_forms.PartForm,
        actions.take_part,
        when=EDITABLE,
        title=_("Another body takes part"),
        button=_("Add"),
        lead=_(
            "The body may read the project from now on. It is still counted once, with the body that leads it."
        ),
        done=_("The body takes part."),
    )


@require_http_methods(GET_POST)
def add_report(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        project_forms.ReportForm,
        actions.add_report,
        when=HELD,
        title=_("Add a report"),
        button=_("Add"),
        lead=_("The register reminds a month before it is due."),
        done=_("The report is added."),
    )


@require_http_methods(GET_POST)
def note_report(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    report = get_object_or_404(project_context(request, number)["project"].reports, pk=small_id(pk))
    return small_form(
        request,
        number,
        project_forms.SentReportForm,
        actions.note_report,
        done_to=report,
        when=WITH_MONEY,
        title=report.title,
        button=_("Save"),
        done=_("The report is noted."),
        initial={
            "sent_on": report.sent_on or timezone.localdate(),
            "approved_on": report.approved_on,
            "note": report.note,
        },
    )


@require_http_methods(GET_POST)
def add_condition(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        project_forms.ConditionForm,
        actions.add_condition,
        when=HELD,
        title=_("Add a condition of the grant"),
        button=_("Add"),
        done=_("The condition is added."),
    )


@require_http_methods(GET_POST)
def meet_condition(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    condition = get_object_or_404(project_context(request, number)["project"].conditions, pk=small_id(pk))
    return small_form(
        request,
        number,
        project_forms.MetForm,
        actions.meet_condition,
        done_to=condition,
        when=HELD,
        title=_("The condition is met"),
        lead=condition.text,
        button=_("Save"),
        done=_("The condition is met."),
        initial={"met_on": condition.met_on or timezone.localdate(), "proof": condition.proof},
    )


@require_http_methods(GET_POST)
def record_money(request: HttpRequest, number: str) -> HttpResponse:
    matter = project_context(request, number)["matter"]
    bodies = [matter.body_id, *matter.participations.values_list("body", flat=True)]
    return small_form(
        request,
        number,
        partial(project_forms.MoneyForm, bodies=bodies),
        actions.record_money,
        when=WITH_MONEY,
        title=_("Money of the project"),
        button=_("Save"),
        lead=_("One amount for each body, year and kind. Said again, it takes the place of the earlier."),
        done=_("The amount is saved."),
        initial={"year": timezone.localdate().year, "body": matter.body.slug},
    )


@require_http_methods(GET_POST)
def finish(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        project_forms.FinishForm,
        actions.finish,
        when=MOVES.sources("finish"),
        title=_("The project is reported"),
        button=_("Close the matter"),
        lead=_("Every report is sent and every condition met. The matter closes and can still be read."),
        done=_("The project is closed."),
        danger=True,
    )
