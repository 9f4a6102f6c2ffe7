"""The life of an EU project, from the idea that every body may see to the final report."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.models import Decision
from governance.moves import Moves

Outcome = Decision.Outcome


class EuProjectStatus(models.TextChoices):
    """Where an EU project stands."""

    IDEA = "idea", pgettext_lazy("EU project", "idea")
    APPLICATION = "application", pgettext_lazy("EU project", "application being written")
    BEFORE_BODY = "before_body", pgettext_lazy("EU project", "before the deciding body")
    TABLED = "tabled", pgettext_lazy("EU project", "tabled")
    REFERRED_BACK = "referred_back", pgettext_lazy("EU project", "referred back")
    REJECTED = "rejected", pgettext_lazy("EU project", "rejected by the body")
    TO_SUBMIT = "to_submit", pgettext_lazy("EU project", "decided, to be submitted")
    SUBMITTED = "submitted", pgettext_lazy("EU project", "submitted, awaiting answer")
    NOT_GRANTED = "not_granted", pgettext_lazy("EU project", "not granted")
    GRANTED = "granted", _("granted, not yet begun")
    RUNNING = "running", _("running")
    CLOSING = "closing", pgettext_lazy("EU project", "over, to be reported")
    ENDED = "ended", pgettext_lazy("EU project", "ended")
    WITHDRAWN = "withdrawn", pgettext_lazy("EU project", "withdrawn")


Status = EuProjectStatus

TONES = {
    Status.IDEA: "info",
    Status.APPLICATION: "info",
    Status.BEFORE_BODY: "waiting",
    Status.TABLED: "waiting",
    Status.REFERRED_BACK: "waiting",
    Status.REJECTED: "neutral",
    Status.TO_SUBMIT: "waiting",
    Status.SUBMITTED: "info",
    Status.NOT_GRANTED: "neutral",
    Status.GRANTED: "info",
    Status.RUNNING: "positive",
    Status.CLOSING: "waiting",
    Status.ENDED: "neutral",
    Status.WITHDRAWN: "neutral",
}

AT_HOME = (Status.APPLICATION, Status.REFERRED_BACK)
WAITING_FOR_A_DECISION = (Status.BEFORE_BODY, Status.TABLED)
# What no body has decided yet; two that go for the same call can still find one another.
UNDECIDED = (Status.IDEA, *AT_HOME, *WAITING_FOR_A_DECISION)
# What aims at a call whose answer has not come.
APPLYING = (*UNDECIDED, Status.TO_SUBMIT, Status.SUBMITTED)
# The city has the grant: there are reports, conditions and payments to see to.
HELD = (Status.GRANTED, Status.RUNNING, Status.CLOSING)
# Money may still come, and be found missing, when the project has been reported.
WITH_MONEY = (*HELD, Status.ENDED)
# What lies before a body is what it will decide on; what has ended stands.
EDITABLE = (Status.IDEA, *AT_HOME, Status.TO_SUBMIT, Status.SUBMITTED, *HELD)
# Not yet, or never, projects of the city: no figure of projects or of money granted counts them.
NOT_HELD = (*APPLYING, Status.REJECTED, Status.NOT_GRANTED, Status.WITHDRAWN)

# verb: (from these, to this)
MOVES = Moves(
    {
        "begin_application": ((Status.IDEA,), Status.APPLICATION),
        "send_for_decision": (AT_HOME, Status.BEFORE_BODY),
        "submit": ((Status.TO_SUBMIT,), Status.SUBMITTED),
        "note_grant": ((Status.SUBMITTED,), Status.GRANTED),
        "note_refusal": ((Status.SUBMITTED,), Status.NOT_GRANTED),
        "close_out": ((Status.RUNNING,), Status.CLOSING),
        "finish": ((Status.CLOSING,), Status.ENDED),
        "withdraw": ((*APPLYING, Status.GRANTED), Status.WITHDRAWN),
    }
)

# outcome of a decision: where the application goes. A tabled one stays with the body, a referred one comes home.
AFTER_DECISION = {
    Outcome.APPROVED: Status.TO_SUBMIT,
    Outcome.REJECTED: Status.REJECTED,
    Outcome.TABLED: Status.TABLED,
    Outcome.REFERRED_BACK: Status.REFERRED_BACK,
}

after, allows = MOVES.after, MOVES.allows


def status_on(day: date, starts_on: date, ends_on: date) -> EuProjectStatus:
    """Where a granted project of this period stands on the day, if all of it is reported when it is over."""
    if day < starts_on:
        return Status.GRANTED
    return Status.ENDED if ends_on < day else Status.RUNNING
