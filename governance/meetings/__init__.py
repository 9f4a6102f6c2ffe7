"""What is done with meetings. Each verb checks, locks, changes and records in one transaction."""

from .agenda import (
    add_matters,
    add_notification,
    add_other,
    add_visit,
    move,
    move_here,
    prepare,
    put_back,
    remove,
    take_up_again,
    taken_off,
    visits_to_discuss,
)
from .attending import all_present, note_attendance, who_can_approve
from .closing import ItemRefused, close, next_paragraph, require_in_turn, require_none_open
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
    "all_present",
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
    "move_here",
    "next_paragraph",
    "note_attendance",
    "note_outcome",
    "plan",
    "post",
    "post_immediate",
    "prepare",
    "put_back",
    "remove",
    "require_in_turn",
    "require_none_open",
    "take_up_again",
    "taken_off",
    "visits_to_discuss",
    "who_can_approve",
]
