"""What is done with memberships and reviews. Each verb checks, locks, changes and records in one transaction."""

from .deciding import decide, decide_review
from .entering import enter_existing
from .people import (
    add_co_owner,
    add_post,
    add_representative,
    end_co_owner,
    end_post,
    end_representative,
    record_fee,
)
from .proposing import complete_and_send, edit, prepare, propose, send_for_decision, withdraw
from .reviewing import answer_review, open_review, send_review_for_decision
from .staying import give_notice, join, leave, require_to_be_left
from .sweeping import Opened, flag_due_reviews

__all__ = [
    "Opened",
    "add_co_owner",
    "add_post",
    "add_representative",
    "answer_review",
    "complete_and_send",
    "decide",
    "decide_review",
    "edit",
    "end_co_owner",
    "end_post",
    "end_representative",
    "enter_existing",
    "flag_due_reviews",
    "give_notice",
    "join",
    "leave",
    "open_review",
    "prepare",
    "propose",
    "record_fee",
    "require_to_be_left",
    "send_for_decision",
    "send_review_for_decision",
    "withdraw",
]
