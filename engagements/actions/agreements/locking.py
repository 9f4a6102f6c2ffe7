"""How every verb on an agreement begins: its matter locked, by somebody who prepares the owner's matters."""

from engagements.models import Agreement
from governance import casework
from governance.models import Person


def lock(agreement: Agreement | int, version: int | None = None) -> Agreement:
    """The agreement as it stands, locked. Raises StaleVersion when `version` is old."""
    return casework.lock(Agreement, agreement, version, "organisation")


def lock_for(agreement: Agreement, by: Person, version: int | None = None) -> Agreement:
    """The same for somebody who prepares the owner's matters; raises PermissionDenied, saying who does."""
    agreement = lock(agreement, version)
    casework.require_edit(by, agreement.matter)
    return agreement
