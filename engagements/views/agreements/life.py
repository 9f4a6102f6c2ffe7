"""What is done with an agreement once it is decided: signed, reviewed, ended, evaluated."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements.actions import agreements
from engagements.forms import agreements as agreement_forms

from .agreement import GET_POST, small_form


@require_http_methods(GET_POST)
def set_sign_by(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.SignByForm,
        lambda agreement, **entered: agreements.set_sign_by(agreement, by=request.user, **entered),
        title=_("Set the day to sign by"),
        button=_("Save"),
        done=_("The day is set. The register reminds when it has passed."),
    )


@require_http_methods(GET_POST)
def sign(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.SignForm,
        lambda agreement, **entered: agreements.sign(agreement, by=request.user, **entered),
        title=_("Note a signature"),
        button=_("Save"),
        lead=_("The agreement is in force from its first day, once both sides have signed."),
        done=_("The signature is noted."),
        initial={"signed_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def keep_in_force(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.KeepForm,
        lambda agreement, **entered: agreements.keep_in_force(agreement, by=request.user, **entered),
        title=_("The agreement goes on"),
        button=_("Save"),
        lead=_("It goes on as it is. A longer term is a new agreement, decided like the first."),
        done=_("The review is done."),
        initial={"reviewed_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def end(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.EndAgreementForm,
        lambda agreement, **entered: agreements.end(agreement, by=request.user, **entered),
        title=_("The agreement has ended"),
        button=_("Save"),
        lead=_("It is then evaluated before the matter closes."),
        done=_("The agreement has ended."),
        initial={"ended_on": timezone.localdate()},
        danger=True,
    )


@require_http_methods(GET_POST)
def evaluate(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.EvaluationForm,
        lambda agreement, **entered: agreements.evaluate(agreement, by=request.user, **entered),
        title=_("Evaluate the agreement"),
        button=_("Close the matter"),
        lead=_("The matter closes. It can still be read."),
        done=_("The agreement is evaluated."),
    )
