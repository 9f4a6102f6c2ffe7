"""Promises of visits and journeys: written down, kept with a word, or dropped with the reason; told of when late.

The matter is often closed by then: a promise is kept afterwards.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.lifecycle.promises import PROMISING
from engagements.models import Promise
from governance import casework, matters, notices
from governance.errors import WrongState
from governance.models import Matter, Person
from governance.moves import require_status

BATCH = 200


class Said(NamedTuple):
    """A promise as it is told: what, whose, and by when."""

    text: str
    side: str
    due_on: date


@transaction.atomic
def add_promise(matter: Matter, *, by: Person, text: str, side: str, due_on: date) -> Promise:
    """Write down what was promised at the visit or on the journey. Raises PermissionDenied, WrongState."""
    matter = _lock_for(matter.pk, by)
    require_status(matter, *PROMISING.get(matter.kind, ()))
    (promise,) = note(matter, [Said(text, side, due_on)], by=by)
    matters.change(matter, by=by)
    return promise


def note(matter: Matter, said: Iterable[Said], *, by: Person) -> list[Promise]:
    """The same for several, by the verb that follows up the matter: it holds the lock, and writes the card itself."""
    written = [Promise(matter=matter, **each._asdict()) for each in said]
    for promise in written:
        promise.full_clean(exclude=["matter"])
        casework.save(promise, by=by)
    return written


@transaction.atomic
def keep_promise(promise: Promise, *, by: Person, outcome: str, kept_on: date | None = None) -> Promise:
    """It is kept, and this is how. Raises PermissionDenied, WrongState, ValidationError by field."""
    kept_on = kept_on or timezone.localdate()
    if kept_on > timezone.localdate():
        raise ValidationError({"kept_on": _("The date is in the future.")})
    return _close(promise, by, outcome, _("Say how it was kept."), kept_on=kept_on)


@transaction.atomic
def drop_promise(promise: Promise, *, by: Person, outcome: str) -> Promise:
    """It will not be kept, for this reason. Raises PermissionDenied, WrongState, ValidationError."""
    missing = _("Say why it will not be kept.")
    return _close(promise, by, outcome, missing, dropped_on=timezone.localdate())


def _close(promise: Promise, by: Person, outcome: str, missing: str, **day: date) -> Promise:
    matter = _lock_for(promise.matter_id, by)
    promise = Promise.objects.get(pk=promise.pk)
    require_open(promise)
    if not outcome.strip():
        raise ValidationError({"outcome": missing})
    promise.outcome = outcome.strip()
    for name, value in day.items():
        setattr(promise, name, value)
    casework.save(promise, by=by)
    matters.change(matter, by=by)
    return promise


def require_open(promise: Promise) -> None:
    """Raise WrongState for a promise of which somebody has said what became of it."""
    if not promise.is_open:
        raise WrongState(
            _("This promise was closed %(day)s: %(outcome)s")
            % {"day": promise.closed_on, "outcome": promise.outcome}
        )


def _lock_for(pk: int, by: Person) -> Matter:
    matter = matters.lock(pk)
    casework.require_edit(by, matter)
    return matter


def remind_of_promises(today: date | None = None) -> int:
    """Tell those concerned once that a promise is late, however often this runs. Returns how many were told of."""
    today = today or timezone.localdate()
    count = 0
    while told := _remind_some(today):
        count += told
    return count


@transaction.atomic
def _remind_some(today: date) -> int:
    late = Promise.objects.late(today).filter(reminded_on=None).order_by("due_on", "pk")
    # Another sweep at work takes others; whoever is writing one just now is told by the next.
    rows = list(
        late.select_for_update(of=("self",), skip_locked=True).select_related(
            "matter__body", "matter__responsible"
        )[:BATCH]
    )
    for promise in rows:
        number, due = promise.matter.number, promise.due_on
        notices.notify(
            casework.those_concerned(promise.matter),
            matter=promise.matter,
            key=f"promise-late:{promise.pk}",
            subject_sv=f"{number}: ett löfte skulle ha infriats senast {due}",
            subject_en=f"{number}: a promise was to be kept by {due}",
        )
    Promise.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_on=today)
    return len(rows)
