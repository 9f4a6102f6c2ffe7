"""The days of memberships: when each is to have been reviewed, and when the city leaves."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance.days import Group, Source
from governance.models import Kind, Matter
from governance.prepared import Asker

from .lifecycle import Status
from .models import in_register_for


def _in_register(asker: Asker) -> QuerySet[Matter]:
    """As the register has them: for whoever holds an office."""
    cards = Matter.objects.filter(kind=Kind.MEMBERSHIP).open()
    return cards.filter(in_register_for(asker)) if asker.offices else cards.none()


def _reviewed(asker: Asker) -> QuerySet[Matter]:
    return _in_register(asker).filter(status=Status.MEMBER, due_on__isnull=False)


def _leaving(asker: Asker) -> QuerySet[Matter]:
    return _in_register(asker).filter(status=Status.LEAVING, ends_on__isnull=False)


SOURCES = (
    Source(
        key="medlemskap-omprovning",
        group=Group.REVIEWS,
        sort=_("Membership to be reviewed"),
        rows=_reviewed,
        day="due_on",
        card="",
        due=True,
        ahead=True,
    ),
    Source(
        key="medlemskap-slut",
        group=Group.REVIEWS,
        sort=_("Membership ends"),
        rows=_leaving,
        day="ends_on",
        card="",
        ahead=True,
    ),
)
