"""Everything a person does with a visit request. One verb is one function: check, change, record, at once.

All take the visit first and `by=`; `on=` is the day it was done, today unless said.
"""

from .answering import accept, accept_changed, assess, begin_assessment, cancel, decline, let_rest, withdraw
from .inviting import (
    approve,
    ask_again,
    invite_delegate,
    issue,
    make_list,
    review,
    revoke,
    send_back,
    set_basis,
)
from .passing import forward, hand_over_to_ks, return_forwarded, take_forwarded, take_over
from .request import ask_guest, edit, guest_answered, log
from .visiting import carry_out, close, correct_outcome, follow_up, plan
from .writing import (
    edit_template,
    mail_letter,
    note_letter_sent,
    reset_template,
    send_letter,
    write_letter,
)

__all__ = [
    "accept",
    "accept_changed",
    "approve",
    "ask_again",
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
    "invite_delegate",
    "issue",
    "let_rest",
    "log",
    "mail_letter",
    "make_list",
    "note_letter_sent",
    "plan",
    "reset_template",
    "return_forwarded",
    "review",
    "revoke",
    "send_back",
    "send_letter",
    "set_basis",
    "take_forwarded",
    "take_over",
    "withdraw",
    "write_letter",
]
