"""What the city promises by joining a declaration: given to a body, reported on, and reminded of once."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.lifecycle.declarations import CommitmentStatus, after
from engagements.models import Commitment, Declaration
from governance import access, casework, matters, notices
from governance.models import Body, Office, Person

from .joined import due_on as card_due_on
from .joined import require_after_joining
from .locking import begin, lock

BATCH = 200


@transaction.atomic
def promise(declaration: Declaration, *, by: Person, text: str, owner: Body, due_on: date) -> Commitment:
    """Write down a commitment. The body that is to see to it may read the matter and is told."""
    declaration, _status = begin("promise", declaration, by)
    matter = declaration.matter
    commitment = Commitment(declaration=declaration, text=text, owner=owner, due_on=due_on)
    casework.save(commitment, by=by)
    if owner.pk != matter.body_id:
        matters.let_in(matter, owner)
        notices.notify(
            access.holders(Office.Role.CONTACT_PERSON, owner),
            matter=matter,
            key=f"promised:{commitment.pk}",
            subject_sv=f"{matter.number}: {owner.in_a_sentence_sv} har fått ett åtagande, senast {due_on}",
            subject_en=f"{matter.number}: {owner.in_a_sentence_en} has been given a commitment, by {due_on}",
        )
    casework.write(declaration, by=by, due_on=card_due_on(declaration))
    return commitment


def may_report(person: Person, commitment: Commitment) -> bool:
    """Whether the person reads the matter and answers for the commitment."""
    return access.may_view(person, commitment.declaration.matter) and answers_for(person, commitment)


def answers_for(person: Person, commitment: Commitment) -> bool:
    """The body that is to see to it does, and the owner of the declaration. For who reads the matter already."""
    owners = (commitment.owner_id, commitment.declaration.matter.body_id)
    return any(access.may(person, access.EDIT, owner) for owner in owners)


@transaction.atomic
def report(
    commitment: Commitment,
    version: int,
    *,
    by: Person,
    status: str,
    report: str,
    due_on: date,
    closed_on: date | None = None,
) -> Commitment:
    """Say how it goes, or that it is fulfilled or dropped, today or on another day.

    Raises StaleVersion when somebody was faster, ValidationError by field.
    """
    declaration = lock(commitment.declaration_id, version)
    commitment = Commitment.objects.get(pk=commitment.pk)
    commitment.declaration = declaration
    if not may_report(by, commitment):
        raise PermissionDenied(access.refusal(access.EDIT, commitment.owner))
    after("promise", declaration.matter)
    if status != CommitmentStatus.OPEN and not report.strip():
        raise ValidationError({"report": _("Say what came of it.")})
    if due_on != commitment.due_on:
        commitment.reminded_on = None
    if status == CommitmentStatus.OPEN:
        closed_on = None
    else:
        closed_on = closed_on or commitment.closed_on or timezone.localdate()
        require_after_joining(declaration, closed_on, "closed_on")
    commitment.status, commitment.report, commitment.due_on = status, report, due_on
    commitment.closed_on = closed_on
    casework.save(commitment, by=by)
    casework.write(declaration, by=by, due_on=card_due_on(declaration))
    return commitment


def remind_of_commitments(today: date | None = None) -> int:
    """Tell each owner once that a commitment is overdue, however often this runs. Returns how many were told of."""
    today = today or timezone.localdate()
    count = 0
    while told := _remind_some(today):
        count += told
    return count


@transaction.atomic
def _remind_some(today: date) -> int:
    late = Commitment.objects.overdue(today).filter(reminded_on=None).order_by("due_on", "pk")
    # Another sweep at work takes others; whoever is writing one just now is told by the next.
    rows = list(
        late.select_for_update(of=("self",), skip_locked=True).select_related("declaration__matter", "owner")[
            :BATCH
        ]
    )
    for commitment in rows:
        matter, owner = commitment.declaration.matter, commitment.owner
        notices.notify(
            access.holders(Office.Role.CONTACT_PERSON, owner) or access.holders(Office.Role.SECRETARY, owner),
            matter=matter,
            key=f"commitment-overdue:{commitment.pk}:{commitment.due_on}",
            subject_sv=f"{matter.number}: ett åtagande skulle ha uppfyllts senast {commitment.due_on}",
            subject_en=f"{matter.number}: a commitment was to be fulfilled by {commitment.due_on}",
        )
    Commitment.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_on=today)
    return len(rows)
