"""From the decision to the day the agreement is in force: the day to sign by, and both signatures."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.lifecycle.agreements import Status
from engagements.models import Agreement
from governance import casework, documents
from governance.models import Person
from governance.moves import require_status

from .locking import lock_for
from .schedule import next_review, set_days

CITY, COUNTERPART = "city", "counterpart"


@transaction.atomic
def set_sign_by(agreement: Agreement, *, by: Person, sign_by: date) -> Agreement:
    """Say by when both sides are to have signed. The register reminds once that day has passed."""
    agreement = lock_for(agreement, by)
    require_status(agreement.matter, Status.APPROVED)
    agreement.sign_by = sign_by
    casework.write(agreement, by=by, due_on=set_days(agreement, Status.APPROVED))
    return agreement


@transaction.atomic
def sign(
    agreement: Agreement, *, by: Person, side: str, who: str, signed_on: date, copy: Any = None
) -> Agreement:
    """Note that a side has signed, and keep the signed copy (an uploaded file). With both it comes into force.

    Raises ValidationError by field for a day that cannot be, or a side that has signed already.
    """
    agreement = lock_for(agreement, by)
    require_status(agreement.matter, Status.APPROVED)
    _require_day(agreement, signed_on)
    if side == CITY:
        _require_unsigned(agreement.signed_by_city_on)
        agreement.signed_by_city, agreement.signed_by_city_on = who, signed_on
    else:
        _require_unsigned(agreement.signed_by_counterpart_on)
        agreement.signed_by_counterpart, agreement.signed_by_counterpart_on = who, signed_on
    if copy is not None:
        agreement.signed_copy = documents.uploaded(copy, agreement.matter, by)
    if agreement.is_fully_signed:
        come_into_force(agreement, timezone.localdate(), by=by)
    else:
        casework.write(agreement, by=by)
    return agreement


def come_into_force(agreement: Agreement, today: date, *, by: Person | None) -> None:
    """A locked agreement that both have signed: in force from its first day, until then signed."""
    starts_on = agreement.matter.starts_on
    status = Status.SIGNED if starts_on and starts_on > today else Status.IN_FORCE
    if status == Status.IN_FORCE:
        agreement.next_review_on = next_review(agreement, starts_on or today)
    casework.write(agreement, by=by, status=status, due_on=set_days(agreement, status))


def _require_day(agreement: Agreement, day: date) -> None:
    decision = agreement.matter.decisions.order_by("-recorded_at").first()
    if day > timezone.localdate():
        raise ValidationError({"signed_on": _("The date is in the future.")})
    if decision and day < decision.decided_on:
        raise ValidationError({"signed_on": _("It cannot be signed before it was decided.")})


def _require_unsigned(signed_on: date | None) -> None:
    if signed_on:
        raise ValidationError({"side": _("This side has already signed.")})
