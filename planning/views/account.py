"""One body's account of a year: the figures that the register counts, the body's text, what came of its plan."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.language import active_language
from governance.models import Kind, Matter, Person
from governance.views.casework import GET_POST, edit_form
from governance.views.pages import file_context
from planning.actions import accounts, handing
from planning.forms import AccountForm, OutcomesForm
from planning.lifecycle import WRITABLE
from planning.models import Account, PlanLine

from .frame import do, next_of, steps_of

CARDS = Matter.objects.filter(kind=Kind.ACCOUNT, account__isnull=False).select_related(
    "account__round__opened_by", "account__plan__matter"
)


def account_context(request: HttpRequest, number: str, tab: str = "overview") -> dict[str, Any]:
    """The matter's frame and the account, or 404 for whoever may not read it."""
    return file_context(request, number, tab, CARDS, "account")


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """The account on one page: where it stands, its figures, its text, line by line what came of the plan."""
    context = account_context(request, number)
    account, person = context["account"], request.user
    context |= {
        "handed": account,
        "steps": steps_of(account),
        "next": next_of(person, account, context["may_edit"]),
        "copies": handing.copies_of(account),
        **shown(account, person),
    }
    return render(request, "planning/account.html", context)


def shown(account: Account, _person: Person) -> dict[str, Any]:
    """What the account says, for templates/planning/part_account.html."""
    lines = _lines(account)
    said = {row.line_id: row for row in account.outcomes.all()}
    for line in lines:
        line.outcome = said.get(line.pk)
    behind, slug = import_string(settings.BEHIND_FIGURE_OF_BODY), account.matter.body.slug
    figures = figures_of(account.figures)
    for figure in figures:
        figure["url"] = behind(figure["key"], account.year, slug)
    return {"lines": lines, "figures": figures}


def figures_of(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures with their words in the reader's language."""
    language = active_language()
    told = ("label", "said", "said_before")
    return [{**figure, **{name: figure[name][language] for name in told}} for figure in figures]


def _lines(account: Account) -> list[PlanLine]:
    return list(account.plan.lines.order_by("pk")) if account.plan else []


@require_http_methods(GET_POST)
def write(request: HttpRequest, number: str) -> HttpResponse:
    """The text of the account. Two who write at once see both texts."""
    context = account_context(request, number)
    return edit_form(
        request,
        context,
        context["account"],
        AccountForm,
        accounts.write,
        "planning/write.html",
        when=WRITABLE,
        draft=f"account:{number}",
    )


@require_http_methods(GET_POST)
def outcomes(request: HttpRequest, number: str) -> HttpResponse:
    """What came of each line of the plan."""
    context = account_context(request, number)
    lines = _lines(context["account"])
    return edit_form(
        request,
        context,
        context["account"],
        partial(OutcomesForm, lines=lines),
        accounts.tell_outcomes,
        "planning/outcomes.html",
        when=WRITABLE,
        stands=_as_told,
        draft=f"outcomes:{number}",
    )


def _as_told(account: Account) -> dict[str, Any]:
    """What the form begins with."""
    begin: dict[str, Any] = {}
    for row in account.outcomes.all():
        begin |= {f"l{row.line_id}_result": row.result, f"l{row.line_id}_text": row.text}
    return begin


@require_POST
def count_again(request: HttpRequest, number: str) -> HttpResponse:
    account = account_context(request, number)["account"]
    act = partial(accounts.count_again, account, by=request.user)
    return do(request, account, act, _("The figures are being counted. Load the page again in a moment."))
