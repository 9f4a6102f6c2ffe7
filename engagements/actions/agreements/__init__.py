"""What is done with agreements. Each verb checks, locks, changes and records in one transaction."""

from .deciding import decide
from .proposing import (
    ask_for_exception,
    edit,
    facts_of,
    propose,
    refer_to_executive_office,
    send_for_decision,
    withdraw,
)

__all__ = [
    "ask_for_exception",
    "decide",
    "edit",
    "facts_of",
    "propose",
    "refer_to_executive_office",
    "send_for_decision",
    "withdraw",
]
