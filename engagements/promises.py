"""Promises: what the city and a partner have promised one another, told by whoever keeps the matters of a kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from governance import access
from governance.language import choice_label
from governance.lists import with_bodies
from governance.models import Kind, Matter, Person
from governance.prepared import Asked, Asker, Given, Statement, rows_of
from governance.waiting import Waiting
from governance.working_days import this_day

from . import timelines
from .lifecycle import CommitmentStatus
from .models import Commitment, Dealing, EventAbroad, Obligation, Promise
from .models.registers import unmarked

# What was told as a text so long ago is kept, or forgotten by both.
REMEMBERED = timedelta(days=3 * 365)
# So many late ones stand on the start page of a person, what is due first; as they are kept the next come.
MOST_LATE = 10
# Among so many that are late a person's own are looked for.
LOOKED_THROUGH = 300
# Of so many visits and journeys with a partner, the latest, the open promises are told.
MEETINGS, MEETINGS_BACK = (Kind.VISIT, Kind.EVENT_ABROAD), 200
CARD = "number kind title status counterpart secrecy_ground body".split()


@dataclass(frozen=True)
class Promised:
    """Something promised in a matter, and by when if that was said."""

    matter_id: int
    text: str
    due_on: date | None = None

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < this_day()


Open = tuple[Matter, Promised]


def open_in(matters: Iterable[Matter]) -> list[Open]:
    """What is promised in these matters and not yet done, what is due first before what has no day."""
    cards = {matter.pk: matter for matter in matters}
    return in_order(
        (cards[promised.matter_id], promised)
        for kind, path in settings.PROMISES_OF_KIND.items()
        if (ids := [pk for pk, matter in cards.items() if matter.kind == kind])
        for promised in import_string(path)(ids)
    )


def in_order(found: Iterable[Open]) -> list[Open]:
    """What is due first comes first, and what has no day last."""
    return sorted(found, key=lambda each: (each[1].due_on or date.max, -each[0].pk))


def of_agreements(matters: list[int]) -> list[Promised]:
    """What either side has still to do because an agreement says so, and whose it is."""
    open_ones = Obligation.objects.open().filter(agreement__in=matters)
    return [
        Promised(each.agreement_id, f"{each.text} ({each.get_side_display()})", each.due_on)
        for each in open_ones
    ]


def of_declarations(matters: list[int]) -> list[Promised]:
    """What the city has promised by joining and not yet kept."""
    kept_open = Commitment.objects.filter(declaration__in=matters, status=CommitmentStatus.OPEN)
    return [Promised(each.declaration_id, each.text, each.due_on) for each in kept_open]


def of_journeys(matters: list[int]) -> list[Promised]:
    """What was promised on journeys; of the last three years also what the report told as a text."""
    since = timezone.localdate() - REMEMBERED
    told = EventAbroad.objects.filter(matter__in=matters, reported_on__gte=since).exclude(promises="")
    return [
        *at_meetings(matters),
        *(as_text(event.pk, event.promises) for event in told.only("matter", "promises")),
    ]


def at_meetings(matters: list[int]) -> list[Promised]:
    """What is open of these visits and journeys, and whose it is."""
    return [_told(each) for each in Promise.objects.open().filter(matter__in=matters)]


def as_text(matter: int, text: str) -> Promised:
    """What was promised before promises had days: nobody has said whether it is kept."""
    said = _("%(text)s (noted as text, without a day; whether it is kept is not known)")
    return Promised(matter, said % {"text": text.rstrip()})


def in_words(text: str, side: str, due_on: str, kept_on: str | None, dropped_on: str | None) -> str:
    """A promise in one line: what, whose, and how it stands. The days are as they are written in ISO."""
    if kept_on:
        words = _("%(text)s (%(whose)s, kept %(day)s)")
    elif dropped_on:
        words = _("%(text)s (%(whose)s, will not be kept)")
    else:
        words = _("%(text)s (%(whose)s, by %(day)s)")
    return words % {"text": text, "whose": choice_label(Promise.Side, side), "day": kept_on or due_on}


def _told(promise: Promise) -> Promised:
    return Promised(promise.matter_id, f"{promise.text} ({promise.side_label})", promise.due_on)


def with_partner(person: Person, subject: Asked) -> list[Open]:
    """What is open of the latest visits and journeys of a subject, of the files that open to the person.

    Two statements, and the second by keys: in one the server would look through all that is open in the city.
    """
    ids = [pk for (pk,) in rows_of(_latest_meetings, person, subject)]
    rows = rows_of(_open_in, person, {"ids": ids}, keep_plan=True) if ids else []
    with_bodies((row.matter for row in rows), person)
    return in_order((row.matter, _told(row)) for row in rows)


def _latest_meetings(_asker: Asker, asked: Asked) -> QuerySet[Any, Any]:
    if "organisation" in asked:
        rows: QuerySet[Any] = Dealing.objects.filter(organisation=asked["organisation"])
        return (
            rows.filter(kind__in=MEETINGS).order_by("-opened_on", "-pk").values_list("matter")[:MEETINGS_BACK]
        )
    found = timelines.of_subject({**asked, "kinds": MEETINGS}).filter(kind__in=MEETINGS)
    return found.order_by("-opened_on", "-pk").values_list("pk")[:MEETINGS_BACK]


def _open_in(asker: Asker, asked: Asked) -> QuerySet[Promise]:
    rows = Promise.objects.open().filter(matter__among=asked["ids"])
    rows = timelines.told(rows, asker, "matter__", in_registers=False)
    rows = rows.select_related("matter").order_by()
    return rows.only("text", "side", "due_on", *(f"matter__{name}" for name in CARD))


def of_matter(person: Person, matter: Matter) -> list[Promise]:
    """All that was promised in one matter: what is open first, by its day."""
    rows = _of_matter().run(person, {"matter": matter.pk})
    return sorted(rows, key=lambda each: (not each.is_open, each.due_on, each.pk))


@cache
def _of_matter() -> Statement[Promise]:
    return Statement(Promise.objects.filter(matter=Given("matter")).defer("reminded_on"))


def of_person(person: Person) -> list[Waiting]:
    """The late promises of the person's matters, for the start page; of the bodies' where nobody is case officer."""
    if not person.bodies_with(access.EDIT):
        return []
    latest = [pk for (pk,) in rows_of(_latest_late, person, {"day": timezone.localdate()})]
    rows = rows_of(_mine, person, {"ids": latest}, keep_plan=True) if latest else []
    return [_waiting(row) for row in rows]


def _waiting(row: Any) -> Waiting:
    words = _("Promised by %(day)s: %(text)s") % {"day": row.due_on, "text": row.text}
    return Waiting(
        words,
        f"{row.matter.get_absolute_url()}#promises",
        f"{row.matter.number} · {row.side_label}",
        secret=row.matter.number if row.matter.is_secret else "",
    )


def _latest_late(_asker: Asker, asked: Asked) -> QuerySet[Any, Any]:
    """Those of the city that became late last: of what is older everybody has been told long since."""
    return Promise.objects.late(asked["day"]).order_by("-due_on", "-pk").values_list("pk")[:LOOKED_THROUGH]


def _mine(asker: Asker, asked: Asked) -> QuerySet[Promise]:
    own = Q(matter__responsible=asker.pk) | Q(matter__responsible__isnull=True)
    rows = Promise.objects.open().filter(
        own,
        unmarked(asker, "matter__"),
        pk__among=asked["ids"],
        matter__body__among=asker.bodies_with(access.EDIT),
    )
    rows = rows.select_related("matter").order_by("due_on", "pk")
    card = ("number", "kind", "secrecy_ground")
    return rows.only("text", "side", "due_on", *(f"matter__{name}" for name in card))[:MOST_LATE]
