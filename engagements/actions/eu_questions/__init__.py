"""What is done with EU questions. Each verb checks, locks, changes and records in one transaction."""

from .advocating import advocate, edit_advocacy, edit_stakeholder, missing_of_a_meeting, note_stakeholder
from .cooperation import missing_cooperation, require_cooperation, ruling_on_advocacy
from .days import warn_of_last_days
from .deciding import (
    being_written,
    decide,
    missing_for_decision,
    send_for_decision,
    take_back,
    write_position,
)
from .following import close, cooperate, edit, enter, is_settled, note_stage, refer, take_part

__all__ = [
    "advocate",
    "being_written",
    "close",
    "cooperate",
    "decide",
    "edit",
    "edit_advocacy",
    "edit_stakeholder",
    "enter",
    "is_settled",
    "missing_cooperation",
    "missing_for_decision",
    "missing_of_a_meeting",
    "note_stage",
    "note_stakeholder",
    "refer",
    "require_cooperation",
    "ruling_on_advocacy",
    "send_for_decision",
    "take_back",
    "take_part",
    "warn_of_last_days",
    "write_position",
]
