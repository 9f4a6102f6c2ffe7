"""Calendar files (RFC 5545), with the rules of Swedish time, so that no calendar moves anything by an hour."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

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


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. It keeps its `key` for ever and counts up `sequence` each time it is changed, so that
    fetched again it takes its own place; `path` is where it is read in the product."""

    key: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    path: str = ""
    words: str = ""
    is_cancelled: bool = False


def draw(entries: Iterable[Entry], made_at: datetime | None = None) -> bytes:
    """The file."""
    made = (made_at or timezone.now()).astimezone(UTC)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Stockholms stad//Internationella registret//SV",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *STOCKHOLM,
    ]
    for entry in entries:
        lines += _event(entry, made)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def answer(content: bytes, name: str) -> HttpResponse:
    """The file as a download under the name."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _event(entry: Entry, made: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.key}@{urlsplit(settings.BASE_URL).hostname}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID=Europe/Stockholm:{_local(entry.starts_at)}"
    yield f"DTEND;TZID=Europe/Stockholm:{_local(entry.ends_at)}"
    yield f"SUMMARY:{_text(entry.title)}"
    if entry.place:
        yield f"LOCATION:{_text(entry.place)}"
    if entry.path:
        yield f"URL:{settings.BASE_URL}{entry.path}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
    if entry.words:
        yield f"DESCRIPTION:{_text(entry.words)}"
    yield "END:VEVENT"


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
