"""What is done with referrals and the answers to them. Each verb checks, locks, changes and records at once."""

from . import deciding
from .answering import abstain, assign, decide, finish, lay_before, submit, write
from .collecting import compile_answers, lay_before_board, register, reply, revise, withdraw
from .deciding import feed_back
from .drafting import add_recipient, choose_recipients, draft, edit, refer_draft, send, write_document
from .extending import answer_wish, ask_for_time
from .reminding import remind, remind_now
from .strategy_drafts import texts_to_draft

__all__ = [
    "abstain",
    "add_recipient",
    "answer_wish",
    "ask_for_time",
    "assign",
    "choose_recipients",
    "compile_answers",
    "decide",
    "deciding",
    "draft",
    "edit",
    "feed_back",
    "finish",
    "lay_before",
    "lay_before_board",
    "refer_draft",
    "register",
    "remind",
    "remind_now",
    "reply",
    "revise",
    "send",
    "submit",
    "texts_to_draft",
    "withdraw",
    "write",
    "write_document",
]
