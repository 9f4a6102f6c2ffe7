"""What is done with an aid-like project once it is decided: who takes part, money, final report, evaluation."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements.actions import aid_projects as actions
from engagements.forms import aid_projects as aid_forms
from engagements.forms.eu_projects import PartForm
from engagements.lifecycle.aid_projects import EDITABLE, MOVES, WITH_MONEY
from governance.views.casework import GET_POST

from .project import project_context, small_form


@require_http_methods(GET_POST)
def take_part(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        PartForm,
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
def record_received(request: HttpRequest, number: str) -> HttpResponse:
    project = project_context(request, number)["project"]
    return small_form(
        request,
        number,
        partial(aid_forms.ReceivedForm, project=project),
        actions.record_received,
        when=WITH_MONEY,
        title=_("Money received"),
        button=_("Save"),
        lead=_("One amount for each funder and year. Said again, it takes the place of the earlier."),
        done=_("The amount is saved."),
        initial={"year": timezone.localdate().year, "financing": project.financing.first()},
    )


@require_http_methods(GET_POST)
def report(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        aid_forms.FinalReportForm,
        actions.report,
        when=MOVES.sources("report"),
        title=_("The final report"),
        button=_("Save"),
        done=_("The final report is noted. What is left is to evaluate."),
        initial={"reported_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def evaluate(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        aid_forms.EvaluationForm,
        actions.evaluate,
        when=MOVES.sources("evaluate"),
        title=_("Evaluate and close"),
        button=_("Close the matter"),
        lead=_("The matter closes and can still be read."),
        done=_("The project is evaluated and closed."),
        initial={"evaluated_on": timezone.localdate()},
    )
