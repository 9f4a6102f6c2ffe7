"""What the pages of the network share: their tabs, finding a row, lists with files, and the forms of a kind of row."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from governance.lists import Filters, in_order, page, page_of
from governance.prepared import Asked, Build
from governance.views import list_files, rows
from governance.views.casework import GET_POST, small_id
from network import rights
from network.actions import writing
from network.models import Written

NETWORK = (
    (gettext_lazy("Contact persons"), "network:directory"),
    (gettext_lazy("Messages"), "network:messages"),
    (gettext_lazy("Questions"), "network:questions"),
    (gettext_lazy("Meetings of the network"), "network:meetings"),
    (gettext_lazy("Competence"), "network:competences"),
    (gettext_lazy("Trainings"), "network:trainings"),
)
HORIZON = (
    (gettext_lazy("Observations"), "network:observations"),
    (gettext_lazy("Analyses"), "network:analyses"),
    (gettext_lazy("Cities"), "network:cities"),
    (gettext_lazy("Indicators"), "network:indicators"),
    (gettext_lazy("Rankings"), "network:rankings"),
)
SAVED = gettext_lazy("It is saved.")
Tabs = list[tuple[Any, str, bool, None]]


def tabs(address: str) -> Tabs:
    """The tabs of the part that the address belongs to."""
    part = NETWORK if address in {name for _label, name in NETWORK} else HORIZON
    return [(label, reverse(name), name == address, None) for label, name in part]


def crumbs(address: str) -> list[tuple[Any, str]]:
    """The list that a page lies under."""
    named = {name: label for label, name in (*NETWORK, *HORIZON)}
    return [(named[address], reverse(address))]


def row_or_404(request: HttpRequest, found: QuerySet[Any], pk: int) -> Any:
    """One of the rows, for who reads what the network writes. Raises PermissionDenied, Http404."""
    rights.require_reader(request.user)
    row = found.filter(pk=small_id(pk)).first()
    if row is None:
        raise Http404
    return row


@dataclass(frozen=True)
class Empty:
    """What a list without rows says: what it is for, and how the first one comes."""

    title: Any
    text: Any
    icon: str


@dataclass(frozen=True)
class Register:
    """A list of the network: its address, words and files. `kind` names its table (templatetags/network_tables.py)."""

    kind: str
    address: str
    title: Any
    lead: Any
    columns: Sequence[list_files.Column]
    empty: Empty
    filter_names: str = ""
    new: tuple[str, Any] | None = None
    order: dict[str, Any] = field(default_factory=dict)
    complete: Callable[[Sequence[Any]], None] | None = None


@dataclass(frozen=True)
class Asking:
    """The rows of a list whose statement is written once (governance/prepared.py), and what it is asked with."""

    build: Build
    asked: Asked
    constants: tuple[Hashable, ...] = ()


def list_page(
    request: HttpRequest,
    register: Register,
    filters: Filters,
    found: QuerySet[Any] | Asking,
    may_write: bool | None = None,
    **more: Any,
) -> HttpResponse:
    """One page of the list, or all of it as a file."""
    if list_files.is_asked(request):
        every = found
        if isinstance(found, Asking):
            every = found.build(request.user, found.asked, *found.constants)
        all_rows = every.order_by(*in_order(**register.order))
        listing = list_files.Listing(
            str(register.title), list_files.said(filters), register.columns, all_rows, register.complete
        )
        return list_files.as_file(request, listing)
    if isinstance(found, Asking):
        shown = page_of(request, found.build, found.asked, *found.constants, **register.order)
    else:
        shown = page(request, found, **register.order)
    if register.complete:
        register.complete(shown.rows)
    context = {
        "register": register,
        "tabs": tabs(register.address),
        "filters": filters,
        "chips": filters.chips(),
        "page": shown,
        "list_url": reverse(register.address),
        "may_write": rights.is_member(request.user) if may_write is None else may_write,
        **more,
    }
    return render(request, "network/list.html", context)


@dataclass(frozen=True)
class Sheet:
    """The forms of one kind of row: new, changed, its history. `parent` is the row it hangs on, under `hangs_on`."""

    model: type[Written]
    form: Callable[..., Any]
    fields: tuple[tuple[Any, tuple[str, ...]], ...]
    address: str
    new_title: Any
    edit_title: Any
    done: Any = SAVED
    # What the button of a new row says, where it does more than save.
    send: Any = ""
    lead: Any = ""
    write: Callable[..., Any] | None = None
    change: Callable[..., Any] = writing.change
    stands: Callable[[Any], dict[str, Any]] | None = None
    url: Callable[[Any], str] = lambda row: row.get_absolute_url()
    hangs_on: str = ""
    parent: type[Model] | None = None
    # What the form is told beside what was typed: of the request and the parent.
    options: Callable[[HttpRequest, Any], dict[str, Any]] = lambda _request, _parent: {}
    # What the row is given with its parent when it is new.
    fixed: bool = True
    # The histories of what hangs on the row, told with its own.
    parts: Callable[[Any], Sequence[QuerySet[Any]]] = lambda _row: ()


def new(sheet: Sheet) -> Callable[..., HttpResponse]:
    """The page for a new row."""

    @require_http_methods(GET_POST)
    def view(request: HttpRequest, pk: int = 0) -> HttpResponse:
        rights.require_member(request.user)
        parent = _parent(request, sheet, pk) if sheet.parent else None
        make = partial(sheet.form, **sheet.options(request, parent))
        act = sheet.write or partial(writing.write, sheet.model)
        given = {sheet.hangs_on: parent} if sheet.hangs_on and sheet.fixed else {}
        context = _context(sheet, sheet.new_title, parent) | {"button": sheet.send}
        save = partial(act, by=request.user, **given)
        return rows.write_form(request, make, save, context, url=sheet.url, done=str(sheet.done))

    return view


def edit(sheet: Sheet) -> Callable[..., HttpResponse]:
    """The page to change a row."""

    @require_http_methods(GET_POST)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        row = row_or_404(request, _rows(sheet), pk)
        rights.require_change(request.user, row)
        parent = _parent_of(sheet, row)
        form = partial(sheet.form, **sheet.options(request, parent))
        context = _context(sheet, sheet.edit_title, row if hasattr(row, "get_absolute_url") else parent)
        return rows.edit_form(
            request,
            row,
            form,
            partial(sheet.change, by=request.user),
            context,
            stands=sheet.stands or partial(_as_it_stands, sheet),
            url=sheet.url,
        )

    return view


def history(sheet: Sheet) -> Callable[..., HttpResponse]:
    """What was changed about a row, for everybody who reads it."""

    @require_safe
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        row = row_or_404(request, _rows(sheet), pk)
        trail = [*crumbs(sheet.address), (str(row), sheet.url(row))]
        return rows.history_page(request, row, {"crumbs": trail}, sheet.parts(row))

    return view


def _rows(sheet: Sheet) -> QuerySet[Any]:
    found = sheet.model._default_manager.all()
    return found.select_related(sheet.hangs_on) if sheet.hangs_on and sheet.fixed else found


def _parent(request: HttpRequest, sheet: Sheet, pk: int) -> Any:
    assert sheet.parent is not None
    return row_or_404(request, sheet.parent._default_manager.all(), pk)


def _parent_of(sheet: Sheet, row: Any) -> Any:
    for name in sheet.hangs_on.split("__") if sheet.hangs_on else ():
        row = getattr(row, name)
    return row if sheet.hangs_on else None


def _context(sheet: Sheet, title: Any, above: Any) -> dict[str, Any]:
    trail = crumbs(sheet.address)
    if above is not None:
        trail.append((str(above), above.get_absolute_url()))
    return {
        "title": title,
        "lead": sheet.lead,
        "crumbs": trail,
        "back": trail[-1][1],
        "fieldsets": sheet.fields,
    }


def _as_it_stands(sheet: Sheet, row: Any) -> dict[str, Any]:
    form: Any = sheet.form
    return {name: getattr(row, name) for name in form.base_fields if name not in ("version", "base")}
