"""Assignments: the list to follow them in, one with its report, and a new one with the item of a meeting."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from .. import access, assignments
from ..choices import Choice
from ..errors import StaleVersion
from ..forms import AssignmentForm, MoveAssignmentForm, ReportForm, add_errors
from ..lists import BodyFilters, all_bodies, page_of, picked, readable_bodies
from ..models import Assignment
from ..prepared import Asked, Asker
from .meetings.frame import GREATEST_ID, frame, posted_version, say

GET_POST = ["GET", "HEAD", "POST"]
ROW = "text due_on closed_on status owner_id given_by_id given_on item__paragraph matter__number".split()


class AssignmentFilters(BodyFilters):
    """What the list of assignments can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("open", pgettext_lazy("assignments", "to do")),
        ("late", pgettext_lazy("assignments", "late")),
        ("old", pgettext_lazy("assignments", "older than a year")),
        ("reported", pgettext_lazy("assignments", "reported, not received")),
        ("closed", pgettext_lazy("assignments", "closed")),
    ]

    # The day that a state is reckoned from.
    DAYS = {"late": timezone.localdate, "old": lambda: timezone.localdate() - timedelta(days=365)}

    body = Choice(label=_("Given to"))
    state = Choice(label=_("State"), choices=STATES)

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `_listed` reads it."""
        asked: dict[str, Any] = {}
        if slug := self.chosen.get("body"):
            asked["owner"] = self.bodies.ids[slug]
        if state := self.chosen.get("state"):
            asked[state] = self.DAYS[state]() if state in self.DAYS else True
        return asked


@require_safe
def assignment_list(request: HttpRequest) -> HttpResponse:
    """The assignments given by or to the bodies whose matters one may read, by the day they are due."""
    filters = AssignmentFilters(request, readable_bodies(request.user))
    found = page_of(request, _listed, filters.asked, key="due_on", keys=_found)
    bodies = all_bodies(request.user)
    for row in found.rows:
        row.owner, row.given_by = bodies[row.owner_id], bodies[row.given_by_id]
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": found,
        "list_url": reverse("assignments"),
    }
    return render(request, "governance/assignments.html", context)


def _listed(asker: Asker, asked: Asked) -> QuerySet[Assignment]:
    return _found(asker, asked).select_related("item", "matter").only(*ROW)


def _found(asker: Asker, asked: Asked) -> QuerySet[Assignment]:
    rows = Assignment.objects.visible_to(asker).filter(**picked(asked, "owner"))
    if "late" in asked:
        rows = rows.late(asked["late"])
    if "old" in asked:
        rows = rows.open().filter(given_on__lt=asked["old"])
    if "reported" in asked:
        rows = rows.filter(status=Assignment.Status.DONE)
    if "open" in asked or "closed" in asked:
        rows = rows.filter(closed_on__isnull="open" in asked)
    return rows


@require_safe
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """One assignment: what, who, by when, what was reported, and what one can do with it."""
    found = _visible(request, pk)
    gave = not found.is_ended and assignments.gave(request.user, found)
    context = {
        "assignment": found,
        "crumbs": [(_("Assignments"), reverse("assignments"))],
        "report_form": ReportForm(initial={"report": found.report})
        if assignments.may_report(request.user, found)
        else None,
        "move_form": MoveAssignmentForm(initial={"due_on": found.due_on}) if gave else None,
        "received": found.followed_at.filter(meeting__held_on=found.received_on, paragraph__isnull=False)
        .select_related("meeting")
        .first()
        if found.received_on
        else None,
        "may_read_minutes": access.may(request.user, access.VIEW, found.given_by_id),
        "may_open": bool(
            found.matter and {found.matter.body_id, found.owner_id} & request.user.bodies_with(access.VIEW)
        ),
    }
    return render(request, "governance/assignment.html", context)


def _visible(request: HttpRequest, pk: int) -> Assignment:
    rows = Assignment.objects.visible_to(request.user)
    rows = rows.select_related("owner", "given_by", "item__meeting", "matter__body")
    return get_object_or_404(rows, pk=min(pk, GREATEST_ID))


@require_http_methods(["POST"])
def report_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """It is done."""
    return _act(
        request,
        pk,
        ReportForm(request.POST),
        assignments.report,
        "report_form",
        str(_("The report is sent.")),
    )


@require_http_methods(["POST"])
def move_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day, with the reason."""
    form = MoveAssignmentForm(request.POST)
    return _act(request, pk, form, assignments.move, "move_form", str(_("The day is moved.")))


@require_http_methods(["POST"])
def drop_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer to be done."""
    form = ReportForm(request.POST, prefix="drop")

    def drop(found: Assignment, version: int, *, by: Any, report: str) -> Assignment:
        return assignments.drop(found, version, by=by, reason=report)

    return _act(request, pk, form, drop, "drop_form", str(_("The assignment is dropped.")))


def _act(
    request: HttpRequest, pk: int, form: forms.Form, act: Callable[..., Any], name: str, done: str
) -> HttpResponse:
    found = _visible(request, pk)
    if form.is_valid():
        try:
            act(found, posted_version(request), by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except StaleVersion as stale:
            form.add_error(
                None, str(stale) + " " + _("Below is what you have written. Look at it once more, and save.")
            )
            found = _visible(request, pk)
        else:
            return say(request, done, found.get_absolute_url())
    context = {"assignment": found, "crumbs": [(_("Assignments"), reverse("assignments"))], name: form}
    return render(request, "governance/assignment.html", context, status=422)


@require_http_methods(GET_POST)
def give_assignment(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Write down what the body told somebody to do, with the item it was decided on."""
    context = frame(request, pk, "minutes")
    access.require(request.user, access.RECORD, context["meeting"].body)
    found = get_object_or_404(context["meeting"].items.exclude(paragraph=None), pk=min(item, GREATEST_ID))
    found.meeting = context["meeting"]
    assignments.require_taken_up(found)
    form = AssignmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            assignments.give(found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return say(
                request, str(_("The assignment is given.")), reverse("meeting_item", args=[pk, found.pk])
            )
    context |= {"form": form, "title": _("Give an assignment"), "button": _("Give the assignment")}
    status = 422 if form.is_bound else 200
    return render(request, "governance/meetings/small_form.html", context, status=status)
