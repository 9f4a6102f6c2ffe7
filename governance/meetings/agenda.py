"""The agenda: built from what lies before the body, put in order, completed by other items."""

from collections.abc import Iterable
from copy import copy

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from governance import access, authority, decisions, placing
from governance.authority import Ruling, may_decide
from governance.errors import WrongState
from governance.models import AgendaItem, Decider, Decision, Matter, Meeting, Person
from governance.models import Kind as MatterKind

from .deciding import KINDS
from .lifecycle import LATE_FROM
from .locking import lock_item, lock_to_come, write, write_item

# So many items of other agendas are offered to be moved.
MOST_ELSEWHERE = 50


def waiting_for(meeting: Meeting, person: Person) -> QuerySet[Matter]:
    """What lies before the body and is on none of its coming agendas, oldest first.

    What the preparatory committee has handled lies before it no more (casework.lay_before_the_mayor).
    """
    rows = Matter.objects.open().filter(before=meeting.body, kind__in=KINDS).unmarked_for(person)
    taken = AgendaItem.objects.filter(
        meeting__body=meeting.body, meeting__status__in=Meeting.TO_COME, matter__isnull=False
    )
    return rows.exclude(pk__in=taken.values("matter")).order_by("opened_on", "pk")


def on_other_agendas(meeting: Meeting, person: Person) -> list[AgendaItem]:
    """What stands undecided on the other coming agendas of the body, the nearest day first."""
    readable = Matter.objects.unmarked_for(person)
    rows = AgendaItem.objects.filter(
        meeting__body=meeting.body, meeting__status__in=Meeting.TO_COME, outcome="", matter__in=readable
    )
    rows = rows.exclude(meeting=meeting).select_related("meeting", "matter__body")
    return list(rows.order_by("meeting__held_on", "meeting", "position")[:MOST_ELSEWHERE])


def next_of(meeting: Meeting) -> Meeting | None:
    """The coming meeting of the body after this one."""
    rows = Meeting.objects.to_come().filter(body=meeting.body, held_on__gte=meeting.held_on)
    return rows.exclude(pk=meeting.pk).order_by("held_on", "pk").first()


def coming_days(matters: Iterable[Matter]) -> dict[int, AgendaItem]:
    """On which coming agenda each of the matters (by id) stands."""
    rows = AgendaItem.objects.filter(
        matter__in=[matter.pk for matter in matters], meeting__status__in=Meeting.TO_COME
    )
    return {
        row.matter_id: row
        for row in rows.select_related("meeting").order_by("-meeting__held_on")
        if row.matter_id
    }


def standing_again(items: Iterable[AgendaItem]) -> dict[int, AgendaItem]:
    """Where each of the items (by id) of one body stands again, on the nearest of its coming agendas."""
    again: dict[int, AgendaItem] = {}
    items = list(items)
    if not items:
        return again
    rows = AgendaItem.objects.filter(_the_same(items), meeting__status__in=Meeting.TO_COME)
    rows = rows.filter(meeting__body=items[0].meeting.body_id).select_related("meeting")
    for row in rows.order_by("meeting__held_on", "pk"):
        for item in items:
            if (item.kind, item.matter_id, item.title) == (row.kind, row.matter_id, row.title):
                again.setdefault(item.pk, row)
    return again


def _the_same(items: Iterable[AgendaItem]) -> Q:
    """A matter is the same on every agenda; anything else goes by its heading."""
    matters = [item.matter_id for item in items if item.matter_id]
    titles = [item.title for item in items if not item.matter_id]
    return Q(matter__in=matters) | Q(kind=AgendaItem.Kind.OTHER, title__in=titles)


def not_the_mayors(meeting: Meeting, rows: Iterable[Matter]) -> list[Matter]:
    """Those of the rows that are for the meeting. What lies before the board for the Mayor to decide is not."""
    if not meeting.decides:
        return list(rows)
    book = authority.book()
    rulings = ((row, decisions.ruling_for(row, meeting.held_on, book)) for row in rows)
    return [row for row, ruling in rulings if ruling.decides != Decider.MAYOR]


def visits_to_discuss(meeting: Meeting, person: Person) -> QuerySet[Matter]:
    """The open visits that could be put on the list of hospitality, the latest first."""
    taken = AgendaItem.objects.filter(meeting__status__in=Meeting.TO_COME, matter__kind=MatterKind.VISIT)
    rows = Matter.objects.visible_to(person).open().filter(kind=MatterKind.VISIT)
    return rows.exclude(pk__in=taken.values("matter")).order_by("-opened_on", "-pk")


def to_tell(meeting: Meeting) -> QuerySet[Decision]:
    """The delegated decisions that the body has not been notified of, taken by the day of the meeting."""
    rows = Decision.objects.to_notify().filter(body=meeting.body, decided_on__lte=meeting.held_on)
    return rows.select_related("matter").defer("payload").order_by("decided_on", "pk")


@transaction.atomic
def add_matters(meeting: Meeting, matters: Iterable[Matter], *, by: Person) -> list[AgendaItem]:
    """Put matters that lie before the body on its agenda, last. Raises RefusedByRule when it does not decide one."""
    meeting = lock_to_come(meeting, by)
    return [_add_matter(meeting, matter, by) for matter in matters]


def _add_matter(meeting: Meeting, matter: Matter, by: Person) -> AgendaItem:
    # As it stands: it may have gone on since the page was shown.
    matter = Matter.objects.select_related("body").get(pk=matter.pk)
    if matter.is_secret and not access.may_view(by, matter):
        raise PermissionDenied(access.refusal(access.VIEW, matter.body))
    if matter.before_id != meeting.body_id:
        raise WrongState(
            _("%(number)s does not lie before %(body)s.")
            % {"number": matter.number, "body": meeting.body.in_a_sentence}
        )
    if meeting.decides:
        require_to_decide(meeting, matter)
    if matter.agenda_items.filter(meeting__status__in=Meeting.TO_COME).exists():
        raise WrongState(_("%(number)s is on an agenda already.") % {"number": matter.number})
    stream = "" if meeting.decides else AgendaItem.Stream.INTERNATIONAL
    return append(meeting, by, kind=AgendaItem.Kind.MATTER, matter=matter, stream=stream)


def require_to_decide(meeting: Meeting, matter: Matter) -> Ruling:
    """The ruling by which the body decides the matter on its day. Raises RefusedByRule, naming who does instead."""
    ruling = decisions.ruling_for(matter, meeting.held_on)
    if not may_decide(ruling, meeting.body.kind, meeting.body_id == matter.body_id):
        raise decisions.not_theirs(matter, meeting.body, ruling)
    return ruling


@transaction.atomic
def add_visit(meeting: Meeting, matter: Matter, *, by: Person) -> AgendaItem:
    """Put a visit on the preparatory committee's list of hospitality; it lies with its owner all the same."""
    meeting = lock_to_come(meeting, by)
    if meeting.decides or matter.kind != MatterKind.VISIT or not matter.is_open:
        raise WrongState(_("Only an open visit is put on the preparatory committee's list of hospitality."))
    if not access.may_view(by, matter):
        raise PermissionDenied(access.refusal(access.VIEW, matter.body))
    if matter.agenda_items.filter(meeting__status__in=Meeting.TO_COME).exists():
        raise WrongState(_("%(number)s is on an agenda already.") % {"number": matter.number})
    stream = AgendaItem.Stream.HOSPITALITY
    return append(meeting, by, kind=AgendaItem.Kind.MATTER, matter=matter, stream=stream)


@transaction.atomic
def add_other(meeting: Meeting, *, by: Person, title: str, stream: str = "") -> AgendaItem:
    """Put something on the agenda that is no matter of the register."""
    meeting = lock_to_come(meeting, by)
    return append(meeting, by, kind=AgendaItem.Kind.OTHER, title=title, stream=stream)


@transaction.atomic
def take_up_again(meeting: Meeting, item: AgendaItem, *, by: Person) -> AgendaItem:
    """Put what was tabled at a closed meeting of the body on its agenda, with what was written about it."""
    meeting = lock_to_come(meeting, by)
    ended = item.meeting
    if ended.body_id != meeting.body_id or not ended.closed_on or item.outcome != AgendaItem.Outcome.TABLED:
        raise WrongState(_("Only what was tabled at a closed meeting of the body is taken up again."))
    if standing_again([item]):
        raise WrongState(_("%(item)s is on an agenda already.") % {"item": item.heading})
    kept = {"presenter": item.presenter, "proposal": item.proposal}
    if item.matter is None:
        return append(meeting, by, kind=item.kind, title=item.title, stream=item.stream, **kept)
    return write_item(_add_matter(meeting, item.matter, by), by=by, **kept)


@transaction.atomic
def add_notification(meeting: Meeting, *, by: Person) -> AgendaItem:
    """One item that tells the body of its delegated decisions; done again, it takes in those that have come since."""
    meeting = lock_to_come(meeting, by)
    waiting = list(to_tell(meeting))
    if not waiting:
        raise WrongState(_("There is no delegated decision to notify."))
    item = meeting.items.filter(kind=AgendaItem.Kind.NOTIFICATION).first()
    if item is None:
        with override("sv"):
            title = capfirst(AgendaItem.Kind.NOTIFICATION.label)
        item = append(meeting, by, kind=AgendaItem.Kind.NOTIFICATION, title=title)
    item.told.set(waiting)
    return item


@transaction.atomic
def remove(item: AgendaItem, *, by: Person) -> int:
    """Take an item off the agenda; gives the row of its history (id) by which it is put back.

    A matter still lies before the body, unless a new strategy lets another decide.
    """
    item = lock_item(item, by)
    if item.outcome:
        raise WrongState(_("The item has an outcome. Note it as withdrawn instead."))
    pk = item.pk
    item._history_user = by
    item.delete()
    write(item.meeting, by=by)
    if item.matter_id:
        placing.follow([item.matter_id], by=by)
    row = AgendaItem.history.filter(id=pk, history_type="-").latest("history_id")
    return row.history_id


@transaction.atomic
def put_back(meeting: Meeting, gone: AgendaItem, *, by: Person) -> AgendaItem:
    """Put what was taken off the agenda back in its place, with what was written about it.

    `gone` is the item as it was. Raises what putting it there raises: it may stand on another agenda by now.
    """
    meeting = lock_to_come(meeting, by)
    if gone.kind == AgendaItem.Kind.NOTIFICATION:
        item = add_notification(meeting, by=by)
    elif gone.matter is None:
        item = add_other(meeting, by=by, title=gone.title, stream=gone.stream)
    elif gone.stream == AgendaItem.Stream.HOSPITALITY:
        item = add_visit(meeting, gone.matter, by=by)
    else:
        item = _add_matter(meeting, gone.matter, by)
    kept = {"presenter": gone.presenter, "proposal": gone.proposal, "is_late": gone.is_late}
    if gone.position and not meeting.items.filter(position=gone.position).exists():
        kept["position"] = gone.position
    return write_item(item, by=by, **kept)


def taken_off(meeting: Meeting, pk: int) -> AgendaItem | None:
    """The item as it was when it was taken off the agenda (the row of its history), unless it is there again."""
    row = AgendaItem.history.filter(pk=pk, history_type="-", meeting=meeting).first()
    if row is None or row.kind == AgendaItem.Kind.FOLLOW_UP:
        return None
    gone: AgendaItem = row.instance
    again = meeting.items.filter(kind=gone.kind, matter=gone.matter_id, title=gone.title)
    return None if again.exists() else gone


@transaction.atomic
def move_here(meeting: Meeting, item: AgendaItem, *, by: Person) -> AgendaItem:
    """Move what stands undecided on another coming agenda of the body to this one, with what was written about it."""
    for pk in sorted(
        (meeting.pk, item.meeting_id)
    ):  # always in this order: two who move at once do not wait for ever
        lock_to_come(pk, by)
    item = lock_item(item, by)
    if item.matter is None or item.outcome or item.meeting.body_id != meeting.body_id:
        raise WrongState(_("Only a matter without an outcome is moved to another agenda."))
    gone = copy(item)
    item._history_user = by
    item.delete()
    write(item.meeting, by=by)
    gone.is_late, gone.position = meeting.status in LATE_FROM, 0
    return put_back(meeting, gone, by=by)


@transaction.atomic
def move(item: AgendaItem, *, by: Person, up: bool) -> None:
    """Let an item change places with the one before it or after it; at the end nothing happens."""
    item = lock_item(item, by)
    others = item.meeting.items.filter(stream=item.stream).exclude(pk=item.pk)
    if up:
        other = others.filter(position__lt=item.position).order_by("-position").first()
    else:
        other = others.filter(position__gt=item.position).order_by("position").first()
    if other is None:
        return
    item.position, other.position = other.position, item.position
    other._history_user = by
    other.save(update_fields=["position"])
    write_item(item, by=by)


@transaction.atomic
def prepare(
    item: AgendaItem, version: int, *, by: Person, title: str = "", presenter: str = "", proposal: str = ""
) -> AgendaItem:
    """Write who presents the item, and what is proposed. The heading of a matter is the matter's own."""
    item = lock_item(item, by, version)
    heading = title if item.kind != AgendaItem.Kind.MATTER else item.title
    if item.kind != AgendaItem.Kind.MATTER and not heading:
        raise ValidationError({"title": _("Give the item a heading.")})
    return write_item(item, by=by, title=heading, presenter=presenter, proposal=proposal)


def append(meeting: Meeting, by: Person, **values: object) -> AgendaItem:
    """Put an item last on the agenda of a locked meeting."""
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(meeting=meeting, position=last + 1, is_late=meeting.status in LATE_FROM, **values)
    item._history_user = by
    item.save()
    write(meeting, by=by)
    return item
