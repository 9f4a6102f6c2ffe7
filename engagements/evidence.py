"""What the register knows of an agreement since it was last reviewed: what was done, promised, met and spent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from governance.models import Kind, Matter

from .models import Activity, Agreement, AgreementReview, Dealing, Obligation

MOST_MATTERS = 50
DAYS_OF_A_YEAR = Decimal("365.25")


@dataclass(frozen=True)
class Evidence:
    """A look at one agreement on a day. `since` is where the reviewed period begins."""

    day: date
    since: date
    activities: list[Activity]
    obligations: list[Obligation]
    matters: list[Matter]
    cost_per_year: Decimal | None

    @property
    def done(self) -> list[Activity]:
        """What really was done; an answer that nothing was is none."""
        return [each for each in self.activities if each.kind != Activity.Kind.ANSWER]

    @property
    def kept(self) -> int:
        return sum(each.status == "done" for each in self.obligations)

    @property
    def late(self) -> int:
        return sum(each.is_late for each in self.obligations)

    @property
    def visits(self) -> list[Matter]:
        return [matter for matter in self.matters if matter.kind == Kind.VISIT]

    @property
    def trips(self) -> list[Matter]:
        return [matter for matter in self.matters if matter.kind == Kind.EVENT_ABROAD]

    @property
    def others(self) -> list[Matter]:
        return [matter for matter in self.matters if matter.kind not in (Kind.VISIT, Kind.EVENT_ABROAD)]

    @property
    def cost(self) -> Decimal | None:
        """What it was to cost in the period, by its cost per year; whole kronor."""
        if self.cost_per_year is None:
            return None
        years = Decimal((self.day - self.since).days) / DAYS_OF_A_YEAR
        return (self.cost_per_year * years).quantize(Decimal(1))

    def as_json(self) -> dict[str, Any]:
        """What is kept with the review when it is closed, to be read as it was then."""
        return {
            "day": self.day.isoformat(),
            "since": self.since.isoformat(),
            "activities": [
                {"happened_on": each.happened_on.isoformat(), "kind": each.kind, "what": each.what}
                for each in self.activities
            ],
            "obligations": [
                {
                    "text": each.text,
                    "side": each.side,
                    "status": each.status,
                    "due_on": each.due_on.isoformat(),
                }
                for each in self.obligations
            ],
            "late": self.late,
            "matters": [matter.number for matter in self.matters],
            "cost_per_year": None if self.cost_per_year is None else str(self.cost_per_year),
        }


@dataclass(frozen=True)
class KeptEvidence(Evidence):
    """The same as it was when the review was closed. What was late on that day was late then."""

    were_late: int = 0

    @property
    def late(self) -> int:
        return self.were_late


def kept(reviews: Iterable[AgreementReview]) -> list[KeptEvidence]:
    """The evidence of each review. Matters are read by number, but for what is secret since. One query."""
    found = [review.evidence for review in reviews]
    numbers = {number for each in found for number in each["matters"]}
    matters = Matter.objects.filter(number__in=numbers, secrecy_ground="").select_related("body")
    by_number = {matter.number: matter for matter in matters} if numbers else {}
    return [_read(each, by_number) for each in found]


def _read(found: dict[str, Any], by_number: dict[str, Matter]) -> KeptEvidence:
    cost = found["cost_per_year"]
    return KeptEvidence(
        day=date.fromisoformat(found["day"]),
        since=date.fromisoformat(found["since"]),
        activities=[
            Activity(**{**each, "happened_on": date.fromisoformat(each["happened_on"])})
            for each in found["activities"]
        ],
        obligations=[
            Obligation(**{**each, "due_on": date.fromisoformat(each["due_on"])})
            for each in found["obligations"]
        ],
        matters=[by_number[number] for number in found["matters"] if number in by_number],
        cost_per_year=None if cost is None else Decimal(cost),
        were_late=found["late"],
    )


def of_agreement(agreement: Agreement, day: date) -> Evidence:
    """Everything since the last review, or since it began. Nothing secret is read."""
    card = agreement.matter
    since = min(agreement.last_reviewed_on or card.starts_on or card.opened_on, day)
    tied = Dealing.objects.filter(organisation=agreement.organisation_id).values("matter")
    dealt = Matter.objects.filter(pk__in=tied, opened_on__gte=since, secrecy_ground="").exclude(pk=card.pk)
    of_period = Q(closed_on__isnull=True) | Q(closed_on__gte=since)
    return Evidence(
        day=day,
        since=since,
        activities=list(agreement.activities.filter(happened_on__gte=since)),
        obligations=list(agreement.obligations.filter(of_period)),
        matters=list(dealt.select_related("body").order_by("-opened_on", "-id")[:MOST_MATTERS]),
        cost_per_year=agreement.cost_per_year,
    )
