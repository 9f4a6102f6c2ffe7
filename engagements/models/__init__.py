"""Partners abroad and what the city does with them: one file for each kind."""

from .eu_projects import EuProject
from .organisations import Dealing, Organisation, OrganisationName, Theme, theme_label

__all__ = [
    "Dealing",
    "EuProject",
    "Organisation",
    "OrganisationName",
    "Theme",
    "theme_label",
]
