"""The programme as it stands, as plain data to keep, and what differs between two states of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst

from governance.language import clock

from .programmes import Programme, Slot, span

# In the order they are told.
FIELDS = (
    "day starts_at ends_at topic place address entrance room travel_minutes host_name host_office host_phone speakers"
    " equipment catering interpreter vehicle gift goal public_note internal_note cost risk"
).split()
# What the guest version tells of a slot (programme_paper.py).
FOR_GUESTS = frozenset(
    "day starts_at ends_at topic place address entrance room travel_minutes host_name host_office speakers catering"
    " interpreter vehicle public_note".split()
)
Content = dict[str, Any]


def content_of(programme: Programme | None, slots: Iterable[Slot]) -> Content:
    """What a version keeps: words, no keys but those that say which slot and whose."""
    return {
        "delegation": programme.delegation if programme else "",
        "slots": [
            {"id": slot.pk, "host": slot.host_id, **{name: _kept(slot, name) for name in FIELDS}}
            for slot in slots
        ],
    }


def _kept(slot: Slot, name: str) -> Any:
    value = slot.host_label if name == "host_name" else getattr(slot, name)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value


def hours_of(kept: dict[str, Any]) -> str:
    """9.00–10.30, in English 9:00–10:30, of a kept slot."""
    return span(time.fromisoformat(kept["starts_at"]), time.fromisoformat(kept["ends_at"]))


@dataclass(frozen=True)
class Difference:
    """One slot that is new, gone or changed, and what it said before and says now, field by field."""

    kind: str
    slot: dict[str, Any]
    changes: list[tuple[str, str, str]]
    # Persons of the register who host it, before or now.
    hosts: frozenset[int]
    # Hosts by name who are not in the register.
    named: frozenset[str]
    is_for_guests: bool

    @property
    def title(self) -> str:
        return f"{self.slot['day']} {hours_of(self.slot)} {self.slot['topic']}"


def between(before: Content | None, after: Content) -> list[Difference]:
    """What is new, gone or changed, in the order of the day."""
    old = {slot["id"]: slot for slot in (before or {"slots": []})["slots"]}
    new = {slot["id"]: slot for slot in after["slots"]}
    found = []
    for pk in old.keys() | new.keys():
        was, now = old.get(pk), new.get(pk)
        if was == now:
            continue
        changed = [name for name in FIELDS if (was or {}).get(name) != (now or {}).get(name)]
        sides = [side for side in (was, now) if side]
        found.append(
            Difference(
                kind="changed" if was and now else "added" if now else "removed",
                slot=sides[-1],
                changes=[(label(name), words(name, was), words(name, now)) for name in changed]
                if was and now
                else [],
                hosts=frozenset(side["host"] for side in sides if side["host"]),
                named=frozenset(
                    side["host_name"] for side in sides if side["host_name"] and not side["host"]
                ),
                is_for_guests=not (was and now) or not FOR_GUESTS.isdisjoint(changed),
            )
        )
    return sorted(found, key=lambda each: (each.slot["day"], each.slot["starts_at"], each.slot["id"]))


def delegation_differs(before: Content | None, after: Content) -> bool:
    return before is not None and before["delegation"] != after["delegation"]


def label(name: str) -> str:
    if name == "host_name":
        name = "host"
    return str(capfirst(Slot._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def words(name: str, kept: dict[str, Any] | None) -> str:
    """A kept value as a reader would say it."""
    value = (kept or {}).get(name)
    if value is None or value == "":
        return ""
    if name in ("starts_at", "ends_at"):
        return clock(time.fromisoformat(str(value)))
    if name == "cost":
        return f"{number_format(Decimal(value).normalize(), decimal_pos=0, force_grouping=True)} kr"
    return str(value)
