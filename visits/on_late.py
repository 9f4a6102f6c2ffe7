"""What of visits goes on when it waits too long: requests nobody has taken, invitation letters to sign."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance import access, delegations, late
from governance.models import Matter
from governance.prepared import Asked, Asker

from . import worklists
from .models import InvitationEvent, InvitationStatus


def _requests(asker: Asker, _asked: Asked) -> QuerySet[Matter]:
    return worklists.requests(asker)


def _to_sign(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return worklists.to_sign(asker, {**asked, "binding": asker.bodies_with(access.VIEW)})


REVIEWED = InvitationEvent.objects.filter(
    letter__visit=OuterRef("pk"), letter__status=InvitationStatus.REVIEWED, status=InvitationStatus.REVIEWED
)
SOURCES = (
    late.Source(
        "requests",
        _("New request from the open pages"),
        _requests,
        late.roles_with(access.EDIT),
        since="opened_on",
    ),
    late.Source(
        "letters",
        _("Invitation letters to sign"),
        _to_sign,
        delegations.DELEGATES,
        since=late.or_changed(Subquery(REVIEWED.order_by("at").values("at")[:1])),
        page=lambda row: reverse("visits:invitations", args=[row.matter.number]),
    ),
)
