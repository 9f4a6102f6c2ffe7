"""What is done with a declaration once the city has joined: signed, reviewed, ended, and promised there."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements.actions import declarations
from engagements.forms import declarations as declaration_forms
from engagements.lifecycle.declarations import MOVES
from governance.views.casework import GET_POST

from .declaration import declaration_context, small_form


@require_http_methods(GET_POST)
def sign(request: HttpRequest, number: str) -> HttpResponse:
    declaration = declaration_context(request, number)["declaration"]
    return small_form(
        request,
        number,
        declaration_forms.SignForm,
        declarations.sign,
        when=MOVES.sources("sign"),
        title=_("Note the signature"),
        button=_("Save"),
        lead=_("Say who signed for the city, and when."),
        done=_("The signature is noted."),
        initial={"signer": declaration.signer, "signed_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def review(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        declaration_forms.ReviewedForm,
        declarations.note_review,
        when=MOVES.sources("note_review"),
        title=_("Note a review"),
        button=_("Save"),
        lead=_("The next review is counted from this day."),
        done=_("The review is noted."),
        initial={"reviewed_on": timezone.localdate()},
    )


@require_http_methods(GET_POST)
def end(request: HttpRequest, number: str) -> HttpResponse:
    return small_form(
        request,
        number,
        declaration_forms.EndDeclarationForm,
        declarations.end,
        when=MOVES.sources("end"),
        title=_("It has ended"),
        button=_("Close the matter"),
        lead=_("Commitments that are still open are dropped. The matter closes and can still be read."),
        done=_("The matter is closed."),
        initial={"ended_on": timezone.localdate()},
        danger=True,
    )


@require_http_methods(GET_POST)
def promise(request: HttpRequest, number: str) -> HttpResponse:
    matter = declaration_context(request, number)["matter"]
    return small_form(
        request,
        number,
        declaration_forms.CommitmentForm,
        declarations.promise,
        when=MOVES.sources("promise"),
        title=_("Add a commitment"),
        button=_("Add"),
        lead=_("The body that is to see to it is told, and may report here."),
        done=_("The commitment is added."),
        initial={"owner": matter.body.slug},
    )
