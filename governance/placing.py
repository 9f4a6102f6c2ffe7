"""What lies undecided before a body goes over to the body that a new version of the strategy lets decide.

Only what lies just where the version before had laid it: what somebody has laid elsewhere, or a feature carries between
two bodies of its own, stays. What is on an agenda that is out stays there too, and goes over when it comes off it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from . import access, authority, comparing, decisions, notices
from .authority import AuthorityError, Book
from .errors import WrongState
from .models import AgendaItem, Body, Matter, Meeting, Office, Person, Strategy

KINDS = [kind for kind in settings.DECISIONS_OF_KIND if kind not in settings.CARRIED_BY_THEIR_FEATURE]
# So many go over in one go, and are told of in one notice to each body.
AT_A_TIME = 200
# So many of them are named in it.
NAMED = 5
# Stands for the body whose matter it is, where a way is the same for the matters of many.
OWNER = Body()


@dataclass(frozen=True)
class Way:
    """Where matters that ask alike lie by the version before, and where they belong now."""

    facts: dict[str, Any]
    old: Body
    new: Body

    @property
    def matters(self) -> Q:
        """Those that are to go this way."""
        return Q(facts=self.facts) & _lies_before(self.old) & ~_lies_before(self.new)


def _lies_before(body: Body) -> Q:
    return Q(before=F("body")) if body is OWNER else Q(before=body)


@dataclass(frozen=True)
class Change:
    """A version that is in force, and the one before it."""

    before: Strategy
    version: Strategy
    book: Book

    @property
    def eve(self) -> date:
        return self.version.since - timedelta(days=1)


def bring_over(before: Strategy, version: Strategy, *, before_each: Callable[[], None]) -> None:
    """Let all that waits follow a version that has come into force. Done again it finds nothing to do.

    `before_each` is called before each part, which is a transaction of its own.
    """
    change = Change(before, version, authority.book())
    waiting = comparing.waiting(Matter.objects.all())
    for way in _ways(waiting, change):
        going = list(waiting.filter(way.matters).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(going), AT_A_TIME):
            before_each()
            with transaction.atomic():
                _go(going[start : start + AT_A_TIME], way, change, None)


@transaction.atomic
def follow(matters: Collection[int], *, by: Person) -> None:
    """Let matters (ids) that have come off an agenda, whose meeting is locked, go where the version wants them."""
    version = authority.strategy_in_force(timezone.localdate())
    before = Strategy.objects.in_force(version.since - timedelta(days=1)).first()
    if not matters or before is None:
        return
    change = Change(before, version, authority.book())
    waiting = comparing.waiting(Matter.objects.filter(pk__in=matters))
    for way in _ways(waiting, change):
        going = list(waiting.filter(way.matters).order_by("pk").values_list("pk", flat=True))
        _go(going, way, change, by)


def _ways(waiting: QuerySet[Matter], change: Change) -> list[Way]:
    """One for each question that leads elsewhere than before. Asked once for all that ask alike."""
    placed = waiting.filter(kind__in=KINDS, before__isnull=False)
    found = []
    for facts in placed.values_list("facts", flat=True).distinct():
        old, new = (_place(facts, day, change.book) for day in (change.eve, timezone.localdate()))
        if old and new and old != new:
            found.append(Way(facts, old, new))
    return found


def _place(facts: dict[str, Any], day: date, book: Book) -> Body | None:
    """Where such a matter lies by the version of the day; None where nobody decides it, or that cannot be said."""
    try:
        return decisions.awaited_body(decisions.ruling_for(Matter(facts=facts), day, book), OWNER)
    except (AuthorityError, KeyError, WrongState):  # not enough is known, or the city had no such body
        return None


def _go(ids: Sequence[int], way: Way, change: Change, by: Person | None) -> None:
    """Lay a part of them before their new body, in one statement for the cards and one for their history.

    Meetings are locked before matters, as everywhere: none of them is called meanwhile.
    """
    planned = _on_agendas(ids).filter(meeting__status=Meeting.Status.PLANNED)
    list(
        Meeting.objects.select_for_update().filter(pk__in=planned.values("meeting").order_by()).order_by("pk")
    )
    cards = Matter.objects.select_for_update(of=("self",)).select_related("body", "before")
    # What has been decided or moved since they were found lies elsewhere by now.
    rows = list(cards.filter(_lies_before(way.old), pk__in=ids, kind__in=KINDS).order_by("pk"))
    items = {item.matter_id: item for item in _on_agendas([row.pk for row in rows])}
    going = []
    for row in rows:
        here, there = row.before, row.body if way.new is OWNER else way.new
        assert here is not None
        one = Going(row, here, there)
        item = items.get(row.pk)
        if item is not None and _stays(item, change.version.since):
            _tell_that_it_stays(one, item, change)
        else:
            going.append(replace(one, item=item))
    _take_off([one.item for one in going if one.item], by)
    _lay(going, by)
    _tell(going, change)


@dataclass(frozen=True)
class Going:
    """A matter on its way from one body to another; `item` is what it was on a planned agenda."""

    matter: Matter
    old: Body
    new: Body
    item: AgendaItem | None = None


def _on_agendas(ids: Iterable[int]) -> QuerySet[AgendaItem]:
    """On a coming agenda of the body that they lie before."""
    rows = AgendaItem.objects.filter(matter__in=ids, meeting__status__in=Meeting.TO_COME)
    return rows.filter(meeting__body=F("matter__before")).select_related("meeting__body")


def _stays(item: AgendaItem, since: date) -> bool:
    """An agenda that is out is not changed behind anybody's back; a meeting before the day has decided by then."""
    return item.meeting.status != Meeting.Status.PLANNED or item.meeting.held_on < since


def _take_off(items: Iterable[Any], by: Person | None) -> None:
    meetings: dict[int, Any] = {}
    for item in items:
        item._history_user = by
        item.delete()
        meetings[item.meeting_id] = item.meeting
    for meeting in meetings.values():
        meeting.version += 1
        meeting._history_user = by
        meeting.save()


def _lay(going: Sequence[Going], by: Person | None) -> None:
    moment, rows = timezone.now(), []
    for each in going:
        row = each.matter
        row.before, row.status = each.new, _status(row, each.new)
        row.version, row.changed_at = row.version + 1, moment
        rows.append(row)
    if rows:
        fields = ["before", "status", "version", "changed_at"]
        bulk_update_with_history(rows, Matter, fields, default_user=by, default_date=moment)


def _status(matter: Matter, body: Body) -> str:
    """Where it stands before the body; other than now in the kinds that stand otherwise before the committee."""
    first, then = settings.TO_BE_HANDLED_OF_KIND.get(matter.kind), settings.HANDLED_OF_KIND.get(matter.kind)
    if first and body.kind == Body.Kind.PREPARATORY_COMMITTEE:
        return first
    return then if first and then and matter.status == first else matter.status


# --- Told -------------------------------------------------------------------------------------------


def _secretaries(body: Body) -> QuerySet[Person]:
    committee = body.kind == Body.Kind.PREPARATORY_COMMITTEE
    return access.holders(Office.Role.IB_SECRETARY if committee else Office.Role.SECRETARY, body)


def _tell(going: Iterable[Going], change: Change) -> None:
    """Who loses matters and who gains them: one notice of all between two bodies, each secret one by itself."""
    together: dict[tuple[int, int], list[Going]] = {}
    for each in going:
        if each.matter.is_secret:
            _tell_of([each], change)
        else:
            together.setdefault((each.old.pk, each.new.pk), []).append(each)
    for several in together.values():
        _tell_of(several, change)


def _tell_of(several: Sequence[Going], change: Change) -> None:
    matter, old, new = several[0].matter, several[0].old, several[0].new
    alone = len(several) == 1
    key = f"{change.version.key}:{matter.number}:{matter.version}"
    said_sv, said_en, goes, comes = f"{len(several)} ärenden", f"{len(several)} matters", "lie", "come"
    listed = ": " + ", ".join(each.matter.number for each in several[:NAMED])
    listed += " …" if len(several) > NAMED else ""
    if alone:
        said_sv = said_en = matter.number
        goes, comes, listed = "lies", "comes", ""
    off_sv, off_en = ("", "")
    if any(each.item for each in several):
        off_sv, off_en = ", inte på föredragningslistan", ", not on the agenda"
    by_sv, by_en = f"({change.version.short_title_sv})", f"({change.version.short_title_en})"
    for body, sign, path, subject_sv, subject_en in (
        (
            old,
            "loses",
            comparing.address(change.before, change.version),
            f"{said_sv} ligger nu hos {new.in_a_sentence_sv}{off_sv} {by_sv}{listed}",
            f"{said_en} {goes} before {new.in_a_sentence_en} now{off_en} {by_en}{listed}",
        ),
        (
            new,
            "gains",
            "",
            f"{said_sv} kommer från {old.in_a_sentence_sv} till {new.in_a_sentence_sv} {by_sv}{listed}",
            f"{said_en} {comes} from {old.in_a_sentence_en} to {new.in_a_sentence_en} {by_en}{listed}",
        ),
    ):
        told = _secretaries(body)
        notices.notify(
            told,
            matter=matter if alone else None,
            path="" if alone else path,
            key=f"{sign}:{key}",
            subject_sv=subject_sv,
            subject_en=subject_en,
        )


def _tell_that_it_stays(each: Going, item: AgendaItem, change: Change) -> None:
    """On an agenda that is out: both secretaries are told what to do. Told once, however often it is found."""
    matter, meeting, old, new = each.matter, item.meeting, each.old, each.new
    number, day = matter.number, meeting.held_on.isoformat()
    key = f"{change.version.key}:{number}:{item.pk}"
    if meeting.held_on < change.version.since:
        do_sv = (
            f"beslutas på sammanträdet {day} som förut; om det utgår kommer det till {new.in_a_sentence_sv}"
        )
        do_en = f"is decided at the meeting of {day} as before; withdrawn, it comes to {new.in_a_sentence_en}"
    else:
        do_sv = f"ska till {new.in_a_sentence_sv}: ta bort det från listan {day} eller låt det utgå, så går det dit"
        do_en = f"is for {new.in_a_sentence_en}: take it off the agenda of {day} or note it as withdrawn, and it goes"
    notices.notify(
        _secretaries(old),
        matter=matter,
        path=meeting.get_absolute_url(),
        key=f"stays:{key}",
        subject_sv=f"{number} {do_sv}",
        subject_en=f"{number} {do_en}",
    )
    notices.notify(
        _secretaries(new),
        matter=matter,
        key=f"awaited:{key}",
        subject_sv=f"{number} står kvar på listan hos {old.in_a_sentence_sv} {day} och kommer till"
        f" {new.in_a_sentence_sv} när det tas bort där eller utgår",
        subject_en=f"{number} is still on the agenda of {old.in_a_sentence_en} of {day} and comes to"
        f" {new.in_a_sentence_en} when it is taken off or withdrawn",
    )
