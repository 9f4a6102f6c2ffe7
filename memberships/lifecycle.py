"""The life of a membership and of its reviews, as two tables one can read aloud."""

from django.db import models
from django.utils.translation import pgettext_lazy

from governance.models import Decision
from governance.moves import Moves

Outcome = Decision.Outcome


class Status(models.TextChoices):
    """Where a membership stands."""

    PROPOSED = "proposed", pgettext_lazy("membership", "proposed")
    PREPARED = "prepared", pgettext_lazy("membership", "prepared")
    BEFORE_BODY = "before_body", pgettext_lazy("membership", "before the deciding body")
    TABLED = "tabled", pgettext_lazy("membership", "tabled")
    REFERRED_BACK = "referred_back", pgettext_lazy("membership", "referred back")
    APPROVED = "approved", pgettext_lazy("membership", "approved, not yet a member")
    MEMBER = "member", pgettext_lazy("membership", "member")
    LEAVING = "leaving", pgettext_lazy("membership", "leaving")
    LEFT = "left", pgettext_lazy("membership", "left")
    REJECTED = "rejected", pgettext_lazy("membership", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("membership", "withdrawn")


class ReviewStatus(models.TextChoices):
    """Where a review of a membership stands."""

    REVIEW_DUE = "review_due", pgettext_lazy("review", "to be answered")
    UNDER_REVIEW = "under_review", pgettext_lazy("review", "answered")
    BEFORE_BODY = "before_body", pgettext_lazy("review", "before the deciding body")
    TABLED = "tabled", pgettext_lazy("review", "tabled")
    REFERRED_BACK = "referred_back", pgettext_lazy("review", "referred back")
    CONTINUED = "continued", pgettext_lazy("review", "continued")
    ENDED = "ended", pgettext_lazy("review", "to be left")


# The two kinds of matter share codes and tones.
TONES = {
    Status.PROPOSED: "info",
    Status.PREPARED: "info",
    Status.BEFORE_BODY: "waiting",
    Status.TABLED: "waiting",
    Status.REFERRED_BACK: "waiting",
    Status.APPROVED: "info",
    Status.MEMBER: "positive",
    Status.LEAVING: "waiting",
    Status.LEFT: "neutral",
    Status.REJECTED: "neutral",
    Status.WITHDRAWN: "neutral",
    ReviewStatus.REVIEW_DUE: "waiting",
    ReviewStatus.UNDER_REVIEW: "info",
    ReviewStatus.CONTINUED: "positive",
    ReviewStatus.ENDED: "neutral",
}

UNDECIDED = (Status.PROPOSED, Status.PREPARED, Status.BEFORE_BODY, Status.TABLED, Status.REFERRED_BACK)
CURRENT = (Status.MEMBER, Status.LEAVING)
# Who stands for the city there and what it costs is noted once it is decided.
NOTED = (Status.APPROVED, *CURRENT)
CLOSED = (Status.LEFT, Status.REJECTED, Status.WITHDRAWN)
# What lies at home can be written in; what lies before a body is what that body will decide on.
EDITABLE = (Status.PROPOSED, Status.PREPARED, Status.REFERRED_BACK, Status.APPROVED, *CURRENT)

# verb: (from these, to this)
MOVES = Moves(
    {
        "prepare": ((Status.PROPOSED, Status.REFERRED_BACK), Status.PREPARED),
        "send_for_decision": ((Status.PREPARED,), Status.BEFORE_BODY),
        "withdraw": (UNDECIDED, Status.WITHDRAWN),
        "join": ((Status.APPROVED,), Status.MEMBER),
        "give_notice": ((Status.MEMBER,), Status.LEAVING),
        "leave": ((Status.LEAVING,), Status.LEFT),
    }
)
REVIEW_MOVES = Moves(
    {
        "answer_review": (
            (ReviewStatus.REVIEW_DUE, ReviewStatus.UNDER_REVIEW, ReviewStatus.REFERRED_BACK),
            ReviewStatus.UNDER_REVIEW,
        ),
        "send_review_for_decision": ((ReviewStatus.UNDER_REVIEW,), ReviewStatus.BEFORE_BODY),
    }
)

# outcome of a decision: where the proposal goes. A tabled matter stays with the body, a referred one comes home.
AFTER_DECISION = {
    Outcome.APPROVED: Status.APPROVED,
    Outcome.REJECTED: Status.REJECTED,
    Outcome.TABLED: Status.TABLED,
    Outcome.REFERRED_BACK: Status.REFERRED_BACK,
}
WAITING_FOR_A_DECISION = (Status.BEFORE_BODY, Status.TABLED)

after, allows = MOVES.after, MOVES.allows
