"""How every verb on an event begins: its matter locked, by somebody who prepares the owner's matters."""

from engagements.models import EventAbroad
from governance import casework
from governance.models import Person


def lock(event: EventAbroad | int, version: int | None = None) -> EventAbroad:
    """The event as it stands, locked. Raises StaleVersion when `version` is old."""
    return casework.lock(EventAbroad, event, version)


def lock_for(event: EventAbroad, by: Person, version: int | None = None) -> EventAbroad:
    """The same for somebody who prepares the owner's matters; raises PermissionDenied, saying who does."""
    event = lock(event, version)
    casework.require_edit(by, event.matter)
    return event
