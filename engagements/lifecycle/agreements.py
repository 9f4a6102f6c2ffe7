"""The life of a cooperation agreement or letter of intent, from the first draft to the evaluation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.models import Decision
from governance.moves import Moves

Outcome = Decision.Outcome


class AgreementStatus(models.TextChoices):
    """Where an agreement stands."""

    DRAFT = "draft", pgettext_lazy("agreement", "draft")
    BEFORE_BODY = "before_body", pgettext_lazy("agreement", "before the deciding body")
    TABLED = "tabled", pgettext_lazy("agreement", "tabled")
    REFERRED_BACK = "referred_back", pgettext_lazy("agreement", "referred back")
    REJECTED = "rejected", pgettext_lazy("agreement", "rejected")
    APPROVED = "approved", pgettext_lazy("agreement", "approved, to be signed")
    SIGNED = "signed", pgettext_lazy("agreement", "signed, not yet in force")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "in force")
    UNDER_REVIEW = "under_review", pgettext_lazy("agreement", "in force, under review")
    AMENDING = "amending", pgettext_lazy("agreement", "in force, amendment before the deciding body")
    ENDED = "ended", pgettext_lazy("agreement", "ended, to be evaluated")
    EVALUATED = "evaluated", pgettext_lazy("agreement", "ended and evaluated")
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "withdrawn")
    # Entered from a source that does not say what became of it.
    UNCLEAR = "unclear", pgettext_lazy("agreement", "not known whether it is in force")


Status = AgreementStatus

TONES = {
    Status.DRAFT: "info",
    Status.BEFORE_BODY: "waiting",
    Status.TABLED: "waiting",
    Status.REFERRED_BACK: "waiting",
    Status.REJECTED: "neutral",
    Status.APPROVED: "info",
    Status.SIGNED: "info",
    Status.IN_FORCE: "positive",
    Status.UNDER_REVIEW: "waiting",
    Status.AMENDING: "waiting",
    Status.ENDED: "waiting",
    Status.EVALUATED: "neutral",
    Status.WITHDRAWN: "neutral",
    Status.UNCLEAR: "waiting",
}

AT_HOME = (Status.DRAFT, Status.REFERRED_BACK)
UNDECIDED = (*AT_HOME, Status.BEFORE_BODY, Status.TABLED)
WAITING_FOR_A_DECISION = (Status.BEFORE_BODY, Status.TABLED, Status.AMENDING)
STANDING = (Status.IN_FORCE, Status.UNDER_REVIEW)
CURRENT = (*STANDING, Status.AMENDING)
# What lies at home can be written in; what a body has decided on stands, but for who answers for it and when notice is
# given.
EDITABLE = (*AT_HOME, Status.APPROVED, Status.SIGNED, *CURRENT, Status.UNCLEAR)
# That the city has, or had, an agreement is public whichever body decided it.
PUBLIC = (Status.APPROVED, Status.SIGNED, *CURRENT, Status.ENDED, Status.EVALUATED, Status.UNCLEAR)

# Once it is decided each side can have something to do by it; what was done can be written until it is evaluated.
PROMISING = (Status.APPROVED, Status.SIGNED, *CURRENT)
TELLING = (*PROMISING, Status.ENDED)


class Ending(models.TextChoices):
    """How an agreement comes to end before its last day. That the city wants it is decided, the others are facts."""

    COUNTERPART = "counterpart", _("The other side has given notice")
    FELL_AWAY = (
        "fell_away",
        _("It has fallen away by itself: the other side is gone, or neither acts by it any more"),
    )
    CITY = "city", _("The city wants to end it")


# How the register's Swedish text puts what is no decision of the city.
ENDED = {
    Ending.COUNTERPART: "Motparten har sagt upp avtalet.",
    Ending.FELL_AWAY: "Avtalet har upphört av sig självt.",
}

# verb: (from these, to this)
MOVES = Moves(
    {
        "send_for_decision": (AT_HOME, Status.BEFORE_BODY),
        "withdraw": ((*UNDECIDED, Status.APPROVED), Status.WITHDRAWN),
        "sign": ((Status.APPROVED,), Status.SIGNED),
        "open_review": ((Status.IN_FORCE,), Status.UNDER_REVIEW),
        "keep_in_force": ((Status.UNDER_REVIEW, Status.UNCLEAR), Status.IN_FORCE),
        "propose_amendment": (STANDING, Status.AMENDING),
        "end": ((Status.SIGNED, *STANDING, Status.UNCLEAR), Status.ENDED),
        "evaluate": ((Status.ENDED,), Status.EVALUATED),
    }
)

# outcome of a decision: where the proposal goes. A tabled matter stays with the body, a referred one comes home.
AFTER_DECISION = {
    Outcome.APPROVED: Status.APPROVED,
    Outcome.REJECTED: Status.REJECTED,
    Outcome.TABLED: Status.TABLED,
    Outcome.REFERRED_BACK: Status.REFERRED_BACK,
}


class ObligationStatus(models.TextChoices):
    """Where something that a side is to do by an agreement stands."""

    OPEN = "open", pgettext_lazy("obligation", "to be done")
    DONE = "done", pgettext_lazy("obligation", "done")
    DROPPED = "dropped", pgettext_lazy("obligation", "dropped")


OBLIGATION_TONES = {
    ObligationStatus.OPEN: "info",
    ObligationStatus.DONE: "positive",
    ObligationStatus.DROPPED: "neutral",
}

after, allows = MOVES.after, MOVES.allows
