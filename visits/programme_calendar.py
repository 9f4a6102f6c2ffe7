"""A confirmed programme as calendar files: the whole of it, and one for each host with her slots.

A slot keeps its UID in every version; one that is gone since, or has another host, is cancelled in the file.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from governance import ics

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
    return ics.draw(entries(versions, path), versions[0].confirmed_at)


def of_host(versions: Sequence[ProgrammeVersion], key: str, path: str) -> bytes | None:
    """The same for one host; None for who never was host."""
    found = list(entries(versions, path, key))
    return ics.draw(found, versions[0].confirmed_at) if found else None


def entries(versions: Sequence[ProgrammeVersion], path: str, host: str = "") -> Iterator[ics.Entry]:
    """Each slot as it last stood with the host; SEQUENCE counts the versions."""
    latest = versions[0]
    seen: set[int] = set()
    for version in versions:
        for slot in _of_host(version.content["slots"], host):
            if slot["id"] not in seen:
                seen.add(slot["id"])
                yield _entry(slot, latest.number, path, is_cancelled=version is not latest)


def _of_host(slots: Iterable[dict[str, Any]], host: str) -> Iterator[dict[str, Any]]:
    return (slot for slot in slots if not host or host_key(slot) == host)


def _entry(slot: dict[str, Any], number: int, path: str, *, is_cancelled: bool) -> ics.Entry:
    """What the guests may read too: the file is mailed to them."""
    day = date.fromisoformat(slot["day"])
    hosts = ", ".join(part for part in (slot["host_name"], slot["host_office"]) if part)
    parts = (hosts, slot["entrance"], slot["speakers"], slot["public_note"])
    return ics.Entry(
        key=f"programpunkt-{slot['id']}",
        sequence=number - 1,
        starts_at=_moment(day, slot["starts_at"]),
        ends_at=_moment(day, slot["ends_at"]),
        title=slot["topic"],
        place=", ".join(part for part in (slot["place"], slot["room"], slot["address"]) if part),
        path=path,
        words="\n".join(part for part in parts if part),
        is_cancelled=is_cancelled,
    )


def _moment(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), timezone.get_default_timezone())
