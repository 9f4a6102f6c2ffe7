"""A meeting of the network as a calendar file."""

from datetime import datetime

from django.utils import timezone

from governance.icalendar import Event, calendar_file

from .models import NetworkMeeting


def calendar_of(meeting: NetworkMeeting, made_at: datetime | None = None) -> bytes:
    """The file, under the same name as in the feeds (network/on_days.py)."""
    event = Event(
        key=f"natverksmote-{meeting.pk}",
        title=meeting.title,
        path=meeting.get_absolute_url(),
        begins=meeting.starts_at,
        ends=meeting.ends_at,
        sequence=meeting.version - 1,
        place=meeting.place,
        words="\n\n".join(part for part in (meeting.agenda, meeting.link) if part),
        is_cancelled=meeting.is_cancelled,
    )
    return calendar_file([event], made_at or timezone.now(), method="PUBLISH")
