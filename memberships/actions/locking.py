"""How every verb begins and ends: lock the matter, see what stands now, write card and file with one history."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from governance import access, decisions, matters, notices
from governance.errors import RefusedByRule
from governance.models import Body, Matter, Office, Person
from memberships.models import Membership, MembershipReview


def lock(membership: Membership | int, version: int | None = None) -> Membership:
    """The membership as it stands, with its matter's row locked. Raises StaleVersion when `version` is old."""
    pk = membership if isinstance(membership, int) else membership.pk
    matter = matters.lock(pk, version)
    # The file too: the sweep locks files without their cards, and nobody may wait for it holding the number series.
    current = Membership.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
    current.matter = matter
    return current


def lock_review(review: MembershipReview, version: int | None = None) -> MembershipReview:
    """The review as it stands, its matter locked; its membership is locked after it, always in this order."""
    matter = matters.lock(review.pk, version)
    current = MembershipReview.objects.get(pk=review.pk)
    current.matter = matter
    return current


def require_edit(person: Person, matter: Matter) -> None:
    """Raise PermissionDenied, saying who may."""
    if not access.may_edit(person, matter):
        raise PermissionDenied(access.refusal(access.EDIT, matter.body))


def write(thing: Membership | MembershipReview, *, by: Person, **card: Any) -> None:
    """Save the file and its card: one version more, both with who did it."""
    thing._history_user = by
    thing.save()
    matters.change(thing.matter, by=by, **card)


def bring_before_its_body(thing: Membership | MembershipReview, status: str, *, by: Person) -> Body:
    """Lay the matter before the body that the ruling names, and tell its secretary. Raises RefusedByRule."""
    matter = thing.matter
    ruling = decisions.ruling_for(matter)
    body = decisions.deciding_body(ruling, matter.body)
    if body is None:
        raise RefusedByRule(ruling.explanation(), ruling)
    write(thing, by=by, status=status, before=body)
    tell(
        access.holders(Office.Role.SECRETARY, body),
        thing,
        f"before:{matter.number}:{matter.round}:{matter.version}",
        f"{matter.number} ligger för beslut hos {body.in_a_sentence_sv}",
        f"{matter.number} is with {body.in_a_sentence_en} for decision",
    )
    return body


def those_concerned(matter: Matter) -> QuerySet[Person]:
    """Who follows the matter at its owner: the case officer, else the body's contact persons."""
    if matter.responsible_id:
        return Person.objects.filter(pk=matter.responsible_id)
    return access.holders(Office.Role.CONTACT_PERSON, matter.body)


def tell(
    persons: QuerySet[Person],
    thing: Membership | MembershipReview,
    key: str,
    subject_sv: str,
    subject_en: str,
) -> None:
    """One notice each. The subject leaves the house by mail: a number and a body, no more."""
    notices.notify(persons, matter=thing.matter, key=key, subject_sv=subject_sv, subject_en=subject_en)
