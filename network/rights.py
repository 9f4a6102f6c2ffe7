"""Who is in the network, who may read what it writes, and who may change a row: all by appointments."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from governance import access
from governance.models import Office, Person

from .models import Competence, Written

Role = Office.Role
MEMBERS = (Role.CONTACT_PERSON, Role.COORDINATOR)


def reads(person: Person) -> bool:
    """Whoever reads the matters of some body reads what the network writes."""
    return bool(person.bodies_with(access.VIEW))


def require_reader(person: Person) -> None:
    """Raise PermissionDenied for who holds no office that reads."""
    if not reads(person):
        raise PermissionDenied(
            _("This is read by those who are appointed at one of the city's bodies and read its matters.")
        )


# Who reads messages that were not sent to them.
OVERSEEING = (Role.COORDINATOR, Role.AUDITOR)


def oversees(person: Person) -> bool:
    """Those who lead and audit the network read every message in it."""
    return access.has_role(person, *OVERSEEING)


def is_member(person: Person) -> bool:
    """The network is the contact persons and the coordinators who lead it."""
    return person.is_active and access.has_role(person, *MEMBERS)


def require_member(person: Person) -> None:
    """Raise PermissionDenied, saying who may, for who is not in the network."""
    if not is_member(person):
        raise PermissionDenied(
            _("Only the contact persons in the international network and the coordinators may do this.")
        )


def may_change(person: Person, row: Written) -> bool:
    """Its author, as long as that person is in the network, or a coordinator; what one can is one's own to say."""
    is_author = is_member(person) and row.author_id == person.pk
    return is_author or (access.is_coordinator(person) and not isinstance(row, Competence))


def require_change(person: Person, row: Written) -> None:
    """Raise PermissionDenied, saying who may."""
    if may_change(person, row):
        return
    if isinstance(row, Competence):
        raise PermissionDenied(_("Only the person who entered a competence may change it."))
    raise PermissionDenied(_("Only the person who wrote this, or a coordinator, may change it."))
