"""The life of a membership or a review as steps on a page: what is done, where it stands, what lies ahead."""

from django.utils.translation import gettext as _

from .lifecycle import ReviewStatus, Status
from .models import Membership, MembershipReview

Step = tuple[str, str, str]

# How far along the road each status is.
PLACE = {
    Status.PROPOSED: 0,
    Status.REFERRED_BACK: 0,
    Status.PREPARED: 1,
    Status.BEFORE_BODY: 2,
    Status.TABLED: 2,
    Status.APPROVED: 3,
    Status.MEMBER: 3,
    Status.LEAVING: 4,
    Status.LEFT: 5,
}
REVIEW_PLACE = {
    ReviewStatus.REVIEW_DUE: 0,
    ReviewStatus.REFERRED_BACK: 0,
    ReviewStatus.UNDER_REVIEW: 1,
    ReviewStatus.BEFORE_BODY: 2,
    ReviewStatus.TABLED: 2,
    ReviewStatus.CONTINUED: 3,
    ReviewStatus.ENDED: 3,
}


def of_membership(membership: Membership) -> list[Step]:
    """The road from proposal to member; that one leaves is shown only once it is so. Empty when it ended early."""
    place = PLACE.get(Status(membership.matter.status))
    if place is None or (membership.predates_register and place == 3):
        return []
    names = [_("Proposed"), _("Prepared"), _("Before the body"), _("Member")]
    if place >= 4:
        names = [_("Member"), _("Notice given"), _("Left")]
        place -= 3
    notes = {}
    if membership.joined_on:
        notes[_("Member")] = membership.joined_on.isoformat()
    if membership.notice_given_on:
        notes[_("Notice given")] = membership.notice_given_on.isoformat()
    if membership.left_on:
        notes[_("Left")] = membership.left_on.isoformat()
    return _steps(names, place, notes)


def of_review(review: MembershipReview) -> list[Step]:
    names = [_("Opened"), _("Answered"), _("Before the body"), _("Decided")]
    notes = {_("Opened"): review.matter.opened_on.isoformat()}
    if review.decided_on:
        notes[_("Decided")] = review.decided_on.isoformat()
    return _steps(names, REVIEW_PLACE[ReviewStatus(review.matter.status)], notes)


def _steps(names: list[str], place: int, notes: dict[str, str]) -> list[Step]:
    states = ["done" if n < place else "current" if n == place else "ahead" for n in range(len(names))]
    return [(name, state, notes.get(name, "")) for name, state in zip(names, states, strict=True)]
