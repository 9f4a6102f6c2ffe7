"""The list of visits."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from governance import access, drafts
from governance.language import country_name
from governance.lists import AFTER, BEFORE, in_order, page_of, readable_bodies, with_bodies
from governance.models import Kind, Matter
from governance.models.matter import MatterQuerySet
from governance.prepared import Asked, Asker, rows_of
from governance.views import list_files
from governance.views.list_files import Column
from visits.forms import VisitFilters, listed
from visits.lifecycle import Status
from visits.views.request import DRAFT

# What a row shows. The list reads the card, and two small things from the visit.
ROW = (
    "number diary_number kind title status opened_on due_on closed_on starts_on ends_on counterpart city country"
    " secrecy_ground is_invented body_id"
).split()
OF_THE_VISIT = {"size": F("visit__size"), "is_significant": F("visit__is_significant")}

COLUMNS = (
    Column(_("Matter"), lambda matter: matter.number),
    Column(_("Diary number"), lambda matter: matter.diary_number),
    Column(_("Title"), lambda matter: matter.heading),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Status"), lambda matter: capfirst(matter.status_label)),
    Column(_("Opened"), lambda matter: matter.opened_on),
    Column(_("Next due"), lambda matter: matter.due_on if matter.is_open else None),
    Column(_("First day"), lambda matter: matter.starts_on),
    Column(_("Last day"), lambda matter: matter.ends_on),
    Column(_("From"), lambda matter: matter.counterpart),
    Column(_("City"), lambda matter: matter.city),
    Column(_("Country"), lambda matter: country_name(str(matter.country or ""))),
    Column(_("Persons"), lambda matter: matter.size),
)

# What waits is shown above the list; the rest of it is the list's own filter.
MOST_OFFERED = 5


@require_safe
def visit_list(request: HttpRequest) -> HttpResponse:
    """Every visit one may read, newest first; above it what waits for one's own body to take."""
    filters = VisitFilters(request, readable_bodies(request.user))
    asked = filters.found(_listed)
    if list_files.is_asked(request):
        rows = _listed(request.user, asked).order_by(*in_order())
        listing = list_files.Listing(
            str(_("Visits")),
            list_files.said(filters),
            COLUMNS,
            rows,
            lambda rows: with_bodies(rows, request.user),
        )
        return list_files.as_file(request, listing)
    shown = page_of(request, _listed, asked)
    offered: list[Matter] = []
    draft = None
    if not request.GET:  # whoever has narrowed the list, or turned its page, is looking for something else
        offered = rows_of(_offered, request.user)
        draft = drafts.find(request.user, DRAFT)
    with_bodies([*shown.rows, *offered], request.user)
    read_clocks([*shown.rows, *offered])
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": shown,
        "offered": offered[:MOST_OFFERED],
        "more_offered": len(offered) > MOST_OFFERED,
        "list_url": reverse("visits:list"),
        "may_log": bool(request.user.bodies_with(access.EDIT)),
        "tabs": list_and_board(request, is_board=False),
        "draft": draft,
    }
    return render(request, "visits/list.html", context)


def list_and_board(request: HttpRequest, *, is_board: bool) -> list[tuple[Any, str, bool, None]]:
    """List and board side by side, narrowed alike; the columns of the board say the state."""
    kept = request.GET.copy()
    for name in ("status", "state", AFTER, BEFORE):
        kept.pop(name, None)
    query = f"?{kept.urlencode()}" if kept else ""
    return [
        (pgettext("visits", "List"), reverse("visits:list") + query, not is_board, None),
        (pgettext("visits", "Board"), reverse("visits:board") + query, is_board, None),
    ]


def visits_with_rows() -> MatterQuerySet:
    """What a row and a card show."""
    return Matter.objects.filter(kind=Kind.VISIT).only(*ROW).annotate(**OF_THE_VISIT)


def _listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return listed(visits_with_rows(), asker, asked)


def _offered(asker: Asker, _asked: Asked) -> QuerySet[Matter]:
    return visits_with_rows().awaiting(asker, access.EDIT).order_by("due_on", "pk")[: MOST_OFFERED + 1]


def read_clocks(rows: list[Matter]) -> None:
    """Whether the answer clock of each row stands still."""
    for matter in rows:
        matter.clock_stands = matter.status == Status.NEEDS_INFORMATION
