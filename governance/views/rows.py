"""The pages of rows that are no matters: writing one, changing it without overwriting anybody, and its history.

`save` and `change` are actions; `make` makes the form, an EditForm. The page's `fieldsets` (a legend and the names of
its fields) stand in its context.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .. import drafts, editing, history
from ..errors import StaleVersion
from ..forms import add_errors
from .casework import posted

FormClass = Callable[..., forms.Form]
Stands = Callable[[Any], dict[str, Any]]


def write_form(
    request: HttpRequest,
    make: FormClass,
    save: Callable[..., Any],
    context: dict[str, Any],
    *,
    url: Callable[[Any], str],
    done: str,
) -> HttpResponse:
    """The form for a new row: sent twice it is made once."""
    form = make(posted(request), _files(request), version=1)
    if form.is_bound and form.is_valid():
        try:
            with drafts.once(request.POST):
                row = save(**_entered(form))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, done)
            return redirect(url(row))
    return _show(request, form, context)


def edit_form(
    request: HttpRequest,
    row: Any,
    make: FormClass,
    change: Callable[..., Any],
    context: dict[str, Any],
    *,
    stands: Stands,
    url: Callable[[Any], str],
) -> HttpResponse:
    """Change what is written. Two who write at once see both texts."""
    form = make(posted(request), _files(request), initial=stands(row), version=row.version)
    if form.is_bound and form.is_valid():
        try:
            change(row, form.cleaned_data["version"], **_entered(form))
        except StaleVersion as stale:
            current = type(row).objects.get(pk=row.pk)
            theirs = make(initial=stands(current), version=current.version)
            return editing.conflict(request, form, theirs, stale, url(row))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect(url(row))
    return _show(request, form, context)


def history_page(
    request: HttpRequest, row: Model, context: dict[str, Any], parts: Iterable[QuerySet[Any]] = ()
) -> HttpResponse:
    """What was changed, when and by whom. Whoever calls has asked whether the person may read it.

    `parts`: the histories of what hangs on the row.
    """
    model: Any = type(row)
    own = model.history.filter(**{model._meta.pk.attname: row.pk})
    sources = [history.Source.of(rows) for rows in (own, *parts)]
    context = {"row": row, "page": history.page(request, sources, window=500), **context}
    return render(request, "governance/row_history.html", context)


def _files(request: HttpRequest) -> Any:
    return request.FILES if request.method == "POST" else None


def _entered(form: forms.Form) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name not in ("version", "base")}


def _show(request: HttpRequest, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    groups = [(legend, [form[name] for name in names]) for legend, names in context["fieldsets"]]
    # What need not be asked for is sent along unseen.
    groups = [(legend, [field for field in fields if not field.is_hidden]) for legend, fields in groups]
    context = {**context, "form": form, "groups": groups}
    return render(request, "governance/row_form.html", context, status=422 if form.is_bound else 200)
