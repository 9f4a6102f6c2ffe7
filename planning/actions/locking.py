"""How every verb begins: who may, the card locked, the verb allowed where the matter stands; and who is told of it."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from governance import access, casework
from governance.models import Body, Matter, Office, Person
from governance.notices import notify
from planning import offices
from planning.lifecycle import MOVES
from planning.models import Account, Handed, Plan, Round

Role = Office.Role
Either = TypeVar("Either", Plan, Account)


def may_coordinate(person: Person) -> bool:
    """The coordinator at the City Executive Office opens the rounds and reviews what comes in."""
    return access.is_coordinator(person)


def require_coordinator(person: Person) -> None:
    if not may_coordinate(person):
        raise PermissionDenied(
            _(
                "Only the coordinator at the City Executive Office opens, reviews and locks plans and accounts."
            )
        )


def require_may_submit(person: Person, body: Body) -> None:
    """The head or the secretary; while the body has neither, who writes for it."""
    held = offices.of_body(body)
    if offices.may_submit(person, body, held):
        return
    names = ", ".join(sorted(each.name for each in held.submitting or held.writing)) or _("nobody")
    raise PermissionDenied(
        _("Only the head or the secretary of %(body)s submits. Today: %(names)s.")
        % {"body": body.in_a_sentence, "names": names}
    )


def lock(handed: Either, version: int | None = None) -> Either:
    """The plan or account as it stands, locked. Raises StaleVersion when `version` is old."""
    return casework.lock(type(handed), handed, version, "round")


def begin_writing(handed: Either, by: Person, version: int | None = None) -> Either:
    """The locked plan or account, for who prepares the body's matters, while it can be written.

    Raises StaleVersion, PermissionDenied, WrongState.
    """
    handed = lock(handed, version)
    casework.require_edit(by, handed.matter)
    MOVES.after("write", handed.matter)
    return handed


def those_at(body: Body) -> list[Person]:
    """Who writes for the body: its contact persons, else its secretaries, else its heads."""
    for role in (Role.CONTACT_PERSON, Role.SECRETARY, Role.HEAD):
        if found := list(access.holders(role, body)):
            return found
    return []


def coordinators() -> list[Person]:
    return list(access.holders(Role.COORDINATOR))


def name_of(handed: Handed) -> tuple[str, str]:
    """What it is in the middle of a sentence, in Swedish and in English."""
    if isinstance(handed, Plan):
        return f"planen för {handed.year}", f"the plan for {handed.year}"
    return f"redovisningen av {handed.year}", f"the account of {handed.year}"


def tell(
    persons: Iterable[Person], matter: Matter, key: str, subject_sv: str, subject_en: str
) -> list[Person]:
    """Tell those of them who may know of it, once for each key and version of the card: who they are."""
    number, told = matter.number, access.who_may_know(matter, persons)
    notify(
        told,
        matter=matter,
        key=f"{key}:{number}",
        subject_sv=f"{number}: {subject_sv}",
        subject_en=f"{number}: {subject_en}",
    )
    return told


def lock_round(asked: Round) -> Round:
    """The round with its row locked: what is done to all of it is done once."""
    return Round.objects.select_for_update().get(pk=asked.pk)
