"""What the pages of the three kinds share: writing one, publishing it, and its history."""

from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from governance.models import Person
from governance.views import rows
from governance.views.casework import small_id
from governance.views.meetings.frame import posted_version
from governance.views.rows import FormClass
from profiling import actions
from profiling.actions import Row


def row_or_404(kind: type[Row], pk: int, person: Person) -> Row:
    """The row, if it is published or the person writes it. A draft of others is not there."""
    found = kind.objects.select_related("published_by", *(["body"] if kind is not actions.KeyMessage else []))
    row = found.filter(pk=small_id(pk)).first()
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
    make = partial(form_class, person=request.user)
    save = partial(actions.write, kind, by=request.user)
    done = _("It is saved as a draft. Publish it when it is ready.")
    return rows.write_form(request, make, save, context, url=url, done=done)


def edit_form(
    request: HttpRequest, row: Row, form_class: FormClass, context: dict[str, Any], url: Callable[[Row], str]
) -> HttpResponse:
    """Change what is written. Two who write at once see both texts."""
    actions.require_writer(request.user, type(row), actions.body_of(row))
    make, change = partial(form_class, person=request.user), partial(actions.edit, by=request.user)
    return rows.edit_form(request, row, make, change, context, stands=_stands, url=url)


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
    return rows.history_page(request, row, context)
