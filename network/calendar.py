"""A meeting of the network as a calendar file."""

from datetime import datetime

from governance import ics

from .models import NetworkMeeting


def calendar_of(meeting: NetworkMeeting, made_at: datetime | None = None) -> bytes:
    """The file. The meeting keeps its UID and counts up its SEQUENCE, so that fetched again it takes its own place."""
    entry = ics.Entry(
        key=f"natverksmote-{meeting.pk}",
        sequence=meeting.version - 1,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=meeting.title,
        place=meeting.place,
        path=meeting.get_absolute_url(),
        words="\n\n".join(part for part in (meeting.agenda, meeting.link) if part),
        is_cancelled=meeting.is_cancelled,
    )
    return ics.draw([entry], made_at)
