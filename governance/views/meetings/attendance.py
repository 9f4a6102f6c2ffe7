"""Who sat at the meeting: the whole list in one form."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance import access, meetings
from governance.errors import StaleVersion
from governance.meetings.forms import SeatFormSet, VersionForm, seats_in, seats_of
from governance.models import Attendance, Meeting

from .frame import frame, posted_version, say

GET_POST = ["GET", "HEAD", "POST"]
FIXED = (Meeting.Status.APPROVED, Meeting.Status.POSTED, Meeting.Status.CANCELLED)


@require_http_methods(GET_POST)
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """The list to read; to the secretary, until the minutes are approved, to fill in."""
    context = frame(request, pk, "attendance")
    meeting = context["meeting"]
    context["attendance"] = rows = list(meeting.attendance.all())
    context["absent"] = [row.name for row in rows if row.role in Attendance.SEATED]
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
            address = context["first_open"] if meeting.is_in_session and context["first_open"] else meeting
            return say(request, _("The attendance is noted."), address.get_absolute_url())
        context["problem"] = problem
    context |= {"lines": lines, "version": VersionForm(initial={"version": version})["version"]}
    status = 422 if lines.is_bound else 200
    return render(request, "governance/meetings/attendance.html", context, status=status)


def _save(request: HttpRequest, meeting: Meeting, lines: Any) -> str:
    """Save the list; else why not. What was typed stands on the page, over the list as it is now."""
    try:
        meetings.note_attendance(meeting, posted_version(request), seats_in(lines), by=request.user)
    except StaleVersion as stale:
        return str(stale) + " " + _("Below is what you have written. Look at it once more, and save.")
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
