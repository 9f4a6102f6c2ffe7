"""The forms of partners and engagements, one file for each kind."""

from .organisations import OrganisationForm, as_initial, capitalised, look_alike

__all__ = ["OrganisationForm", "as_initial", "capitalised", "look_alike"]
