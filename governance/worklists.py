"""What waits for a person: worklists that read the index card only and cost the same for two or two thousand."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from . import access, acting
from .lists import COUNT_LIMIT, OFFERED, Bounded, first_of, with_bodies
from .meetings.agenda import coming_days
from .models import Assignment, Body, Decision, Matter, Notice, Person, SavedSearch
from .prepared import NOTHING, Asked, Asker, Build, rows_of

SHOWN = 8
CARD = (
    "number kind title status opened_on due_on closed_on counterpart city secrecy_ground changed_at body_id"
    " before_id responsible_id"
).split()
# How far back "recently changed" looks: a bounded step along the history's date index.
LATEST_CHANGES = 400


@dataclass(frozen=True)
class Worklist:
    """The first few of what waits, and how many there are; `capped`: more than the number says."""

    rows: Sequence[Any] = field(default_factory=list)
    total: int = 0
    capped: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows)


def mine(person: Person) -> Worklist:
    """The open matters I am case officer of and may open still, the most urgent first."""
    return _urgent_first(_mine, person)


def _mine(asker: Asker, _asked: Asked) -> QuerySet[Matter]:
    return Matter.objects.open().filter(responsible=asker.pk).readable_by(asker)


def of_absent(person: Person) -> Worklist:
    """The open matters whose case officer I stand in for, at the body where I do. Asked of nobody else."""
    lent = acting.offices_of(person)
    if not lent:
        return Worklist()
    asked = {"persons": [held.for_id for held in lent], "there": [held.body_id for held in lent]}
    found = _urgent_first(_of_absent, person, asked)
    whose = {held.for_id: held.for_name for held in lent}
    for matter in found.rows:
        matter.acting_for = whose[matter.responsible_id]
    return found


def _of_absent(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = Matter.objects.open().filter(responsible__among=asked["persons"], body__among=asked["there"])
    return rows.readable_by(asker)


def to_decide(person: Person) -> Worklist:
    """What lies before a body whose decisions I record; `on_agenda` is where it stands, if it does."""
    found = _for_whom(person, _urgent_first(to_decide_rows, person), "before_id", access.RECORD)
    days = coming_days(found.rows) if found else {}
    for matter in found.rows:
        matter.on_agenda = days.get(matter.pk)
    return found


def to_decide_rows(asker: Asker, _asked: Asked) -> QuerySet[Matter]:
    return Matter.objects.awaiting(asker, access.RECORD).exclude(kind__in=OFFERED)


def offered(person: Person) -> Worklist:
    """What another body has passed on to mine and waits to be taken over."""
    return _for_whom(person, _urgent_first(offered_rows, person), "before_id", access.EDIT)


def offered_rows(asker: Asker, _asked: Asked) -> QuerySet[Matter]:
    return Matter.objects.awaiting(asker, access.EDIT).filter(kind__in=OFFERED)


def _late(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = Matter.objects.visible_to(asker).filter(body__among=asker.bodies_with(access.EDIT))
    return rows.late(asked["day"])


def late_of_others(person: Person, day: date) -> Worklist:
    """The same without what stands among mine, or waits for my body to decide or to take over."""
    lent = acting.offices_of(person)
    if not lent:
        return _urgent_first(late_rows, person, {"day": day})
    # What stands among the matters of those one stands in for is told there.
    asked = {"day": day, "persons": [held.for_id for held in lent], "there": [held.body_id for held in lent]}
    found = _urgent_first(_late_of_all_others, person, asked)
    return _for_whom(person, found, "body_id", access.EDIT)


def late_rows(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    to_decide = Q(before__among=asker.bodies_with(access.RECORD)) & ~Q(kind__in=OFFERED)
    to_take_over = Q(before__among=asker.bodies_with(access.EDIT), kind__in=OFFERED)
    elsewhere = Q(before=None) | ~(to_decide | to_take_over)
    return _late(asker, asked).filter(elsewhere).exclude(responsible=asker.pk)


def _late_of_all_others(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    beside = Q(responsible__among=asked["persons"], body__among=asked["there"])
    return late_rows(asker, asked).filter(Q(responsible=None) | ~beside)


def assigned(person: Person) -> Worklist:
    """What bodies have told mine to do and nobody has reported, what is due first."""
    # Which of many matters are secret is dear to ask for without knowing which are not: planned anew each time.
    return _for_whom(person, _few(assigned_rows, person, keep_plan=False), "owner_id", access.EDIT)


def assigned_rows(asker: Asker, _asked: Asked) -> QuerySet[Assignment]:
    mine = Assignment.objects.visible_to(asker).filter(owner__among=asker.bodies_with(access.EDIT))
    return mine.open().only("text", "due_on", "closed_on", "owner_id").order_by("due_on", "pk")


def to_notify(person: Person) -> Worklist:
    """Delegated decisions that my body has not been notified of."""
    return _for_whom(person, _few(to_notify_rows, person), "body_id", access.RECORD)


def to_notify_rows(asker: Asker, _asked: Asked) -> QuerySet[Decision]:
    rows = Decision.objects.to_notify().unmarked_for(asker)
    rows = rows.filter(body__among=asker.bodies_with(access.RECORD))
    return rows.select_related("matter").defer("payload").order_by("decided_on")


def unread(person: Person) -> Worklist:
    """Notices I have not read."""
    return _few(_unread, person)


def unread_for(person: Person, name: str) -> Worklist:
    """The same of those to one whom I stand in for; to myself, where the name is empty."""
    return _few(_unread_for, person, {"name": name})


def _unread_for(asker: Asker, asked: Asked) -> QuerySet[Notice]:
    return _unread(asker, asked).filter(for_name=asked["name"])


def _unread(asker: Asker, _asked: Asked) -> QuerySet[Notice]:
    return Notice.objects.of(asker).filter(read_at=None).select_related("matter")


def saved(person: Person) -> list[SavedSearch]:
    """My saved searches, those with something new first; how many hits are new was counted in the morning."""
    return rows_of(_saved, person, keep_plan=True)


def _saved(asker: Asker, _asked: Asked) -> QuerySet[SavedSearch]:
    rows = SavedSearch.objects.filter(person=asker.pk, removed_at=None, paused_at=None)
    return rows.only("name", "new").order_by("-new", "name", "pk")[:SHOWN]


def recently_changed(person: Person) -> list[Matter]:
    """The matters last changed at the bodies I work for, or may read when I work for none; latest first."""
    bodies = person.bodies_with(access.EDIT) or person.bodies_with(access.VIEW)
    latest = rows_of(_latest_changes, person, keep_plan=True)
    ids = list(dict.fromkeys(pk for pk, body in latest if body in bodies))[: SHOWN * 2]
    rows = rows_of(_these, person, {"ids": ids}, keep_plan=True)
    with_bodies(rows, person)
    return sorted(rows, key=lambda matter: ids.index(matter.pk))[:SHOWN]


def _latest_changes(_asker: Asker, _asked: Asked) -> QuerySet[Any]:
    return Matter.history.order_by("-history_date").values_list("id", "body_id")[:LATEST_CHANGES]


def _these(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return Matter.objects.visible_to(asker).filter(pk__among=asked["ids"]).only(*CARD).order_by()


def latest_decisions(person: Person) -> list[Decision]:
    """The decisions last taken in matters I may read."""
    latest = rows_of(_latest_decisions, person)
    with_bodies(latest, person)
    return latest


def _latest_decisions(asker: Asker, _asked: Asked) -> QuerySet[Decision]:
    rows = Decision.objects.filter(matter__in=Matter.objects.visible_to(asker).order_by())
    rows = rows.select_related("matter", "section", "strategy", "body").defer("payload", "wording", "reasons")
    return rows.order_by("-decided_on", "-pk")[:SHOWN]


def totals(person: Person, day: date) -> tuple[Worklist, Worklist]:
    """How many open matters I may read, and how many are late at the bodies I work for; no rows. One statement."""
    counted = rows_of(_totals, person, {"day": day}, keep_plan=True)[0]
    open_ones, late = ((n or 0) for n in counted)
    return _counted(open_ones), _counted(late)


def _counted(n: int) -> Worklist:
    return Worklist((), min(n, COUNT_LIMIT), n > COUNT_LIMIT)


def _totals(asker: Asker, asked: Asked) -> "QuerySet[Person, tuple[int | None, int | None]]":
    counts = {
        "open_ones": Bounded.of(_open(asker, asked)),
        "late_ones": Bounded.of(_late(asker, asked).order_by().only("pk")),
    }
    return Person.objects.filter(pk=asker.pk).order_by().annotate(**counts).values_list(*counts)


def _open(asker: Asker, _asked: Asked) -> QuerySet[Matter]:
    return Matter.objects.visible_to(asker).open().order_by().only("pk")


def bodies_without_contact(day: date) -> list[Body]:
    """Committees and companies that the strategy asks a contact person of and that have none."""
    covered = access.Appointment.objects.in_force(day).filter(office__role=access.Role.CONTACT_PERSON)
    return list(
        Body.objects.in_force(day)
        .filter(kind__in=Body.WITH_CONTACT_PERSON)
        .exclude(pk__in=covered.values("office__body"))
        .only("slug", "name_sv", "name_en")
    )


def _for_whom(person: Person, found: Worklist, where: str, right: str) -> Worklist:
    """Say of each row in whose name the person would do it; nothing of what is the person's own."""
    if acting.offices_of(person):
        for row in found.rows:
            row.acting_for = acting.at_body(person, getattr(row, where), right)
    return found


def _urgent_first(build: Build, person: Person, asked: Asked = NOTHING) -> Worklist:
    found = _few(_by_urgency, person, asked, build)
    with_bodies(found.rows, person)
    return found


def _by_urgency(asker: Asker, asked: Asked, build: Build) -> QuerySet[Matter]:
    return build(asker, asked).order_by(F("due_on").asc(nulls_last=True), "pk").only(*CARD)


def _few(
    build: Build, person: Person, asked: Asked = NOTHING, *constants: Hashable, keep_plan: bool = True
) -> Worklist:
    """The first rows and how many there are, in one statement.

    Each has an index of its own for whoever asks, and takes less time to answer than to plan: the plan is kept.
    """
    shown, total, capped = first_of(person, build, asked, *constants, most=SHOWN, keep_plan=keep_plan)
    return Worklist(shown, total, capped)
