"""What is done with EU projects. Each verb checks, locks, changes and records in one transaction."""

from .applying import begin_application, edit, facts_of, propose, send_for_decision, submit, withdraw
from .deciding import decide
from .holding import (
    add_condition,
    add_report,
    finish,
    meet_condition,
    note_answer,
    note_report,
    record_money,
    take_part,
)
from .looking_after import look_after_projects

__all__ = [
    "add_condition",
    "add_report",
    "begin_application",
    "decide",
    "edit",
    "facts_of",
    "finish",
    "look_after_projects",
    "meet_condition",
    "note_answer",
    "note_report",
    "propose",
    "record_money",
    "send_for_decision",
    "submit",
    "take_part",
    "withdraw",
]
