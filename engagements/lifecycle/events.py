"""The life of a conference or other event abroad, from the proposal to the report."""

from django.db import models
from django.utils.translation import pgettext_lazy

from governance.models import Decision
from governance.moves import Moves

Outcome = Decision.Outcome


class EventStatus(models.TextChoices):
    """Where an event stands."""

    PROPOSED = "proposed", pgettext_lazy("event", "proposed")
    IN_COMMITTEE = "in_committee", pgettext_lazy("event", "before the preparatory committee")
    BEFORE_BODY = "before_body", pgettext_lazy("event", "before the deciding body")
    TABLED = "tabled", pgettext_lazy("event", "tabled")
    REFERRED_BACK = "referred_back", pgettext_lazy("event", "referred back")
    APPROVED = "approved", pgettext_lazy("event", "approved")
    DECLINED = "declined", pgettext_lazy("event", "declined")
    CARRIED_OUT = "carried_out", pgettext_lazy("event", "carried out, to be reported")
    REPORTED = "reported", pgettext_lazy("event", "reported")
    CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")


Status = EventStatus

TONES = {
    Status.PROPOSED: "info",
    Status.IN_COMMITTEE: "waiting",
    Status.BEFORE_BODY: "waiting",
    Status.TABLED: "waiting",
    Status.REFERRED_BACK: "waiting",
    Status.APPROVED: "positive",
    Status.DECLINED: "neutral",
    Status.CARRIED_OUT: "waiting",
    Status.REPORTED: "neutral",
    Status.CANCELLED: "neutral",
}

# What lies at home can be written in; what lies before a body is what that body will decide on.
AT_HOME = (Status.PROPOSED, Status.REFERRED_BACK)
WAITING_FOR_A_DECISION = (Status.BEFORE_BODY, Status.TABLED)
UNDECIDED = (*AT_HOME, Status.IN_COMMITTEE, *WAITING_FOR_A_DECISION)
# A journey that is decided, or was made, and of which nothing is told yet.
OWES_A_REPORT = (Status.APPROVED, Status.CARRIED_OUT)
# What it is to cost, and what nobody had foreseen.
WITH_COSTS = (*AT_HOME, *OWES_A_REPORT)
TRAVELLED = (Status.CARRIED_OUT, Status.REPORTED)
# Nothing is done with the journey any more, but what it cost can be put right.
OVER_WITH_COSTS = (Status.REPORTED, Status.CANCELLED)
# What has cost money: a journey that was called off may have done so too.
SPENT = (*TRAVELLED, Status.CANCELLED)

# verb: (from these, to this)
MOVES = Moves(
    {
        "send": (AT_HOME, Status.BEFORE_BODY),
        "note_handling": ((Status.IN_COMMITTEE,), Status.BEFORE_BODY),
        "carry_out": ((Status.APPROVED, Status.CARRIED_OUT), Status.CARRIED_OUT),
        "report": ((Status.CARRIED_OUT,), Status.REPORTED),
        "cancel": ((*UNDECIDED, Status.APPROVED), Status.CANCELLED),
    }
)

# outcome of a decision: where the event goes. A tabled matter stays with the body, a referred one comes home.
AFTER_DECISION = {
    Outcome.APPROVED: Status.APPROVED,
    Outcome.REJECTED: Status.DECLINED,
    Outcome.TABLED: Status.TABLED,
    Outcome.REFERRED_BACK: Status.REFERRED_BACK,
}

after, allows = MOVES.after, MOVES.allows
