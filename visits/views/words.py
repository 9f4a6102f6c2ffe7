"""What was done with a visit, told afterwards."""

from django.utils.translation import pgettext_lazy

DONE = {
    "log": pgettext_lazy("done", "Logged"),
    "edit": pgettext_lazy("done", "Changed the request"),
    "begin_assessment": pgettext_lazy("done", "Began the assessment"),
    "assess": pgettext_lazy("done", "Assessed"),
    "accept": pgettext_lazy("done", "Accepted"),
    "accept_changed": pgettext_lazy("done", "Accepted with changes"),
    "decline": pgettext_lazy("done", "Declined"),
    "ask_guest": pgettext_lazy("done", "Asked the guest; the clock stopped"),
    "guest_answered": pgettext_lazy("done", "The guest answered; the clock runs"),
    "guest_added": pgettext_lazy("done", "The guest wrote on the own page"),
    "forward": pgettext_lazy("done", "Forwarded"),
    "hand_over_to_ks": pgettext_lazy("done", "Handed over to the City Executive Board"),
    "take_forwarded": pgettext_lazy("done", "Took the request"),
    "take_over": pgettext_lazy("done", "Took over the coordination"),
    "return_forwarded": pgettext_lazy("done", "Returned it"),
    "let_rest": pgettext_lazy("done", "Let it rest"),
    "plan": pgettext_lazy("done", "Settled days, place and hosts"),
    "carry_out": pgettext_lazy("done", "Carried out"),
    "correct_outcome": pgettext_lazy("done", "Corrected what was noted"),
    "follow_up": pgettext_lazy("done", "Followed up"),
    "close": pgettext_lazy("done", "Closed"),
    "withdraw": pgettext_lazy("done", "The guest withdrew the request"),
    "cancel": pgettext_lazy("done", "Cancelled"),
    "confirm_programme": pgettext_lazy("done", "Confirmed the programme"),
    "propose_programme": pgettext_lazy("done", "Sent the programme to the guest as a proposal"),
    "note_guest": pgettext_lazy("done", "Noted that the guest has confirmed the programme"),
    "mail_programme": pgettext_lazy("done", "Sent the programme to the guest by e-mail"),
    "note_told": pgettext_lazy("done", "Noted who has been told of the programme"),
    "write_letter": pgettext_lazy("done", "Wrote a letter"),
    "mail_letter": pgettext_lazy("done", "Sent the letter to the guest by e-mail"),
    "note_letter_sent": pgettext_lazy("done", "Noted that the letter is sent"),
    "send_letter": pgettext_lazy("done", "Sent the letter to the guest's own page"),
    "invitation_basis": pgettext_lazy("done", "Wrote the grounds of the invitation letters"),
    "issue_invitations": pgettext_lazy("done", "Issued invitation letters"),
    "revoke_invitation": pgettext_lazy("done", "Revoked an invitation letter"),
}

# What was done with an invitation letter.
INVITED = {
    "ask_for": pgettext_lazy("done", "Asked for, or changed by the guest"),
    "review": pgettext_lazy("done", "Reviewed"),
    "approve": pgettext_lazy("done", "Approved and signed"),
    "send_back": pgettext_lazy("done", "Sent back to review"),
    "issue": pgettext_lazy("done", "Issued"),
    "revoke": pgettext_lazy("done", "Revoked"),
}
