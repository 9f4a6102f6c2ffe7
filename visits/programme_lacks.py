"""What a programme lacks before it can be confirmed: told on its page, and refused by the verb."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.models import Matter

from .clashes import Found, unreasoned
from .lifecycle import Status
from .programmes import Programme, Slot, span


@dataclass(frozen=True)
class Lack:
    """One thing to see to, and where that is done."""

    words: str
    url: str


# What the guest version says of a slot in the officer's own words; names and addresses are Swedish in any language.
IN_WORDS = ("topic", "host_office", "catering", "public_note")


def swedish(slots: Sequence[Slot]) -> list[str]:
    """Those that look Swedish: none of the letters is found in English, though a name may have one."""
    return [
        f"{slot.day.isoformat()} {span(slot.starts_at, slot.ends_at)} {slot.topic}"
        for slot in slots
        if any(set("åäö") & set(getattr(slot, name).casefold()) for name in IN_WORDS)
    ]


def of(matter: Matter, programme: Programme | None, slots: Sequence[Slot], found: Found) -> list[Lack]:
    """In the order one would see to them."""
    number = matter.number
    lacks = []
    if matter.status != Status.PLANNED:
        lacks.append(Lack(_("The days of the visit are not settled."), reverse("visits:plan", args=[number])))
    if not slots:
        lacks.append(Lack(_("There is no slot yet."), reverse("visits:add_slot", args=[number])))
    for slot in slots:
        about = {"when": f"{slot.day.isoformat()} {span(slot.starts_at, slot.ends_at)}", "topic": slot.topic}
        url = reverse("visits:edit_slot", args=[number, slot.pk])
        if not (slot.place or slot.address):
            lacks.append(Lack(_("%(when)s %(topic)s: the place is missing.") % about, url))
        if not slot.host_label:
            lacks.append(Lack(_("%(when)s %(topic)s: the host is missing.") % about, url))
    if n := len(unreasoned(found)):
        words = ngettext(
            "%(n)d slot has a clash: change it, or say why it may stand.",
            "%(n)d slots have a clash: change them, or say why they may stand.",
            n,
        )
        url = f"{reverse('visits:programme', args=[number])}#punkt-{unreasoned(found)[0]}"
        lacks.append(Lack(words % {"n": n}, url))
    if programme is None or programme.guest_confirmed_on is None:
        lacks.append(
            Lack(_("The guest has not confirmed in writing."), reverse("visits:note_guest", args=[number]))
        )
    return lacks
