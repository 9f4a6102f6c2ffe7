"""Who sat at the meeting: the whole list in one form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance import access, meetings
from governance.errors import StaleVersion
from governance.meetings.forms import SeatFormSet, VersionForm, seats_in, seats_of
from governance.models import Meeting

from .frame import frame, posted_version, say

GET_POST = ["GET", "HEAD", "POST"]
FIXED = (Meeting.Status.APPROVED, Meeting.Status.POSTED, Meeting.Status.CANCELLED)
# Names of buttons: everybody who is not marked is there; save, and open the meeting.
ALL_PRESENT, BEGIN = "all_present", "begin"


@require_http_methods(GET_POST)
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """The list to read; to the secretary, until the minutes are approved, to fill in."""
    context = frame(request, pk, "attendance")
    meeting = context["meeting"]
    context["attendance"] = rows = list(meeting.attendance.all())
    context["unmarked"] = sum(row.is_present is None for row in rows)
    writes = context["may_keep"] and meeting.status not in FIXED
    if request.method != "POST" and not writes:
        return render(request, "governance/meetings/attendance.html", context)
    access.require(request.user, access.RECORD, meeting.body)
    lines = SeatFormSet(
        request.POST if request.method == "POST" else None, initial=seats_of(meeting), prefix="seat"
    )
    version = meeting.version
    if request.method == "POST" and lines.is_valid():
        problem = _save(request, meeting, lines)
        if not problem:
            return _go_on(request, context)
        context["problem"] = problem
    context |= {"lines": lines, "version": VersionForm(initial={"version": version})["version"]}
    status = 422 if lines.is_bound else 200
    return render(request, "governance/meetings/attendance.html", context, status=status)


def _go_on(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """To what the button said: everybody marked is looked through once more, else on to the next step."""
    meeting, here = context["meeting"], reverse("meeting_attendance", args=[context["meeting"].pk])
    if ALL_PRESENT in request.POST:
        done = _("Everybody who was not marked is noted as present. Mark those who are not here, and save.")
        return say(request, done, here)
    if BEGIN in request.POST:
        try:
            meetings.begin(meeting, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(here)
        context = frame(request, meeting.pk, "attendance")
        meeting = context["meeting"]
    step = context["first_open"] if meeting.is_in_session else meeting
    address = step.get_absolute_url() if step else reverse("close_meeting", args=[meeting.pk])
    return say(request, _("The attendance is noted."), address)


def _save(request: HttpRequest, meeting: Meeting, lines: Any) -> str:
    """Save the list; else why not. What was typed stands on the page, over the list as it is now."""
    try:
        seats = seats_in(lines)
        if ALL_PRESENT in request.POST:
            seats = meetings.all_present(seats)
        meetings.note_attendance(meeting, posted_version(request), seats, by=request.user)
    except StaleVersion as stale:
        return str(stale) + " " + _("Below is what you have written. Look at it once more, and save.")
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
