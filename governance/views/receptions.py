"""Requests for receptions in the City Hall: the list, one with its criteria, a new one, and the way onto an agenda."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access, drafts, receptions
from ..forms import ReceptionForm, add_errors
from ..lists import in_order, page_of, with_bodies
from ..models import Body, Meeting, Reception
from ..prepared import NOTHING, Asked, Asker
from . import list_files
from .list_files import Column
from .meetings.frame import GREATEST_ID, meeting_or_404, say

GET_POST = ["GET", "HEAD", "POST"]
COLUMNS = (
    Column(gettext_lazy("Event"), lambda row: row.event),
    Column(gettext_lazy("Organiser"), lambda row: row.organiser),
    Column(gettext_lazy("Passed on by"), lambda row: row.body.name),
    Column(gettext_lazy("Wished day"), lambda row: row.wished_on),
    Column(gettext_lazy("Guests"), lambda row: row.guests),
    Column(gettext_lazy("Of them from abroad"), lambda row: row.foreign_guests),
    Column(gettext_lazy("Criteria"), lambda row: _("met") if row.meets_all else _("not all met")),
    Column(gettext_lazy("The committee"), lambda row: row.item.outcome_label if row.item else _("waits")),
)


@require_safe
def reception_list(request: HttpRequest) -> HttpResponse:
    """The requests that one's bodies have passed on; all of them to those who read what the committee has before it."""
    if list_files.is_asked(request):
        rows = _listed(request.user, NOTHING, receptions.reads_all(request.user)).order_by(
            *in_order("wished_on")
        )
        listing = list_files.Listing(
            _("Receptions in the City Hall"), [], COLUMNS, rows, lambda rows: with_bodies(rows, request.user)
        )
        return list_files.as_file(request, listing)
    found = page_of(request, _listed, NOTHING, receptions.reads_all(request.user), key="wished_on")
    with_bodies(found.rows, request.user)
    context = {"page": found, "may_log": bool(request.user.bodies_with(access.EDIT))}
    return render(request, "governance/receptions.html", context)


def _listed(asker: Asker, _asked: Asked, reads_all: bool) -> QuerySet[Reception]:
    rows = Reception.objects.select_related("item")
    return rows if reads_all else rows.filter(body__among=asker.bodies_with(access.VIEW))


@require_safe
def reception(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with what the city looks at, and what the committee said."""
    rows = Reception.objects.select_related("body", "item__meeting__body", "logged_by")
    found = get_object_or_404(rows, pk=min(pk, GREATEST_ID))
    if not (receptions.reads_all(request.user) or access.may(request.user, access.VIEW, found.body_id)):
        raise Http404
    crumbs = [(_("Receptions in the City Hall"), reverse("receptions"))]
    return render(request, "governance/reception.html", {"reception": found, "crumbs": crumbs})


@require_http_methods(GET_POST)
def new_reception(request: HttpRequest) -> HttpResponse:
    """Log a request."""
    receptions.require_some_editing(request.user)
    bodies = Body.objects.in_force(timezone.localdate()).filter(pk__in=request.user.bodies_with(access.EDIT))
    form = ReceptionForm(request.POST if request.method == "POST" else None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        try:
            with drafts.once(request.POST):
                made = receptions.log(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return say(
                request, _("The request is logged, and waits for the committee."), made.get_absolute_url()
            )
    crumbs = [(_("Receptions in the City Hall"), reverse("receptions"))]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "governance/new_reception.html", context, status=422 if form.is_bound else 200)


@require_POST
def list_reception(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a request on the list of hospitality of a meeting."""
    meeting: Meeting = meeting_or_404(request, pk)
    access.require(request.user, access.RECORD, meeting.body)
    text = request.POST.get("reception", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    receptions.list_for(meeting, get_object_or_404(Reception, pk=int(text)), by=request.user)
    return say(request, _("The request is on the list of hospitality."), meeting.get_absolute_url())
