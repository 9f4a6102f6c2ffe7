"""Everything a person does with a visit request. One verb is one function: check, change, record, at once.

All take the visit first and `by=`; `on=` is the day it was done, today unless said.
"""

from .answering import accept, accept_changed, assess, begin_assessment, cancel, decline, let_rest, withdraw
from .passing import forward, hand_over_to_ks, return_forwarded, take_forwarded, take_over
from .request import ask_guest, edit, guest_answered, log
from .visiting import carry_out, close, correct_outcome, follow_up, plan
from .writing import edit_template, send_letter, write_letter

__all__ = [
    "accept",
    "accept_changed",
    "ask_guest",
    "assess",
    "begin_assessment",
    "cancel",
    "carry_out",
    "close",
    "correct_outcome",
    "decline",
    "edit",
    "edit_template",
    "follow_up",
    "forward",
    "guest_answered",
    "hand_over_to_ks",
    "let_rest",
    "log",
    "plan",
    "return_forwarded",
    "send_letter",
    "take_forwarded",
    "take_over",
    "withdraw",
    "write_letter",
]
