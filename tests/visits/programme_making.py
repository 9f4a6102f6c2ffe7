"""A planned visit with a programme, taken as far as a test wants it."""

from datetime import date, time
from typing import Any

from governance import outbox
from governance.models import OutboxEntry, Person
from visits.actions import programme as actions
from visits.models import Slot, Visit

DAY, NEXT_DAY = date(2026, 3, 2), date(2026, 3, 3)


def slot_of(visit: Visit, by: Person, begins: str = "09:00", ends: str = "10:00", **values: Any) -> Slot:
    """A slot that lacks nothing, unless said otherwise."""
    about: dict[str, Any] = {
        "day": DAY,
        "topic": "Vintercykling",
        "place": "Tekniska nämndhuset",
        "host_name": "Anna Ek",
        **values,
    }
    if about.get("host"):
        about["host_name"] = ""
    return actions.add_slot(
        visit, by=by, starts_at=time.fromisoformat(begins), ends_at=time.fromisoformat(ends), **about
    )


def said_yes(visit: Visit, by: Person) -> Visit:
    actions.note_guest(visit, by=by, confirmed_on=DAY.replace(month=1), how="E-post, i akten")
    return visit


def form_of(slot: Slot, **values: Any) -> dict[str, Any]:
    """A slot as a browser posts it."""
    visit = Visit.objects.select_related("matter").get(pk=slot.visit_id)
    return {
        "version": visit.matter.version,
        "day": slot.day.isoformat(),
        "starts_at": f"{slot.starts_at:%H:%M}",
        "ends_at": f"{slot.ends_at:%H:%M}",
        "topic": slot.topic,
        "place": slot.place,
        "host": slot.host_id or "",
        "host_name": slot.host_name,
        **values,
    }


def run_programmes() -> None:
    """Everything in the outbox of programmes, with what it asks for in turn."""
    for _round in range(3):
        for entry in OutboxEntry.objects.filter(kind__in=("draw_programme", "mail_programme"), done_at=None):
            assert outbox.run(entry.pk), entry.last_error
