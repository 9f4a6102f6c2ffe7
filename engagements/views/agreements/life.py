"""What is done with an agreement once it is decided: signed, reviewed, ended, evaluated."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements.actions import agreements
from engagements.forms import agreements as agreement_forms
from engagements.lifecycle.agreements import CURRENT, MOVES, PROMISING, TELLING
from engagements.models import Obligation
from governance.views.casework import small_id

from .agreement import GET_POST, agreement_context, small_form


@require_http_methods(GET_POST)
def set_sign_by(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.SignByForm,
        lambda agreement, **entered: agreements.set_sign_by(agreement, by=request.user, **entered),
        when=MOVES.sources("sign"),
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
        when=MOVES.sources("sign"),
        title=_("Note a signature"),
        button=_("Save"),
        lead=_("The agreement is in force from its first day, once both sides have signed."),
        done=_("The signature is noted."),
        initial={"signed_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def add_obligation(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.ObligationForm,
        lambda agreement, **entered: agreements.add_obligation(agreement, by=request.user, **entered),
        when=PROMISING,
        title=_("Write down an obligation"),
        button=_("Save"),
        lead=_("What one of the sides is to do by the agreement. The register reminds once it is late."),
        done=_("The obligation is written down."),
    )


@require_http_methods(GET_POST)
def close_obligation(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Done with what shows it, or dropped with the reason."""
    agreement = agreement_context(request, number)["agreement"]
    obligation: Obligation = get_object_or_404(agreement.obligations, pk=small_id(pk))
    return small_form(
        request,
        number,
        agreement_forms.CloseObligationForm,
        lambda _agreement, **entered: agreements.close_obligation(obligation, by=request.user, **entered),
        when=TELLING,
        title=_("Close an obligation"),
        button=_("Save"),
        lead=obligation.text,
        done=_("The obligation is closed."),
        initial={"closed_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def log_activity(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.ActivityForm,
        lambda agreement, **entered: agreements.log_activity(agreement, by=request.user, **entered),
        when=TELLING,
        title=_("Log an activity"),
        button=_("Save"),
        lead=_(
            "What the two sides have done under the agreement is what it is judged by when it is reviewed."
        ),
        done=_("The activity is logged."),
        initial={"happened_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def say_it_stands(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.StandsForm,
        lambda agreement, **entered: agreements.say_it_stands(agreement, by=request.user, **entered),
        when=CURRENT,
        require=agreements.require_dormant,
        title=_("The agreement still stands"),
        button=_("Save"),
        lead=_("The answer is kept in the log. If something has been done, log that instead."),
        done=_("The answer is kept."),
    )


@require_http_methods(GET_POST)
def open_review(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.OpenReviewForm,
        lambda agreement, **entered: agreements.open_review(agreement, by=request.user, **entered),
        when=MOVES.sources("open_review"),
        title=_("Open a review"),
        button=_("Open a review"),
        lead=_(
            "The page then shows what the register knows, and asks whether the agreement goes on or ends."
        ),
        done=_("The review is open."),
    )


@require_http_methods(GET_POST)
def keep_in_force(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        agreement_forms.KeepForm,
        lambda agreement, **entered: agreements.keep_in_force(agreement, by=request.user, **entered),
        when=MOVES.sources("keep_in_force"),
        title=_("The agreement goes on"),
        button=_("Save"),
        lead=_("It goes on as it is. Another text or a longer term is an amendment, decided like the first."),
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
        when=MOVES.sources("end"),
        title=_("The agreement has ended"),
        button=_("Save"),
        lead=_(
            "It is then evaluated before the matter closes. If the city wants to end it, the body that decides on the"
            " agreement decides: propose an amendment with an earlier last day."
        ),
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
        when=MOVES.sources("evaluate"),
        title=_("Evaluate the agreement"),
        button=_("Close the matter"),
        lead=_("The matter closes. It can still be read."),
        done=_("The agreement is evaluated."),
    )
