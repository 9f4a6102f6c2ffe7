"""What is done with agreements. Each verb checks, locks, changes and records in one transaction."""

from .amending import propose_amendment, withdraw_amendment
from .deciding import decide
from .ending import end, evaluate
from .looking_after import look_after_agreements
from .promising import add_obligation, close_obligation
from .proposing import (
    ask_for_exception,
    edit,
    enter_existing,
    facts_of,
    propose,
    refer_to_executive_office,
    require_foreign_relations,
    require_twin_towns,
    send_for_decision,
    withdraw,
)
from .reviewing import keep_in_force, open_review
from .signing import set_sign_by, sign
from .telling import log_activity, require_dormant, say_it_stands

__all__ = [
    "add_obligation",
    "ask_for_exception",
    "close_obligation",
    "decide",
    "edit",
    "end",
    "enter_existing",
    "evaluate",
    "facts_of",
    "keep_in_force",
    "log_activity",
    "look_after_agreements",
    "open_review",
    "propose",
    "propose_amendment",
    "refer_to_executive_office",
    "require_dormant",
    "require_foreign_relations",
    "require_twin_towns",
    "say_it_stands",
    "send_for_decision",
    "set_sign_by",
    "sign",
    "withdraw",
    "withdraw_amendment",
]
