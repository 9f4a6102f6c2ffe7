"""A meeting as a calendar file (RFC 5545), with the rules of Swedish time, so that no calendar moves it by an hour."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from .models import NetworkMeeting

MEDIA_TYPE = "text/calendar; charset=utf-8"
# A line is at most so many octets, the line break not counted (3.1).
LINE = 75
# Central European Time since 1996: summer from the last Sunday of March to the last of October.
STOCKHOLM = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Stockholm",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
)


def calendar_of(meeting: NetworkMeeting, made_at: datetime | None = None) -> bytes:
    """The file. The meeting keeps its UID and counts up its SEQUENCE, so that fetched again it takes its own place."""
    host = urlsplit(settings.BASE_URL).hostname
    made = (made_at or timezone.now()).astimezone(UTC)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Stockholms stad//Internationella registret//SV",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *STOCKHOLM,
        "BEGIN:VEVENT",
        f"UID:natverksmote-{meeting.pk}@{host}",
        f"SEQUENCE:{meeting.version - 1}",
        f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID=Europe/Stockholm:{_local(meeting.starts_at)}",
        f"DTEND;TZID=Europe/Stockholm:{_local(meeting.ends_at)}",
        f"SUMMARY:{_text(meeting.title)}",
        f"LOCATION:{_text(meeting.place)}",
        f"URL:{settings.BASE_URL}{meeting.get_absolute_url()}",
        f"STATUS:{'CANCELLED' if meeting.is_cancelled else 'CONFIRMED'}",
    ]
    if words := "\n\n".join(part for part in (meeting.agenda, meeting.link) if part):
        lines.append(f"DESCRIPTION:{_text(words)}")
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _local(moment: datetime) -> str:
    return f"{timezone.localtime(moment, timezone.get_default_timezone()):%Y%m%dT%H%M%S}"


def _text(words: str) -> str:
    """A value of the type TEXT (3.3.11)."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """In parts of at most 75 octets, never within a letter; those that go on begin with a space (3.1)."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
