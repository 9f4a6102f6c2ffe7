"""The lives of the engagements, each a table one can read aloud."""

from .agreements import AgreementStatus
from .aid_projects import AidProjectStatus
from .declarations import CommitmentStatus, DeclarationStatus
from .eu_projects import EuProjectStatus, status_on
from .eu_questions import EuQuestionStatus, PositionStatus
from .events import EventStatus

__all__ = [
    "AgreementStatus",
    "AidProjectStatus",
    "CommitmentStatus",
    "DeclarationStatus",
    "EuProjectStatus",
    "EuQuestionStatus",
    "EventStatus",
    "PositionStatus",
    "status_on",
]
