"""What is done with events abroad. Each verb checks, locks, changes and records in one transaction."""

from .cancelling import cancel
from .deciding import decide, note_handling
from .outcome import carry_out, correct_costs, report
from .planning import (
    add_cost,
    add_leg,
    add_traveller,
    change_cost,
    change_leg,
    change_traveller,
    remove_cost,
    remove_leg,
    remove_traveller,
    way_home,
)
from .proposing import edit, missing_for_decision, propose, record_advice, send
from .reminding import remind_late_reports

__all__ = [
    "add_cost",
    "add_leg",
    "add_traveller",
    "cancel",
    "carry_out",
    "change_cost",
    "change_leg",
    "change_traveller",
    "correct_costs",
    "decide",
    "edit",
    "missing_for_decision",
    "note_handling",
    "propose",
    "record_advice",
    "remind_late_reports",
    "remove_cost",
    "remove_leg",
    "remove_traveller",
    "report",
    "send",
    "way_home",
]
