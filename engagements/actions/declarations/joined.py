"""What is done with a declaration once the city has joined: signed, reviewed, ended."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.lifecycle.declarations import CommitmentStatus
from engagements.models import Declaration
from governance import casework, matters
from governance.authority import strategy_in_force
from governance.models import Person
from governance.working_days import months_after

from .locking import begin


@transaction.atomic
def sign(declaration: Declaration, *, by: Person, signer: str, signed_on: date) -> Declaration:
    """Note who signed for the city, and when. Nobody signs before it is decided."""
    declaration, _status = begin("sign", declaration, by)
    require_after_joining(declaration, signed_on, "signed_on")
    declaration.signer, declaration.signed_on = signer, signed_on
    casework.write(declaration, by=by)
    return declaration


@transaction.atomic
def note_review(declaration: Declaration, *, by: Person, reviewed_on: date, result: str) -> Declaration:
    """Note that it was reviewed and what came of it; the next review is counted from that day."""
    declaration, _status = begin("note_review", declaration, by)
    require_after_joining(declaration, reviewed_on, "reviewed_on")
    declaration.last_reviewed_on = reviewed_on
    declaration.add_note(
        _("Reviewed %(day)s: %(result)s") % {"day": reviewed_on.isoformat(), "result": result}
    )
    set_next_review(declaration)
    casework.write(declaration, by=by, due_on=due_on(declaration))
    return declaration


@transaction.atomic
def end(
    declaration: Declaration, *, by: Person, ended_on: date, reason: str, leaves: bool = False
) -> Declaration:
    """It has come to its end, or the city leaves it: the matter closes, and what is still open is dropped."""
    declaration, status = begin("leave" if leaves else "end", declaration, by)
    require_after_joining(declaration, ended_on, "ended_on")
    for commitment in declaration.commitments.filter(status=CommitmentStatus.OPEN):
        commitment.status, commitment.closed_on = CommitmentStatus.DROPPED, ended_on
        commitment.report = commitment.report or reason
        casework.save(commitment, by=by)
    declaration.ended_on, declaration.ended_reason, declaration.next_review_on = ended_on, reason, None
    casework.save(declaration, by=by)
    matter = declaration.matter
    matter.ends_on, matter.due_on = ended_on, None
    matters.close(matter, by=by, status=status, day=max(ended_on, matter.opened_on))
    return declaration


def set_next_review(declaration: Declaration) -> None:
    """Counted from the last review, else from joining, by the strategy in force on that day: every fourth year."""
    since = declaration.last_reviewed_on or declaration.joined_on
    declaration.next_review_on = (
        months_after(since, strategy_in_force(since).review_interval_months) if since else None
    )


def due_on(declaration: Declaration) -> date | None:
    """What the card is due by: the first open commitment, or the review if that comes before."""
    still = declaration.commitments.filter(status=CommitmentStatus.OPEN)
    first = still.aggregate(first=Min("due_on"))["first"]
    return min(filter(None, (first, declaration.next_review_on)), default=None)


def require_after_joining(declaration: Declaration, day: date, field: str) -> None:
    """Raise ValidationError at the field for a day that cannot be."""
    if day > timezone.localdate():
        raise ValidationError({field: _("The date is in the future.")})
    if declaration.joined_on and day < declaration.joined_on:
        raise ValidationError({field: _("The date is before the city joined.")})
