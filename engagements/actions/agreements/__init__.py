"""What is done with agreements. Each verb checks, locks, changes and records in one transaction."""

from .deciding import decide
from .ending import end, evaluate, keep_in_force
from .looking_after import look_after_agreements
from .proposing import (
    ask_for_exception,
    edit,
    facts_of,
    propose,
    refer_to_executive_office,
    send_for_decision,
    withdraw,
)
from .signing import set_sign_by, sign

__all__ = [
    "ask_for_exception",
    "decide",
    "edit",
    "end",
    "evaluate",
    "facts_of",
    "keep_in_force",
    "look_after_agreements",
    "propose",
    "refer_to_executive_office",
    "send_for_decision",
    "set_sign_by",
    "sign",
    "withdraw",
]
