"""Propose a declaration or initiative: the form, and the two parts of it that answer while one types."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements.actions import declarations
from engagements.forms import AmountField, YesNoField
from engagements.forms.declarations import DeclarationForm
from engagements.models import Declaration
from engagements.models.declarations import facts_of
from engagements.views import proposing
from governance import documents
from governance.models import Matter, Person, Scope
from governance.views.casework import GET_POST

YES, NO = YesNoField.YES, YesNoField.NO
DRAFT = "declarations:new"
# What the ruling depends on.
DECISIVE = ("scope", "adds_burden", "burden_amount", "concerns_foreign_policy")
# What a link to the form may bring along, and what its parts read of it.
ASKED = ("body", "name", "organisation", "issuer_kind", "kind", "theme", *DECISIVE)


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """The form for a proposal."""
    _require_proposer(request.user)
    done = _("The proposal is in the register. Read it through and send it for decision.")
    return proposing.new(request, DeclarationForm, _propose, _show, draft=DRAFT, asked=ASKED, done=done)


def _propose(form: DeclarationForm, by: Person) -> Declaration:
    """The issuer, if it is new, the proposal and its document."""
    entered = dict(form.cleaned_data)
    kind, file = entered.pop("issuer_kind"), entered.pop("file")
    issuer = proposing.partner_of(form, entered, by=by, kind=kind, theme=entered["theme"])
    declaration = declarations.propose(by=by, issuer=issuer, **entered)
    keep_file(file, declaration.matter, by)
    return declaration


def keep_file(file: Any, matter: Matter, by: Person) -> None:
    """The text as it came, among the documents of the matter."""
    if file:
        documents.store(file.read(), file.name, file.content_type or "", matter, by)


def _show(request: HttpRequest, form: DeclarationForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "draft": DRAFT,
        "crumbs": [(_("Declarations"), reverse("engagements:declarations"))],
        **ruling_context(form, request.user, form.typed("body")),
        **proposing.partners(form),
    }
    return render(request, "engagements/declaration_new.html", context, status=status)


@require_safe
def new_ruling(request: HttpRequest) -> HttpResponse:
    """Who decides on what the form says so far: a part of the page, fetched when an answer changes."""
    form = _asked(request)
    context = ruling_context(form, request.user, form.typed("body"))
    return render(request, "engagements/declaration_ruling.html", context)


@require_safe
def new_forums(request: HttpRequest) -> HttpResponse:
    """Organisations with a name like the issuer's, and forums the city already has: fetched while one types."""
    return render(request, "engagements/part_partners.html", proposing.partners(_asked(request)))


def _asked(request: HttpRequest) -> DeclarationForm:
    _require_proposer(request.user)
    return DeclarationForm(initial=proposing.given(request, ASKED), person=request.user)


def ruling_context(form: forms.Form, person: Person, body: str) -> dict[str, Any]:
    """The ruling, the body it means and the result of the test of burden; empty while too little is known."""
    scope, adds, amount, concerns = (str(form[name].value() or "") for name in DECISIVE)
    fails = adds == NO and _is_a_cost(amount)
    is_known = concerns == YES or (scope in Scope.values and adds in (YES, NO))
    facts = facts_of(scope, adds == YES or fails, concerns == YES) if is_known else None
    return {
        **proposing.ruling_on(facts, person, body),
        "fails_burden_test": fails,
        "is_foreign_policy": concerns == YES,
    }


def _is_a_cost(text: str) -> bool:
    """Whether what is typed so far is an amount above zero."""
    try:
        return bool(AmountField(required=False).clean(text))
    except ValidationError:
        return False


def _require_proposer(person: Person) -> None:
    proposing.require_proposer(
        person,
        _(
            "A declaration is proposed by the contact person or the secretary of the body that answers for it."
        ),
    )
