"""What a body made of a matter is carried out by the feature whose kind of matter it is (settings.py says where)."""

from datetime import date
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from governance.decisions import Record
from governance.errors import WrongState
from governance.models import Decision, Matter, Person

# The kinds of matter that are decided at a meeting.
KINDS = tuple(settings.DECISIONS_OF_KIND)


class Decides(Protocol):
    """Records a decision on the matter with this id and moves it; the same verb as on the matter's own page."""

    def __call__(self, matter: int, record: Record, *, by: Person, **more: str) -> Decision: ...


@cache
def _decider_of(kind: str) -> Decides | None:
    path = settings.DECISIONS_OF_KIND.get(kind)
    return import_string(path) if path else None


@cache
def results_of(kind: str) -> tuple[tuple[str, str], ...]:
    """What a body can decide instead of what was proposed, where its feature asks for that."""
    path = settings.RESULTS_OF_KIND.get(kind)
    return tuple(import_string(path).choices) if path else ()


def decide(matter: Matter, record: Record, *, by: Person, result: str = "") -> Decision:
    """Let the feature record the decision and move its matter. Raises what its verb raises."""
    decider = _decider_of(matter.kind)
    if decider is None:
        raise WrongState(
            _("%(number)s is of a kind that is not decided at a meeting.") % {"number": matter.number}
        )
    more = {"result": result} if result else {}
    return decider(matter.pk, record, by=by, **more)


def handle(matter: Matter, *, by: Person, on: date, handling: str) -> None:
    """Tell the feature that the preparatory committee has said what it thinks; most kinds have nothing to do then."""
    path = settings.HANDLINGS_OF_KIND.get(matter.kind)
    if path:
        verb: Any = import_string(path)
        verb(matter.pk, by=by, handled_on=on, handling=handling)
