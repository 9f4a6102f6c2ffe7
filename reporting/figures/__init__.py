"""The figures of a year as one frozen value. Reads only; every figure opens the rows it counted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from governance.models import Decision, Matter

from ..lifecycle import Step
from ..published import published_until
from . import (
    agreements,
    aid_projects,
    costs,
    coverage,
    decisions,
    declarations,
    eu_projects,
    eu_questions,
    events,
    lamps,
    meetings,
    memberships,
    network,
    profiling,
    referrals,
    visits,
)
from .accounts import accounts
from .counting import Breakdown, Figure, Pair, Parts, Source, Words, Year, count_all
from .lists import lists
from .moment import beside, one_moment

__all__ = ["BREAKDOWNS", "FIGURES", "PARTS", "Breakdown", "Figure", "Source", "Year", "compute"]


@dataclass(frozen=True)
class Part:
    """One step of the counting: figures and breakdowns that belong together."""

    step: Step
    figures: tuple[Figure, ...]
    breakdowns: tuple[Breakdown, ...] = ()


PARTS = (
    Part(Step.MEMBERSHIPS, memberships.FIGURES, memberships.BREAKDOWNS),
    Part(
        Step.EU_PROJECTS,
        (*eu_projects.FIGURES, *eu_questions.FIGURES),
        (*eu_projects.BREAKDOWNS, *eu_questions.BREAKDOWNS),
    ),
    Part(Step.VISITS, (*visits.FIGURES, *events.FIGURES), (*visits.BREAKDOWNS, *events.BREAKDOWNS)),
    Part(
        Step.AGREEMENTS,
        (*agreements.FIGURES, *aid_projects.FIGURES),
        (*agreements.BREAKDOWNS, *aid_projects.BREAKDOWNS),
    ),
    Part(Step.DECLARATIONS, declarations.FIGURES, declarations.BREAKDOWNS),
    Part(
        Step.DECISIONS,
        (*decisions.FIGURES, *meetings.FIGURES, *referrals.FIGURES),
        (*decisions.BREAKDOWNS, *meetings.BREAKDOWNS),
    ),
    Part(
        Step.COVERAGE,
        (
            *coverage.FIGURES,
            *network.FIGURES,
            *eu_questions.GUIDELINES,
            *lamps.FIGURES,
            *profiling.FIGURES,
        ),
    ),
    Part(Step.COSTS, costs.FIGURES, costs.BREAKDOWNS),
)
FIGURES = {figure.key: figure for part in PARTS for figure in part.figures}
BREAKDOWNS = {breakdown.key: breakdown for part in PARTS for breakdown in part.breakdowns}


def compute(year: Year, tell: Callable[[Step], None] = lambda step: None) -> dict[str, Any]:
    """Count the year as of one moment. `tell` hears of each step as it begins; it may raise to stop the work.

    Whole numbers and texts only, so that the value has one canonical byte form. A figure that cannot be told
    (a share of nothing) is None.
    """
    with one_moment() as is_ours:
        return _computed(year, beside(tell) if is_ours else tell)


def _computed(year: Year, tell: Callable[[Step], None]) -> dict[str, Any]:
    counted: dict[str, Pair] = {}
    parts: dict[str, Parts] = {}
    for part in PARTS:
        tell(part.step)
        _count(part, year, counted, parts)
    tell(Step.LISTS)
    return {
        "year": year.number,
        "as_of": year.last.isoformat(),
        "figures": [_figure(figure, counted) for figure in FIGURES.values()],
        "breakdowns": [_breakdown(breakdown, parts[key]) for key, breakdown in BREAKDOWNS.items()],
        "lists": lists(year),
        "accounts": accounts(year.number),
        "published": published_until(year.number),
        "register": _register(),
    }


def _count(part: Part, year: Year, counted: dict[str, Pair], parts: dict[str, Parts]) -> None:
    """Each source of the part is read once."""
    for source in dict.fromkeys(figure.source for figure in part.figures):
        mine = [figure for figure in part.figures if figure.source is source]
        totals, by_value = count_all(
            source, mine, [b for b in part.breakdowns if b.of.source is source], year
        )
        counted |= totals
        parts |= by_value
    for figure in part.figures:
        if figure.share_of:
            counted[figure.key] = _share(counted[figure.key], counted[figure.share_of])
        elif figure.parts_of:
            rows = parts[figure.parts_of]
            counted[figure.key] = (
                sum(bool(now) for _v, now, _t in rows),
                sum(bool(then) for _v, _n, then in rows),
            )
        elif figure.sum_of:
            counted[figure.key] = _sum([counted[key] for key in figure.sum_of])


def _share(part: Pair, whole: Pair) -> Pair:
    now, then = (
        round(100 * some / every) if some is not None and every else None
        for some, every in zip(part, whole, strict=True)
    )
    return now, then


def _sum(pairs: list[Pair]) -> tuple[int, int]:
    return sum(now or 0 for now, _then in pairs), sum(then or 0 for _now, then in pairs)


def _figure(figure: Figure, counted: dict[str, Pair]) -> dict[str, Any]:
    value, previous = counted[figure.key]
    return {
        "key": figure.key,
        "heading": figure.heading,
        "label": _both(figure.words),
        "value": value,
        "unit": figure.unit,
        "previous": previous,
        "change": None if value is None or previous is None else value - previous,
        "source": "computed",
        "method": _both(figure.method),
        "is_defect": figure.is_defect,
        "is_main": figure.is_main,
    }


def _breakdown(breakdown: Breakdown, rows: Parts) -> dict[str, Any]:
    names = breakdown.name([value for value, _now, _then in rows])
    return {
        "key": breakdown.key,
        "figure": breakdown.of.key,
        "heading": breakdown.of.heading,
        "label": _both(breakdown.words),
        "unit": breakdown.of.unit,
        "parts": [
            {
                "key": str(value),
                "label": _both(names.get(value, (str(value), str(value)))),
                "value": now,
                "previous": then,
            }
            for value, now, then in rows
        ],
    }


def _both(words: Words) -> dict[str, str]:
    return {"sv": words[0], "en": words[1]}


def _register() -> dict[str, Any]:
    """What the register held when it was counted: enough to see later that it has grown since."""
    matters = Matter.objects.aggregate(count=Count("*"), last=Max("changed_at"))
    decisions = Decision.objects.aggregate(count=Count("*"), last=Max("recorded_at"))
    return {
        "matters": matters["count"],
        "decisions": decisions["count"],
        "matter_changed_at": matters["last"].isoformat() if matters["last"] else "",
        "decision_recorded_at": decisions["last"].isoformat() if decisions["last"] else "",
    }
