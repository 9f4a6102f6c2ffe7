"""What is done with declarations and initiatives. Each verb checks, locks, changes and records in one transaction."""

from .commitments import answers_for, may_report, promise, remind_of_commitments, report
from .deciding import decide
from .joined import end, note_review, sign
from .proposing import (
    edit,
    enter_existing,
    missing_for_decision,
    propose,
    refer,
    refused_burden,
    send_for_decision,
    withdraw,
)

__all__ = [
    "answers_for",
    "decide",
    "edit",
    "end",
    "enter_existing",
    "may_report",
    "missing_for_decision",
    "note_review",
    "promise",
    "propose",
    "refer",
    "refused_burden",
    "remind_of_commitments",
    "report",
    "send_for_decision",
    "sign",
    "withdraw",
]
