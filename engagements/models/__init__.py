"""Partners abroad and what the city does with them: one file for each kind."""

from .agreement_parts import Activity, Obligation
from .agreement_versions import AgreementVersion
from .agreements import ACT_OF_TYPE, Agreement, agreements_in_register_for
from .declarations import Commitment, Declaration, declarations_in_register_for
from .eu_projects import EuProject
from .events import EventAbroad, EventCost, Leg, Traveller
from .organisations import Dealing, Organisation, OrganisationName, Theme, theme_label

__all__ = [
    "ACT_OF_TYPE",
    "Activity",
    "Agreement",
    "AgreementVersion",
    "Commitment",
    "Dealing",
    "Declaration",
    "EuProject",
    "EventAbroad",
    "EventCost",
    "Leg",
    "Obligation",
    "Organisation",
    "OrganisationName",
    "Theme",
    "Traveller",
    "agreements_in_register_for",
    "declarations_in_register_for",
    "theme_label",
]
