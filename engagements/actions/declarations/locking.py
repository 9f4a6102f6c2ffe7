"""How every verb on a declaration begins: its card locked, and the verb allowed where it stands."""

from engagements.lifecycle.declarations import after
from engagements.models import Declaration
from governance import casework
from governance.models import Person


def lock(declaration: Declaration | int, version: int | None = None) -> Declaration:
    """The declaration as it stands, locked. Raises StaleVersion when `version` is old."""
    return casework.lock(Declaration, declaration, version, "issuer")


def begin(verb: str, declaration: Declaration, by: Person) -> tuple[Declaration, str]:
    """The locked declaration, and the status the verb leads to, for who prepares the owner's matters.

    Raises PermissionDenied, saying who does, and WrongState.
    """
    declaration = lock(declaration)
    casework.require_edit(by, declaration.matter)
    return declaration, after(verb, declaration.matter)
