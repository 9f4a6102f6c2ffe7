"""The life of an aid-like project, from the proposal through its gate to the evaluation."""

from datetime import date

from django.db import models
from django.utils.translation import pgettext_lazy

from governance.models import Decision
from governance.moves import Moves

Outcome = Decision.Outcome


class AidProjectStatus(models.TextChoices):
    """Where an aid-like project stands."""

    PROPOSED = "proposed", pgettext_lazy("aid project", "proposed")
    BEFORE_BODY = "before_body", pgettext_lazy("aid project", "before the deciding body")
    TABLED = "tabled", pgettext_lazy("aid project", "tabled")
    REFERRED_BACK = "referred_back", pgettext_lazy("aid project", "referred back")
    REJECTED = "rejected", pgettext_lazy("aid project", "rejected")
    APPROVED = "approved", pgettext_lazy("aid project", "approved, not yet begun")
    RUNNING = "running", pgettext_lazy("aid project", "running")
    CLOSING = "closing", pgettext_lazy("aid project", "over, to be reported")
    REPORTED = "reported", pgettext_lazy("aid project", "reported, to be evaluated")
    ENDED = "ended", pgettext_lazy("aid project", "ended and evaluated")
    WITHDRAWN = "withdrawn", pgettext_lazy("aid project", "withdrawn")


Status = AidProjectStatus

TONES = {
    Status.PROPOSED: "info",
    Status.BEFORE_BODY: "waiting",
    Status.TABLED: "waiting",
    Status.REFERRED_BACK: "waiting",
    Status.REJECTED: "neutral",
    Status.APPROVED: "info",
    Status.RUNNING: "positive",
    Status.CLOSING: "waiting",
    Status.REPORTED: "waiting",
    Status.ENDED: "neutral",
    Status.WITHDRAWN: "neutral",
}

AT_HOME = (Status.PROPOSED, Status.REFERRED_BACK)
WAITING_FOR_A_DECISION = (Status.BEFORE_BODY, Status.TABLED)
UNDECIDED = (*AT_HOME, *WAITING_FOR_A_DECISION)
# Somebody's money is at work, or about to be.
UNDER_WAY = (Status.APPROVED, Status.RUNNING, Status.CLOSING)
HELD = (*UNDER_WAY, Status.REPORTED)
# Money may still come, and be found missing, when the project has been evaluated.
WITH_MONEY = (*HELD, Status.ENDED)
# A body decided that the city does it: that is public whichever body it was.
PUBLIC = (*HELD, Status.ENDED)
# What lies before a body is what that body will decide on; what has ended stands.
EDITABLE = (*AT_HOME, *HELD)

# verb: (from these, to this)
MOVES = Moves(
    {
        "send_for_decision": (AT_HOME, Status.BEFORE_BODY),
        "withdraw": ((*UNDECIDED, Status.APPROVED), Status.WITHDRAWN),
        "report": ((Status.CLOSING,), Status.REPORTED),
        "evaluate": ((Status.REPORTED,), Status.ENDED),
    }
)

# outcome of a decision: where the proposal goes. A tabled one stays with the body, a referred one comes home.
AFTER_DECISION = {
    Outcome.APPROVED: Status.APPROVED,
    Outcome.REJECTED: Status.REJECTED,
    Outcome.TABLED: Status.TABLED,
    Outcome.REFERRED_BACK: Status.REFERRED_BACK,
}

after, allows = MOVES.after, MOVES.allows


def status_on(day: date, starts_on: date, ends_on: date) -> AidProjectStatus:
    """Where an approved project of this period stands on the day, before anything is reported."""
    if day < starts_on:
        return Status.APPROVED
    return Status.CLOSING if ends_on < day else Status.RUNNING
