"""Corrections: what a corrected decision moves, and when it comes too late to move anything."""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from . import matters
from .errors import AlreadyDecided, WrongState
from .models import Decision, Matter, Person


class Mover(Protocol):
    """What a feature does when a decision in its kind of matter gets another outcome or day (settings.py says where).

    Called in the correction's transaction with the matter locked; raises WrongState, saying what to do instead, when
    something else has been built on the decision.
    """

    def __call__(self, matter: Matter, earlier: Decision, corrected: Decision, *, by: Person) -> None: ...


@cache
def mover_of(kind: str) -> Mover | None:
    """None for a kind of matter where nothing rests on its decisions but the record."""
    path = settings.CORRECTIONS_OF_KIND.get(kind)
    return import_string(path) if path else None


def require_possible(matter: Matter, decision: Decision, outcome: str) -> None:
    """Refuse another outcome that nothing could carry out, or that a later decision has already answered."""
    if outcome == decision.outcome:
        return
    later = matter.decisions.filter(round__gt=decision.round).order_by("round").first()
    if later is not None:
        raise AlreadyDecided(
            _(
                "The question was decided anew on %(day)s, so the outcome of the earlier decision stays. Correct the"
                " rest of the record, and say in its wording what was wrong."
            )
            % {"day": later.decided_on.isoformat()},
            later,
        )
    if mover_of(matter.kind) is None:
        raise WrongState(
            _(
                "The outcome of a decision is not corrected in this kind of matter. Correct the rest of the record,"
                " say in its wording what was wrong, and let the body decide anew."
            )
        )


def carry_out(matter: Matter, earlier: Decision, corrected: Decision, *, by: Person) -> None:
    """Ask the question that is now open, or close it again, and let the feature follow."""
    round_now = corrected.round + (corrected.outcome in Decision.RETURNING)
    if corrected.outcome != earlier.outcome and matter.round != round_now:
        matters.change(matter, by=by, round=round_now)
    moved = (corrected.outcome, corrected.decided_on) != (earlier.outcome, earlier.decided_on)
    mover = mover_of(matter.kind)
    if moved and mover is not None:
        mover(matter, earlier, corrected, by=by)
