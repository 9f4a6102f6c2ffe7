"""The lives of the engagements, each a table one can read aloud."""

from .agreements import AgreementStatus
from .declarations import CommitmentStatus, DeclarationStatus
from .eu_projects import EuProjectStatus, status_on
from .events import EventStatus

__all__ = [
    "AgreementStatus",
    "CommitmentStatus",
    "DeclarationStatus",
    "EuProjectStatus",
    "EventStatus",
    "status_on",
]
