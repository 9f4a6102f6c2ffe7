"""What is done with meetings. Each verb checks, locks, changes and records in one transaction."""

from .agenda import (
    add_matters,
    add_notification,
    add_other,
    add_visit,
    move,
    prepare,
    remove,
    visits_to_discuss,
)
from .attending import note_attendance
from .closing import ItemRefused, close
from .handling import awaited, decide, decided_since, mayors_wording
from .minutes import approve, post, post_immediate
from .planning import begin, call, cancel, edit, plan
from .running import note_outcome

__all__ = [
    "ItemRefused",
    "add_matters",
    "add_notification",
    "add_other",
    "add_visit",
    "approve",
    "awaited",
    "begin",
    "call",
    "cancel",
    "close",
    "decide",
    "decided_since",
    "edit",
    "mayors_wording",
    "move",
    "note_attendance",
    "note_outcome",
    "plan",
    "post",
    "post_immediate",
    "prepare",
    "remove",
    "visits_to_discuss",
]
