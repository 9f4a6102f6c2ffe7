"""What the register knows of a membership when it is reviewed: money, posts, people, dealings, decisions."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from engagements import forums
from engagements.models import Dealing
from governance.models import Decision, Kind, Matter

from .models import Fee, Membership, MembershipReview, Post, Representative

YEARS = 4
MOST_MATTERS = 50


@dataclass(frozen=True)
class Evidence:
    """A frozen look at one membership on a day. `since` is where the reviewed period begins."""

    day: date
    since: date
    fees: list[Fee]
    posts: list[Post]
    representatives: list[Representative]
    visits: list[Matter]
    matters: list[Matter]
    decisions: list[Decision]
    overlapping: list[forums.Forum]

    @property
    def fees_sum(self) -> Decimal:
        """Kronor in the reviewed period."""
        return sum((fee.amount_sek for fee in self.fees), Decimal(0))

    def as_json(self) -> dict[str, Any]:
        """What is kept with the review when it is sent: what the body had before it, to be read as it was then."""
        return {
            "day": self.day.isoformat(),
            "since": self.since.isoformat(),
            "fees": [
                {"year": fee.year, "amount_sek": str(fee.amount_sek), "note": fee.note} for fee in self.fees
            ],
            "posts": [{"title": post.title, "holder": post.holder, **_period(post)} for post in self.posts],
            "representatives": [
                {"name": person.name, "role": person.role, **_period(person)}
                for person in self.representatives
            ],
            "visits": [matter.number for matter in self.visits],
            "matters": [matter.number for matter in self.matters],
            "decisions": [decision.pk for decision in self.decisions],
            "overlapping": [asdict(forum) for forum in self.overlapping],
        }


def _period(held: Post | Representative) -> dict[str, str | None]:
    return {
        "since": held.since.isoformat() if held.since else None,
        "until": held.until.isoformat() if held.until else None,
    }


def kept(review: MembershipReview) -> Evidence | None:
    """The evidence as it was when the review was sent to its body; None when it has not been sent.

    Fees, posts and people are as they were; matters and decisions are read by number, but for what is secret since.
    """
    found = review.evidence
    if not found:
        return None
    matters = Matter.objects.filter(number__in=[*found["visits"], *found["matters"]], secrecy_ground="")
    by_number = {matter.number: matter for matter in matters.select_related("body")}
    decisions = Decision.objects.filter(pk__in=found["decisions"], matter__secrecy_ground="")
    return Evidence(
        day=date.fromisoformat(found["day"]),
        since=date.fromisoformat(found["since"]),
        fees=[Fee(**{**fee, "amount_sek": Decimal(fee["amount_sek"])}) for fee in found["fees"]],
        posts=[Post(**_with_days(post)) for post in found["posts"]],
        representatives=[Representative(**_with_days(person)) for person in found["representatives"]],
        visits=[by_number[number] for number in found["visits"] if number in by_number],
        matters=[by_number[number] for number in found["matters"] if number in by_number],
        decisions=list(decisions.select_related("body", "matter", "section", "strategy")),
        overlapping=[forums.Forum(**forum) for forum in found["overlapping"]],
    )


def _with_days(held: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(held[name]) if held[name] else None for name in ("since", "until")}
    return {**held, **days}


def of(membership: Membership, day: date) -> Evidence:
    """Everything about the years since the last review, or the last four. Nothing secret is read."""
    since = date(day.year - YEARS, 1, 1)
    # When it began is not always known; the last four years are read then.
    if known := membership.last_reviewed_on or membership.joined_on:
        since = max(known, since)
    period = Q(until__isnull=True) | Q(until__gte=since)
    dealt = _dealings(membership, since)
    return Evidence(
        day=day,
        since=since,
        fees=list(membership.fees.filter(year__gte=since.year)),
        posts=list(membership.posts.filter(period)),
        representatives=list(membership.representatives.filter(period)),
        visits=[matter for matter in dealt if matter.kind == Kind.VISIT],
        matters=[matter for matter in dealt if matter.kind != Kind.VISIT],
        decisions=_decisions(membership),
        overlapping=forums.existing(
            membership.organisation.name, membership.organisation.theme, exclude=membership.pk
        ),
    )


def _dealings(membership: Membership, since: date) -> list[Matter]:
    tied = Dealing.objects.filter(organisation=membership.organisation_id).values("matter")
    found = Matter.objects.filter(pk__in=tied, opened_on__gte=since, secrecy_ground="")
    found = found.exclude(pk=membership.pk).exclude(membership_review__membership=membership)
    return list(found.select_related("body").order_by("-opened_on", "-id")[:MOST_MATTERS])


def _decisions(membership: Membership) -> list[Decision]:
    of_reviews = Q(matter__membership_review__membership=membership.pk, matter__secrecy_ground="")
    of_these = Q(matter=membership.pk) | of_reviews
    return list(
        Decision.objects.standing().filter(of_these).select_related("body", "matter", "section", "strategy")
    )
