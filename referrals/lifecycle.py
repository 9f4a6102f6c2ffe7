"""The life of a referral, from the draft to what its recipients are told, and that of each body's answer to it."""

from django.db import models
from django.utils.translation import pgettext_lazy

from governance.models import Decision
from governance.moves import Moves

Outcome = Decision.Outcome


class ReferralStatus(models.TextChoices):
    """Where a referral stands."""

    DRAFT = "draft", pgettext_lazy("referral", "being drafted")
    OUT = "out", pgettext_lazy("referral", "sent out")
    COMPILING = "compiling", pgettext_lazy("referral", "being compiled")
    BEFORE_BOARD = "before_board", pgettext_lazy("referral", "before the City Executive Board")
    BEFORE_COUNCIL = "before_council", pgettext_lazy("referral", "before the City Council")
    ADOPTED = "adopted", pgettext_lazy("referral", "adopted")
    FED_BACK = "fed_back", pgettext_lazy("referral", "adopted, bodies told")
    REJECTED = "rejected", pgettext_lazy("referral", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("referral", "withdrawn")


class AnswerStatus(models.TextChoices):
    """Where a body's answer stands."""

    RECEIVED = "received", pgettext_lazy("referral", "asked")
    ASSIGNED = "assigned", pgettext_lazy("referral", "assigned")
    REPORTING = "reporting", pgettext_lazy("referral", "officer’s report in progress")
    READY = "ready", pgettext_lazy("referral", "the office’s answer is ready")
    BEFORE_BODY = "before_body", pgettext_lazy("referral", "before the body")
    TABLED = "tabled", pgettext_lazy("referral", "tabled")
    REFERRED_BACK = "referred_back", pgettext_lazy("referral", "referred back")
    DECIDED = "decided", pgettext_lazy("referral", "decided, not yet submitted")
    SUBMITTED = "submitted", pgettext_lazy("referral", "submitted")
    REGISTERED = "registered", pgettext_lazy("referral", "registered")
    ABSTAINED = "abstained", pgettext_lazy("referral", "abstains")
    UNANSWERED = "unanswered", pgettext_lazy("referral", "never answered")
    UNKNOWN = "unknown", pgettext_lazy("referral", "answer not in the sources")
    RECALLED = "recalled", pgettext_lazy("referral", "the referral was withdrawn")


Status, Answering = ReferralStatus, AnswerStatus
# One table for both: the states that bear the same name are as good as each other.
TONES = {
    Status.DRAFT: "info",
    Status.OUT: "waiting",
    Status.COMPILING: "info",
    Status.BEFORE_BOARD: "waiting",
    Status.BEFORE_COUNCIL: "waiting",
    Status.ADOPTED: "positive",
    Status.FED_BACK: "positive",
    Status.REJECTED: "neutral",
    Status.WITHDRAWN: "neutral",
    Answering.RECEIVED: "waiting",
    Answering.ASSIGNED: "info",
    Answering.REPORTING: "info",
    Answering.READY: "info",
    Answering.BEFORE_BODY: "waiting",
    Answering.TABLED: "waiting",
    Answering.REFERRED_BACK: "waiting",
    Answering.DECIDED: "info",
    Answering.SUBMITTED: "positive",
    Answering.REGISTERED: "positive",
    Answering.ABSTAINED: "neutral",
    Answering.UNANSWERED: "neutral",
    Answering.UNKNOWN: "neutral",
    Answering.RECALLED: "neutral",
}

# Answers still come in while the first ones are compiled.
TAKES_ANSWERS = (Status.OUT, Status.COMPILING)
# What the Office makes of the answers is its own meanwhile.
UNDERWAY = (Status.DRAFT, Status.OUT, Status.COMPILING)
WAITING_FOR_A_DECISION = (Status.BEFORE_BOARD, Status.BEFORE_COUNCIL)
# The document has been seen by others than those who wrote it.
WAS_SENT = tuple(status for status in Status if status not in (Status.DRAFT, Status.WITHDRAWN))

# verb: (from these, to this)
MOVES = Moves(
    {
        "edit": ((Status.DRAFT,), Status.DRAFT),
        "send": ((Status.DRAFT,), Status.OUT),
        "withdraw": ((Status.DRAFT, Status.OUT), Status.WITHDRAWN),
        "compile": (TAKES_ANSWERS, Status.COMPILING),
        "revise": ((Status.COMPILING,), Status.COMPILING),
        "reply": ((Status.COMPILING,), Status.COMPILING),
        "lay_before_board": ((Status.COMPILING,), Status.BEFORE_BOARD),
        "feed_back": ((Status.ADOPTED,), Status.FED_BACK),
    }
)

# In which state a body's decision is awaited, and where each outcome leads.
AFTER_DECISION: dict[str, dict[str, str]] = {
    Status.BEFORE_BOARD: {
        Outcome.APPROVED: Status.BEFORE_COUNCIL,
        Outcome.REJECTED: Status.REJECTED,
        Outcome.REFERRED_BACK: Status.COMPILING,
        Outcome.TABLED: Status.BEFORE_BOARD,
    },
    Status.BEFORE_COUNCIL: {
        Outcome.APPROVED: Status.ADOPTED,
        Outcome.REJECTED: Status.REJECTED,
        Outcome.REFERRED_BACK: Status.COMPILING,
        Outcome.TABLED: Status.BEFORE_COUNCIL,
    },
}

# With the office of the body that answers.
AT_THE_OFFICE = (Answering.RECEIVED, Answering.ASSIGNED, Answering.REPORTING, Answering.REFERRED_BACK)
BEFORE_THE_BODY = (Answering.BEFORE_BODY, Answering.TABLED)
NOT_SUBMITTED = (*AT_THE_OFFICE, Answering.READY, *BEFORE_THE_BODY, Answering.DECIDED)
ANSWERED = (Answering.SUBMITTED, Answering.REGISTERED)

ANSWER_MOVES = Moves(
    {
        "assign": ((*AT_THE_OFFICE, Answering.READY), Answering.ASSIGNED),
        "write": ((*AT_THE_OFFICE, Answering.READY), Answering.REPORTING),
        "finish": ((Answering.ASSIGNED, Answering.REPORTING, Answering.REFERRED_BACK), Answering.READY),
        "lay_before": ((Answering.READY,), Answering.BEFORE_BODY),
        "submit": ((Answering.DECIDED,), Answering.SUBMITTED),
        "submit_without_board": ((Answering.READY,), Answering.SUBMITTED),
        "abstain": ((*AT_THE_OFFICE, Answering.READY), Answering.ABSTAINED),
        # When the body has decided, the answer is there: it is only to be submitted.
        "ask_for_time": ((*AT_THE_OFFICE, Answering.READY, *BEFORE_THE_BODY), ""),
        "register": ((Answering.SUBMITTED,), Answering.REGISTERED),
    }
)

# What the body made of the office's draft. One it did not want is written anew.
AFTER_BODY_DECISION: dict[str, str] = {
    Outcome.APPROVED: Answering.DECIDED,
    Outcome.REJECTED: Answering.REFERRED_BACK,
    Outcome.TABLED: Answering.TABLED,
    Outcome.REFERRED_BACK: Answering.REFERRED_BACK,
}
