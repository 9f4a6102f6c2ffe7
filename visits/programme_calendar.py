"""A confirmed programme as calendar files: the whole of it, and one for each host with her slots.

A slot keeps its UID in every version; one that is gone since, or has another host, is cancelled in the file.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from governance.icalendar import Event, calendar_file

from .models import ProgrammeVersion
from .programmes import compared


def host_key(slot: dict[str, Any]) -> str:
    """By what a host is known in an address: the person, or the name."""
    return (
        f"person-{slot['host']}" if slot["host"] else slugify(compared(slot["host_name"]), allow_unicode=True)
    )


def hosts_of(version: ProgrammeVersion) -> list[tuple[str, str, int]]:
    """Key, name and number of slots of everybody who is host in the version, by name."""
    found: dict[str, tuple[str, int]] = {}
    for slot in version.content["slots"]:
        key = host_key(slot)
        if key:
            name, count = found.get(key, (slot["host_name"], 0))
            found[key] = (name, count + 1)
    return sorted(((key, name, count) for key, (name, count) in found.items()), key=lambda row: row[1])


def whole(versions: Sequence[ProgrammeVersion], path: str) -> bytes:
    """The latest version, with what is gone since an earlier one. `versions`: the latest first."""
    return _file(entries(versions, path), versions)


def of_host(versions: Sequence[ProgrammeVersion], key: str, path: str) -> bytes | None:
    """The same for one host; None for who never was host."""
    found = list(entries(versions, path, key))
    return _file(found, versions) if found else None


def entries(versions: Sequence[ProgrammeVersion], path: str, host: str = "") -> Iterator[Event]:
    """Each slot as it last stood with the host; SEQUENCE counts the versions."""
    latest = versions[0]
    seen: set[int] = set()
    for version in versions:
        for slot in _of_host(version.content["slots"], host):
            if slot["id"] not in seen:
                seen.add(slot["id"])
                yield _entry(slot, latest.number, path, is_cancelled=version is not latest)


def _file(events: Iterable[Event], versions: Sequence[ProgrammeVersion]) -> bytes:
    return calendar_file(events, versions[0].confirmed_at, method="PUBLISH")


def _of_host(slots: Iterable[dict[str, Any]], host: str) -> Iterator[dict[str, Any]]:
    return (slot for slot in slots if not host or host_key(slot) == host)


def _entry(slot: dict[str, Any], number: int, path: str, *, is_cancelled: bool) -> Event:
    """What the guests may read too: the file is mailed to them."""
    day = date.fromisoformat(slot["day"])
    hosts = ", ".join(part for part in (slot["host_name"], slot["host_office"]) if part)
    parts = (hosts, slot["entrance"], slot["speakers"], slot["public_note"])
    return Event(
        key=f"programpunkt-{slot['id']}",
        title=slot["topic"],
        path=path,
        begins=_moment(day, slot["starts_at"]),
        ends=_moment(day, slot["ends_at"]),
        sequence=number - 1,
        place=", ".join(part for part in (slot["place"], slot["room"], slot["address"]) if part),
        words="\n".join(part for part in parts if part),
        is_cancelled=is_cancelled,
    )


def _moment(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), timezone.get_default_timezone())
