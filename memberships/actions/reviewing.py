"""A review from the day somebody opens it until it lies before its body."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements import actions as engagements
from governance import casework, matters, secrecy
from governance.errors import WrongState
from governance.models import Kind, Person
from governance.moves import require_status
from memberships import evidence
from memberships.lifecycle import REVIEW_MOVES, ReviewStatus, Status
from memberships.models import Membership, MembershipReview

from .locking import lock, lock_review

QUESTIONS = ("goals", "influence", "knowledge", "money", "alternative")


@transaction.atomic
def open_review(membership: Membership, *, by: Person, due_on: date | None = None) -> MembershipReview:
    """Open a review by hand, before the rule does. Due on the day the rule says, unless another is given."""
    membership = lock(membership)
    casework.require_edit(by, membership.matter)
    require_status(membership.matter, Status.MEMBER)
    if membership.reviews.filter(is_open=True).exists():
        raise WrongState(_("A review of this membership is already open."))
    day = timezone.localdate()
    due_on = due_on or membership.next_review_on or day
    if membership.reviews.filter(due_on=due_on).exists():
        raise WrongState(_("A review due on that day has already been made. Choose another day."))
    card = membership.matter
    matter = matters.open_matter(
        Kind.MEMBERSHIP_REVIEW,
        by=by,
        body=card.body,
        title=review_title(card.title),
        status=ReviewStatus.REVIEW_DUE,
        responsible=card.responsible,
        scope=card.scope,
        due_on=due_on,
        counterpart=card.counterpart,
        city=card.city,
        country=card.country,
        theme=card.theme,
        facts=facts_for(membership, ""),
        is_invented=card.is_invented,
    )
    # A review shows what the membership shows.
    secrecy.as_secret_as(matter, card, by=by)
    review = MembershipReview(matter=matter, membership=membership, due_on=due_on)
    review._history_user = by
    review.save(force_insert=True)
    engagements.tie(matter, membership.organisation)
    membership.review_opens_on = None
    casework.write(membership, by=by)
    return review


def review_title(title: str) -> str:
    """The title of a review, in the language of the register. The sweep writes the same in SQL."""
    return f"{TITLE_BEGINS}{title}"[:200]


TITLE_BEGINS = "Omprövning: "


def facts_for(membership: Membership, recommendation: str) -> dict[str, object]:
    """Whom to ask: about leaving when that is recommended, otherwise about renewing."""
    facts: dict[str, object] = {"scope": membership.matter.scope, "counterpart": membership.kind}
    if recommendation == MembershipReview.Recommendation.LEAVE:
        return {"act": "leave_membership", **facts}
    return {"act": "join_membership", **facts, "renewal": True}


@transaction.atomic
def answer_review(
    review: MembershipReview,
    version: int,
    *,
    by: Person,
    goals: str,
    influence: str,
    knowledge: str,
    money: str,
    alternative: str,
    recommendation: str,
    reasons: str,
) -> MembershipReview:
    """Write the five answers and what one recommends. May be done in steps, until it is sent."""
    review = lock_review(review, version)
    casework.require_edit(by, review.matter)
    status = REVIEW_MOVES.after("answer_review", review.matter)
    review.goals, review.influence, review.knowledge = goals, influence, knowledge
    review.money, review.alternative, review.reasons = money, alternative, reasons
    review.recommendation = recommendation
    casework.write(review, by=by, status=status, facts=facts_for(review.membership, recommendation))
    return review


@transaction.atomic
def send_review_for_decision(review: MembershipReview, *, by: Person) -> MembershipReview:
    """Lay the answered review, with what the register shows today, before the body of the ruling."""
    review = lock_review(review)
    casework.require_edit(by, review.matter)
    status = REVIEW_MOVES.after("send_review_for_decision", review.matter)
    missing = missing_answers(review)
    if missing:
        raise ValidationError(missing)
    review.evidence = evidence.of(review.membership, timezone.localdate()).as_json()
    casework.lay_before_its_body(review, status, by=by)
    return review


def missing_answers(review: MembershipReview) -> dict[str, str]:
    """What must be answered before a body can decide, by field."""
    missing = {name: _("Answer this question.") for name in QUESTIONS if not getattr(review, name).strip()}
    if not review.recommendation:
        missing["recommendation"] = _("Choose what you recommend.")
    if not review.reasons.strip():
        missing["reasons"] = _("Give the reasons for the recommendation.")
    return missing
