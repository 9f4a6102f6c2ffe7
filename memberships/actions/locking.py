"""How every verb begins: the matter locked, and what stands now seen."""

from governance import casework, matters
from memberships.models import Membership, MembershipReview


def lock(membership: Membership | int, version: int | None = None) -> Membership:
    """The membership as it stands, locked. Raises StaleVersion when `version` is old."""
    return casework.lock(Membership, membership, version, "organisation")


def lock_review(review: MembershipReview | int, version: int | None = None) -> MembershipReview:
    """The review as it stands, its matter locked; its membership is locked after it, always in this order."""
    pk = review if isinstance(review, int) else review.pk
    matter = matters.lock(pk, version)
    current = MembershipReview.objects.get(pk=pk)
    current.matter = matter
    return current
