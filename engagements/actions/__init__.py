"""The verbs of partners and engagements, one file for each kind."""

from .organisations import create_organisation, edit_organisation, may_write, require_writer, tie

__all__ = ["create_organisation", "edit_organisation", "may_write", "require_writer", "tie"]
