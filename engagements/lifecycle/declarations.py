"""The life of a declaration or initiative that the city joins, and of what it promises there."""

from django.db import models
from django.utils.translation import pgettext_lazy

from governance.models import Decision
from governance.moves import Moves

Outcome = Decision.Outcome


class DeclarationStatus(models.TextChoices):
    """Where a declaration stands."""

    PROPOSED = "proposed", pgettext_lazy("declaration", "proposed")
    BEFORE_BODY = "before_body", pgettext_lazy("declaration", "before the deciding body")
    TABLED = "tabled", pgettext_lazy("declaration", "tabled")
    REFERRED_BACK = "referred_back", pgettext_lazy("declaration", "referred back")
    JOINED = "joined", pgettext_lazy("declaration", "joined")
    DECLINED = "declined", pgettext_lazy("declaration", "declined")
    REFERRED = "referred", pgettext_lazy("declaration", "referred to the City Executive Office")
    ENDED = "ended", pgettext_lazy("declaration", "ended")
    LEFT = "left", pgettext_lazy("declaration", "left by the city")
    WITHDRAWN = "withdrawn", pgettext_lazy("declaration", "withdrawn")


Status = DeclarationStatus
TONES = {
    Status.PROPOSED: "info",
    Status.BEFORE_BODY: "waiting",
    Status.TABLED: "waiting",
    Status.REFERRED_BACK: "waiting",
    Status.JOINED: "positive",
    Status.DECLINED: "neutral",
    Status.REFERRED: "neutral",
    Status.ENDED: "neutral",
    Status.LEFT: "neutral",
    Status.WITHDRAWN: "neutral",
}

UNDECIDED = (Status.PROPOSED, Status.BEFORE_BODY, Status.TABLED, Status.REFERRED_BACK)
# At home with whoever prepares it.
AT_HOME = (Status.PROPOSED, Status.REFERRED_BACK)
OVER = (Status.ENDED, Status.LEFT)
# The city joined, whatever became of it: that is public whichever body decided it.
ENTERED = (Status.JOINED, *OVER)
# What lies before a body is what that body will decide on; what is joined can be completed.
EDITABLE = (*AT_HOME, Status.JOINED)

# verb: (from these, to this)
MOVES = Moves(
    {
        "send_for_decision": (AT_HOME, Status.BEFORE_BODY),
        "refer": (AT_HOME, Status.REFERRED),
        "withdraw": (UNDECIDED, Status.WITHDRAWN),
        "sign": ((Status.JOINED,), Status.JOINED),
        "note_review": ((Status.JOINED,), Status.JOINED),
        "promise": ((Status.JOINED,), Status.JOINED),
        "end": ((Status.JOINED,), Status.ENDED),
        "leave": ((Status.JOINED,), Status.LEFT),
    }
)

# outcome of a decision: where the proposal goes. A tabled matter stays with the body, a referred one comes home.
AFTER_DECISION = {
    Outcome.APPROVED: Status.JOINED,
    Outcome.REJECTED: Status.DECLINED,
    Outcome.TABLED: Status.TABLED,
    Outcome.REFERRED_BACK: Status.REFERRED_BACK,
}
WAITING_FOR_A_DECISION = (Status.BEFORE_BODY, Status.TABLED)

after, allows = MOVES.after, MOVES.allows


class CommitmentStatus(models.TextChoices):
    """Where a commitment stands."""

    OPEN = "open", pgettext_lazy("commitment", "under way")
    DONE = "done", pgettext_lazy("commitment", "fulfilled")
    DROPPED = "dropped", pgettext_lazy("commitment", "dropped")


COMMITMENT_TONES = {
    CommitmentStatus.OPEN: "info",
    CommitmentStatus.DONE: "positive",
    CommitmentStatus.DROPPED: "neutral",
}
