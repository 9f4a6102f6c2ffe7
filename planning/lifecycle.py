"""The life of what a body hands in to a round, its plan or its account: from the empty sheet to the kept copy."""

from django.db import models
from django.utils.translation import pgettext_lazy

from governance.moves import Moves


class HandedStatus(models.TextChoices):
    """Where a plan or an account stands."""

    OPEN = "open", pgettext_lazy("planning", "not begun")
    DRAFT = "draft", pgettext_lazy("planning", "being written")
    READY = "ready", pgettext_lazy("planning", "marked ready")
    SUBMITTED = "submitted", pgettext_lazy("planning", "submitted")
    REVIEWED = "reviewed", pgettext_lazy("planning", "being reviewed")
    COMPLETION = "completion", pgettext_lazy("planning", "to be completed")
    ACCEPTED = "accepted", pgettext_lazy("planning", "accepted")
    LOCKED = "locked", pgettext_lazy("planning", "locked")
    REOPENED = "reopened", pgettext_lazy("planning", "being corrected")


Status = HandedStatus
TONES = {
    Status.OPEN: "waiting",
    Status.DRAFT: "info",
    Status.READY: "info",
    Status.SUBMITTED: "waiting",
    Status.REVIEWED: "waiting",
    Status.COMPLETION: "danger",
    Status.ACCEPTED: "positive",
    Status.LOCKED: "positive",
    Status.REOPENED: "info",
}

# With the body that writes: nobody has it but they.
WRITABLE = (Status.OPEN, Status.DRAFT, Status.READY, Status.COMPLETION, Status.REOPENED)
# With the City Executive Office.
HANDED_IN = (Status.SUBMITTED, Status.REVIEWED)
ACCEPTED = (Status.ACCEPTED, Status.LOCKED)

# verb: (from these, to this)
MOVES = Moves(
    {
        "mark_ready": ((Status.OPEN, Status.DRAFT, Status.COMPLETION, Status.REOPENED), Status.READY),
        "take_back": ((Status.READY,), Status.DRAFT),
        "send_back": ((Status.READY,), Status.DRAFT),
        "submit": ((Status.READY,), Status.SUBMITTED),
        "begin_review": ((Status.SUBMITTED,), Status.REVIEWED),
        "ask_completion": (HANDED_IN, Status.COMPLETION),
        "accept": (HANDED_IN, Status.ACCEPTED),
        "lock": ((Status.ACCEPTED,), Status.LOCKED),
        "reopen": ((Status.LOCKED,), Status.REOPENED),
        "write": (WRITABLE, Status.DRAFT),
    }
)


def after_writing(status: str) -> str:
    """What is written anew is no longer ready; what is to be completed or corrected stays so until it is."""
    return status if status in (Status.COMPLETION, Status.REOPENED) else Status.DRAFT
