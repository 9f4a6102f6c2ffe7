"""What of plans and accounts goes on when it waits too long: to be submitted, to be reviewed."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from governance import access, late
from governance.models import Kind

from . import worklists
from .offices import SUBMITTING

REVIEWING = (access.Role.COORDINATOR,)
SOURCES = tuple(
    late.Source(key, words, partial(rows, kind=kind), tuple(roles), since=late.came_to("status"), body=body)
    for key, words, rows, kind, roles, body in (
        ("plans_to_submit", _("Plan to submit"), worklists.to_submit, Kind.PLAN, SUBMITTING, "body_id"),
        (
            "accounts_to_submit",
            _("Account to submit"),
            worklists.to_submit,
            Kind.ACCOUNT,
            SUBMITTING,
            "body_id",
        ),
        # The coordinators' own work, whichever body it is of.
        ("plans_to_review", _("Plan to review"), worklists.to_review, Kind.PLAN, REVIEWING, ""),
        ("accounts_to_review", _("Account to review"), worklists.to_review, Kind.ACCOUNT, REVIEWING, ""),
    )
)
