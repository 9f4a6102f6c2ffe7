"""The verbs of partners and engagements, one file for each kind."""

from .organisations import create_organisation, dealings, edit_organisation, may_write, tie

__all__ = ["create_organisation", "dealings", "edit_organisation", "may_write", "tie"]
