"""What the pages of the three kinds share: writing one, publishing it, and its history."""

from collections.abc import Callable
from typing import Any, NoReturn

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from governance import drafts, editing, history
from governance.errors import StaleVersion
from governance.forms import add_errors
from governance.models import Person
from governance.views.casework import posted, small_id
from governance.views.meetings.frame import posted_version
from profiling import actions
from profiling.actions import Row

FormClass = Callable[..., forms.Form]


def row_or_404(kind: type[Row], pk: int, person: Person) -> Row:
    """The row, if it is published or the person writes it. A draft of others is not there."""
    rows = kind.objects.select_related("published_by", *(["body"] if kind is not actions.KeyMessage else []))
    row = rows.filter(pk=small_id(pk)).first()
    if row is None or not (row.is_published or may_write(person, row)):
        raise Http404
    return row


def may_write(person: Person, row: Row) -> bool:
    return actions.may_write(person, type(row), actions.body_of(row))


def refuse_examples() -> NoReturn:
    """Say who writes good examples to somebody who writes none."""
    raise PermissionDenied(
        _("A good example is written by the contact person or the secretary of the body that it is about.")
    )


def write_form(
    request: HttpRequest,
    kind: type[Row],
    form_class: FormClass,
    context: dict[str, Any],
    url: Callable[[Row], str],
) -> HttpResponse:
    """The form for a new one."""
    files = request.FILES if request.method == "POST" else None
    form = form_class(posted(request), files, person=request.user, version=1)
    if form.is_bound and form.is_valid():
        try:
            with drafts.once(request.POST):
                row = actions.write(kind, by=request.user, **_entered(form))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("It is saved as a draft. Publish it when it is ready."))
            return redirect(url(row))
    return _show(request, form, context)


def edit_form(
    request: HttpRequest, row: Row, form_class: FormClass, context: dict[str, Any], url: Callable[[Row], str]
) -> HttpResponse:
    """Change what is written. Two who write at once see both texts."""
    kind, body = type(row), actions.body_of(row)
    actions.require_writer(request.user, kind, body)
    files = request.FILES if request.method == "POST" else None
    form = form_class(posted(request), files, person=request.user, initial=_stands(row), version=row.version)
    if form.is_bound and form.is_valid():
        try:
            actions.edit(row, form.cleaned_data["version"], by=request.user, **_entered(form))
        except StaleVersion as stale:
            current = kind.objects.get(pk=row.pk)
            theirs = form_class(person=request.user, initial=_stands(current), version=current.version)
            return editing.conflict(request, form, theirs, stale, url(row))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect(url(row))
    return _show(request, form, context)


def _show(request: HttpRequest, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    groups = [(legend, [form[name] for name in names]) for legend, names in context.pop("fieldsets")]
    # The only body one writes for is sent along unseen.
    groups = [(legend, [field for field in fields if not field.is_hidden]) for legend, fields in groups]
    context = {"form": form, "groups": groups, **context}
    return render(request, "profiling/form.html", context, status=422 if form.is_bound else 200)


def _entered(form: forms.Form) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name not in ("version", "base")}


def _stands(row: Row) -> dict[str, Any]:
    """The row as its form begins with it; files are not shown again."""
    fields = {field.name for field in row._meta.fields} - {"picture", "document"}
    stands = {name: getattr(row, name) for name in fields}
    body = actions.body_of(row)
    return stands | ({"body": body.slug} if body else {})


def publish_or_take_down(request: HttpRequest, row: Row, url: str) -> HttpResponse:
    """The button says which of the two it means, and of which version: pressed twice it does not undo itself."""
    if request.POST.get("act") == "take_down":
        actions.take_down(row, by=request.user)
        messages.success(request, _("It is taken down: it is a draft again."))
    else:
        actions.publish(row, by=request.user, version=posted_version(request))
        messages.success(request, _("It is published."))
    return redirect(url)


def history_page(request: HttpRequest, row: Row, context: dict[str, Any]) -> HttpResponse:
    """What was changed, when and by whom, for those who write it."""
    actions.require_writer(request.user, type(row), actions.body_of(row))
    sources = [history.Source.of(type(row).history.filter(id=row.pk))]
    context = {"row": row, "page": history.page(request, sources, window=500), **context}
    return render(request, "profiling/history.html", context)
