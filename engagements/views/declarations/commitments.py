"""What the city has promised in declarations: the list of it, and the report on one."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements.actions import declarations
from engagements.forms.declarations import ReportForm
from engagements.lifecycle.declarations import MOVES, CommitmentStatus, Status
from engagements.models import Commitment, Declaration, declarations_in_register_for
from governance import access, search
from governance.choices import Choice
from governance.lists import BodyFilters, all_bodies, operating_bodies, page_of, picked
from governance.models import Matter, Person
from governance.prepared import Asked, Asker
from governance.texts import TextField
from governance.views import list_files
from governance.views.casework import GET_POST, edit_part, small_id
from governance.views.list_files import Column

from .declaration import declaration_context

# What a row of the list shows.
ROW = (
    "text owner_id due_on status closed_on declaration__matter__number declaration__matter__kind"
    " declaration__matter__title declaration__matter__status declaration__matter__body_id"
    " declaration__matter__before_id"
).split()


COLUMNS = (
    Column(_("Commitment"), lambda row: row.text),
    Column(_("Responsible body"), lambda row: row.owner.name),
    Column(_("To be fulfilled by"), lambda row: row.due_on),
    Column(_("Status"), lambda row: capfirst(row.status_label)),
    Column(_("Closed"), lambda row: row.closed_on),
    Column(_("Matter"), lambda row: row.declaration.matter.number),
    Column(_("Declaration or initiative"), lambda row: row.declaration.matter.title),
)


class CommitmentFilters(BodyFilters):
    """What the list can be narrowed by. Unasked it shows what is still to be done, the late ones first."""

    STATES = [
        ("", _("to be fulfilled")),
        ("late", _("overdue")),
        ("done", _("fulfilled")),
        ("dropped", _("dropped")),
        ("all", _("all")),
    ]

    q = TextField(label=_("Words"), max_length=200, required=False)
    body = Choice(label=_("Responsible body"))
    state = Choice(label=_("State"), choices=STATES)

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `narrow` reads it."""
        state = self.chosen.get("state", "")
        asked: dict[str, Any] = {"late": timezone.localdate()} if state == "late" else {}
        if state in ("", "late"):
            asked["status"] = CommitmentStatus.OPEN.value
        elif state != "all":
            asked["status"] = state
        if slug := self.chosen.get("body"):
            asked["owner"] = self.bodies.ids[slug]
        if text := self.chosen.get("q"):
            asked |= search.asked(_cards(self.request.user), text) | {"text": text}
        return asked


def narrow(rows: QuerySet[Commitment], asked: Asked) -> QuerySet[Commitment]:
    """The commitments that every filter asked for lets through."""
    rows = rows.filter(**picked(asked, "owner", "status"))
    if "text" in asked:
        told_of = search.within(Matter.objects.order_by(), asked).values("pk")
        rows = rows.filter(Q(text__icontains=asked["text"]) | Q(declaration__in=told_of))
    return rows.filter(due_on__lt=asked["late"]) if "late" in asked else rows


@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """Every commitment of the city as a line, by the day it is due."""
    person: Person = request.user
    filters = CommitmentFilters(request, operating_bodies(person))
    if list_files.is_asked(request):
        rows = _listed(person, filters.asked).order_by("due_on", "pk")
        listing = list_files.Listing(
            gettext("Commitments in declarations"),
            list_files.said(filters) or [str(CommitmentFilters.STATES[0][1])],
            COLUMNS,
            rows,
            lambda rows: _complete(rows, person),
        )
        return list_files.as_file(request, listing)
    found = page_of(request, _listed, filters.asked, key="due_on", ascending=True, keys=_found)
    _complete(found.rows, person)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": found,
        "list_url": reverse("engagements:commitments"),
        "has_appointment": bool(person.offices),
        "mine": _bodies_of(person, filters),
    }
    return render(request, "engagements/commitments.html", context)


def _bodies_of(person: Person, filters: CommitmentFilters) -> list[tuple[str, str]]:
    """The bodies whose commitments are the person's to report on: name and address of their list."""
    if filters.chosen.get("body"):
        return []
    among = operating_bodies(person, person.bodies_with(access.EDIT), timezone.localdate())
    return [(name, slug) for slug, name in among.choices] if len(among.choices) <= 3 else []


def _cards(asker: Asker) -> QuerySet[Matter]:
    return Matter.objects.filter(declarations_in_register_for(asker)).order_by()


def _found(asker: Asker, asked: Asked) -> QuerySet[Commitment]:
    """None without an appointment."""
    rows = Commitment.objects.filter(declaration__in=_cards(asker).values("pk"))
    return narrow(rows if asker.offices else rows.none(), asked)


def _listed(asker: Asker, asked: Asked) -> QuerySet[Commitment]:
    return _found(asker, asked).select_related("declaration__matter").only(*ROW)


def _complete(rows: Iterable[Commitment], person: Person) -> None:
    """Give each its bodies, and where its line leads: to the report, to the declaration, nowhere."""
    bodies, readable, editable = (
        all_bodies(person),
        person.bodies_with(access.VIEW),
        person.bodies_with(access.EDIT),
    )
    for row in rows:
        matter = row.declaration.matter
        row.owner, matter.body = (
            bodies.get(row.owner_id) or row.owner,
            bodies.get(matter.body_id) or matter.body,
        )
        concerned = {row.owner_id, matter.body_id}
        row.url = ""
        if matter.status == Status.JOINED and concerned & editable:
            row.url = reverse("engagements:report_commitment", args=[matter.number, row.pk])
        matter.may_open = bool({*concerned, matter.before_id} & readable)


@require_http_methods(GET_POST)
def report(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say how a commitment stands. Two who report at once see both texts."""
    context = declaration_context(request, number)
    commitment = _commitment(context["declaration"], pk)
    if not declarations.may_report(request.user, commitment):
        raise PermissionDenied(access.refusal(access.EDIT, commitment.owner))
    return edit_part(
        request,
        context,
        commitment,
        ReportForm,
        declarations.report,
        when=MOVES.sources("promise"),
        title=gettext("Report on a commitment"),
        lead=commitment.text,
        done=gettext("The report is saved."),
    )


def _commitment(declaration: Declaration, pk: int) -> Commitment:
    rows = declaration.commitments.select_related("owner")
    commitment: Commitment = get_object_or_404(rows, pk=small_id(pk))
    commitment.declaration = declaration
    return commitment
