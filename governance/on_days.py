"""The days that governance itself has: meetings, receptions in the City Hall, assignments in decisions."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from . import access, receptions
from .days import Group, Source
from .models import Assignment, Meeting, Person, Reception
from .prepared import Asker


def _meetings(asker: Asker) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(asker).exclude(status=Meeting.Status.CANCELLED)


def _assignments(asker: Asker) -> QuerySet[Assignment]:
    return Assignment.objects.visible_to(asker).open()


def _receptions(asker: Asker) -> QuerySet[Reception]:
    return Reception.objects.filter(body__among=asker.bodies_with(access.VIEW))


def _all_receptions(_asker: Asker) -> QuerySet[Reception]:
    return Reception.objects.all()


def _own_receptions_only(person: Person) -> bool:
    return not receptions.reads_all(person)


RECEPTION: dict[str, Any] = {
    "group": Group.RECEPTIONS,
    "sort": _("Wished reception in the City Hall"),
    "day": "wished_on",
    "title": "event",
    "about": "organiser",
    "page": "reception",
    "body": "body",
}
SOURCES = (
    Source(
        key="sammantrade",
        group=Group.MEETINGS,
        sort=_("Meeting of a body"),
        rows=_meetings,
        day="held_on",
        title=None,
        about="place",
        at="begins_at",
        page="meeting",
        body="body",
        version="version",
    ),
    # Some read those of their own bodies, and some what the committee has before it.
    Source(key="mottagning", rows=_receptions, may=_own_receptions_only, **RECEPTION),
    Source(key="mottagning", rows=_all_receptions, may=receptions.reads_all, **RECEPTION),
    Source(
        key="uppdrag",
        group=Group.PROMISES,
        sort=_("Assignment to be done"),
        rows=_assignments,
        day="due_on",
        title="text",
        page="assignment",
        body="owner",
        version="version",
        due=True,
    ),
)
