"""The days of visits: when the guests are here, and by when they are to have their answer."""

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from governance.days import Group, Source
from governance.models import Kind, Matter
from governance.prepared import Asker

from .lifecycle import UNANSWERED, WELCOMED


def _coming(asker: Asker) -> QuerySet[Matter]:
    """What has been promised. A day that somebody wishes is no day yet."""
    return Matter.objects.filter(kind=Kind.VISIT, status__in=WELCOMED, starts_on__isnull=False).visible_to(
        asker
    )


def _to_answer(asker: Asker) -> QuerySet[Matter]:
    return Matter.objects.filter(kind=Kind.VISIT, status__in=UNANSWERED).open().visible_to(asker)


SOURCES = (
    Source(
        key="besok",
        group=Group.VISITS,
        sort=_("Visit"),
        rows=_coming,
        day="starts_on",
        until=Coalesce(F("ends_on"), F("starts_on")),
        card="",
    ),
    Source(
        key="besokssvar",
        group=Group.DEADLINES,
        sort=_("Last day to answer the guest"),
        rows=_to_answer,
        day="due_on",
        card="",
        due=True,
    ),
)
