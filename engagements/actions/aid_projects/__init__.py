"""What is done with aid-like projects. Each verb checks, locks, changes and records in one transaction."""

from .deciding import decide
from .looking_after import look_after_aid_projects
from .proposing import add_financing, edit, propose, remove_financing, send_for_decision, withdraw
from .running import evaluate, record_received, report, take_part

__all__ = [
    "add_financing",
    "decide",
    "edit",
    "evaluate",
    "look_after_aid_projects",
    "propose",
    "record_received",
    "remove_financing",
    "report",
    "send_for_decision",
    "take_part",
    "withdraw",
]
