"""From the day the city is a member until the day it has left."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from governance import casework, matters
from governance.errors import WrongState
from governance.models import Person
from memberships import schedule
from memberships.lifecycle import after
from memberships.models import Held, Membership, MembershipReview

from .deciding import begin
from .locking import lock


@transaction.atomic
def join(membership: Membership, *, by: Person, joined_on: date) -> Membership:
    """Say when an approved membership began. Not before it was decided."""
    membership = lock(membership)
    casework.require_edit(by, membership.matter)
    after("join", membership.matter)
    decision = membership.matter.decisions.order_by("-recorded_at").first()
    if decision and joined_on < decision.decided_on:
        raise WrongState(_("The membership cannot begin before it was decided."))
    begin(membership, joined_on, by=by)
    return membership


@transaction.atomic
def give_notice(membership: Membership, *, by: Person, given_on: date, ends_on: date) -> Membership:
    """Give notice after the body has decided to leave. `ends_on` is the day the membership will end."""
    membership = lock(membership)
    casework.require_edit(by, membership.matter)
    status = after("give_notice", membership.matter)
    require_to_be_left(membership)
    if ends_on < given_on:
        raise WrongState(_("The membership cannot end before notice is given."))
    if membership.joined_on and ends_on < membership.joined_on:
        raise WrongState(_("One cannot leave before one has joined."))
    membership.notice_given_on = given_on
    schedule.clear(membership)
    casework.write(membership, by=by, status=status, ends_on=ends_on, due_on=ends_on)
    return membership


def require_to_be_left(membership: Membership) -> None:
    """Raise WrongState until a body has decided that the city leaves."""
    if not is_to_be_left(membership):
        raise WrongState(_("Notice can be given once a review has been decided and says to leave."))


def is_to_be_left(membership: Membership) -> bool:
    """Whether the latest review was decided with the answer leave."""
    latest = membership.reviews.order_by("-due_on").first()
    return bool(latest and not latest.is_open and latest.result == MembershipReview.Recommendation.LEAVE)


@transaction.atomic
def leave(membership: Membership, *, by: Person, left_on: date, reason: str) -> Membership:
    """The city has left: the matter closes, and its posts, its representatives and its own part end with it."""
    membership = lock(membership)
    casework.require_edit(by, membership.matter)
    status = after("leave", membership.matter)
    if membership.joined_on and left_on < membership.joined_on:
        raise WrongState(_("One cannot leave before one has joined."))
    for held in (
        *membership.posts.filter(_beyond(left_on)),
        *membership.representatives.filter(_beyond(left_on)),
        *membership.co_owners.filter(_beyond(left_on), organisation=None),
    ):
        _end(held, left_on, by)
    membership.left_on, membership.left_reason = left_on, reason
    schedule.clear(membership)
    casework.save(membership, by=by)
    matter = membership.matter
    matter.ends_on, matter.due_on = max(left_on, matter.starts_on or left_on), None
    matters.close(matter, by=by, status=status, day=max(left_on, matter.opened_on))
    return membership


def _beyond(day: date) -> Q:
    return Q(until__isnull=True) | Q(until__gt=day)


def _end(held: Held, day: date, by: Person) -> None:
    """What has not begun by then never does: it ends the day it would have begun."""
    held.until = max(day, held.since or day)
    casework.save(held, by=by)
