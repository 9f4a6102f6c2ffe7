"""What is done with a plan and an account alike, by the number of its matter; its kept copies, and its Word file."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import working_days
from governance.models import Kind, Matter
from governance.views.casework import GET_POST, small_form
from governance.views.pages import matter_context
from planning import paper
from planning.actions import handing as acts
from planning.actions.locking import require_coordinator, require_may_submit
from planning.forms import AcceptForm, CompletionForm, RemarkForm, ReopenForm
from planning.lifecycle import MOVES
from planning.models import Account, Handed, KeptCopy, Plan

from . import account, plan
from .frame import Done, do, made_ready, next_of, saying_who

CARDS = Matter.objects.filter(kind__in=(Kind.PLAN, Kind.ACCOUNT)).select_related(
    "plan__round__opened_by", "account__round__opened_by", "account__plan__matter"
)


def handed_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and its plan or account, or 404 for whoever may not read it."""
    context = matter_context(request, number, tab, CARDS)
    matter = context["matter"]
    found = getattr(matter, matter.kind, None)
    if found is None:
        raise Http404
    found.matter = matter
    return context | {"handed": found}


def _button(request: HttpRequest, number: str, act: Any, done: Done) -> HttpResponse:
    handed: Handed = handed_context(request, number)["handed"]
    return do(request, handed, partial(act, handed, by=request.user), done)


@require_POST
def mark_ready(request: HttpRequest, number: str) -> HttpResponse:
    return _button(request, number, acts.mark_ready, partial(made_ready, person=request.user))


@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    return _button(request, number, acts.take_back, _("It can be written on."))


@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    done = saying_who(_("It is submitted to the City Executive Office."))
    return _button(request, number, acts.submit, done)


@require_POST
def begin_review(request: HttpRequest, number: str) -> HttpResponse:
    return _button(request, number, acts.begin_review, _("The body sees that it is being reviewed."))


@require_POST
def lock(request: HttpRequest, number: str) -> HttpResponse:
    return _button(request, number, acts.lock_one, _("It is locked, and kept word for word."))


def _coordinating(request: HttpRequest, number: str) -> dict[str, Any]:
    context = handed_context(request, number)
    require_coordinator(request.user)
    return context


def _in_two_weeks() -> date:
    """Two weeks from now, on a day when somebody works."""
    return working_days.after(timezone.localdate() + timedelta(days=14), 0)


def _reading(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the plan or the account says, beside the form in which one judges it."""
    handed, person = context["handed"], request.user
    kind, page = ("plan", plan) if isinstance(handed, Plan) else ("account", account)
    context |= {kind: handed, "next": next_of(person, handed, may_edit=False), **page.shown(handed, person)}
    return context


@require_http_methods(GET_POST)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """The head wants it changed before it is submitted."""
    context = handed_context(request, number)
    require_may_submit(request.user, context["matter"].body)
    return small_form(
        request,
        _reading(request, context),
        RemarkForm,
        partial(acts.send_back, context["handed"], by=request.user),
        when=MOVES.sources("send_back"),
        title=_("Send it back to who writes it"),
        button=_("Send it back"),
        lead=_("It can be written on, and is marked ready again when it is changed."),
        done=saying_who(_("It is sent back to who writes it.")),
        template="planning/judge.html",
    )


@require_http_methods(GET_POST)
def ask_completion(request: HttpRequest, number: str) -> HttpResponse:
    context = _coordinating(request, number)
    return small_form(
        request,
        _reading(request, context),
        CompletionForm,
        partial(acts.ask_completion, context["handed"], by=request.user),
        when=MOVES.sources("ask_completion"),
        title=_("Ask for completion"),
        button=_("Send it back"),
        lead=_("The body writes on, and has a new day."),
        done=saying_who(_("It is sent back to the body.")),
        initial={"hand_in_by": _in_two_weeks()},
        template="planning/judge.html",
    )


@require_http_methods(GET_POST)
def accept(request: HttpRequest, number: str) -> HttpResponse:
    context = _coordinating(request, number)
    lead, done = "", _("It is accepted.")
    if isinstance(context["handed"], Account):
        lead = _("An annual report that is being compiled takes it in when its figures are counted again.")
    return small_form(
        request,
        _reading(request, context),
        AcceptForm,
        partial(acts.accept, context["handed"], by=request.user),
        when=MOVES.sources("accept"),
        title=pgettext("planning", "Accept"),
        button=pgettext("planning", "Accept"),
        lead=lead,
        done=saying_who(f"{done} {lead}".rstrip()),
        template="planning/judge.html",
    )


@require_http_methods(GET_POST)
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    context = _coordinating(request, number)
    return small_form(
        request,
        context,
        ReopenForm,
        partial(acts.reopen, context["handed"], by=request.user),
        when=MOVES.sources("reopen"),
        title=_("Let it be corrected"),
        button=_("Open a new version"),
        lead=_("The locked copy stays as it is. The body writes a new version, which says why."),
        done=saying_who(_("A new version is open.")),
        initial={"hand_in_by": _in_two_weeks()},
    )


@require_safe
def kept_copy(request: HttpRequest, number: str, edition: int) -> HttpResponse:
    """A locked version as it was, whatever was written since."""
    context = handed_context(request, number)
    copies = KeptCopy.objects.filter(matter=context["matter"], edition=min(edition, 32_000))
    copy = copies.select_related("locked_by").first()
    if copy is None:
        raise Http404
    return render(request, "planning/kept_copy.html", context | {"copy": copy, "content": copy.content})


@require_safe
def as_word(request: HttpRequest, number: str) -> HttpResponse:
    made = paper.of(handed_context(request, number)["handed"])
    answer = HttpResponse(paper.as_word(made), content_type=paper.WORD)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{made.name}.docx")
    return answer
