"""What is done with meetings. Each verb checks, locks, changes and records in one transaction."""

from .agenda import add_matters, add_notification, add_other, move, prepare, remove
from .attending import note_attendance
from .closing import ItemRefused, close
from .minutes import approve, post, post_immediate
from .planning import begin, call, cancel, edit, plan
from .running import note_outcome

__all__ = [
    "ItemRefused",
    "add_matters",
    "add_notification",
    "add_other",
    "approve",
    "begin",
    "call",
    "cancel",
    "close",
    "edit",
    "move",
    "note_attendance",
    "note_outcome",
    "plan",
    "post",
    "post_immediate",
    "prepare",
    "remove",
]
