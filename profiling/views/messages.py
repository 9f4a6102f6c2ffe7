"""Key messages: the list, and writing one. They belong to the City Executive Office."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.lists import page
from governance.views.casework import GET_POST
from profiling import actions
from profiling.forms import KeyMessageForm
from profiling.models import KeyMessage, messages_in_place

from . import rows


@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """Every published message, expired ones too; for the City Executive Office the drafts."""
    may_write = actions.may_write(request.user, KeyMessage)
    seen = Q() if may_write else Q(published_at__isnull=False)
    found = messages_in_place().filter(seen).select_related("published_by")
    context = {"page": page(request, found, key="place"), "may_write": may_write}
    return render(request, "profiling/messages.html", context)


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    actions.require_writer(request.user, KeyMessage)
    return rows.write_form(request, KeyMessage, KeyMessageForm, _context(_("Write a key message")), _url)


@require_http_methods(GET_POST)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = rows.row_or_404(KeyMessage, pk, request.user)
    return rows.edit_form(request, row, KeyMessageForm, _context(_("Edit the key message")), _url)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    return rows.publish_or_take_down(request, rows.row_or_404(KeyMessage, pk, request.user), _url())


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    row = rows.row_or_404(KeyMessage, pk, request.user)
    return rows.history_page(request, row, {"crumbs": _crumbs()})


def _url(row: Any = None) -> str:
    return reverse("profiling:messages")


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Key messages"), _url())]


def _context(title: str) -> dict[str, Any]:
    fieldsets = [
        (_("The message"), ("text_en", "text_sv", "is_brand_line")),
        (_("How it is used"), ("use_en", "use_sv", "source")),
        (_("When it holds"), ("since", "until")),
    ]
    return {"title": title, "back": _url(), "crumbs": _crumbs(), "fieldsets": fieldsets}
