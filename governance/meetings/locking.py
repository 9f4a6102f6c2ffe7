"""How every verb on a meeting begins and ends: its row locked for a secretary of the body, one version more."""

from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access
from governance.errors import StaleVersion
from governance.models import AgendaItem, Meeting, Person

from .lifecycle import require_to_come


def lock(meeting: Meeting | int, by: Person, version: int | None = None) -> Meeting:
    """The meeting as it stands, for who keeps the body's minutes. Raises StaleVersion, PermissionDenied."""
    pk = meeting if isinstance(meeting, int) else meeting.pk
    current = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=pk)
    access.require(by, access.RECORD, current.body)
    if version is not None and current.version != version:
        raise _overtaken(current)
    return current


def lock_to_come(meeting: Meeting | int, by: Person, version: int | None = None) -> Meeting:
    """The same, as long as its agenda can be changed."""
    current = lock(meeting, by, version)
    require_to_come(current)
    return current


def lock_item(item: AgendaItem, by: Person, version: int | None = None) -> AgendaItem:
    """The item as it stands, its meeting locked before it. Raises StaleVersion when somebody was faster."""
    meeting = lock_to_come(item.meeting_id, by)
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("matter__body")
    current = rows.get(pk=item.pk)
    current.meeting = meeting
    if version is not None and current.version != version:
        raise _overtaken(current)
    return current


def _overtaken(current: Meeting | AgendaItem) -> StaleVersion:
    """Who was faster, and when: the meeting is over for whoever comes second, and they want to know."""
    last = current.history.select_related("history_user").first()
    who = last.history_user.name if last and last.history_user else _("Somebody else")
    when = timezone.localtime(last.history_date) if last else timezone.localtime()
    said = _(
        "%(who)s changed this at %(time)s, while you were at it. Look at how it stands now and try again."
    )
    return StaleVersion(said % {"who": who, "time": f"{when:%H:%M}"}, current)


def write(meeting: Meeting, *, by: Person, **values: object) -> Meeting:
    """Save a locked meeting: one version more, with who did it."""
    for field, value in values.items():
        setattr(meeting, field, value)
    meeting.version += 1
    meeting._history_user = by
    meeting.save()
    return meeting


def write_item(item: AgendaItem, *, by: Person, **values: object) -> AgendaItem:
    """Save an item of a locked meeting, which is thereby another version too."""
    for field, value in values.items():
        setattr(item, field, value)
    item.version += 1
    item._history_user = by
    item.save()
    write(item.meeting, by=by)
    return item
