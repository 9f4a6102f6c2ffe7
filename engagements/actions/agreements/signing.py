"""From the decision to the day the agreement is in force: the day to sign by, and both signatures."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.lifecycle.agreements import Status
from engagements.models import Agreement
from engagements.models.agreements import months_before
from governance import casework, documents, principles
from governance.authority import strategy_in_force
from governance.models import Person
from governance.moves import require_status

from .locking import lock_for

CITY, COUNTERPART = "city", "counterpart"


@transaction.atomic
def set_sign_by(agreement: Agreement, *, by: Person, sign_by: date) -> Agreement:
    """Say by when both sides are to have signed. The register reminds once that day has passed."""
    agreement = lock_for(agreement, by)
    require_status(agreement.matter, Status.APPROVED)
    agreement.sign_by = sign_by
    casework.write(agreement, by=by, due_on=sign_by)
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
        agreement.signed_copy = documents.store(
            copy.read(), copy.name, copy.content_type or "", agreement.matter, by
        )
    if agreement.is_fully_signed:
        come_into_force(agreement, timezone.localdate(), by=by)
    else:
        casework.write(agreement, by=by)
    return agreement


def come_into_force(agreement: Agreement, today: date, *, by: Person | None) -> None:
    """A locked agreement that both have signed: in force from its first day, until then signed."""
    starts_on = agreement.matter.starts_on
    if starts_on and starts_on > today:
        casework.write(agreement, by=by, status=Status.SIGNED, due_on=starts_on)
        return
    agreement.next_review_on = next_review(agreement, starts_on or today)
    casework.write(agreement, by=by, status=Status.IN_FORCE, due_on=agreement.next_review_on)


def next_review(agreement: Agreement, since: date) -> date | None:
    """What the strategy has reviewed regularly is due so many months after it began, or was last reviewed."""
    principle = principles.checks(since).get("regular_review")
    if principle is None or agreement.type not in principle.settings.get("applies_to", ()):
        return None
    return months_before(since, -strategy_in_force(since).review_interval_months)


def _require_day(agreement: Agreement, day: date) -> None:
    decision = agreement.matter.decisions.order_by("-recorded_at").first()
    if day > timezone.localdate():
        raise ValidationError({"signed_on": _("The date is in the future.")})
    if decision and day < decision.decided_on:
        raise ValidationError({"signed_on": _("It cannot be signed before it was decided.")})


def _require_unsigned(signed_on: date | None) -> None:
    if signed_on:
        raise ValidationError({"side": _("This side has already signed.")})
