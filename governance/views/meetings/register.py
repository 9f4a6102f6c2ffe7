"""The list of meetings, and a new one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from governance import access, meetings
from governance.choices import Choice
from governance.forms import add_errors
from governance.lists import (
    BodyFilters,
    or_all,
    page_of,
    picked,
    readable_bodies,
    whole_year,
    with_bodies,
    years,
)
from governance.meetings.forms import PlanForm
from governance.models import Body, Meeting, Person
from governance.prepared import Asked, Asker

GET_POST = ["GET", "HEAD", "POST"]
STATUSES_OF_STATE = {
    "to_come": Meeting.TO_COME,
    "minutes": (Meeting.Status.CLOSED, Meeting.Status.APPROVED),
    "done": (Meeting.Status.POSTED,),
    "cancelled": (Meeting.Status.CANCELLED,),
}


class MeetingFilters(BodyFilters):
    """What the list of meetings can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("to_come", pgettext_lazy("meetings", "to come")),
        ("minutes", pgettext_lazy("meetings", "minutes to approve or post")),
        ("done", pgettext_lazy("meetings", "minutes posted")),
        ("cancelled", pgettext_lazy("meetings", "cancelled")),
    ]

    state = Choice(label=_("State"), choices=STATES)
    year = Choice(label=_("Year"), choices=lambda: or_all(years()))

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `_listed` reads it."""
        chosen = self.chosen
        asked: dict[str, Any] = {}
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if state := chosen.get("state"):
            asked[state] = True
        if year := chosen.get("year"):
            asked["first"], asked["last"] = whole_year(int(year))
        return asked


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings of the bodies whose matters one may read, the latest day first; of those to come the nearest."""
    person: Person = request.user
    filters = MeetingFilters(request, readable_bodies(person))
    to_come = filters.chosen.get("state") == "to_come"
    found = page_of(request, _listed, filters.asked, key="held_on", ascending=to_come)
    with_bodies(found.rows, person)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": found,
        "list_url": reverse("meetings"),
        "may_plan": bool(person.bodies_with(access.RECORD)),
        "has_appointment": bool(person.offices),
    }
    return render(request, "governance/meetings/list.html", context)


def _listed(asker: Asker, asked: Asked) -> QuerySet[Meeting]:
    rows = Meeting.objects.visible_to(asker).filter(**picked(asked, "body"))
    for state, statuses in STATUSES_OF_STATE.items():
        if state in asked:
            rows = rows.filter(status__in=statuses)
    if "first" in asked:
        rows = rows.filter(held_on__range=(asked["first"], asked["last"]))
    return rows


@require_http_methods(GET_POST)
def new_meeting(request: HttpRequest) -> HttpResponse:
    """Plan a meeting of a body whose minutes one keeps."""
    mine = request.user.bodies_with(access.RECORD)
    if not mine:
        raise PermissionDenied(gettext("Only the secretary of a body plans its meetings."))
    bodies = Body.objects.in_force(timezone.localdate()).filter(pk__in=mine)
    form = PlanForm(request.POST if request.method == "POST" else None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = meetings.plan(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("The meeting is planned. Now put together its agenda."))
            return redirect(meeting)
    context = {"form": form, "crumbs": [(gettext("Meetings"), reverse("meetings"))]}
    return render(request, "governance/meetings/new.html", context, status=422 if form.is_bound else 200)
