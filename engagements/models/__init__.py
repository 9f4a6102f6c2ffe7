"""Partners abroad and what the city does with them: one file for each kind."""

from .agreement_parts import Activity, Obligation
from .agreement_reviews import AgreementReview
from .agreement_versions import AgreementVersion
from .agreements import ACT_OF_TYPE, Agreement, agreements_in_register_for
from .aid_projects import AidFinancing, AidProject, AidReceived, aid_projects_in_register_for
from .briefings import BriefingPack
from .declarations import Commitment, Declaration, declarations_in_register_for
from .duplicates import LikelyDuplicate, Merger
from .eu_guidelines import EuGuideline
from .eu_projects import EuProject, GrantCondition, ProjectMoney, ProjectReport, projects_in_register_for
from .eu_questions import (
    Advocacy,
    EuQuestion,
    EuStage,
    Institution,
    Position,
    Stakeholder,
    questions_in_register_for,
)
from .events import EventAbroad, EventCost, Leg, Traveller
from .organisations import Dealing, Identifier, Organisation, OrganisationName, Theme, theme_label
from .persons import Erasure, PartnerPerson, PartnerPost
from .promises import Promise

__all__ = [
    "ACT_OF_TYPE",
    "Activity",
    "Advocacy",
    "Agreement",
    "AgreementReview",
    "AgreementVersion",
    "AidFinancing",
    "AidProject",
    "AidReceived",
    "BriefingPack",
    "Commitment",
    "Dealing",
    "Declaration",
    "Erasure",
    "EuGuideline",
    "EuProject",
    "EuQuestion",
    "EuStage",
    "EventAbroad",
    "EventCost",
    "GrantCondition",
    "Identifier",
    "Institution",
    "Leg",
    "LikelyDuplicate",
    "Merger",
    "Obligation",
    "Organisation",
    "OrganisationName",
    "PartnerPerson",
    "PartnerPost",
    "Position",
    "ProjectMoney",
    "ProjectReport",
    "Promise",
    "Stakeholder",
    "Theme",
    "Traveller",
    "agreements_in_register_for",
    "aid_projects_in_register_for",
    "declarations_in_register_for",
    "projects_in_register_for",
    "questions_in_register_for",
    "theme_label",
]
