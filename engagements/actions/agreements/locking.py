"""How every verb on an agreement begins and ends: lock the matter, see what stands, write card and file together."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from engagements.models import Agreement
from governance import access, matters, notices
from governance.models import Matter, Office, Person


def lock(agreement: Agreement | int, version: int | None = None) -> Agreement:
    """The agreement as it stands, with its matter's row locked. Raises StaleVersion when `version` is old."""
    pk = agreement if isinstance(agreement, int) else agreement.pk
    matter = matters.lock(pk, version)
    current = Agreement.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
    current.matter = matter
    return current


def lock_for(agreement: Agreement, by: Person, version: int | None = None) -> Agreement:
    """The same for somebody who prepares the owner's matters; raises PermissionDenied, saying who does."""
    agreement = lock(agreement, version)
    if not access.may_edit(by, agreement.matter):
        raise PermissionDenied(access.refusal(access.EDIT, agreement.matter.body))
    return agreement


def write(agreement: Agreement, *, by: Person | None, **card: Any) -> None:
    """Save the file and its card: one version more, both with who did it; None is the register itself."""
    agreement._history_user = by
    agreement.save()
    matters.change(agreement.matter, by=by, **card)


def those_concerned(matter: Matter) -> QuerySet[Person]:
    """Who follows the matter at its owner: the case officer, else the body's contact persons."""
    if matter.responsible_id:
        return Person.objects.filter(pk=matter.responsible_id)
    return access.holders(Office.Role.CONTACT_PERSON, matter.body)


def tell(persons: QuerySet[Person], matter: Matter, key: str, subject_sv: str, subject_en: str) -> None:
    """One notice each. The subject leaves the house by mail: a number and a body, no more."""
    notices.notify(persons, matter=matter, key=key, subject_sv=subject_sv, subject_en=subject_en)
