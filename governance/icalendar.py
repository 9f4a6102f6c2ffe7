"""Calendar files (RFC 5545), with the rules of Swedish time, so that no calendar moves anything by an hour."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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
class Event:
    """One thing in a calendar. `key` names it for ever; `path` is its address in the register.

    `begins` and `ends` are moments, or whole days, both included. `sequence` counts its changes, where that is done.
    """

    key: str
    title: str
    path: str
    begins: date | datetime
    ends: date | datetime | None = None
    sequence: int | None = None
    place: str = ""
    words: str = ""
    category: str = ""
    is_cancelled: bool = False


def calendar_file(
    events: Iterable[Event], made: datetime, *, name: str = "", method: str = "", hours: int = 0
) -> bytes:
    """The file. An event keeps its UID and counts up its SEQUENCE, so that fetched again it takes its own place.

    `name` is what a calendar that subscribes calls it, and `hours` how often it should ask.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Stockholms stad//Internationella registret//SV",
        "CALSCALE:GREGORIAN",
        *([f"METHOD:{method}"] if method else []),
        *([f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"] if name else []),
        *([f"REFRESH-INTERVAL;VALUE=DURATION:PT{hours}H", f"X-PUBLISHED-TTL:PT{hours}H"] if hours else []),
        *STOCKHOLM,
    ]
    for event in events:
        lines += _event(event, made.astimezone(UTC))
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def answer(content: bytes, name: str) -> HttpResponse:
    """The file as a download under the name."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _event(event: Event, made: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.key}@{urlsplit(settings.BASE_URL).hostname}"
    if event.sequence is not None:
        yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART{_moment(event.begins)}"
    if event.ends is not None:
        # The last day is included, and DTEND is the day after (3.6.1).
        is_moment = isinstance(event.ends, datetime)
        yield f"DTEND{_moment(event.ends if is_moment else event.ends + timedelta(days=1))}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.path:
        yield f"URL:{settings.BASE_URL}{event.path}"
    if event.category:
        yield f"CATEGORIES:{_text(event.category)}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    if not isinstance(event.begins, datetime):
        yield "TRANSP:TRANSPARENT"  # a whole day that something is due is no day that one is away
    if event.words:
        yield f"DESCRIPTION:{_text(event.words)}"
    yield "END:VEVENT"


def _moment(at: date | datetime) -> str:
    if isinstance(at, datetime):
        local = timezone.localtime(at, timezone.get_default_timezone())
        return f";TZID=Europe/Stockholm:{local:%Y%m%dT%H%M%S}"
    return f";VALUE=DATE:{at:%Y%m%d}"


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
