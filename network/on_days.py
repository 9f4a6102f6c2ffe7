"""The meetings of the network, for those who read what the network writes."""

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.days import Group, Source
from governance.prepared import Asker

from . import rights
from .models import NetworkMeeting


def _meetings(_asker: Asker) -> QuerySet[NetworkMeeting]:
    """Whoever reads any of it reads all: `rights.reads` says who, as on the pages."""
    return NetworkMeeting.objects.filter(cancelled_because="")


SOURCES = (
    Source(
        key="natverksmote",
        group=Group.MEETINGS,
        sort=_("Meeting of the network"),
        rows=_meetings,
        may=rights.reads,
        day=TruncDate("starts_at", tzinfo=timezone.get_default_timezone()),
        about="place",
        begins="starts_at",
        ends="ends_at",
        page="network:meeting",
        version="version",
    ),
)
