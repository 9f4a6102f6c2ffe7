"""The proposed priority of a visit: points times weight over the strategy's grounds, the same for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Verdict(TextChoices):
    """Bedömning. Whether a ground speaks for the visit."""

    YES = "yes", pgettext_lazy("ground", "yes")
    PARTLY = "partly", pgettext_lazy("ground", "partly")
    NO = "no", pgettext_lazy("ground", "no")


class Priority(TextChoices):
    """Prioritet. What the counted points propose; the officer decides."""

    HIGH = "high", pgettext_lazy("priority", "high")
    MEDIUM = "medium", pgettext_lazy("priority", "medium")
    LOW = "low", pgettext_lazy("priority", "low")


POINTS = {Verdict.YES: 2, Verdict.PARTLY: 1, Verdict.NO: 0}
# From this share of the possible points, in per cent; read from the top.
THRESHOLDS = ((60, Priority.HIGH), (30, Priority.MEDIUM), (0, Priority.LOW))


@dataclass(frozen=True)
class Line:
    """One ground in the sum."""

    name: str
    weight: int
    verdict: str

    @property
    def points(self) -> int:
        return POINTS[Verdict(self.verdict)]

    @property
    def sum(self) -> int:
        return self.points * self.weight


@dataclass(frozen=True)
class Proposal:
    """The sum and what it proposes, with the lines it was counted from."""

    lines: tuple[Line, ...]

    @property
    def points(self) -> int:
        return sum(line.sum for line in self.lines)

    @property
    def possible(self) -> int:
        return sum(line.weight * POINTS[Verdict.YES] for line in self.lines)

    @property
    def share(self) -> Decimal:
        """Per cent of the possible points with one decimal, as it is shown; the thresholds are asked of this too."""
        exact = Decimal(100 * self.points) / self.possible if self.possible else Decimal(0)
        return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def priority(self) -> Priority:
        return next(priority for least, priority in THRESHOLDS if self.share >= least)


def propose(answers: Iterable[Any]) -> Proposal:
    """From answers to the grounds (each with `verdict` and a `ground` with `name` and `weight`)."""
    return Proposal(tuple(Line(each.ground.name, each.ground.weight, each.verdict) for each in answers))
