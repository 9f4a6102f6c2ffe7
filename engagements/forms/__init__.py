"""The forms of partners and engagements, one file for each kind."""

from .fields import CURRENCIES, AmountField, YesNoField, long_text
from .organisations import OrganisationForm, as_initial, capitalised, look_alike
from .proposing import (
    ByABody,
    ProposalDecisionForm,
    WithAPartner,
    bodies_that_may_propose,
    likely_meant,
    may_propose,
    partner_name,
)

__all__ = [
    "CURRENCIES",
    "AmountField",
    "ByABody",
    "OrganisationForm",
    "ProposalDecisionForm",
    "WithAPartner",
    "YesNoField",
    "as_initial",
    "bodies_that_may_propose",
    "capitalised",
    "likely_meant",
    "long_text",
    "look_alike",
    "may_propose",
    "partner_name",
]
