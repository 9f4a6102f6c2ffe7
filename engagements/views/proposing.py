"""What the pages share on which something new is proposed: the form, who decides on it, what there is already."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from engagements.actions import create_organisation
from engagements.forms import bodies_that_may_propose
from engagements.forms.proposing import LONGEST_NAME, WithAPartner
from engagements.models import Organisation
from governance import authority, decisions, drafts
from governance.authority import AuthorityError, Question, book
from governance.errors import WrongState
from governance.forms import add_errors
from governance.language import active_language
from governance.models import Person
from governance.views.recording import decider


class Show(Protocol):
    """Shows the page with the form."""

    def __call__(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse: ...


def new(
    request: HttpRequest,
    form_class: Callable[..., forms.Form],
    propose: Callable[[Any, Person], Any],
    show: Show,
    *,
    draft: str,
    asked: tuple[str, ...],
    done: str,
) -> HttpResponse:
    """The form for a proposal, kept as a draft while one writes.

    `propose` takes the valid form and who sent it, and gives what has the new page's address; `asked` are the fields
    that a link to the form may bring along. Without scripts the button "look" shows what typing would have shown.
    """
    person = request.user
    if request.method != "POST":
        return show(
            request, form_class(initial=drafts.load(person, draft) or given(request, asked), person=person)
        )
    if "look" in request.POST:
        typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
        return show(request, form_class(initial=typed, person=person))
    form = form_class(request.POST, request.FILES, person=person)
    if not form.is_valid():
        return show(request, form, status=422)
    try:
        with drafts.once(request.POST):
            proposed = propose(form, person)
    except (ValidationError, WrongState) as error:
        add_errors(form, error if isinstance(error, ValidationError) else ValidationError(str(error)))
        return show(request, form, status=422)
    drafts.discard(person, draft, request.POST)
    messages.success(request, done)
    return redirect(proposed.get_absolute_url())


def given(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    """What the address brings along, from a link or while one types."""
    return {name: request.GET[name][:LONGEST_NAME].replace("\0", "") for name in names if name in request.GET}


def require_proposer(person: Person, who: str) -> None:
    """Raise PermissionDenied with `who` for whoever prepares no body's matters."""
    if not bodies_that_may_propose(person).exists():
        raise PermissionDenied(who)


def ruling_on(facts: Mapping[str, Any] | None, person: Person, body: str) -> dict[str, Any]:
    """Who decides by these facts (the Question's arguments with its act); nothing while too little is known.

    `body` is the slug of the one that proposes; a person with only one need not say it.
    """
    nothing = {"ruling": None, "deciding_body": None, "decides": ""}
    if facts is None:
        return nothing
    known = dict(facts)
    try:
        ruling = authority.rule(Question.read(known.pop("act"), known), on=timezone.localdate())
    except AuthorityError:
        return nothing
    bodies = list(bodies_that_may_propose(person))
    owner = next((each for each in bodies if each.slug == body), bodies[0] if len(bodies) == 1 else None)
    deciding = decisions.deciding_body(ruling, owner) if owner else None
    return {"ruling": ruling, "deciding_body": deciding, "decides": decider(ruling, deciding)}


def partners(form: WithAPartner) -> dict[str, Any]:
    """Organisations with a name like the one typed, which of them is meant, and existing forums."""
    marked = form.typed("organisation")
    return {
        "lookalikes": form.lookalikes,
        "found": form.found,
        "chosen": marked or (str(form.chosen.pk) if form.chosen else ""),
        "looked": bool(form.typed("name")),
    }


def partner_of(form: WithAPartner, entered: dict[str, Any], *, by: Person, **described: Any) -> Organisation:
    """The organisation that is meant, written into the register as `described` if it is new.

    Takes its fields out of what was entered.
    """
    name = entered.pop("name")
    entered.pop("organisation")
    return form.chosen or create_organisation(by=by, name=name, **described)


def named_directions(keys: list[str]) -> list[str]:
    """The directions of the strategy in force that are supported, by their names."""
    named, place = book().table_on(timezone.localdate()).directions, 1 if active_language() == "en" else 0
    return [named[key][place] if key in named else key for key in keys]
